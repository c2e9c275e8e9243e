#include <array>

#include "providers/mock/operations.h"
#include "sim/fault/health.h"

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
  return {.kind = Admission::Kind::silent, .reason = {}};
}

recovery::Result look_at_region(const Stage& stage, const BoundStep& step) {
  const bool is_alarmed = sight(stage, step) == sim::Sight::alarmed;
  if (!is_alarmed && sim::region_answers(stage.setup.world, stage.world, step.region)) return {};
  return {.answer = recovery::Answer::transient, .reason = "no answer", .facts = {}};
}

constexpr std::array kRows = {
    sim::Operation{.name = "region.probe",
                   .does = "looks from a vantage point whether a region's data plane answers",
                   .target = "region",
                   .service = {},
                   .in_region = false,
                   .admit = ask_vantage,
                   .answer = look_at_region},
};

}  // namespace

std::span<const sim::Operation> monitoring_operations() { return kRows; }

}  // namespace blackstart::mock
