#include <array>

#include "providers/mock/operations.h"

namespace blackstart::mock {
namespace {

constexpr sim::Operation by_people(std::string_view name, std::string_view does,
                                   std::string_view target) {
  return {.name = name, .does = does, .target = target};
}

// To the twin where there is one: that is a cluster with names of its own.
void repoint_callers(sim::Stage& stage, const sim::BoundStep& step) {
  const sim::ClusterId twin = stage.setup.world.clusters[step.cluster].twin;
  stage.world.callers_reach[step.cluster] =
      stage.world.site_of[twin == sim::kNone ? step.cluster : twin];
}

constexpr std::array kRows = {
    by_people("disaster.declare", "a person decides that this is a disaster", "region"),
    by_people("ticket.open", "the customer asks the vendor for recovery", "region"),
    by_people("ticket.respond", "the vendor's support reacts and begins", "region"),
    sim::Operation{.name = "callers.repoint",
                   .does = "whoever calls the Deployments from outside is pointed at the new place",
                   .target = "cluster",
                   .complete = repoint_callers,
                   .leads_callers = true,
                   .undoes = {sim::Lack::callers}},
};

}  // namespace

std::span<const sim::Operation> people_operations() { return kRows; }

}  // namespace blackstart::mock
