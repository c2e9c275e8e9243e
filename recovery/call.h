#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "recovery/plan.h"

namespace blackstart::recovery {

using MissionIndex = std::uint32_t;

// One attempt at one step of one mission.
struct CallId {
  MissionIndex mission = 0;
  StepIndex step = 0;
  std::uint32_t attempt = 0;  // 1 is the first
  auto operator<=>(const CallId&) const = default;
};

// Everything a provider needs besides the step itself (Engine::step). The key belongs to (mission,
// step) and survives retries and resumption, so that a retry is given what the first attempt made;
// a provider refuses a lease generation older than one it has seen.
struct Call {
  CallId id;
  std::uint64_t idempotency_key = 0;
  std::uint64_t lease_generation = 0;
};

enum class Answer : std::uint8_t { ok, transient, permanent };

using Facts = std::map<std::string, std::string>;

// How an attempt ended. `reason` says why it did not succeed, for people; `facts` is what it
// brought: egress IPs, a peering id. A probe that misses only a part of its target names it there.
struct Result {
  Answer answer = Answer::ok;
  std::string reason;
  Facts facts;
  bool operator==(const Result&) const = default;
};

}  // namespace blackstart::recovery
