#include "sim/fault/effects.h"

namespace blackstart::sim {
namespace {

constexpr std::array kService = {Domain::service};
// Aimed at a region: all the control planes of its own.
constexpr std::array kApis = {Domain::service, Domain::region};
constexpr std::array kVantage = {Domain::region, Domain::service};
constexpr std::array kCalls = {&field::kErrorShare, &field::kLatency};
constexpr std::array kReadings = {&field::kReads};

bool cries_wolf(const FaultSpec& spec) { return spec.monitors_read_unhealthy; }
bool falls_silent(const FaultSpec& spec) { return !spec.monitors_read_unhealthy; }

constexpr std::array kAll = {Effect{Facet::changes}};
constexpr std::array kSome = {Effect{Facet::changes, &FaultSpec::error_share},
                              Effect{Facet::latency, &FaultSpec::latency}};
constexpr std::array kMonitors = {Effect{Facet::alarms, nullptr, cries_wolf},
                                  Effect{Facet::silence, nullptr, falls_silent}};

constexpr std::array kRows = {
    FaultKind{.name = "control_plane_outage",
              .does = "the fleet's control plane is lost: running Airflow goes on, nothing can be "
                      "created, deployed or changed",
              .disruption = "control_plane",
              .targets = kService,
              .only = kControlPlane,
              .of_others = "service_outage",
              .impairs = kAll},
    FaultKind{.name = "service_outage",
              .does = "one control plane refuses changes, its data plane goes on (iam, route53, "
                      "compute/us-east-1)",
              .disruption = "service",
              .targets = kService,
              .impairs = kAll},
    FaultKind{.name = "api_degradation",
              .does = "one control plane refuses a share of the calls and is slow with the others",
              .disruption = "service",
              .targets = kApis,
              .takes = kCalls,
              .impairs = kSome},
    FaultKind{
        .name = "monitoring_outage",
        .does = "monitors in a region read \"unhealthy\" whatever they look at, or fall silent",
        .disruption = "service",
        .targets = kVantage,
        .takes = kReadings,
        .impairs = kMonitors},
};

}  // namespace

std::span<const FaultKind> service_faults() { return kRows; }

}  // namespace blackstart::sim
