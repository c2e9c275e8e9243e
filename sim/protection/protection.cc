#include "sim/protection/protection.h"

#include <algorithm>
#include <utility>

#include "recovery/check.h"
#include "sim/airflow/airflow.h"
#include "sim/airflow/restart.h"
#include "sim/fault/fault.h"
#include "sim/fault/health.h"
#include "sim/protection/cut.h"
#include "sim/protection/edits.h"
#include "sim/protection/past.h"
#include "sim/random.h"
#include "sim/world/holding.h"

namespace blackstart::sim {
namespace {

const Instance& instance_of(const Stage& stage, const Remains& remains) {
  return stage.world.instances[remains.of];
}

const ClusterSpec& cluster_of(const Stage& stage, const Remains& remains) {
  const Site& site = stage.world.sites[instance_of(stage, remains).site];
  return stage.setup.world.clusters[site.cluster];
}

const DeploymentSpec& spec_of(const Stage& stage, const Remains& remains) {
  return stage.setup.world.deployments[instance_of(stage, remains).deployment];
}

Found& newest_of(Remains& remains, Part part) {
  return remains.newest[static_cast<std::size_t>(part)];
}
Instant lost_at(const Remains& remains, Part part) {
  return remains.lost_at[static_cast<std::size_t>(part)];
}

bool is_of(const FaultSpec& fault, RegionId region) {
  return fault.domain == Domain::region && fault.target == region;
}

// Nothing is copied from there or to there meanwhile. What a part of the requests fails for is
// tried again.
bool is_outage_of(const FaultSpec& fault, RegionId region) {
  return is_of(fault, region) &&
         std::ranges::any_of(faults()[fault.kind].impairs, [&](const Effect& effect) {
           const bool is_total = effect.magnitude == nullptr || fault.*effect.magnitude >= 1;
           return is_total && (effect.facet == Facet::power || effect.facet == Facet::storage);
         });
}

// By time, as the setup's faults are.
std::vector<Span> outages_of(const Setup& setup, RegionId home, RegionId other) {
  std::vector<Span> outages;
  for (const FaultSpec& fault : setup.faults) {
    if (!is_outage_of(fault, home) && !is_outage_of(fault, other)) continue;
    const bool ends = fault.lasts != recovery::kForever;
    outages.push_back(
        {.from = fault.begins, .until = ends ? fault.begins + fault.lasts : Instant::max()});
  }
  return outages;
}

bool is_destroyed(const Stage& stage, RegionId region) {
  return std::ranges::any_of(stage.setup.faults, [&](const FaultSpec& fault) {
    return faults()[fault.kind].destroys && is_of(fault, region) &&
           fault.lasts == recovery::kForever && fault.begins <= stage.now;
  });
}

// Both where the copy is and where the key is that opens it.
bool is_there(const Stage& stage, const CopySpec& copy, RegionId home, Asked asked) {
  const auto stands = [&](RegionId region) {
    return asked == Asked::opens
               ? region_storage_is_readable(stage.setup.world, stage.world, region)
               : !is_destroyed(stage, region);
  };
  return stands(copy.region) && (copy.key == CopySpec::Key::multi_region || stands(home));
}

// A cluster's copies are of the place it was built in: what has moved has none.
bool has_copies(const Stage& stage, InstanceId id) {
  const Site& site = stage.world.sites[stage.world.instances[id].site];
  const ClusterSpec& cluster = stage.setup.world.clusters[site.cluster];
  return cluster.region == site.region && !cluster.copies.empty();
}

RowCounts only(Part part, const RowCounts& rows) {
  RowCounts kept;
  for (std::size_t i = 0; i < kRowClasses; ++i) {
    const auto data_class = static_cast<DataClass>(i);
    if (part_of(data_class) != part) continue;
    kept[data_class] = rows[data_class];
    if (has_bytes(data_class)) kept.bytes_of(data_class) = rows.bytes_of(data_class);
  }
  kept.xcom_objects = part == Part::metadata ? rows.xcom_objects : 0;
  return kept;
}

bool leaves_out_work(const Stage& stage, const Remains& remains, const Found& found) {
  return cluster_of(stage, remains).copies[found.copy].in_flight == CopySpec::InFlight::left_out;
}

// An older one does, and of two that were cut at once the one that leaves out what is in flight.
bool holds_less(const Stage& stage, const Remains& remains, const Found& one, const Found& other) {
  if (one.cut != other.cut) return one.cut < other.cut;
  if (one.copy == other.copy) return false;
  return leaves_out_work(stage, remains, one) && !leaves_out_work(stage, remains, other);
}

RowCounts rows_in_copy(const Stage& stage, const Remains& remains, Part part, const Found& found) {
  if (found.copy == kNone) return {};
  RowCounts rows = only(part, rows_then(stage.setup, stage.world, remains.of, found.cut));
  if (part == Part::metadata && leaves_out_work(stage, remains, found)) {
    rows[DataClass::task_instance] -=
        in_flight_then(stage.setup, stage.world, remains.of, found.cut);
    rows[DataClass::trigger] = 0;  // of runs that nobody goes on with
  }
  return rows;
}

std::uint8_t& held(Stage& stage, const Remains& remains, ItemId item) {
  return stage.world.held[remains.holds + (item - spec_of(stage, remains).items.front())];
}

void lose_item(Stage& stage, const Remains& remains, ItemId item) {
  if (held(stage, remains, item) == 0) return;
  held(stage, remains, item) = 0;
  if (!exists(stage.setup, stage.world, item)) stage.record(Happening::item_lost, item);
}

// All but those that the copy holds.
void lose_items(Stage& stage, const Remains& remains, const Found& found) {
  for (const ItemId item : spec_of(stage, remains).items) {
    const bool is_kept =
        found.copy != kNone && existed_then(stage.setup, stage.world, item, found.cut);
    if (!is_kept) lose_item(stage, remains, item);
  }
}

void lose(Stage& stage, const Remains& remains, Happening what, std::size_t data_class,
          std::int64_t& held, std::int64_t kept) {
  if (held <= kept) return;
  stage.record(what, instance_of(stage, remains).deployment, 0, 0, held - kept,
               static_cast<std::uint16_t>(data_class));
  held = kept;
}

// Triggers come and go: those that had fired since the cut are back, and the newer ones are lost.
void exchange_triggers(Stage& stage, Remains& remains, std::int64_t kept, Instant cut) {
  std::int64_t& held = remains.rows[DataClass::trigger];
  if (held == 0 && kept == 0) return;
  const Instant known = newest_of(remains, Part::metadata).cut;
  const Instant had_them = known == kNever ? lost_at(remains, Part::metadata) - Duration(1) : known;
  const bool is_any = held > 0 && kept > 0;
  const std::int64_t both =
      is_any ? triggers_in_both(stage.setup, stage.world, remains.of, cut, had_them) : 0;
  const std::int64_t stayed = std::min({both, held, kept});
  constexpr auto kTrigger = static_cast<std::size_t>(DataClass::trigger);
  lose(stage, remains, Happening::rows_lost, kTrigger, held, stayed);
  std::int64_t back = kept;
  lose(stage, remains, Happening::rows_returned, kTrigger, back, stayed);
  held = kept;
}

void lose_rows(Stage& stage, Remains& remains, Part part, const RowCounts& kept, Instant cut) {
  RowCounts& held = remains.rows;
  for (std::size_t i = 0; i < kRowClasses; ++i) {
    const auto data_class = static_cast<DataClass>(i);
    if (part_of(data_class) != part) continue;
    if (data_class == DataClass::trigger) {
      exchange_triggers(stage, remains, kept[data_class], cut);
      continue;
    }
    lose(stage, remains, Happening::rows_lost, i, held[data_class], kept[data_class]);
    if (!has_bytes(data_class)) continue;
    lose(stage, remains, Happening::bytes_lost, i, held.bytes_of(data_class),
         kept.bytes_of(data_class));
  }
}

// For each class of the part: of when its newest record is that the copy holds.
void record_survival(Stage& stage, const Remains& remains, Part part, const Found& found,
                     const RowCounts& kept) {
  if (cluster_of(stage, remains).copies.empty()) return;
  const DeploymentId deployment = instance_of(stage, remains).deployment;
  stage.record(Happening::part_survives, deployment, found.copy, static_cast<std::uint32_t>(part),
               found.cut.time_since_epoch().count());
  if (found.copy == kNone) return;
  for (std::size_t i = 0; i < kRowClasses; ++i) {
    const auto data_class = static_cast<DataClass>(i);
    if (part_of(data_class) != part || !has_rows_of(spec_of(stage, remains), data_class)) continue;
    const Instant newest =
        newest_row(stage.setup, stage.world, remains.of, data_class, kept[data_class], found.cut);
    stage.record(Happening::rows_survive, deployment, 0, 0, newest.time_since_epoch().count(),
                 static_cast<std::uint16_t>(i));
  }
}

// Down to what this copy holds of the part: what only a newer one had is given up.
void fall_back(Stage& stage, Remains& remains, Part part, const Found& found) {
  const RowCounts kept = rows_in_copy(stage, remains, part, found);
  lose_rows(stage, remains, part, kept, found.cut);
  if (part == Part::metadata) remains.rows.xcom_objects = kept.xcom_objects;
  newest_of(remains, part) = found;
  record_survival(stage, remains, part, found, kept);
  if (part == Part::metadata) lose_items(stage, remains, found);
}

// What was deleted after the cut is back too, and what is encrypted stays so.
void take_items(Stage& stage, Remains& remains, InstanceId primary, Instant cut) {
  const DeploymentSpec& deployment = spec_of(stage, remains);
  for (const ItemId item : deployment.items) {
    const ItemSpec& spec = stage.setup.world.items[item];
    const bool was_there = !survives_its_site(spec.data_class, spec.provenance) &&
                           existed_then(stage.setup, stage.world, item, cut);
    if (was_there) recreate_at_instance(stage, primary, item);
    lose_item(stage, remains, item);
  }
  if (!deployment.keeps_fernet_key) lose_fernet_key(stage.setup, stage.world, primary);
}

void take_database(Stage& stage, Remains& remains, InstanceId primary, const Found& found) {
  take_items(stage, remains, primary, found.cut);
  const bool leaves_out = leaves_out_work(stage, remains, found);
  adopt_database(stage, primary,
                 {.origin = remains.of,
                  .cut = found.cut,
                  .objects_cut = newest_copy(stage, remains, Part::xcom_objects, Asked::opens).cut,
                  .in_flight = leaves_out ? InFlight::dropped : InFlight::kept});
  look_again(stage, primary);
}

void move_rows(Part part, RowCounts& from, RowCounts& to) {
  for (std::size_t i = 0; i < kRowClasses; ++i) {
    const auto data_class = static_cast<DataClass>(i);
    if (part_of(data_class) != part) continue;
    to[data_class] += std::exchange(from[data_class], 0);
    if (has_bytes(data_class))
      to.bytes_of(data_class) += std::exchange(from.bytes_of(data_class), 0);
  }
  if (part == Part::metadata) to.xcom_objects += std::exchange(from.xcom_objects, 0);
}

bool is_empty(const Remains& remains) {
  return std::ranges::all_of(remains.newest,
                             [](const Found& found) { return found.copy == kNone; });
}

Remains& remains_for(Stage& stage, InstanceId id) {
  Instance& instance = stage.world.instances[id];
  if (instance.remains != kNone) return stage.world.remains[instance.remains];
  instance.remains = static_cast<std::uint32_t>(stage.world.remains.size());
  stage.world.remains.push_back(
      {.of = id, .holds = static_cast<std::uint32_t>(stage.world.held.size())});
  const std::vector<ItemId>& items = stage.setup.world.deployments[instance.deployment].items;
  for (std::size_t i = 0; i < items.size(); ++i)
    stage.world.held.push_back(std::exchange(stage.world.held[instance.holds + i], 0));
  return stage.world.remains.back();
}

// Those that were made last, before anything else found its place behind their things.
void forget_newest_remains(Stage& stage, InstanceId id) {
  std::vector<Remains>& all = stage.world.remains;
  stage.world.held.resize(all.back().holds);
  all.pop_back();
  stage.world.instances[id].remains = kNone;
}

}  // namespace

Part part_of(DataClass rows) {
  return rows == DataClass::task_log ? Part::task_logs : Part::metadata;
}

Found newest_copy(const Stage& stage, const Remains& remains, Part part, Asked asked) {
  static const std::uint64_t kCopy = hash_name("copy");
  const ClusterSpec& cluster = cluster_of(stage, remains);
  Found newest;
  for (std::uint32_t i = 0; has_copies(stage, remains.of) && i < cluster.copies.size(); ++i) {
    const CopySpec& copy = cluster.copies[i];
    if (!copy.holds[static_cast<std::size_t>(part)]) continue;
    if (!is_there(stage, copy, cluster.region, asked)) continue;
    const Found found{.copy = i,
                      .cut = cut_at(copy, outages_of(stage.setup, cluster.region, copy.region),
                                    {.seed = stage.seed,
                                     .copy = kCopy ^ hash_name(cluster.name + "/" + copy.name)},
                                    std::min(stage.now, lost_at(remains, part)))};
    if (found.cut != kNever && holds_less(stage, remains, newest, found)) newest = found;
  }
  return newest;
}

const Remains* remains_of(const World& world, DeploymentId deployment, Part part) {
  const Remains* newest = nullptr;
  for (const Remains& remains : world.remains) {
    if (world.instances[remains.of].deployment != deployment) continue;
    if (remains.has(part)) newest = &remains;
  }
  return newest;
}

void leave_to_copies(Stage& stage, InstanceId id, std::span<const Part> parts) {
  const bool is_new = stage.world.instances[id].remains == kNone;
  Remains& remains = remains_for(stage, id);
  for (const Part part : parts) {
    move_rows(part, stage.world.instances[id].rows, remains.rows);
    remains.lost_at[static_cast<std::size_t>(part)] = stage.now;
    fall_back(stage, remains, part, newest_copy(stage, remains, part, Asked::exists));
  }
  if (is_new && is_empty(remains)) forget_newest_remains(stage, id);
}

void lose_copies(Stage& stage) {
  for (Remains& remains : stage.world.remains) {
    for (std::size_t i = 0; i < kParts; ++i) {
      const auto part = static_cast<Part>(i);
      if (!remains.has(part)) continue;
      const Found left = newest_copy(stage, remains, part, Asked::exists);
      if (holds_less(stage, remains, left, newest_of(remains, part)))
        fall_back(stage, remains, part, left);
    }
  }
}

void restore_part(Stage& stage, DeploymentId deployment, Part part) {
  const Remains* source = remains_of(stage.world, deployment, part);
  recovery::check(source != nullptr, "a part was restored of which no copy holds anything");
  Remains& remains = stage.world.remains[stage.world.instances[source->of].remains];
  const Found found = newest_copy(stage, remains, part, Asked::opens);
  recovery::check(found.copy != kNone, "a part was restored from a copy that does not open");
  if (holds_less(stage, remains, found, newest_of(remains, part)))
    fall_back(stage, remains, part, found);
  const InstanceId primary = stage.world.primary_of[deployment];
  move_rows(part, remains.rows, stage.world.instances[primary].rows);
  if (part == Part::metadata) take_database(stage, remains, primary, found);
  newest_of(remains, part) = {};
  stage.record(Happening::part_restored, primary, found.copy, static_cast<std::uint32_t>(part),
               found.cut.time_since_epoch().count());
}

}  // namespace blackstart::sim
