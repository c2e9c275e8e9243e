#include "sim/fault.h"

#include <array>

#include "sim/airflow/airflow.h"
#include "sim/protection/protection.h"
#include "sim/stage.h"
#include "sim/world/footing.h"
#include "sim/world/holding.h"

namespace blackstart::sim {
namespace {

void take_down_instance(Stage& stage, InstanceId id, std::uint32_t fault) {
  const Instance& instance = stage.world.instances[id];
  if (instance.is_discarded) return;
  if (stage.world.primary_of[instance.deployment] == id) {
    stage.record(Happening::deployment_hit, instance.deployment, fault);
  }
  await_success(stage, id);
}

void destroy(Stage& stage, RegionId region) {
  for (InstanceId id = 0; id < stage.world.instances.size(); ++id) {
    if (stage.world.sites[stage.world.instances[id].site].region == region)
      lose_instance(stage, id);
  }
  for (SiteId id = 0; id < stage.world.sites.size(); ++id) {
    if (stage.world.sites[id].region != region) continue;
    lose_site(stage, id);
    stage.world.sites[id].is_destroyed = true;
  }
  lose_copies(stage);
}

void begin_region_outage(Stage& stage, std::uint32_t fault) {
  const FaultSpec& spec = stage.setup.faults[fault];
  const bool was_up = stage.world.region_faults[spec.target]++ == 0;
  if (was_up) {
    for (SiteId id = 0; id < stage.world.sites.size(); ++id) {
      if (stage.world.sites[id].region == spec.target) stage.record(Happening::site_failed, id);
    }
    for (InstanceId id = 0; id < stage.world.instances.size(); ++id) {
      if (stage.world.sites[stage.world.instances[id].site].region == spec.target) {
        take_down_instance(stage, id, fault);
      }
    }
    renew_footings(stage);
  }
  if (spec.lasts == recovery::kForever) destroy(stage, spec.target);
}

void end_region_outage(Stage& stage, std::uint32_t fault) {
  const RegionId region = stage.setup.faults[fault].target;
  if (--stage.world.region_faults[region] != 0) return;
  for (SiteId id = 0; id < stage.world.sites.size(); ++id) {
    if (stage.world.sites[id].region == region) stage.record(Happening::site_returned, id);
  }
  renew_footings(stage);
}

void begin_service_outage(Stage& stage, std::uint32_t fault) {
  ++stage.world.service_faults[stage.setup.faults[fault].target];
}

void end_service_outage(Stage& stage, std::uint32_t fault) {
  --stage.world.service_faults[stage.setup.faults[fault].target];
}

constexpr std::array kFaults = {
    FaultKind{"region_outage",
              "a whole region is lost with everything in it, the global control planes it hosts "
              "included; "
              "without an end what only it held is destroyed",
              "region", FaultKind::Target::region, begin_region_outage, end_region_outage},
    FaultKind{"control_plane_outage",
              "the fleet's control plane is lost: running Airflow goes on, nothing can be created, "
              "deployed or "
              "changed",
              "control_plane", FaultKind::Target::service, begin_service_outage,
              end_service_outage},
    FaultKind{"service_outage",
              "one global control plane refuses changes everywhere, its data plane goes on (iam, "
              "route53)",
              "service", FaultKind::Target::service, begin_service_outage, end_service_outage},
};

}  // namespace

std::span<const FaultKind> faults() { return kFaults; }

}  // namespace blackstart::sim
