#include "sim/fault/effects.h"

namespace blackstart::sim {
namespace {

// Aimed at a region, a zone's fault befalls all its zones at once.
constexpr std::array kZones = {Domain::zone, Domain::region};
constexpr std::array kZone = {Domain::zone};

constexpr std::array kReturns = {&field::kSymptoms, &field::kSymptomSlowdown};
constexpr std::array kCut = {&field::kDirection, &field::kSymptoms, &field::kSymptomSlowdown};
constexpr std::array kSlow = {&field::kSlowdown, &field::kPacketLoss, &field::kDiskSlowdown};
constexpr std::array kPart = {&field::kShare, &field::kSymptoms, &field::kSymptomSlowdown};
constexpr std::array kFlaps = {&field::kDirection, &field::kPeriod, &field::kDuty};
constexpr std::array kShortage = {&field::kShare};

bool shuts_in(const FaultSpec& spec) { return spec.cuts != FaultSpec::Cuts::outbound; }
bool shuts_out(const FaultSpec& spec) { return spec.cuts != FaultSpec::Cuts::inbound; }

bool befalls_a_region(const FaultSpec& spec) { return spec.domain == Domain::region; }

// Where every zone of a region is off, so is what else there is of it.
constexpr std::array kPower = {Effect{Facet::power},
                               Effect{Facet::storage, nullptr, befalls_a_region},
                               Effect{Facet::changes, nullptr, befalls_a_region},
                               Effect{Facet::hosted_services, nullptr, befalls_a_region}};
constexpr std::array kNetwork = {Effect{Facet::inbound, nullptr, shuts_in},
                                 Effect{Facet::outbound, nullptr, shuts_out}};
constexpr std::array kSpeed = {Effect{Facet::compute, &FaultSpec::slowdown},
                               Effect{Facet::packets, &FaultSpec::packet_loss},
                               Effect{Facet::disks, &FaultSpec::disk_slowdown}};
constexpr std::array kNodes = {Effect{Facet::power, &FaultSpec::share}};
constexpr std::array kLaunches = {Effect{Facet::launches, &FaultSpec::share}};

constexpr std::array kRows = {
    FaultKind{.name = "zone_power_outage",
              .does =
                  "every machine of a zone is off and it takes no launches; without an end what "
                  "only it held is destroyed",
              .disruption = "zone",
              .targets = kZones,
              .takes = kReturns,
              .impairs = kPower,
              .destroys = true},
    FaultKind{
        .name = "zone_network_isolation",
        .does =
            "nobody talks with a zone across its border; to lose one direction is enough, since "
            "answers are lost with it",
        .disruption = "zone",
        .targets = kZones,
        .takes = kCut,
        .impairs = kNetwork},
    FaultKind{.name = "zone_flapping",
              .does = "a zone's network is cut and comes back, again and again",
              .disruption = "zone",
              .targets = kZone,
              .takes = kFlaps,
              .impairs = kNetwork,
              .begin = begin_flapping,
              .turn = turn_flapping},
    FaultKind{.name = "zone_degradation",
              .does = "slow nodes, slow disks and lost packets: up, and not well",
              .disruption = "zone",
              .targets = kZones,
              .takes = kSlow,
              .impairs = kSpeed},
    FaultKind{.name = "zone_partial_loss",
              .does = "a share of a zone's nodes is off",
              .disruption = "zone",
              .targets = kZones,
              .takes = kPart,
              .impairs = kNodes},
    FaultKind{.name = "zone_capacity_shortage",
              .does = "a share of the launches in a zone is refused for want of capacity",
              .disruption = "zone",
              .targets = kZones,
              .takes = kShortage,
              .impairs = kLaunches},
};

}  // namespace

std::span<const FaultKind> zone_faults() { return kRows; }

}  // namespace blackstart::sim
