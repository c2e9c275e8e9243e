#include "sim/airflow/profile.h"

#include <array>

namespace blackstart::sim {
namespace {

constexpr ProfileRow sourced(std::string_view name, Duration Profile::*duration,
                             std::string_view source) {
  return {.name = name, .duration = duration, .count = nullptr, .source = source, .assumption = {}};
}
constexpr ProfileRow sourced(std::string_view name, std::uint32_t Profile::*count,
                             std::string_view source) {
  return {.name = name, .duration = nullptr, .count = count, .source = source, .assumption = {}};
}
constexpr ProfileRow assumed(std::string_view name, Duration Profile::*duration,
                             std::string_view assumption) {
  return {
      .name = name, .duration = duration, .count = nullptr, .source = {}, .assumption = assumption};
}

// "AF" is apache/airflow's config_templates/config.yml at 001372bcf.
constexpr std::array kRows = {
    sourced("scheduler_interval", &Profile::scheduler_interval,
            "AF scheduler/scheduler_idle_sleep_time"),
    sourced("runs_created_per_loop", &Profile::runs_created_per_loop,
            "AF scheduler/max_dagruns_to_create_per_loop"),
    sourced("runs_examined_per_loop", &Profile::runs_examined_per_loop,
            "AF scheduler/max_dagruns_per_loop_to_schedule"),
    sourced("tasks_queued_per_loop", &Profile::tasks_queued_per_loop,
            "AF scheduler/max_tis_per_query"),
    sourced("parallelism", &Profile::parallelism, "AF core/parallelism"),
    sourced("default_pool_slots", &Profile::default_pool_slots,
            "AF core/default_pool_task_slot_count"),
    sourced("task_heartbeat", &Profile::task_heartbeat, "AF scheduler/job_heartbeat_sec"),
    sourced("zombie_threshold", &Profile::zombie_threshold,
            "AF scheduler/task_instance_heartbeat_timeout"),
    sourced("zombie_scan", &Profile::zombie_scan,
            "AF scheduler/task_instance_heartbeat_timeout_detection_interval"),
    sourced("queued_timeout", &Profile::queued_timeout, "AF scheduler/task_queued_timeout"),
    sourced("queued_check", &Profile::queued_check,
            "AF scheduler/task_queued_timeout_check_interval"),
    sourced("queued_retries", &Profile::queued_retries, "AF scheduler/num_stuck_in_queued_retries"),
    sourced("orphan_check", &Profile::orphan_check, "AF scheduler/orphaned_tasks_check_interval"),
    sourced("api_heartbeat", &Profile::api_heartbeat, "AF workers/min_heartbeat_interval"),
    sourced("api_heartbeats_missed", &Profile::api_heartbeats_missed,
            "AF workers/max_failed_heartbeats"),
    assumed("pod_start", &Profile::pod_start, "a pod with a cached image starts in 15 s"),
    assumed("worker_start", &Profile::worker_start,
            "a worker, its node included, starts in a minute"),
    assumed("autoscale_interval", &Profile::autoscale_interval, "workers are counted every 10 s"),
    assumed("scale_down_after", &Profile::scale_down_after, "idle workers go after 5 minutes"),
    assumed("scheduler_start", &Profile::scheduler_start,
            "a scheduler's pod runs half a minute after its node and database do"),
};

}  // namespace

std::span<const ProfileRow> profile_rows() { return kRows; }

}  // namespace blackstart::sim
