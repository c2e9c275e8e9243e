#include "drill/measure/survival.h"

#include <algorithm>
#include <array>
#include <map>

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

// What the history says of one class of one Deployment, up to the latest loss.
struct Survival {
  std::optional<Instant> hit;  // the latest before the loss
  std::optional<Instant> newest;
};

class Reader {
 public:
  explicit Reader(const sim::Simulation& simulation)
      : simulation_(simulation), hit_(simulation.setup().world.deployments.size()) {
    simulation.history().for_each([this](const Record& record) { see(record); });
  }

  void tell(LedgerRow& row) const {
    const auto deployment = id_.find(row.deployment);
    if (deployment == id_.end()) return;
    const auto cut = cut_.find({deployment->second, part_of(row)});
    if (cut != cut_.end()) row.cut = cut->second;
    const auto survival = survival_.find({deployment->second, row.data_class});
    if (survival == survival_.end()) return;
    row.newest_surviving = survival->second.newest;
    const bool is_told = row.lost > 0 && survival->second.newest && survival->second.hit;
    if (is_told) row.rpa = std::max(Duration{0}, *survival->second.hit - *survival->second.newest);
  }

 private:
  static Part part_of(const LedgerRow& row) { return sim::part_of(row.data_class); }

  void see(const Record& record) {
    switch (record.what) {
      case Happening::deployment_hit:
        hit_[record.a] = record.at;
        return;
      case Happening::part_survives:
        return see_part(record);
      case Happening::rows_lost:
        survival_[{record.a, static_cast<DataClass>(record.code)}] = {.hit = hit_[record.a]};
        return;
      case Happening::rows_survive:
        return see_rows(record);
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
    if (instant_in(record) == sim::kNever) return;
    survival_[{record.a, static_cast<DataClass>(record.code)}] = {.hit = hit_[record.a],
                                                                  .newest = instant_in(record)};
  }

  const sim::Simulation& simulation_;
  std::vector<std::optional<Instant>> hit_;  // by Deployment, as of the record that is read
  std::map<std::string, DeploymentId> id_;   // of those that had copies
  std::map<std::pair<DeploymentId, Part>, std::optional<Instant>> cut_;
  std::map<std::pair<DeploymentId, DataClass>, Survival> survival_;
};

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
  std::map<DeploymentId, std::array<Instant, sim::kParts>> cuts;
  simulation.history().for_each([&](const Record& record) {
    if (record.what != Happening::part_restored) return;
    const DeploymentId id = simulation.world().instances[record.a].deployment;
    const auto [found, is_new] = cuts.try_emplace(id);
    if (is_new) found->second.fill(sim::kNever);
    found->second[record.c] = instant_in(record);
  });
  std::vector<ScatteredXComs> scattered;
  for (const sim::Remains& remains : simulation.world().remains) {
    const auto found = cuts.find(simulation.world().instances[remains.of].deployment);
    if (found == cuts.end()) continue;
    const auto referred_to_at = [&](Part part) -> std::int64_t {
      const Instant cut = found->second[static_cast<std::size_t>(part)];
      if (cut == sim::kNever) return 0;
      return sim::rows_then(simulation.setup(), simulation.world(), remains.of, cut).xcom_objects;
    };
    const std::int64_t references = referred_to_at(Part::metadata);
    const std::int64_t objects = referred_to_at(Part::xcom_objects);
    if (references == 0 && objects == 0) continue;
    const sim::WorldSpec& world = simulation.setup().world;
    const sim::DeploymentSpec& spec = world.deployments[found->first];
    scattered.push_back({.deployment = spec.name,
                         .tier = world.tiers[spec.tier],
                         .dangling = std::max<std::int64_t>(0, references - objects),
                         .orphaned = std::max<std::int64_t>(0, objects - references)});
  }
  return scattered;
}

void measure_survival(const sim::Simulation& simulation, std::vector<LedgerRow>& ledger) {
  const Reader reader(simulation);
  for (LedgerRow& row : ledger) {
    if (row.lost > 0) row.rpa = recovery::kForever;
    reader.tell(row);
  }
}

}  // namespace blackstart::drill
