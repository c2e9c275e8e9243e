#include "drill/measure/fault_returns.h"

#include <algorithm>
#include <array>

namespace blackstart::drill {
namespace {

using sim::Domain;
using sim::Facet;

constexpr std::string_view kNodes = "its nodes come back";

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
    FaultReturn{Facet::changes, Domain::region, "the control plane comes back"},
    FaultReturn{Facet::changes, Domain::service, "the control plane comes back"},
    FaultReturn{Facet::launches, Domain::zone, "capacity comes back"},
    FaultReturn{Facet::launches, Domain::region, "capacity comes back"},
};

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

}  // namespace blackstart::drill
