#include "drill/measure/survival.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "sim/protection/edits.h"
#include "sim/protection/past.h"
#include "sim/protection/protection.h"

namespace blackstart::drill {
namespace {

using sim::DataClass;
using sim::DeploymentId;
using sim::Happening;
using sim::Part;
using sim::Record;

Instant instant_in(const Record& record) { return Instant(Duration(record.value)); }

// Which outage's losses, if any had begun.
using Whose = std::optional<std::size_t>;

// Of one class of one Deployment, as of the latest loss of rows in that outage.
struct Survival {
  Whose outage;
  std::optional<Instant> newest;  // nullopt: nothing survived
  Duration rpa = recovery::kForever;
};

class Reader {
 public:
  Reader(const sim::Simulation& simulation, const Evidence& evidence)
      : simulation_(simulation),
        evidence_(evidence),
        hit_(simulation.setup().world.deployments.size()),
        moved_(hit_.size()) {
    simulation.history().for_each([this](const Record& record) { see(record); });
  }

  void tell(LedgerRow& row) const {
    const auto deployment = id_.find(row.deployment);
    const bool is_on_workers = row.data_class == DataClass::log_tail;  // where no copy is taken
    if (deployment == id_.end() || is_on_workers) return;
    const bool is_copied = !sim::survives_its_site(row.data_class, row.provenance);
    const auto cut = cut_.find({deployment->second, part_of(row)});
    if (is_copied && cut != cut_.end()) row.cut = cut->second;
    const auto survivals = survivals_.find({deployment->second, row.data_class});
    if (survivals != survivals_.end() && survivals->second.back().newest)
      row.newest_surviving = survivals->second.back().newest;
    for (OutageLoss& loss : row.losses) {
      const auto thing =
          things_.find({deployment->second, row.data_class, row.provenance, loss.outage});
      if (thing != things_.end()) loss.rpa = thing->second;
      if (survivals == survivals_.end()) continue;
      const auto survival = std::ranges::find(survivals->second, loss.outage, &Survival::outage);
      if (survival != survivals->second.end()) loss.rpa = survival->rpa;
    }
  }

 private:
  // Up to the fault; of a Deployment that worked on after it, up to its move, or else to its loss.
  Duration age_at_loss(DeploymentId deployment, Instant newest, Instant lost_at) const {
    for (const auto& end : {hit_[deployment], moved_[deployment]}) {
      if (end && newest < *end) return *end - newest;
    }
    return std::max(Duration{0}, lost_at - newest);
  }

  static Part part_of(const LedgerRow& row) { return sim::part_of(row.data_class); }

  void see(const Record& record) {
    switch (record.what) {
      case Happening::deployment_hit:
        hit_[record.a] = record.at;
        return;
      case Happening::primary_changed:
        moved_[record.a] = record.at;
        return;
      case Happening::part_survives:
        return see_part(record);
      case Happening::rows_lost:
        return see_rows_lost(record);
      case Happening::rows_survive:
        return see_rows(record);
      case Happening::item_lost:
        return see_item(record);
      default:
        return;
    }
  }

  void see_part(const Record& record) {
    id_.try_emplace(simulation_.setup().world.deployments[record.a].name, record.a);
    auto& cut = cut_[{record.a, static_cast<Part>(record.c)}];
    cut = record.b == sim::kNone ? std::nullopt : std::optional(instant_in(record));
  }

  void see_rows(const Record& record) {
    const Instant newest = instant_in(record);
    if (newest == sim::kNever) return;
    Survival& of = survival(record);
    of.newest = newest;
    of.rpa = age_at_loss(record.a, newest, record.at);
  }

  void see_rows_lost(const Record& record) {
    Survival& of = survival(record);
    of.newest.reset();
    of.rpa = recovery::kForever;
  }

  Whose outage_of(DeploymentId deployment, Instant at) const {
    return outage_at(evidence_.deployments[deployment], at);
  }

  Survival& survival(const Record& record) {
    auto& all = survivals_[{record.a, static_cast<DataClass>(record.code)}];
    const Whose outage = outage_of(record.a, record.at);
    if (all.empty() || all.back().outage != outage) all.push_back({.outage = outage});
    return all.back();
  }

