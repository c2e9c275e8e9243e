#include <array>
#include <string>
#include <utility>

#include "providers/mock/operations.h"
#include "sim/fault/health.h"
#include "sim/kubernetes/luck.h"
#include "sim/kubernetes/zones.h"

namespace blackstart::mock {
namespace {

using sim::Admission;
using sim::BoundStep;
using sim::Stage;

sim::Sight sight(const Stage& stage, const BoundStep& step) {
  return sim::sight_from(stage.setup.world, stage.world, step.vantage);
}

// A vantage point in a dead region cannot say anything, which is not the same as saying that the
// target is dead.
Admission ask_vantage(const Stage& stage, const BoundStep& step) {
  if (sight(stage, step) != sim::Sight::silent) return {};
  return {.kind = Admission::Kind::silent};
}

recovery::Result missed(std::string what, recovery::Facts parts = {}) {
  return {
      .answer = recovery::Answer::transient, .reason = std::move(what), .facts = std::move(parts)};
}

recovery::Result look_at_region(const Stage& stage, const BoundStep& step) {
  const bool is_alarmed = sight(stage, step) == sim::Sight::alarmed;
  if (!is_alarmed && sim::region_answers(stage.setup.world, stage.world, step.region)) return {};
  return missed("no answer");
}

// One packet is sent there and one comes back.
bool answers_probe(const Stage& stage, sim::ZoneId zone) {
  if (!sim::zone_is_reachable(stage.setup.world, stage.world, zone)) return false;
  const double loss = sim::zone_packet_loss(stage.setup.world, stage.world, zone);
  if (loss <= 0) return true;
  const auto since_start = static_cast<std::uint64_t>((stage.now - stage.setup.starts_at).count());
  return sim::chance(stage, "zone probe is lost", since_start, zone) < (1 - loss) * (1 - loss);
}

recovery::Result look_at_zones(const Stage& stage, const BoundStep& step) {
  if (sight(stage, step) == sim::Sight::alarmed) return missed("no answer");
  recovery::Facts silent;
  for (sim::SiteId site = 0; site < stage.world.sites.size(); ++site) {
    if (stage.world.sites[site].region != step.region) continue;
    for (const std::uint32_t zone : stage.world.platform.sites[site].zones) {
      if (!answers_probe(stage, sim::zone_id(stage.setup.world, step.region, zone)))
        silent.emplace(stage.setup.world.regions[step.region].zones[zone], "no answer");
    }
  }
  if (silent.empty()) return {};
  return missed("a zone does not answer", std::move(silent));
}

constexpr std::array kRows = {
    sim::Operation{.name = "region.probe",
                   .does = "looks from a vantage point whether a region's data plane answers",
                   .target = "region",
                   .admit = ask_vantage,
                   .answer = look_at_region},
    sim::Operation{.name = "zones.probe",
                   .does = "looks from a vantage point whether every zone of a region answers",
                   .target = "region",
                   .admit = ask_vantage,
                   .answer = look_at_zones},
};

}  // namespace

std::span<const sim::Operation> monitoring_operations() { return kRows; }

}  // namespace blackstart::mock
