#include "sim/world/hibernation.h"

#include <gtest/gtest.h>

#include "drill/measure/critical_path.h"
#include "drill/measure/states.h"
#include "tests/airflow_world.h"
#include "tests/measured.h"
#include "tests/says.h"
#include "tests/small_rehearsal.h"

// A Deployment in development mode with a run every hour that sleeps from 02:30 until 05:30.
namespace blackstart::tests {
namespace {

using sim::Work;

sim::Cron cron(const char* text) { return std::get<sim::Cron>(sim::Cron::parse(text)); }

sim::Setup sleeper(recovery::Duration horizon = 7h) {
  sim::Setup setup = AirflowWorld{.horizon = horizon, .dags = {hourly({task_of(1min)})}}.setup();
  sim::DeploymentSpec& spec = setup.world.deployments[0];
  spec.is_development_mode = true;
  spec.hibernation_schedules = {{.sleeps_at = cron("30 2 * * *"), .wakes_at = cron("30 5 * * *")}};
  return setup;
}

std::string states(const sim::Simulation& simulation) {
  std::string text;
  for (const drill::StateChange& change : drill::measure_states(simulation)) {
    if (change.subject == "deployment:billing") text += change.state + " ";
  }
  return text;
}

TEST(Hibernation, NothingRunsUntilItWakesAndMissedTicksAreThoseOfAPausedScheduler) {
  const auto simulation = finished(sleeper());
  EXPECT_EQ(instants_of(simulation, Work::run_created),
            (std::vector{kStart + 1h, kStart + 2h, kStart + 5h + 30min, kStart + 6h, kStart + 7h}))
      << "without catchup the latest interval alone is made up for";
  EXPECT_EQ(states(simulation), "HEALTHY HIBERNATING HEALTHY ");
  EXPECT_EQ(outcome_of(simulation).status, drill::Status::unaffected);
}

TEST(Hibernation, WithCatchupEveryMissedIntervalIsRunWhenItWakes) {
  sim::Setup setup = sleeper();
  setup.world.deployments[0].dags[0].catchup = true;
  const auto created = instants_of(finished(setup), Work::run_created);
  EXPECT_EQ(std::ranges::count_if(
                created, [](Instant at) { return at >= kStart + 5h + 30min && at < kStart + 6h; }),
            3)
      << "of 03:00, 04:00 and 05:00";
}

// Its region is back at 06:30, an hour after it has woken into the outage.
TEST(Hibernation, WhoWakesIntoAnOutageIsReadyWhenThatIsOver) {
  sim::Setup setup = sleeper();
  setup.faults = {outage(3h, 3h + 30min)};
  const auto outcome = outcome_of(finished(setup));
  EXPECT_EQ(outcome.rta(drill::Milestone::database), 1h);
  EXPECT_EQ(outcome.rta(drill::Milestone::scheduler), 1h);
}

// Its database has no standby, and its zone is back at 06:30.
TEST(Hibernation, WhoWakesIntoAnOutageOfItsZoneIsReadyWhenItsSchedulersHeartBeats) {
  sim::Setup setup = sleeper();
  setup.world.clusters[0].database.has_standby = false;
  setup.world.deployments[0].profile.scheduler_start = 30s;
  setup.faults = {outage(3h, 3h + 30min)};
  setup.faults[0].kind = kind_named("zone_power_outage");
  setup.faults[0].domain = sim::Domain::zone;
  const auto outcome = outcome_of(finished(setup));
  EXPECT_EQ(outcome.rta(drill::Milestone::database), 1h);
  EXPECT_EQ(outcome.rta(drill::Milestone::scheduler), 1h + 30s);
}

TEST(Hibernation, AFaultThatIsOverBeforeItWakesDoesNotHitIt) {
  sim::Setup setup = sleeper();
  setup.faults = {outage(3h, 1h)};
  const auto simulation = finished(setup);
  EXPECT_EQ(outcome_of(simulation).status, drill::Status::unaffected);
  EXPECT_EQ(states(simulation), "HEALTHY HIBERNATING HEALTHY ");
}

// Its region is back at 06:10, the run of 06:00 is created then and its task takes a minute.
TEST(Hibernation, WhatKeepsItFromWakingHitsItWhenItShouldWake) {
  sim::Setup setup = sleeper();
  setup.faults = {outage(3h, 3h + 10min)};
  const auto simulation = finished(setup);
  const drill::DeploymentOutcome outcome = outcome_of(simulation);
  EXPECT_EQ(outcome.status, drill::Status::recovered);
  EXPECT_EQ(outcome.milestones()[drill::Milestone::fault], kStart + 5h + 30min);
  EXPECT_EQ(outcome.rta(drill::Milestone::scheduler), 40min);
  EXPECT_EQ(outcome.rta(drill::Milestone::first_success), 41min);
  EXPECT_EQ(states(simulation), "HEALTHY HIBERNATING UNHEALTHY HEALTHY ");
}

TEST(Hibernation, WhatNeverCameBackIsNotRecoveredOnceItShouldHaveWoken) {
  sim::Setup setup = sleeper();
  setup.faults = {outage(3h, recovery::kForever)};
  EXPECT_EQ(outcome_of(finished(setup)).status, drill::Status::not_recovered);
  setup.ends_at = kStart + 5h;
  EXPECT_EQ(outcome_of(finished(setup)).status, drill::Status::unaffected);
}

// Detected at 03:01:00 and declared at 03:06, it is built again and sleeps on in west. Its DAGs are
// paused when it wakes.
TEST(Hibernation, ARecoveryMovesItInItsSleepAndHasItUnpausedWhenItWakes) {
  sim::Setup setup = SmallWorld{.outage_at = 3h, .every_operation_takes = 1min}.setup();
  sim::DeploymentSpec& spec = setup.world.deployments[0];
  spec.is_development_mode = spec.is_hibernating = true;
  spec.hibernation_schedules = {{.sleeps_at = cron("0 23 * * *"), .wakes_at = cron("0 12 * * *")}};
  const auto simulation = finished(setup);
  EXPECT_EQ(simulation.world().instances[simulation.world().primary_of[0]].site, 1U);
  EXPECT_EQ(outcome_of(simulation).status, drill::Status::recovered);
  EXPECT_EQ(outcome_of(simulation).milestones()[drill::Milestone::fault], kStart + 12h);
  EXPECT_EQ(states(simulation), "HIBERNATING CREATING HIBERNATING UNHEALTHY HEALTHY HIBERNATING ");
}

// Its region fails at 03:00. It wakes an hour later, six minutes before its new cluster is there.
TEST(Hibernation, WhoWakesIntoARecoveryWaitsForWhatIsLeftOfIt) {
  sim::Setup setup = SmallWorld{.outage_at = 3h}.setup();
  sim::DeploymentSpec& spec = setup.world.deployments[0];
  spec.is_development_mode = spec.is_hibernating = true;
  spec.hibernation_schedules = {{.sleeps_at = cron("0 23 * * *"), .wakes_at = cron("0 4 * * *")}};
  EXPECT_EQ(path(rehearse(std::move(setup))),
            "cluster.create production 6m\n"
            "node_pool.create production worker 10m\n"
            "deployment.create billing 10m\n"
            "environment_variables.restore billing 10m\n"
            "image.deploy billing 10m\n"
            "connections.reenter billing 15m (waited 5m for their response)\n"
            "dags.unpause billing 15m (waited 5m for their response)\n"
            "first task success 1m (the task's own duration)\n");
}

TEST(Hibernation, OneThatHibernatesFromTheStartSleepsUntilAScheduleWakesIt) {
  sim::Setup setup = sleeper();
  setup.world.deployments[0].is_hibernating = true;
  EXPECT_EQ(instants_of(finished(setup), Work::run_created).front(), kStart + 5h + 30min);
  setup.world.deployments[0].hibernation_schedules.clear();
  const auto simulation = finished(setup);
  EXPECT_EQ(count_of(simulation, Work::run_created), 0U);
  EXPECT_EQ(states(simulation), "HIBERNATING ");
}

TEST(Hibernation, NobodyWorksInTheUiOfOneThatSleeps) {
  sim::Setup setup = sleeper();
  const auto connection = static_cast<sim::ItemId>(
      std::ranges::find(setup.world.items, DataClass::connection, &sim::ItemSpec::data_class) -
      setup.world.items.begin());
  setup.edits = {{.at = kStart + 3h, .item = connection, .kind = sim::EditSpec::Kind::removes}};
  EXPECT_EQ(row_of(ledger_of(finished(setup)), DataClass::connection, Provenance::ui).removed, 0);
  setup.edits[0].at = kStart + 6h;
  EXPECT_EQ(row_of(ledger_of(finished(setup)), DataClass::connection, Provenance::ui).removed, 1);
}

// Activated in its sleep after an hour, it is unpaused when it has woken at 12:00.
TEST(Hibernation, WhoeverIsToUnpauseOneThatSleepsWaitsUntilItWakes) {
  sim::Setup setup = with_twin({});
  sim::DeploymentSpec& spec = setup.world.deployments[0];
  spec.is_development_mode = spec.is_hibernating = true;
  spec.hibernation_schedules = {{.sleeps_at = cron("0 23 * * *"), .wakes_at = cron("0 12 * * *")}};
  const auto simulation = finished(setup);
  EXPECT_GE(unpaused_at(simulation), kStart + 12h);
  const Outcome outcome = rehearse(setup);
  EXPECT_TRUE(says(story(outcome), "waits: 'billing' hibernates"));
  EXPECT_TRUE(says(path(outcome), "dags.unpause billing")) << path(outcome);
}

}  // namespace
}  // namespace blackstart::tests
