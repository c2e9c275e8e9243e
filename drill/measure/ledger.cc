#include "drill/measure/ledger.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <tuple>

#include "drill/measure/log_tails.h"
#include "recovery/check.h"
#include "sim/fault/health.h"
#include "sim/world/holding.h"

namespace blackstart::drill {
namespace {

using sim::DataClass;
using sim::DeploymentId;
using sim::Happening;
using sim::ItemId;
using sim::Provenance;
using sim::Record;

using Key = std::tuple<DataClass, Provenance, DeploymentId, sim::ClusterId>;

std::string in_words(const LedgerRow& row) {
  const std::string& whose = row.deployment.empty() ? row.cluster : row.deployment;
  return "the loss ledger does not balance: " + std::string(name_of(row.data_class)) + " of " +
         whose + ": existed " + std::to_string(row.existed) + ", created " +
         std::to_string(row.created) + ", present " + std::to_string(row.present) + ", lost " +
         std::to_string(row.lost) + ", removed " + std::to_string(row.removed) +
         "; bytes existed " + std::to_string(row.bytes.existed) + ", created " +
         std::to_string(row.bytes.created) + ", present " + std::to_string(row.bytes.present) +
         ", lost " + std::to_string(row.bytes.lost);
}

class Ledger {
 public:
  Ledger(const sim::Simulation& simulation, const Evidence& evidence)
      : simulation_(simulation),
        evidence_(evidence),
        world_(simulation.setup().world),
        before_(simulation.binding().stock()),
        early_(world_.deployments.size()),
        row_of_item_(world_.items.size()),
        row_of_class_(world_.deployments.size()) {}

