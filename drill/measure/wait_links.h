#pragma once

#include <span>
#include <string_view>

#include "sim/simulation.h"

namespace blackstart::drill {

// The Airflow that came back, and where it stands.
struct Whereabouts {
  const sim::WorldSpec& world;
  sim::InstanceId instance;
  sim::DeploymentId deployment;
  sim::SiteId site;
  sim::ClusterId cluster;
  sim::RegionId region;
};

Whereabouts whereabouts_of(const sim::Simulation& simulation, sim::InstanceId instance);

// What ended a wait, what was waited for, and what can have let that begin.
struct WaitLink {
  sim::Happening ended;
  std::string_view step;
  std::string_view figure;  // what says how long it takes; empty: a sourced threshold
  recovery::Duration (*takes)(const Whereabouts& here);  // exactly; nullptr: as long as it took
  std::span<const sim::Happening> begun_by;              // of those at the same instant, the first
};

// Several rows may name the same ending; the first whose beginning is found counts.
std::span<const WaitLink> wait_links();

// Whether such a record can have ended a wait, or let one begin.
bool tells_of_a_wait(sim::Happening what);

}  // namespace blackstart::drill
