#include "sim/fault/effects.h"

namespace blackstart::sim {
namespace {

constexpr std::array kPart = {&field::kShare};
constexpr std::array kRegion = {Domain::region};
constexpr std::array kReturns = {&field::kSymptoms, &field::kSymptomSlowdown};

constexpr std::array kEverything = {Effect{Facet::power}, Effect{Facet::storage},
                                    Effect{Facet::changes}, Effect{Facet::hosted_services}};
// Buckets and control planes go on, so that backups in the region can be restored:
// astronomer/docs@0fd057ffa astro/resilience.md tells partial outages from full ones by that.
constexpr std::array kMachines = {Effect{Facet::power}};
constexpr std::array kBuckets = {Effect{Facet::storage, &FaultSpec::share}};
constexpr std::array kControlPlane = {Effect{Facet::changes}};

constexpr std::array kRows = {
    FaultKind{.name = "region_outage",
              .does = "a whole region is lost with everything in it, the global control planes it "
                      "hosts included; without an end what only it held is destroyed",
              .disruption = "region",
              .targets = kRegion,
              .takes = kReturns,
              .impairs = kEverything,
              .destroys = true},
    FaultKind{.name = "partial_region_outage",
              .does = "every machine of a region is down, its buckets and backups can be read",
              .disruption = "region",
              .targets = kRegion,
              .takes = kReturns,
              .impairs = kMachines},
    FaultKind{.name = "region_storage_outage",
              .does = "a region's buckets can be neither read nor written: XComs kept there, task "
                      "logs, backups; where a part of the requests fails, each is tried again",
              .disruption = "service",
              .targets = kRegion,
              .takes = kPart,
              .impairs = kBuckets},
    FaultKind{
        .name = "region_control_plane_outage",
        .does = "what runs in a region goes on, calls that change something there are refused",
        .disruption = "control_plane",
        .targets = kRegion,
        .impairs = kControlPlane},
};

}  // namespace

std::span<const FaultKind> region_faults() { return kRows; }

}  // namespace blackstart::sim
