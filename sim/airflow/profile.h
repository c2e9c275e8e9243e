#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "sim/world/ids.h"

namespace blackstart::sim {

enum class Executor : std::uint8_t { celery, kubernetes, astro };

// Every threshold by which an Airflow decides. The defaults are those of Airflow's own
// configuration where it has one; profile_rows() says for each where it is from. Platforms override
// them.
struct Profile {
  Executor executor = Executor::celery;
  std::uint32_t airflow_major = 2;

  Duration scheduler_interval = std::chrono::seconds(1);
  std::uint32_t runs_created_per_loop = 10;
  std::uint32_t runs_examined_per_loop = 20;
  std::uint32_t tasks_queued_per_loop = 16;
  std::uint32_t parallelism = 32;  // of one scheduler
  std::uint32_t default_pool_slots = 128;

  Duration task_heartbeat = std::chrono::seconds(5);
  Duration zombie_threshold = std::chrono::seconds(300);
  Duration zombie_scan = std::chrono::seconds(10);
  Duration queued_timeout = std::chrono::seconds(600);
  Duration queued_check = std::chrono::seconds(120);
  std::uint32_t queued_retries = 2;
  Duration orphan_check = std::chrono::seconds(300);
  Duration api_heartbeat = std::chrono::seconds(5);
  std::uint32_t api_heartbeats_missed = 3;

  Duration pod_start = std::chrono::seconds(15);
  Duration worker_start = std::chrono::seconds(60);
  Duration autoscale_interval = std::chrono::seconds(10);
  Duration scale_down_after = std::chrono::minutes(5);
  Duration scheduler_start = std::chrono::seconds(30);

  friend bool operator==(const Profile&, const Profile&) = default;
};

// One threshold: its name in scenario files, what it says, where it is kept, and where its default
// is from.
struct ProfileRow {
  std::string_view name;
  std::string_view does;
  Duration Profile::*duration = nullptr;  // one of the two is set
  std::uint32_t Profile::*count = nullptr;
  std::string_view source;  // empty: an assumption
  std::string_view assumption;
  bool may_be_zero = false;
};

std::span<const ProfileRow> profile_rows();

}  // namespace blackstart::sim
