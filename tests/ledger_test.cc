#include "drill/measure/ledger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "drill/measure/survival.h"
#include "recovery/check.h"
#include "sim/world/holding.h"
#include "tests/seeds.h"
#include "tests/small_world.h"

namespace blackstart::tests {
namespace {

using drill::LedgerRow;

// A world nobody would think of: any outages of any region, also in the midst of the recovery, any
// pace of people and providers, any things in it.
class RandomWorld {
 public:
  explicit RandomWorld(std::uint64_t seed) : luck_(seed) {}

  sim::Setup setup() {
    SmallWorld world;
    world.horizon = minutes(24 * 60, 72 * 60);
    world.every_operation_takes = minutes(0, 90);
    world.people_respond_in = minutes(0, 240);
    world.dag_every = minutes(5, 240);
    world.outage_at = minutes(0, 12 * 60);
    world.outage_lasts = one_in(3) ? recovery::kForever : minutes(1, 20 * 60);
    sim::Setup setup = world.setup();
    live_as_any_airflow(setup.world.deployments[0]);
    for (std::uint64_t i = below(4); i > 0; --i) add_any_dag(setup, i);
    if (one_in(2)) add_twin_to_recover_in(setup);
    for (std::uint64_t i = below(12); i > 0; --i) add_any_item(setup, i);
    for (std::uint64_t i = below(4); i > 0; --i) add_any_outage(setup);
    if (one_in(2)) protect(setup);
    for (std::uint64_t i = below(6); i > 0; --i) edit_anything(setup);
    std::ranges::stable_sort(setup.edits, {}, &sim::EditSpec::at);
    return setup;
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return luck_() % bound; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  recovery::Duration minutes(std::uint64_t least, std::uint64_t most) {
    return std::chrono::minutes(least + below(most - least + 1));
  }

  void live_as_any_airflow(sim::DeploymentSpec& deployment) {
    constexpr std::array kExecutors = {sim::Executor::celery, sim::Executor::kubernetes,
                                       sim::Executor::astro};
    deployment.profile.airflow_major = one_in(2) ? 2 : 3;
    deployment.profile.executor = kExecutors[below(3)];
    deployment.profile.scheduler_start = minutes(0, 3);
    deployment.profile.worker_start = minutes(0, 12);
    deployment.profile.parallelism = static_cast<std::uint32_t>(1 + below(32));
    deployment.scheduler_count = static_cast<std::uint32_t>(1 + below(2));
    const auto workers = static_cast<std::uint32_t>(below(3));
    deployment.worker_queues[0] = {.workers_min = workers,
                                   .workers_max = workers + static_cast<std::uint32_t>(below(3)),
                                   .concurrency = static_cast<std::uint32_t>(1 + below(8))};
  }

  // Tasks that wait for any earlier ones, fail for want of anything, are retried or deferred.
  std::vector<sim::TaskSpec> any_tasks() {
    std::vector<sim::TaskSpec> tasks(1 + below(5));
    for (std::uint32_t i = 0; i < tasks.size(); ++i) {
      tasks[i].duration = sim::Distribution::range(minutes(0, 5), minutes(5, 90));
      tasks[i].retries = static_cast<std::uint32_t>(below(3));
      tasks[i].retry_delay = minutes(0, 30);
      tasks[i].is_deferrable = one_in(5);
      tasks[i].is_xcom_in_object_store = one_in(3);
      tasks[i].log_bytes = below(1000);
      tasks[i].xcom_rows = static_cast<std::uint32_t>(below(3));
      tasks[i].xcom_bytes = below(1000);
      tasks[i].weight_rule = static_cast<sim::WeightRule>(below(3));
      if (one_in(4)) tasks[i].external_job = sim::ExternalJob{};
      if (one_in(4)) tasks[i].needs.push_back({.item = kConnection});
      for (std::uint32_t before = 0; before < i; ++before) {
        if (one_in(2)) tasks[before].downstream.push_back(i);
      }
    }
    return tasks;
  }

  void add_any_dag(sim::Setup& setup, std::uint64_t number) {
    sim::DagSpec dag{.name = "dag-" + std::to_string(number),
                     .schedule = {.every = minutes(30, 600)},
                     .start_date = kStart - minutes(0, 48 * 60),
                     .catchup = one_in(2)};
    dag.schedule.timetable = one_in(2) ? sim::ScheduleSpec::Timetable::data_interval
                                       : sim::ScheduleSpec::Timetable::trigger;
    if (one_in(4)) {
      dag.schedule.kind = sim::ScheduleSpec::Kind::external;
      dag.schedule.arrivals = sim::Distribution::range(minutes(0, 5), minutes(5, 120));
    }
    dag.max_active_runs = static_cast<std::uint32_t>(1 + below(4));
    dag.max_active_tasks = static_cast<std::uint32_t>(1 + below(16));
    dag.depends_on_past = one_in(4);
    dag.tasks = any_tasks();
    setup.world.deployments[0].dags.push_back(std::move(dag));
  }

  // The small world's.
  static constexpr sim::ItemId kConnection = 7;

  void add_any_item(sim::Setup& setup, std::uint64_t number) {
    constexpr std::array kConfiguration = {DataClass::variable, DataClass::connection,
                                           DataClass::pool};
    constexpr std::array kProvenances = {Provenance::ui, Provenance::image, Provenance::environment,
                                         Provenance::secrets_backend};
    const bool is_role = one_in(4);
    add_item(setup, {.data_class = is_role ? DataClass::role : kConfiguration[below(3)],
                     .provenance = is_role ? Provenance::none : kProvenances[below(4)],
                     .name = "thing-" + std::to_string(number),
                     .deployment = 0,
                     .owner = "team"});
  }

  void add_any_outage(sim::Setup& setup) {
    setup.faults.push_back({.name = "another",
                            .kind = kind_named("region_outage"),
                            .target = static_cast<std::uint32_t>(below(2)),
                            .begins = kStart + minutes(0, 24 * 60),
                            .lasts = one_in(4) ? recovery::kForever : minutes(1, 600)});
  }

  void edit_anything(sim::Setup& setup) {
    const auto& items = setup.world.deployments[0].items;
    const sim::ItemId item = items[below(items.size())];
    if (setup.world.items[item].provenance != Provenance::ui) return;
    setup.edits.push_back(
        {.at = kStart + minutes(0, 24 * 60),
         .item = item,
         .kind = one_in(2) ? sim::EditSpec::Kind::creates : sim::EditSpec::Kind::removes});
  }

  // Copies of any parts anywhere, late, paused, locked, in the dead region; restored or not.
  void protect(sim::Setup& setup) {
    for (std::uint64_t i = 1 + below(3); i > 0; --i) {
      setup.world.clusters[0].copies.push_back(any_copy(setup.starts_at));
    }
    setup.world.deployments[0].keeps_fernet_key = one_in(2);
    if (one_in(4)) return;
    recovery::Brief brief = setup.missions[0]->brief();
    brief.strategy = "backup_and_restore";
    brief.inventory.clusters[0].copied_parts = {"metadata", "task_logs", "xcom_objects"};
    setup.missions = {std::make_shared<const recovery::MissionPlan>(brief)};
  }

  sim::CopySpec any_copy(Instant starts_at) {
    sim::CopySpec copy{.name = "copy-" + std::to_string(below(1'000'000)),
                       .every = minutes(1, 600),
                       .region = static_cast<sim::RegionId>(below(2))};
    for (bool& holds : copy.holds) holds = one_in(2);
    copy.takes.distribution = sim::Distribution::quantiles(0.5, minutes(0, 30), 0.95, 12h);
    copy.lag.distribution = sim::Distribution::range(minutes(0, 5), minutes(5, 300));
    copy.key = one_in(4) ? sim::CopySpec::Key::regional : sim::CopySpec::Key::multi_region;
    if (one_in(2)) copy.in_flight = sim::CopySpec::InFlight::left_out;
    if (one_in(3)) {
      const Instant from = starts_at + minutes(0, 1000) - 8h;
      copy.paused = {{.from = from, .until = from + minutes(1, 2000)}};
    }
    return copy;
  }

  std::mt19937_64 luck_;
};

sim::Simulation finished_with(std::span<const sim::Operation> operations, const sim::Setup& setup) {
  sim::Simulation simulation(binding_of(setup, operations), 1);
  simulation.run_until(setup.ends_at);
  return simulation;
}

TEST(Ledger, BalancesInAnyWorld) {
  std::int64_t lost = 0, created = 0;
  std::size_t restored = 0;
  const auto [first, last] = seeds_of_property(100 * seeds());
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    SCOPED_TRACE(reproduced_by("ledger_test", "Ledger.BalancesInAnyWorld", seed));
    const auto simulation = finished(RandomWorld(seed).setup(), seed);
    restored += drill::measure_restorations(simulation).size();
    auto ledger = drill::measure_ledger(simulation, drill::gather(simulation));
    drill::measure_survival(simulation, drill::gather(simulation), ledger);
    for (const LedgerRow& row : ledger) {
      EXPECT_EQ(row.existed + row.created, row.present + row.lost + row.removed)
          << name_of(row.data_class);
      EXPECT_GE(row.present, row.unreachable);
      EXPECT_GE(row.existed + row.created, row.at_fault);
      EXPECT_EQ(row.rpa > recovery::Duration{0}, row.lost > 0) << name_of(row.data_class);
      EXPECT_LE(row.newest_surviving.value_or(Instant::min()), row.cut.value_or(Instant::max()));
      lost += row.lost;
      created += row.created;
    }
  }
  if (first == last) return;
  EXPECT_GT(lost, 0) << "worlds in which nothing is lost would prove nothing";
  EXPECT_GT(created, 0);
  EXPECT_GT(restored, 0U);
}

// A copy of the providers of which one does something that it does not say.
std::vector<sim::Operation> operations_with(std::string_view name,
                                            void (*secretly)(sim::Stage&, const sim::BoundStep&)) {
  std::vector<sim::Operation> operations(mock::operations().begin(), mock::operations().end());
  for (sim::Operation& operation : operations) {
    if (operation.name == name) operation.complete = secretly;
  }
  return operations;
}

TEST(Ledger, ThatIsBrokenIsCaught) {
  const auto makes_rows_of_nothing = [](sim::Stage& stage, const sim::BoundStep&) {
    stage.world.instances[0].rows[DataClass::xcom] += 1;
  };
  const auto drops_a_thing_silently = [](sim::Stage& stage, const sim::BoundStep&) {
    stage.world.held.assign(stage.world.held.size(), 0);
  };
  const auto loses_what_never_was = [](sim::Stage& stage, const sim::BoundStep&) {
    stage.record(sim::Happening::item_lost, 0);
  };
  for (const auto& [name, secretly] : {std::pair{"makes rows of nothing", +makes_rows_of_nothing},
                                       {"drops a thing silently", +drops_a_thing_silently},
                                       {"loses what never was", +loses_what_never_was}}) {
    const auto operations = operations_with("ticket.open", secretly);
    const auto simulation = finished_with(operations, SmallWorld{.horizon = 4h + 40min}.setup());
    EXPECT_THROW(drill::measure_ledger(simulation, drill::gather(simulation)),
                 recovery::InternalError)
        << name;
  }
}

TEST(Simulation, AForkOfAnyWorldAtAnyMomentEndsWithTheSameBytes) {
  for (std::uint64_t seed = 1; seed <= 2 * seeds(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const sim::Setup setup = RandomWorld(seed).setup();
    const auto whole = finished(setup, seed);
    sim::Simulation first = simulate(setup, seed);
    first.run_until(setup.starts_at + std::chrono::minutes(seed * 97 % (24 * 60)));
    sim::Simulation fork = first;
    first = finished(setup, seed + 1);  // what it came from is gone
    fork.run_until(setup.ends_at);
    EXPECT_EQ(fork.digest(), whole.digest());
    EXPECT_EQ(fork.history().size(), whole.history().size());
  }
}

}  // namespace
}  // namespace blackstart::tests
