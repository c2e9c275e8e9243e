#pragma once

#include <array>

#include "sim/fault/fault.h"
#include "sim/stage.h"

// What the rows of the fault tables are made of.
namespace blackstart::sim {

// Impaired for the first `duty` of every period, whole for the rest.
void begin_flapping(Stage& stage, std::uint32_t fault);
void turn_flapping(Stage& stage, std::uint32_t fault);

namespace field {
using enum FaultField::Kind;
inline constexpr FaultField kShare{share, "share", "how much of it, 0 to 1", &FaultSpec::share};
inline constexpr FaultField kSlowdown{factor, "slowdown", "how many times longer work takes",
                                      &FaultSpec::slowdown};
inline constexpr FaultField kPacketLoss{share, "packet_loss", "share of packets that are lost",
                                        &FaultSpec::packet_loss};
inline constexpr FaultField kDiskSlowdown{factor, "disk_slowdown",
                                          "how many times longer reads and writes take",
                                          &FaultSpec::disk_slowdown};
inline constexpr FaultField kErrorShare{share, "error_share", "share of calls that are refused",
                                        &FaultSpec::error_share};
inline constexpr FaultField kLatency{factor, "latency", "how many times longer calls take",
                                     &FaultSpec::latency};
inline constexpr FaultField kDirection{direction, "direction", "both, inbound or outbound"};
inline constexpr FaultField kReads{reading, "reads", "unhealthy or silent"};
inline constexpr FaultField kPeriod{duration, "period", "from one onset to the next", nullptr,
                                    &FaultSpec::period};
inline constexpr FaultField kDuty{part, "duty", "share of the period that it is impaired",
                                  &FaultSpec::duty};
inline constexpr FaultField kSymptoms{duration, "recovery_symptoms",
                                      "how long work is slow after the return", nullptr,
                                      &FaultSpec::recovery_symptoms};
inline constexpr FaultField kSymptomSlowdown{factor, "recovery_slowdown",
                                             "how many times longer work then takes",
                                             &FaultSpec::recovery_slowdown};
}  // namespace field

}  // namespace blackstart::sim
