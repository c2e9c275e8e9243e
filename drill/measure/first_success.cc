#include "drill/measure/first_success.h"

#include <algorithm>
#include <array>
#include <optional>

#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

using sim::RunKind;
using sim::Work;
using sim::WorkEntry;

constexpr std::string_view kOwn = "the task's own duration";

// What a task was waited for until this happened to it.
struct Stretch {
  Work ended;
  std::string_view step, why;
};

constexpr std::array kStretches = {
    Stretch{Work::task_queued, "its task waits for a slot", "pools, parallelism and other runs"},
    Stretch{Work::task_started, "its task waits for a slot", "pools, parallelism and other runs"},
    Stretch{Work::task_requeued, "a lost task is found", "nobody was at work on it"},
    Stretch{Work::log_lost, "a try that comes to nothing", "its worker was lost"},
    Stretch{Work::task_retries, "a try that comes to nothing", kOwn},
    Stretch{Work::task_deferred, "first task success", kOwn},
    Stretch{Work::trigger_ended, "first task success", kOwn},
    Stretch{Work::task_succeeded, "first task success", kOwn},
};

// By RunKind.
constexpr std::array<std::string_view, 4> kRunsBegin = {
    "the next tick of its schedule", "its assets are updated", "the next request from outside",
    "the next run"};

class Reader {
 public:
  Reader(const sim::Simulation& simulation, sim::InstanceId instance)
      : log_(simulation.world().logs[instance]),
        spec_(simulation.setup()
                  .world.deployments[simulation.world().instances[instance].deployment]) {}

  std::vector<Wait> read(Instant from, Instant until) {
    const std::optional<WorkEntry> success = success_at(until);
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

  std::optional<WorkEntry> success_at(Instant until) const {
    std::optional<WorkEntry> success;
    log_.for_each([&](const WorkEntry& entry) {
      if (!success && entry.at == until && entry.what == Work::task_succeeded) success = entry;
    });
    return success;
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
    } else {
      const auto* found = std::ranges::find(kStretches, entry.what, &Stretch::ended);
      if (found != kStretches.end()) add(found->step, found->why, entry.at);
    }
    before_ = {.since = entry.at, .latest = entry.what};
  }

  std::string how_zombies_are_found() const {
    return "no heartbeat for " + text_of(spec_.profile.zombie_threshold) + ", a look every " +
           text_of(spec_.profile.zombie_scan);
  }

  void add(std::string_view step, std::string_view why, Instant until) {
    waits_.push_back({std::string(step), std::string(why), "", until});
  }

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

}  // namespace blackstart::drill
