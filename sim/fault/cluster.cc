#include "sim/fault/effects.h"

namespace blackstart::sim {
namespace {

constexpr std::array kCluster = {Domain::cluster};
constexpr std::array kDeployment = {Domain::deployment};
constexpr std::array kDown = {Effect{Facet::power}};

constexpr std::array kRows = {
    FaultKind{.name = "cluster_outage",
              .does = "one cluster is down with every Deployment on it (deleted by mistake, its "
                      "database gone); without an end what only it held is destroyed, wherever "
                      "it stood",
              .disruption = "infrastructure",
              .targets = kCluster,
              .impairs = kDown,
              .destroys = true},
    FaultKind{.name = "deployment_outage",
              .does = "a Deployment is down on every cluster it stands on (a broken image, a "
                      "mistaken deletion); without an end what only it held is destroyed",
              .disruption = "application",
              .targets = kDeployment,
              .impairs = kDown,
              .destroys = true},
};

}  // namespace

std::span<const FaultKind> cluster_faults() { return kRows; }

}  // namespace blackstart::sim
