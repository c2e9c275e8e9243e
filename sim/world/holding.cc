#include "sim/world/holding.h"

#include <array>
#include <utility>

#include "recovery/check.h"
#include "sim/airflow/airflow.h"
#include "sim/kubernetes/kubernetes.h"
#include "sim/kubernetes/pods.h"
#include "sim/protection/protection.h"

namespace blackstart::sim {
namespace {

std::uint32_t position_of(const std::vector<ItemId>& items, ItemId item) {
  recovery::check(!items.empty() && item >= items.front() && item - items.front() < items.size(),
                  "an item was looked for where it does not belong");
  return item - items.front();
}

const std::vector<ItemId>& items_of(const Setup& setup, const Site& site) {
  return setup.world.clusters[site.cluster].items;
}
const std::vector<ItemId>& items_of(const Setup& setup, const Instance& instance) {
  return setup.world.deployments[instance.deployment].items;
}

template <class Holder>
auto& slot(const Setup& setup, auto& held, const Holder& holder, ItemId item) {
  return held[holder.holds + position_of(items_of(setup, holder), item)];
}

// What World::held says of a thing.
constexpr std::uint8_t kReadable = 1;
constexpr std::uint8_t kEncryptedUnderAnotherKey = 2;

bool only_here(const ItemSpec& item) {
  return !survives_its_site(item.data_class, item.provenance);
}

// A route, a rule, an address: another network has another one, whatever it is called.
bool is_of_one_site(const ItemSpec& item) { return item.cluster != kNone && only_here(item); }

bool copies_hold(const Setup& setup, const World& world, const Instance& lost, ItemId item) {
  if (lost.remains == kNone) return false;
  const std::uint32_t holds = world.remains[lost.remains].holds;
  return world.held[holds + position_of(items_of(setup, lost), item)] != 0;
}

template <class Holder>
void lose_item(Stage& stage, const Holder& holder, ItemId item) {
  auto& held = slot(stage.setup, stage.world.held, holder, item);
  if (std::exchange(held, 0) == 0) return;
  if (is_of_one_site(stage.setup.world.items[item]) || !exists(stage.setup, stage.world, item))
    stage.record(Happening::item_lost, item);
}

}  // namespace

SiteId add_site(const Setup& setup, World& world, ClusterId cluster, RegionId region) {
  const auto holds = static_cast<std::uint32_t>(world.held.size());
  world.held.resize(world.held.size() + setup.world.clusters[cluster].items.size());
  world.sites.push_back({.cluster = cluster, .region = region, .holds = holds});
  const auto id = static_cast<SiteId>(world.sites.size() - 1);
  build_platform(setup, world, id);
  return id;
}

InstanceId add_instance(const Setup& setup, World& world, DeploymentId deployment, SiteId site) {
  const DeploymentSpec& spec = setup.world.deployments[deployment];
  const auto holds = static_cast<std::uint32_t>(world.held.size());
  world.held.resize(world.held.size() + spec.items.size());
  world.instances.push_back({.deployment = deployment, .site = site, .holds = holds});
  const auto id = static_cast<InstanceId>(world.instances.size() - 1);
  append<&Instance::next_on_site>(world.sites[site].instances, world.instances, id);
  place_first_pods(setup, world, id);
  world.footings.push_back(footing_of(setup, world, id));
  add_airflow(setup, world, id);
  return id;
}

bool site_holds(const Setup& setup, const World& world, SiteId site, ItemId item) {
  return slot(setup, world.held, world.sites[site], item) != 0;
}

bool instance_holds(const Setup& setup, const World& world, InstanceId instance, ItemId item) {
  return slot(setup, world.held, world.instances[instance], item) != 0;
}

bool instance_can_read(const Setup& setup, const World& world, InstanceId instance, ItemId item) {
  return slot(setup, world.held, world.instances[instance], item) == kReadable;
}

// Airflow encrypts the values of connections and variables; pools have none.
void lose_fernet_key(const Setup& setup, World& world, InstanceId id) {
  for (const ItemId item : items_of(setup, world.instances[id])) {
    const ItemSpec& spec = setup.world.items[item];
    const bool is_encrypted =
        spec.provenance == Provenance::ui &&
        (spec.data_class == DataClass::connection || spec.data_class == DataClass::variable);
    if (is_encrypted && instance_holds(setup, world, id, item))
      slot(setup, world.held, world.instances[id], item) = kEncryptedUnderAnotherKey;
  }
}

void hold_at_site(const Setup& setup, World& world, SiteId site, ItemId item) {
  slot(setup, world.held, world.sites[site], item) = kReadable;
}

void hold_at_instance(const Setup& setup, World& world, InstanceId instance, ItemId item) {
  slot(setup, world.held, world.instances[instance], item) = kReadable;
}

void remove_from_instance(Stage& stage, InstanceId instance, ItemId item) {
  auto& held = slot(stage.setup, stage.world.held, stage.world.instances[instance], item);
  if (held == 0) return;
  held = 0;
  if (!exists(stage.setup, stage.world, item)) stage.record(Happening::item_removed, item);
}

// What is made anew is another one: that of an older site, should it still be in use, is not
// touched by it.
void recreate_at_site(Stage& stage, SiteId site, ItemId item) {
  const bool is_new = !site_holds(stage.setup, stage.world, site, item);
  if (is_new && is_of_one_site(stage.setup.world.items[item]))
    stage.record(Happening::item_created, item);
  hold_at_site(stage.setup, stage.world, site, item);
}

void recreate_at_instance(Stage& stage, InstanceId instance, ItemId item) {
  if (!exists(stage.setup, stage.world, item)) stage.record(Happening::item_created, item);
  hold_at_instance(stage.setup, stage.world, instance, item);
}

void lose_database(Stage& stage, InstanceId id) {
  constexpr std::array kDatabase = {Part::metadata, Part::xcom_objects};
  Instance& instance = stage.world.instances[id];
  if (instance.is_discarded) return;
  instance.is_discarded = true;
  end_airflow(stage, id);
  leave_to_copies(stage, id, kDatabase);
}

void lose_instance(Stage& stage, InstanceId id) {
  constexpr std::array kLogs = {Part::task_logs};
  lose_database(stage, id);
  Instance& instance = stage.world.instances[id];
  if (instance.has_lost_logs) return;
  instance.has_lost_logs = true;
  leave_to_copies(stage, id, kLogs);
}

void lose_site(Stage& stage, SiteId site) {
  const Site& lost = stage.world.sites[site];
  for (const ItemId item : items_of(stage.setup, lost)) lose_item(stage, lost, item);
}

std::int64_t count_of(const Setup& setup, const World& world, ItemId item) {
  const ItemSpec& spec = setup.world.items[item];
  if (!is_of_one_site(spec)) return exists(setup, world, item) ? 1 : 0;
  std::int64_t count = 0;
  for (SiteId i = 0; i < world.sites.size(); ++i)
    count += world.sites[i].cluster == spec.cluster && site_holds(setup, world, i, item) ? 1 : 0;
  return count;
}

bool exists(const Setup& setup, const World& world, ItemId item) {
  const ItemSpec& spec = setup.world.items[item];
  if (!only_here(spec)) return true;
  if (spec.deployment != kNone) {
    for (InstanceId i = 0; i < world.instances.size(); ++i) {
      const Instance& instance = world.instances[i];
      if (instance.deployment != spec.deployment) continue;
      if (instance_holds(setup, world, i, item)) return true;
      if (copies_hold(setup, world, instance, item)) return true;
    }
  }
  return is_of_one_site(spec) && count_of(setup, world, item) > 0;
}

Stock stock_of(const Setup& setup, const World& world) {
  Stock stock;
  stock.rows.resize(setup.world.deployments.size());
  for (const Instance& instance : world.instances) stock.rows[instance.deployment] += instance.rows;
  for (ItemId item = 0; item < setup.world.items.size(); ++item)
    stock.items.push_back(count_of(setup, world, item));
  return stock;
}

}  // namespace blackstart::sim