  std::vector<LedgerRow> balance() {
    find_early_losses();
    count_existing();
    simulation_.history().for_each([this](const Record& record) { count(record); });
    count_created();
    count_present();
    count_log_tails();
    std::vector<LedgerRow> rows;
    rows.reserve(rows_.size());
    for (auto& [key, row] : rows_) {
      count_what_could_be_lost(row);
      if (!row.balances()) throw recovery::InternalError(in_words(row));
      rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  LedgerRow& row(DataClass data_class, Provenance provenance, DeploymentId deployment,
                 sim::ClusterId cluster) {
    const auto [found, is_new] = rows_.try_emplace({data_class, provenance, deployment, cluster});
    LedgerRow& row = found->second;
    if (!is_new) return row;
    row.data_class = data_class;
    row.provenance = provenance;
    if (deployment != sim::kNone) begin_losses(deployment, row);
    if (cluster != sim::kNone) row.cluster = world_.clusters[cluster].name;
    if (deployment != sim::kNone) {
      row.deployment = world_.deployments[deployment].name;
      row.tier = world_.tiers[world_.deployments[deployment].tier];
      row.home = world_.clusters[world_.deployments[deployment].cluster].name;
    }
    return row;
  }

  LedgerRow& row_of(ItemId item) {
    LedgerRow*& known = row_of_item_[item];
    const sim::ItemSpec& spec = world_.items[item];
    if (known == nullptr)
      known = &row(spec.data_class, spec.provenance, spec.deployment, spec.cluster);
    return *known;
  }
  LedgerRow& row_of(DataClass rows, DeploymentId deployment) {
    LedgerRow*& known = row_of_class_[deployment][static_cast<std::size_t>(rows)];
    if (known == nullptr) known = &row(rows, Provenance::none, deployment, sim::kNone);
    return *known;
  }

  std::span<const DataClass> row_classes(DeploymentId deployment) const {
    return simulation_.binding().row_classes(deployment);
  }

  void count_existing() {
    for (DeploymentId deployment = 0; deployment < before_.rows.size(); ++deployment) {
      for (const DataClass rows : row_classes(deployment)) {
        LedgerRow& row = row_of(rows, deployment);
        row.existed = before_.rows[deployment][rows];
        row.bytes.existed = before_.rows[deployment].bytes_of(rows);
      }
    }
    for (ItemId item = 0; item < world_.items.size(); ++item) {
      const std::int64_t count = before_.items[item];
      if (count == 0) continue;
      row_of(item).existed += count;
    }
  }

  void count(const Record& record) {
    switch (record.what) {
      case Happening::rows_lost:
        return lose(row_of(static_cast<DataClass>(record.code), record.a), record.a, record.at,
                    record.value);
      case Happening::rows_returned:
        return create(row_of(static_cast<DataClass>(record.code), record.a), record.a, record.at,
                      record.value);
      case Happening::bytes_lost:
        row_of(static_cast<DataClass>(record.code), record.a).bytes.lost += record.value;
        return;
      case Happening::item_created:
        return create(row_of(record.a), world_.items[record.a].deployment, record.at, 1);
      case Happening::item_removed:
        row_of(record.a).removed += 1;
        return change(row_of(record.a), world_.items[record.a].deployment, record.at, -1);
      case Happening::item_lost:
        lose(row_of(record.a), world_.items[record.a].deployment, record.at, 1);
        row_of(record.a).lost_names.push_back(world_.items[record.a].name);
        return;
      default:
        return;
    }
  }

  void create(LedgerRow& row, DeploymentId deployment, Instant at, std::int64_t count) {
    row.created += count;
    change(row, deployment, at, count);
  }

  void lose(LedgerRow& row, DeploymentId deployment, Instant at, std::int64_t count) {
    row.lost += count;
    if (deployment == sim::kNone) {
      row.lost_at.insert(row.lost_at.end(), static_cast<std::size_t>(count), at);
      return;
    }
    const auto outage = outage_at(evidence_.deployments[deployment], at);
    if (!outage) {
      row.losses.back().lost += count;
      return change_before_outages(row, deployment, at, -count);
    }
    change(row, deployment, at, -count);
    row.losses[*outage].lost += count;
  }

  // Of what is there when a loss is still to come.
  void change(LedgerRow& row, DeploymentId deployment, Instant at, std::int64_t by) {
    if (deployment == sim::kNone) return;
    if (early_[deployment] && at < *early_[deployment]) row.losses.back().there += by;
    change_before_outages(row, deployment, at, by);
  }
  // When each of the outages that are still to come begins.
  void change_before_outages(LedgerRow& row, DeploymentId deployment, Instant at, std::int64_t by) {
    const std::vector<OutageTrace>& outages = outages_of(deployment);
    for (std::size_t i = outages.size(); i > 0 && outages[i - 1].began > at; --i)
      row.losses[i - 1].there += by;
  }

  DeploymentId whose_loss(const Record& record) const {
    if (record.what == Happening::rows_lost) return record.a;
    return record.what == Happening::item_lost ? world_.items[record.a].deployment : sim::kNone;
  }

  // What hibernates can lose all it has without an outage.
  void find_early_losses() {
    simulation_.history().for_each([this](const Record& record) {
      const DeploymentId deployment = whose_loss(record);
      if (deployment == sim::kNone) return;
      if (!outage_at(evidence_.deployments[deployment], record.at)) early_[deployment] = record.at;
    });
  }

  // From the logs of what Airflow did, which know nothing of what the databases hold now.
  void count_created() {
    const sim::World& after = simulation_.world();
    for (sim::InstanceId id = 0; id < after.instances.size(); ++id) {
      const DeploymentId deployment = after.instances[id].deployment;
      const auto at = [&](Instant when) {
        return after.logs[id].rows_at(world_.deployments[deployment], when);
      };
      const auto begun = at(after.logs[id].began());
      const auto ended = at(simulation_.now());
      for (const DataClass rows : row_classes(deployment)) {
        LedgerRow& counted = row_of(rows, deployment);
        counted.created += ended[rows] - begun[rows];
        counted.bytes.created += ended.bytes_of(rows) - begun.bytes_of(rows);
        if (rows == DataClass::trigger) count_ended_triggers(after.logs[id], counted);
      }
      const auto count_there = [&](std::size_t loss, Instant when) {
        const auto by_then = at(when);
        for (const DataClass rows : row_classes(deployment))
          row_of(rows, deployment).losses[loss].there += by_then[rows] - begun[rows];
      };
      const std::size_t outages = outages_of(deployment).size();
      for (std::size_t outage = 0; outage < outages; ++outage) {
        if (is_told_of(deployment, outage))
          count_there(outage, outages_of(deployment)[outage].began);
      }
      if (early_[deployment]) count_there(outages, *early_[deployment]);
    }
  }

  const std::vector<OutageTrace>& outages_of(DeploymentId deployment) const {
    return evidence_.deployments[deployment].outages;
  }

  // Most outages cost nothing, and nobody asks what was there when they began.
  bool is_told_of(DeploymentId deployment, std::size_t outage) {
    return outage == 0 || std::ranges::any_of(row_classes(deployment), [&](DataClass rows) {
             return row_of(rows, deployment).losses[outage].lost > 0;
           });
  }

  // They are created to be removed: the log's rows are those that were left.
  static void count_ended_triggers(const sim::WorkLog& log, LedgerRow& counted) {
    log.for_each([&](const sim::WorkEntry& entry) {
      if (entry.what != sim::Work::trigger_ended) return;
      counted.created += 1;
      counted.removed += 1;
    });
  }

  void count_present() {
    const sim::World& after = simulation_.world();
    for (const sim::Instance& instance : after.instances) {
      for (const DataClass rows : row_classes(instance.deployment)) {
        LedgerRow& counted = row_of(rows, instance.deployment);
        counted.present += instance.rows[rows];
        counted.bytes.present += instance.rows.bytes_of(rows);
        counted.unreachable += out_of_reach(instance, rows);
      }
    }
    // What only copies hold is there, and serves nobody.
    for (const sim::Remains& remains : after.remains) {
      const DeploymentId deployment = after.instances[remains.of].deployment;
      for (const DataClass rows : row_classes(deployment)) {
        LedgerRow& counted = row_of(rows, deployment);
        counted.present += remains.rows[rows];
        counted.bytes.present += remains.rows.bytes_of(rows);
        counted.unreachable += remains.rows[rows];
      }
    }
    for (ItemId item = 0; item < world_.items.size(); ++item) {
      const std::int64_t count = sim::count_of(simulation_.setup(), after, item);
      if (count == 0) continue;
      LedgerRow& counted = row_of(item);
      counted.present += count;
      counted.unreachable += count - std::min(count, reachable(item));
    }
  }

  void count_log_tails() {
    const sim::World& after = simulation_.world();
    for (sim::InstanceId id = 0; id < after.instances.size(); ++id) {
      const DeploymentId deployment = after.instances[id].deployment;
      const LogTails tails = log_tails_of(simulation_, id, evidence_.deployments[deployment]);
      LedgerRow& counted = row_of(DataClass::log_tail, deployment);
      counted.created += tails.begun;
      counted.present += tails.being_written;
      counted.lost += tails.lost;
      counted.removed += tails.uploaded;
      for (std::size_t outage = 0; outage < tails.outages.size(); ++outage) {
        counted.losses[outage].there += tails.outages[outage].there;
        counted.losses[outage].lost += tails.outages[outage].lost;
      }
    }
  }

  // One for each outage and one for what is lost before any, until the losses are known.
  void begin_losses(DeploymentId deployment, LedgerRow& row) const {
    for (std::size_t outage = 0; outage < outages_of(deployment).size(); ++outage)
      row.losses.push_back({.outage = outage});
    row.losses.push_back({});
  }

  static OutageLoss take_early_loss(LedgerRow& row) {
    if (row.losses.empty()) return {};
    const OutageLoss early = row.losses.back();
    row.losses.pop_back();
    return early;
  }

  static std::int64_t there_at_first(const LedgerRow& row, const OutageLoss& early) {
    if (row.deployment.empty()) return row.existed;
    if (early.lost > 0) return row.existed + early.there;
    if (!row.losses.empty()) return row.existed + row.losses.front().there;
    return row.existed + row.created - row.removed;
  }

  static void count_what_could_be_lost(LedgerRow& row) {
    const OutageLoss early = take_early_loss(row);
    row.at_fault = there_at_first(row, early);
    std::int64_t lost_before = row.lost;
    for (const OutageLoss& loss : row.losses) lost_before -= loss.lost;
    const OutageLoss before_any = {.lost = lost_before,
                                   .there = std::max(row.at_fault, lost_before)};
    for (OutageLoss& loss : row.losses) {
      // It may have grown while the outage lasted.
      loss.there = std::max(row.existed + loss.there, loss.lost);
      if (loss.lost > 0) row.at_fault = loss.there + lost_before;
      lost_before += loss.lost;
    }
    std::erase_if(row.losses, [](const OutageLoss& loss) { return loss.lost == 0; });
    if (before_any.lost > 0 && !row.deployment.empty())
      row.losses.insert(row.losses.begin(), before_any);
    row.at_fault = std::max(row.at_fault, row.lost);
  }

  // Its zone is lost, and no standby takes over.
  bool has_unreachable_database(sim::SiteId site) const {
    return simulation_.world().platform.sites[site].database.state ==
           sim::DatabaseCopies::State::waiting;
  }

  // All that is in a place that is down, or in a database there; where its buckets cannot be read,
  // what is kept in them.
  std::int64_t out_of_reach(const sim::Instance& instance, DataClass rows) const {
    const sim::World& after = simulation_.world();
    const bool is_in_database = rows != DataClass::task_log;
    if (!after.site_is_up(instance.site)) return instance.rows[rows];
    if (is_in_database && has_unreachable_database(instance.site)) return instance.rows[rows];
    if (sim::region_storage_is_readable(world_, after, after.sites[instance.site].region)) return 0;
    if (rows == DataClass::xcom) return instance.rows.xcom_objects;
    return rows == DataClass::task_log ? instance.rows[rows] : 0;
  }

  // In how many places that are up it can be read.
  std::int64_t reachable(ItemId item) const {
    const sim::ItemSpec& spec = world_.items[item];
    if (spec.deployment == sim::kNone && spec.cluster == sim::kNone) return 1;
    const sim::World& after = simulation_.world();
    const bool is_in_database = !sim::survives_its_site(spec.data_class, spec.provenance);
    std::int64_t places = 0;
    for (sim::InstanceId id = 0; spec.deployment != sim::kNone && id < after.instances.size();
         ++id) {
      const sim::SiteId site = after.instances[id].site;
      places += after.instances[id].deployment == spec.deployment && after.site_is_up(site) &&
                !(is_in_database && has_unreachable_database(site)) &&
                sim::instance_can_read(simulation_.setup(), after, id, item);
    }
    for (sim::SiteId id = 0; spec.cluster != sim::kNone && id < after.sites.size(); ++id) {
      places += after.sites[id].cluster == spec.cluster && after.site_is_up(id) &&
                sim::site_holds(simulation_.setup(), after, id, item);
    }
    return places;
  }

  const sim::Simulation& simulation_;
  const Evidence& evidence_;
  const sim::WorldSpec& world_;
  const sim::Stock& before_;
  std::map<Key, LedgerRow> rows_;
  std::vector<std::optional<Instant>> early_;  // by Deployment: its latest loss before any outage
  std::vector<LedgerRow*> row_of_item_;        // of rows_, once it was looked for
  std::vector<std::array<LedgerRow*, sim::kDataClassNames.size()>> row_of_class_;  // by Deployment
};

}  // namespace

std::vector<LedgerRow> measure_ledger(const sim::Simulation& simulation, const Evidence& evidence) {
  return Ledger(simulation, evidence).balance();
}

}  // namespace blackstart::drill
