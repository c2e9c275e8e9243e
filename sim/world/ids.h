#pragma once

#include <cstdint>

#include "recovery/time.h"

// What the parts of a world are called: each by its index in the list that holds it.
namespace blackstart::sim {

using recovery::Duration;
using recovery::Instant;

using RegionId = std::uint32_t;
using ZoneId = std::uint32_t;
using ClusterId = std::uint32_t;
using DeploymentId = std::uint32_t;
using ItemId = std::uint32_t;
using AssetId = std::uint32_t;
using SiteId = std::uint32_t;
using InstanceId = std::uint32_t;
using ServiceId = std::uint32_t;
inline constexpr std::uint32_t kNone = 0xffffffff;

inline constexpr Instant kNever = Instant::min();

}  // namespace blackstart::sim
