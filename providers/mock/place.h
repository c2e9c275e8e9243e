#pragma once

#include "sim/operation.h"

// Where a step of a cluster acts, and what has to stand there already.
namespace blackstart::mock {

inline sim::SiteId site_of(const sim::Stage& stage, const sim::BoundStep& step) {
  return stage.world.site_of[step.cluster];
}

sim::Admission needs_vpc(const sim::Stage& stage, const sim::BoundStep& step);
sim::Admission needs_network(const sim::Stage& stage, const sim::BoundStep& step);
sim::Admission needs_issuer(const sim::Stage& stage, const sim::BoundStep& step);
sim::Admission needs_cluster(const sim::Stage& stage, const sim::BoundStep& step);

// Holds at the cluster's site every item of one class and provenance: what the vendor restores from
// its own records.
void restore(sim::Stage& stage, const sim::BoundStep& step, sim::DataClass data_class,
             sim::Provenance provenance);

}  // namespace blackstart::mock
