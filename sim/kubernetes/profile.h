#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "recovery/time.h"
#include "sim/distribution.h"

// How Kubernetes and the managed database behave when machines are lost: every threshold and every
// duration, each with where it is from.
namespace blackstart::sim {

struct Setup;

// The thresholds. A world may override each; platform_thresholds() says what they mean.
struct PlatformProfile {
  recovery::Duration not_ready_after = std::chrono::seconds(40);
  recovery::Duration toleration = std::chrono::seconds(300);
  recovery::Duration eviction_interval = std::chrono::seconds(10);
  recovery::Duration slow_eviction_interval = std::chrono::seconds(100);
  recovery::Duration launch_retry = std::chrono::minutes(5);
  recovery::Duration failover_decided_after = std::chrono::seconds(30);
  recovery::Duration shift_lasts = std::chrono::hours(72);
  recovery::Duration trusted_after = std::chrono::minutes(15);
  std::uint32_t unhealthy_zone_percent = 55;
  std::uint32_t unhealthy_nodes_min = 3;
  std::uint32_t large_cluster_nodes = 50;
  std::uint32_t pods_per_node = 8;
  std::uint32_t launches_refused_percent = 50;
  std::uint32_t launch_slowdown = 3;
  bool schedulers_exit_on_failover = false;
};

// One row per field: exactly one of `source` and `assumption` says why it has its default.
struct PlatformThreshold {
  std::string_view key;
  std::string_view does;
  std::string_view source;
  std::string_view assumption;
  recovery::Duration PlatformProfile::*duration = nullptr;
  std::uint32_t PlatformProfile::*count = nullptr;
  bool PlatformProfile::*flag = nullptr;
  std::string_view unit = {};  // what a count is followed by: " %"
};
std::span<const PlatformThreshold> platform_thresholds();

// A duration that is drawn; a scenario's timings may name it by its key.
struct PlatformTiming {
  std::string_view key;
  std::string_view does;
  recovery::Duration low, high;  // uniform between the two
  std::string_view source;
  std::string_view assumption;
};
std::span<const PlatformTiming> platform_timings();

// The figure of that key: the scenario's own, or the default.
Distribution platform_figure(const Setup& setup, std::string_view key);

}  // namespace blackstart::sim
