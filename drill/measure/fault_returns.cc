#include "drill/measure/fault_returns.h"

#include <algorithm>
#include <array>

namespace blackstart::drill {
namespace {

using sim::Domain;
using sim::Facet;

constexpr std::array kSpeed = {Facet::compute, Facet::packets, Facet::disks};
constexpr std::string_view kNodes = "its nodes come back";
constexpr std::string_view kControlPlane = "the control plane comes back";

constexpr std::array kReturns = {
    FaultReturn{Facet::power, Domain::region, "the region comes back", true},
    FaultReturn{Facet::inbound, Domain::region, "the region comes back", true},
    FaultReturn{Facet::outbound, Domain::region, "the region comes back", true},
    FaultReturn{Facet::power, Domain::zone, "its zone comes back"},
    FaultReturn{Facet::inbound, Domain::zone, "its zone comes back"},
    FaultReturn{Facet::outbound, Domain::zone, "its zone comes back"},
    FaultReturn{Facet::power, Domain::zone, kNodes, false, true},
    FaultReturn{Facet::power, Domain::region, kNodes, false, true},
    FaultReturn{Facet::power, Domain::cluster, "its cluster comes back", true},
    FaultReturn{Facet::power, Domain::deployment, "its fault ends", true},
    FaultReturn{Facet::changes, Domain::region, kControlPlane, false, false, true},
    FaultReturn{Facet::changes, Domain::service, kControlPlane, false, false, true},
    FaultReturn{Facet::storage, Domain::region, "its buckets come back", false, false, true},
    FaultReturn{Facet::launches, Domain::zone, "capacity comes back"},
    FaultReturn{Facet::launches, Domain::region, "capacity comes back"},
};

bool slows(const sim::FaultSpec& fault) {
  return std::ranges::any_of(sim::faults()[fault.kind].impairs, [](const sim::Effect& effect) {
    return std::ranges::find(kSpeed, effect.facet) != kSpeed.end();
  });
}

}  // namespace

const FaultReturn* what_returns(const sim::FaultSpec& fault) {
  const sim::FaultKind& kind = sim::faults()[fault.kind];
  for (const sim::Effect& effect : kind.impairs) {
    if (effect.takes_place != nullptr && !effect.takes_place(fault)) continue;
    for (const FaultReturn& each : kReturns) {
      if (each.facet == effect.facet && each.domain == fault.domain &&
          each.is_of_nodes == sim::takes_nodes(kind))
        return &each;
    }
  }
  return nullptr;
}

bool silences(const sim::FaultSpec& fault) {
  constexpr std::array kSilence = {Facet::power, Facet::inbound, Facet::outbound};
  const FaultReturn* returns = what_returns(fault);
  return returns != nullptr && std::ranges::find(kSilence, returns->facet) != kSilence.end();
}

bool befalls(const sim::FaultSpec& fault, const Whereabouts& place) {
  switch (fault.domain) {
    case Domain::region:
      return fault.target == place.region;
    case Domain::zone:
      return place.world.zones[fault.target].region == place.region;
    case Domain::service:
      return place.world.services[fault.target].region == place.region;
    case Domain::cluster:
      return fault.target == place.cluster;
    case Domain::deployment:
      return fault.target == place.deployment;
    case Domain::site:
      return fault.target == place.site;
  }
  return false;
}

const sim::FaultSpec* what_slows(const sim::Setup& setup, const Whereabouts& place, Instant from,
                                 Instant until) {
  const auto is_slow = [&](const sim::FaultSpec& fault) {
    const bool has_end = fault.lasts != recovery::kForever;
    const Instant healed = has_end ? fault.begins + fault.lasts : Instant::max();
    const Instant begins = slows(fault) ? fault.begins : healed;
    const Instant ends = has_end ? healed + fault.recovery_symptoms : healed;
    return befalls(fault, place) && begins < until && from < ends;
  };
  const auto found = std::ranges::find_if(setup.faults, is_slow);
  return found == setup.faults.end() ? nullptr : &*found;
}

}  // namespace blackstart::drill
