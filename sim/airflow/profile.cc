#include "sim/airflow/profile.h"

#include <array>

namespace blackstart::sim {
namespace {

constexpr ProfileRow with(ProfileRow row, Duration Profile::*figure) {
  row.duration = figure;
  return row;
}
constexpr ProfileRow with(ProfileRow row, std::uint32_t Profile::*figure) {
  row.count = figure;
  return row;
}

constexpr ProfileRow sourced(std::string_view name, std::string_view does, auto figure,
                             std::string_view source) {
  return with({.name = name, .does = does, .source = source}, figure);
}
constexpr ProfileRow assumed(std::string_view name, std::string_view does, auto figure,
                             std::string_view assumption) {
  return with({.name = name, .does = does, .assumption = assumption}, figure);
}

constexpr ProfileRow or_zero(ProfileRow row) {
  row.may_be_zero = true;
  return row;
}

// "AF" is apache/airflow's config_templates/config.yml at 001372bcf.
constexpr std::array kRows = {
    sourced("scheduler_interval", "between two rounds of a scheduler", &Profile::scheduler_interval,
            "AF scheduler/scheduler_idle_sleep_time"),
    sourced("runs_created_per_loop", "runs that a scheduler creates in a round",
            &Profile::runs_created_per_loop, "AF scheduler/max_dagruns_to_create_per_loop"),
    sourced("runs_examined_per_loop", "runs that a scheduler begins or ends in a round",
            &Profile::runs_examined_per_loop, "AF scheduler/max_dagruns_per_loop_to_schedule"),
    sourced("tasks_queued_per_loop", "tasks that a scheduler hands to the executor in a round",
            &Profile::tasks_queued_per_loop, "AF scheduler/max_tis_per_query"),
    sourced("parallelism", "tasks queued or running at a time, per scheduler",
            &Profile::parallelism, "AF core/parallelism"),
    sourced("default_pool_slots", "slots of the default pool", &Profile::default_pool_slots,
            "AF core/default_pool_task_slot_count"),
    sourced("task_heartbeat", "between two heartbeats of a running task", &Profile::task_heartbeat,
            "AF scheduler/job_heartbeat_sec"),
    or_zero(sourced("zombie_threshold",
                    "a running task is given up so long after its last heartbeat",
                    &Profile::zombie_threshold, "AF scheduler/task_instance_heartbeat_timeout")),
    sourced("zombie_scan", "between two looks for such tasks", &Profile::zombie_scan,
            "AF scheduler/task_instance_heartbeat_timeout_detection_interval"),
    or_zero(sourced("queued_timeout", "a task waits so long in a queue until it counts as stuck",
                    &Profile::queued_timeout, "AF scheduler/task_queued_timeout")),
    sourced("queued_check", "between two looks for stuck tasks", &Profile::queued_check,
            "AF scheduler/task_queued_timeout_check_interval"),
    or_zero(sourced("queued_retries", "how often a stuck task is queued again before it fails",
                    &Profile::queued_retries, "AF scheduler/num_stuck_in_queued_retries")),
    sourced("orphan_check", "between two looks for tasks whose scheduler is gone",
            &Profile::orphan_check, "AF scheduler/orphaned_tasks_check_interval"),
    sourced("api_heartbeat", "between two heartbeats of an Airflow 3 worker to the API server",
            &Profile::api_heartbeat, "AF workers/min_heartbeat_interval"),
    sourced("api_heartbeats_missed", "after so many in a row such a worker stops its task",
            &Profile::api_heartbeats_missed, "AF workers/max_failed_heartbeats"),
    or_zero(assumed("pod_start", "until the pod of a task runs: Kubernetes executor",
                    &Profile::pod_start, "a pod with a cached image starts in 15 s")),
    or_zero(assumed("worker_start", "until a worker that is launched takes tasks",
                    &Profile::worker_start, "a worker, its node included, starts in a minute")),
    assumed("autoscale_interval", "between two looks at how many workers a queue needs",
            &Profile::autoscale_interval, "workers are counted every 10 s"),
    or_zero(assumed("scale_down_after", "a worker without a task is kept so long",
                    &Profile::scale_down_after, "idle workers go after 5 minutes")),
    or_zero(assumed("scheduler_start", "until a scheduler works after its node and database do",
                    &Profile::scheduler_start,
                    "a scheduler's pod runs half a minute after its node and database do")),
};

}  // namespace

std::span<const ProfileRow> profile_rows() { return kRows; }

}  // namespace blackstart::sim