  // What was made after the cut is lost from then on; what the copy had and nobody can read, of all
  // time.
  void see_item(const Record& record) {
    const sim::ItemSpec& item = simulation_.setup().world.items[record.a];
    if (item.deployment == sim::kNone) return;
    const auto cut = cut_.find({item.deployment, Part::metadata});
    if (cut == cut_.end()) return;
    const bool is_newer =
        cut->second &&
        !sim::existed_then(simulation_.setup(), simulation_.world(), record.a, *cut->second);
    const Duration rpa =
        is_newer ? age_at_loss(item.deployment, *cut->second, record.at) : recovery::kForever;
    Duration& longest = things_[{item.deployment, item.data_class, item.provenance,
                                 outage_of(item.deployment, record.at)}];
    longest = std::max(longest, rpa);
  }

  const sim::Simulation& simulation_;
  const Evidence& evidence_;
  std::vector<std::optional<Instant>> hit_, moved_;  // by Deployment, as of the record that is read
  std::map<std::string, DeploymentId> id_;           // of those that had copies
  std::map<std::pair<DeploymentId, Part>, std::optional<Instant>> cut_;
  std::map<std::pair<DeploymentId, DataClass>, std::vector<Survival>> survivals_;  // oldest first
  // RPA of what is not rows.
  std::map<std::tuple<DeploymentId, DataClass, sim::Provenance, Whose>, Duration> things_;
};

constexpr auto kMetadata = static_cast<std::size_t>(Part::metadata);
constexpr auto kObjects = static_cast<std::size_t>(Part::xcom_objects);

// As of when each part of a Deployment came back; kNever: it did not.
std::map<DeploymentId, std::array<Instant, sim::kParts>> restored_cuts(
    const sim::Simulation& simulation) {
  std::map<DeploymentId, std::array<Instant, sim::kParts>> cuts;
  simulation.history().for_each([&](const Record& record) {
    if (record.what != Happening::part_restored) return;
    const DeploymentId id = simulation.world().instances[record.a].deployment;
    const auto [found, is_new] = cuts.try_emplace(id);
    if (is_new) found->second.fill(sim::kNever);
    found->second[record.c] = instant_in(record);
  });
  return cuts;
}

// How many objects XComs referred to at that instant, whether they are copied or not.
std::int64_t objects_by(const sim::Simulation& simulation, const sim::Remains& remains,
                        Instant cut) {
  if (cut == sim::kNever) return 0;
  return sim::rows_then(simulation.setup(), simulation.world(), remains.of, cut).xcom_objects;
}

}  // namespace

std::vector<Restoration> measure_restorations(const sim::Simulation& simulation) {
  std::vector<Restoration> restorations;
  simulation.history().for_each([&](const Record& record) {
    if (record.what != Happening::part_restored) return;
    const DeploymentId id = simulation.world().instances[record.a].deployment;
    const sim::DeploymentSpec& spec = simulation.setup().world.deployments[id];
    const sim::CopySpec& copy = simulation.setup().world.clusters[spec.cluster].copies[record.b];
    restorations.push_back({.at = record.at,
                            .cut = instant_in(record),
                            .deployment = spec.name,
                            .part = std::string(name_of(static_cast<Part>(record.c))),
                            .copy = copy.name});
  });
  return restorations;
}

std::vector<ScatteredXComs> measure_scattered_xcoms(const sim::Simulation& simulation) {
  const auto cuts = restored_cuts(simulation);
  const sim::WorldSpec& world = simulation.setup().world;
  std::vector<ScatteredXComs> scattered;
  for (const sim::Remains& remains : simulation.world().remains) {
    const auto found = cuts.find(simulation.world().instances[remains.of].deployment);
    if (found == cuts.end()) continue;
    const std::int64_t references = objects_by(simulation, remains, found->second[kMetadata]);
    const std::int64_t objects = objects_by(simulation, remains, found->second[kObjects]);
    if (references == 0 && objects == 0) continue;
    const sim::DeploymentSpec& spec = world.deployments[found->first];
    scattered.push_back({.deployment = spec.name,
                         .tier = world.tiers[spec.tier],
                         .dangling = std::max<std::int64_t>(0, references - objects),
                         .orphaned = std::max<std::int64_t>(0, objects - references)});
  }
  return scattered;
}

void measure_survival(const sim::Simulation& simulation, const Evidence& evidence,
                      std::vector<LedgerRow>& ledger) {
  const Reader reader(simulation, evidence);
  for (LedgerRow& row : ledger) {
    if (row.lost > 0 && row.losses.empty()) row.rpa = recovery::kForever;
    reader.tell(row);
    for (const OutageLoss& loss : row.losses) row.rpa = std::max(row.rpa, loss.rpa);
  }
}

}  // namespace blackstart::drill
