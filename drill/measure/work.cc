#include "drill/measure/work.h"

#include <algorithm>

#include "drill/measure/dag_work.h"

namespace blackstart::drill {
namespace {

using DeploymentWork = std::vector<DagWork>;  // by DAG

constexpr std::array kTaskCounts = {
    std::pair{sim::Work::task_failed, WorkKind::tasks_failed},
    std::pair{sim::Work::task_retries, WorkKind::tasks_retried},
    std::pair{sim::Work::task_lapsed, WorkKind::zombies},
    std::pair{sim::Work::job_doubled, WorkKind::external_jobs_doubled},
};

// What one instance's Airflow did, told to its Deployment's DAGs.
class LogReader {
 public:
  LogReader(const sim::WorkLog& log, DeploymentWork& dags) : log_(log), dags_(dags) {
    for (std::uint32_t number = 0; number < log.run_count(); ++number)
      trace_of_.push_back(dags[log.run(number).dag].add(log.run(number)));
  }

  void read() {
    log_.for_each([this](const sim::WorkEntry& entry) { see(entry); });
  }

 private:
  void see(const sim::WorkEntry& entry) {
    DagWork& dag = dags_[log_.run(entry.run).dag];
    const auto* const found =
        std::ranges::find(kTaskCounts, entry.what, [](const auto& row) { return row.first; });
    if (found != kTaskCounts.end()) ++dag.counts()[found->second];
    if (loses_log(entry)) ++dag.counts()[WorkKind::log_tails_lost];
    tell(entry, dag.run(trace_of_[entry.run]));
  }

  static void tell(const sim::WorkEntry& entry, RunTrace& run) {
    switch (entry.what) {
      case sim::Work::run_succeeded:
        run.succeeded = entry.at;
        [[fallthrough]];
      case sim::Work::run_failed:
        run.has_ended = true;
        return;
      case sim::Work::run_dropped:
        run.is_dropped = true;
        return;
      case sim::Work::task_started:
      case sim::Work::task_deferred:
        run.has_started = true;
        return;
      case sim::Work::task_succeeded:
        run.did_work = true;
        return;
      default:
        return;
    }
  }

  const sim::WorkLog& log_;
  DeploymentWork& dags_;
  std::vector<std::size_t> trace_of_;  // by run
};

void count_lost_triggers(const sim::Simulation& simulation,
                         std::vector<DeploymentOutcome>& deployments) {
  simulation.history().for_each([&](const sim::Record& record) {
    if (record.what == sim::Happening::trigger_lost)
      ++deployments[record.a].dags[record.b].work[WorkKind::triggers_lost];
  });
}

}  // namespace

void measure_work(const sim::Simulation& simulation, std::vector<DeploymentOutcome>& deployments) {
  const sim::World& world = simulation.world();
  const auto& specs = simulation.setup().world.deployments;
  std::vector<DeploymentWork> work(specs.size());
  for (std::size_t d = 0; d < specs.size(); ++d) {
    for (const sim::DagSpec& dag : specs[d].dags)
      work[d].emplace_back(dag, simulation.setup(), simulation.now());
  }
  for (std::size_t id = 0; id < world.instances.size(); ++id)
    LogReader(world.logs[id], work[world.instances[id].deployment]).read();
  for (std::size_t d = 0; d < specs.size(); ++d) {
    const auto latest = world.logs[world.primary_of[d]].state_at(specs[d], simulation.now()).latest;
    for (std::size_t i = 0; i < specs[d].dags.size(); ++i) {
      const bool has_none = latest[i] == sim::kNever;
      deployments[d].dags[i].work =
          work[d][i].count(has_none ? std::nullopt : std::optional(latest[i]));
      deployments[d].dags[i].owes_deliveries = work[d][i].owes_deliveries();
    }
  }
  count_lost_triggers(simulation, deployments);
}

WorkCounts work_of(const DeploymentOutcome& deployment) {
  WorkCounts sum;
  for (const DagOutcome& dag : deployment.dags) sum += dag.work;
  return sum;
}

Duration operator_time(const Outcome& outcome) {
  Duration time{};
  for (const ManualStep& step : outcome.manual_steps) time += step.worked;
  return time;
}

}  // namespace blackstart::drill
