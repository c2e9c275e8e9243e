#pragma once

#include <utility>

#include "sim/airflow/airflow.h"
#include "sim/initial_world.h"
#include "tests/small_world.h"

// One Deployment on one cluster, watched by nobody: what its Airflow does is all that happens.
namespace blackstart::tests {

struct AirflowWorld {
  recovery::Duration horizon = 24h;
  std::uint32_t airflow_major = 2;
  sim::Executor executor = sim::Executor::celery;
  std::uint32_t schedulers = 1;
  sim::WorkerQueueSpec workers = {.workers_min = 10, .workers_max = 10};
  std::vector<sim::DagSpec> dags;
  sim::Profile profile = {.pod_start = 0s, .worker_start = 0s, .scheduler_start = 0s};

  sim::Setup setup() const {
    sim::Setup setup = SmallWorld{.horizon = horizon, .watched_from = {}}.setup();
    setup.faults.clear();
    setup.missions.clear();
    sim::DeploymentSpec& billing = setup.world.deployments[0];
    billing.profile = profile;
    billing.profile.airflow_major = airflow_major;
    billing.profile.executor = executor;
    billing.scheduler_count = schedulers;
    billing.worker_queues = {workers};
    billing.dags = dags;
    return setup;
  }
};

inline sim::TaskSpec task_of(recovery::Duration duration) {
  sim::TaskSpec task;
  task.duration = sim::Distribution::constant(duration);
  return task;
}

inline sim::DagSpec hourly(std::vector<sim::TaskSpec> tasks) {
  return {.name = "invoices",
          .schedule = {.every = 1h},
          .start_date = kStart - 24h,
          .tasks = std::move(tasks)};
}

// A DAG that only outside requests start.
inline sim::DagSpec on_request(std::string name, std::vector<sim::TaskSpec> tasks,
                               sim::Distribution arrivals) {
  sim::DagSpec dag{.name = std::move(name), .tasks = std::move(tasks)};
  dag.schedule.kind = sim::ScheduleSpec::Kind::external;
  dag.schedule.arrivals = std::move(arrivals);
  return dag;
}

// `count` tasks like this one, side by side.
inline std::vector<sim::TaskSpec> side_by_side(std::uint32_t count, const sim::TaskSpec& task) {
  return std::vector<sim::TaskSpec>(count, task);
}

inline std::vector<Instant> instants_of(const auto& simulation, sim::Work what,
                                        sim::InstanceId id = 0) {
  std::vector<Instant> instants;
  simulation.world().logs[id].for_each([&](const sim::WorkEntry& entry) {
    if (entry.what == what) instants.push_back(entry.at);
  });
  return instants;
}

inline std::size_t count_of(const auto& simulation, sim::Work what, sim::InstanceId id = 0) {
  return instants_of(simulation, what, id).size();
}

// All tasks name a pool that was made in the UI.
inline sim::Setup with_pool(const AirflowWorld& world, std::uint32_t slots) {
  sim::Setup setup = world.setup();
  const sim::ItemId item = add_item(setup, {.data_class = DataClass::pool,
                                            .provenance = Provenance::ui,
                                            .name = "warehouse",
                                            .deployment = 0});
  setup.world.deployments[0].pools = {{.name = "warehouse", .slots = slots}};
  for (sim::DagSpec& dag : setup.world.deployments[0].dags) {
    for (sim::TaskSpec& task : dag.tasks) {
      task.pool = "warehouse";
      task.pool_item = item;
    }
  }
  return setup;
}

// A DAG every hour that updates orders, one that updates rates, and a report of both.
inline std::vector<sim::DagSpec> report_of_two_assets(recovery::Duration orders_take,
                                                      recovery::Duration rates_take) {
  sim::TaskSpec orders = task_of(orders_take), rates = task_of(rates_take);
  orders.updates = {0};
  rates.updates = {1};
  sim::DagSpec report{.name = "report", .tasks = {task_of(1min)}};
  report.schedule.kind = sim::ScheduleSpec::Kind::assets;
  report.schedule.assets = {0, 1};
  return {hourly({orders}), hourly({rates}), report};
}

inline void add_two_assets(sim::Setup& setup) {
  setup.world.assets = {{.name = "orders", .consumers = {{0, 2}}},
                        {.name = "rates", .consumers = {{0, 2}}}};
}

// Airflow by itself: what it stands on is what the test says.
class Alone {
 public:
  explicit Alone(sim::Setup setup, std::uint64_t seed = 1)
      : setup_(std::move(setup)), seed_(seed), world_(sim::initial_world(setup_)) {
    sim::Stage on = stage();
    for (sim::InstanceId id = 0; id < world_.instances.size(); ++id) sim::go_on(on, id);
    for (sim::DeploymentId id = 0; id < setup_.world.deployments.size(); ++id)
      sim::plan_requests(on, id);
  }

  sim::Stage stage() { return {setup_, world_, history_, calendar_, now_, seed_}; }
  const sim::World& world() const { return world_; }
  sim::World& world() { return world_; }
  const sim::History& history() const { return history_; }
  Instant now() const { return now_; }

  void run_until(Instant end) {
    while (!calendar_.empty() && calendar_.next_at() <= end) {
      const auto due = calendar_.pop();
      now_ = due.at;
      sim::Stage on = stage();
      sim::on_airflow_event(on, due.event);
    }
    now_ = end;
  }
  void run_for(recovery::Duration duration) { run_until(now_ + duration); }

  sim::Footing footing() const { return world_.footings[0]; }
  void stand_on(const sim::Footing& after) {
    const sim::Footing before = std::exchange(world_.footings[0], after);
    sim::Stage on = stage();
    sim::on_footing_change(on, 0, before, after);
  }
  // For so long; then it stands as before.
  void stand_on(const sim::Footing& worse, recovery::Duration lasts) {
    const sim::Footing before = footing();
    stand_on(worse);
    run_for(lasts);
    stand_on(before);
  }

 private:
  sim::Setup setup_;
  std::uint64_t seed_;
  Instant now_ = setup_.starts_at;
  sim::World world_;
  sim::History history_;
  sim::Calendar<sim::Event> calendar_;
};

inline sim::FaultSpec outage(recovery::Duration at, recovery::Duration lasts) {
  return {.name = "outage",
          .kind = kind_named("region_outage"),
          .target = 0,
          .begins = kStart + at,
          .lasts = lasts};
}

}  // namespace blackstart::tests
