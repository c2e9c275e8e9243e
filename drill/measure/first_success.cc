#include "drill/measure/first_success.h"

#include <algorithm>
#include <array>
#include <optional>

#include "drill/measure/fault_returns.h"
#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

using sim::RunKind;
using sim::Work;
using sim::WorkEntry;

// What a task was waited for until this happened to it.
struct Stretch {
  Work ended;
  std::string_view step, why;  // no why: it says itself how long it took
};

constexpr std::array kStretches = {
    Stretch{Work::task_requeued, "a lost task is found", "nobody was at work on it"},
    Stretch{Work::log_lost, "a try that comes to nothing", "its worker was lost"},
    Stretch{Work::task_retries, "a try that comes to nothing", ""},
    Stretch{Work::task_deferred, "first task success", ""},
    Stretch{Work::trigger_ended, "first task success", ""},
    Stretch{Work::task_succeeded, "first task success", ""},
};

// By RunKind.
constexpr std::array<std::string_view, 4> kRunsBegin = {
    "the next tick of its schedule", "its assets are updated", "the next request from outside",
    "the next run"};

std::optional<WorkEntry> success_at(const sim::WorkLog& log, Instant instant) {
  std::optional<WorkEntry> success;
  log.for_each([&](const WorkEntry& entry) {
    if (!success && entry.at == instant && entry.what == Work::task_succeeded) success = entry;
  });
  return success;
}

class Reader {
 public:
  Reader(const sim::Simulation& simulation, sim::InstanceId instance)
      : setup_(simulation.setup()),
        place_(whereabouts_of(simulation, instance)),
        log_(simulation.world().logs[instance]),
        spec_(setup_.world.deployments[place_.deployment]) {}

  std::vector<Wait> read(Instant from, Instant until) {
    const std::optional<WorkEntry> success = success_at(log_, until);
    if (!success) return {};
    begin(*success, from);
    log_.for_each([&](const WorkEntry& entry) {
      const bool is_its = entry.run == success->run && entry.task == success->task;
      if (is_its && is_of_task(entry.what) && entry.at > from && entry.at <= until) tell(entry);
    });
    return std::move(waits_);
  }

 private:
  static bool is_of_task(Work what) {
    return what >= Work::task_queued && what != Work::log_uploaded && what != Work::job_doubled;
  }

  // What had become of the task by then; a run that did not exist was waited for first.
  void begin(const WorkEntry& success, Instant from) {
    const sim::LoggedRun& run = log_.run(success.run);
    task_ = &spec_.dags[run.dag].tasks[success.task];
    before_ = {.since = run.created};
    if (run.created > from) return add(how_it_began(run, from), "", run.created);
    const sim::WorkState state = log_.state_at(spec_, from);
    const auto unfinished =
        std::ranges::find(state.unfinished, success.run, &sim::UnfinishedRun::run);
    if (unfinished != state.unfinished.end()) before_ = unfinished->tasks[success.task];
  }

  static std::string_view how_it_began(const sim::LoggedRun& run, Instant from) {
    const bool was_due = run.kind == RunKind::scheduled && run.interval <= from;
    return was_due ? "a run that was due is created"
                   : kRunsBegin[static_cast<std::size_t>(run.kind)];
  }

  void tell(const WorkEntry& entry) {
    if (before_.latest == Work::task_retries)
      add("a retry delay", "", std::min(before_.since + task_->retry_delay, entry.at));
    if (entry.what == Work::task_lapsed) {
      add("a zombie is detected", how_zombies_are_found(), entry.at);
    } else if (entry.what == Work::task_queued || entry.what == Work::task_started) {
      tell_turn(entry);
    } else {
      tell_work(entry);
    }
    before_ = {.since = entry.at, .latest = entry.what};
  }

  bool has_pods() const { return spec_.profile.executor == sim::Executor::kubernetes; }

  // First for its scheduler, which heeds all limits, then for who is to work on it.
  void tell_turn(const WorkEntry& entry) {
    if (before_.latest == Work::task_queued && has_pods()) {
      add("its pod waits for room", "no node has any, or none can be launched", entry.at);
    } else if (before_.latest == Work::task_queued) {
      add("its task waits for a worker", "all are busy, or none has started yet", entry.at);
    } else if (entry.at - before_.since <= spec_.profile.scheduler_interval) {
      add("its scheduler's next round", "", entry.at);
    } else {
      add("its task waits for a slot", "pools, parallelism and other runs", entry.at);
    }
  }

  void tell_work(const WorkEntry& entry) {
    const auto* found = std::ranges::find(kStretches, entry.what, &Stretch::ended);
    if (found == kStretches.end()) return;
    if (!found->why.empty()) return add(found->step, found->why, entry.at);
    const bool has_pod = has_pods() && before_.latest == Work::task_started;
    const Instant began =
        std::min(before_.since + (has_pod ? spec_.profile.pod_start : Duration{0}), entry.at);
    if (has_pod) add("its pod starts", "", began);
    add(found->step, why_it_took(entry.at - began, entry.at), entry.at);
  }

  std::string why_it_took(Duration took, Instant until) const {
    constexpr double kAlmostSure = 0.99;
    const auto ends = task_->duration.ends();
    const Duration own = ends ? ends->high : task_->duration.quantile(kAlmostSure);
    if (took <= own) return "the task's own duration";
    const sim::FaultSpec* slow = what_slows(setup_, place_, until - took, until);
    if (slow != nullptr) return "its worker is slow: " + slow->name;
    return "its own duration, and until its end was heard";
  }

  std::string how_zombies_are_found() const {
    return "no heartbeat for " + text_of(spec_.profile.zombie_threshold) + ", a look every " +
           text_of(spec_.profile.zombie_scan);
  }

  void add(std::string_view step, std::string_view why, Instant until) {
    waits_.push_back({std::string(step), std::string(why), "", until});
  }

  const sim::Setup& setup_;
  Whereabouts place_;
  const sim::WorkLog& log_;
  const sim::DeploymentSpec& spec_;
  const sim::TaskSpec* task_ = nullptr;
  sim::TaskPast before_;
  std::vector<Wait> waits_;
};

}  // namespace

std::vector<Wait> read_first_success(const sim::Simulation& simulation, sim::InstanceId instance,
                                     Instant from, Instant until) {
  return Reader(simulation, instance).read(from, until);
}

bool was_requested(const sim::Simulation& simulation, sim::InstanceId instance, Instant success) {
  const sim::WorkLog& log = simulation.world().logs[instance];
  const std::optional<WorkEntry> entry = success_at(log, success);
  return entry && log.run(entry->run).kind == RunKind::external;
}

}  // namespace blackstart::drill
