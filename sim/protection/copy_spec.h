#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "recovery/time.h"
#include "sim/timing.h"

namespace blackstart::sim {

// The parts of a cluster's state that can be copied, each by itself: two copies are cut at two
// instants, and what is restored from them need not agree.
enum class Part : std::uint8_t { metadata, task_logs, xcom_objects };
inline constexpr std::array<std::string_view, 3> kPartNames = {"metadata", "task_logs",
                                                               "xcom_objects"};
inline constexpr std::size_t kParts = kPartNames.size();
constexpr std::string_view name_of(Part part) { return kPartNames[static_cast<std::size_t>(part)]; }

// From `from` until just before `until`.
struct Span {
  recovery::Instant from{}, until{};
};

// What protects a cluster in peace time: a backup taken every so often, or a replica, which is fed
// so often that its lag is what counts. What one takes begins at whole multiples of `every` since
// the epoch, holds everything that existed then, and counts when it has arrived in `region`.
struct CopySpec {
  enum class Kind : std::uint8_t { backup, replica };
  enum class Key : std::uint8_t { multi_region, regional };
  // Task instances that were running, queued, scheduled or up for retry.
  enum class InFlight : std::uint8_t { kept, left_out };

  std::string name;
  Kind kind = Kind::backup;
  std::array<bool, kParts> holds{};
  recovery::Duration every = std::chrono::hours(1);
  recovery::Duration offset{};  // a daily backup at 02:00 has "2h"
  Timing takes;                 // until it is finished where it was taken
  Timing lag;                   // from then on, until it is where it is kept
  std::uint32_t region = 0;     // where it is kept
  Key key = Key::multi_region;  // regional: it can be opened only while the cluster's region stands
  InFlight in_flight = InFlight::kept;
  std::vector<Span> paused;  // by time; the link stands still: nothing arrives
};

inline constexpr std::array<std::string_view, 2> kCopyKindNames = {"backup", "replica"};
inline constexpr std::array<std::string_view, 2> kKeyNames = {"multi_region", "regional"};
inline constexpr std::array<std::string_view, 2> kInFlightNames = {"kept", "left_out"};

}  // namespace blackstart::sim
