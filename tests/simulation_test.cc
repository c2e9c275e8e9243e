#include "sim/simulation.h"

#include <gtest/gtest.h>

#include "recovery/check.h"
#include "tests/measured.h"
#include "tests/small_world.h"

namespace blackstart::tests {
namespace {

using drill::LedgerRow;
using drill::Milestone;
using drill::Status;

sim::Simulation run(const SmallWorld& world, std::uint64_t seed = 1) {
  return finished(world.setup(), seed);
}

LedgerRow row(const sim::Simulation& simulation, sim::DataClass data_class,
              sim::Provenance provenance = sim::Provenance::none) {
  return row_of(ledger_of(simulation), data_class, provenance);
}

recovery::Step step(std::string name, std::string operation, std::string target) {
  recovery::Step step;
  step.name = std::move(name);
  step.operation = std::move(operation);
  step.target = std::move(target);
  return step;
}

TEST(Simulation, WithoutAFaultRunsAreWhatTheScheduleSays) {
  const auto simulation = run({.horizon = 24h, .outage_at = 48h});
  EXPECT_EQ(outcome_of(simulation).status, Status::unaffected);
  const LedgerRow runs = row(simulation, sim::DataClass::dag_run);
  EXPECT_EQ(runs.existed, 24);
  EXPECT_EQ(runs.created, 24)
      << "one at every full hour, the one due exactly at the horizon included";
  EXPECT_EQ(row(simulation, sim::DataClass::task_instance).created, 48);
}

TEST(Simulation, TheThirdMissedProbeDetects) {
  const auto outcome = outcome_of(run({.outage_at = 4h, .misses = 3}));
  EXPECT_EQ(outcome.rta(Milestone::detected), 60s)
      << "probes at 0 s, 30 s and 60 s after the onset";
  EXPECT_EQ(outcome.rta(Milestone::declared), 60s + 5min)
      << "and a person who responds in five minutes";
}

TEST(Simulation, AMonitorThatDiesWithItsRegionDetectsNothing) {
  const auto outcome =
      outcome_of(run({.outage_lasts = recovery::kForever, .watched_from = {"east"}}));
  EXPECT_EQ(outcome.rta(Milestone::detected), std::nullopt);
  EXPECT_EQ(outcome.status, Status::not_recovered);
}

TEST(Simulation, AMonitorElsewhereOutvotesTheOneThatDied) {
  const auto outcome = outcome_of(run({.watched_from = {"east", "west"}}));
  EXPECT_EQ(outcome.rta(Milestone::detected), 60s);
}

TEST(Simulation, ARegionThatComesBackBeforeAnyoneActedLosesNothing) {
  const auto simulation = run({.outage_lasts = 2h, .people_respond_in = 6h});
  const auto outcome = outcome_of(simulation);
  EXPECT_EQ(outcome.status, Status::recovered);
  EXPECT_EQ(outcome.rta(Milestone::started), std::nullopt)
      << "the declaration came after the region: stood down";
  EXPECT_EQ(outcome.rta(Milestone::first_success), 2h + 1min)
      << "the missed interval runs when the region is back";
  EXPECT_EQ(row(simulation, sim::DataClass::dag_run).lost, 0);
}

TEST(Simulation, ReprovisioningLosesTheMetadataAndKeepsTheEnvironment) {
  const auto simulation = run({});
  EXPECT_EQ(outcome_of(simulation).status, Status::recovered);
  const LedgerRow runs = row(simulation, sim::DataClass::dag_run);
  EXPECT_EQ(runs.lost, 24 + 3)
      << "a day's history and the runs of 01:00 to 03:00; at 04:00 the region is gone";
  EXPECT_EQ(row(simulation, sim::DataClass::environment_variable, sim::Provenance::secret).lost, 0);
  EXPECT_EQ(row(simulation, sim::DataClass::variable, sim::Provenance::image).lost, 0);
  const LedgerRow connection = row(simulation, sim::DataClass::connection, sim::Provenance::ui);
  EXPECT_EQ(connection.lost, 1);
  EXPECT_EQ(connection.created, 1) << "re-entered by a person";
  EXPECT_EQ(row(simulation, sim::DataClass::route, sim::Provenance::vendor).lost, 0);
  EXPECT_EQ(row(simulation, sim::DataClass::route, sim::Provenance::customer).lost, 1);
  const LedgerRow address = row(simulation, sim::DataClass::egress_ip);
  EXPECT_EQ(address.lost, 1);
  EXPECT_EQ(address.created, 1);
}

TEST(Simulation, AnOutageWithoutAnEndDestroysWhatOnlyTheRegionHeld) {
  const auto simulation = run({.outage_lasts = recovery::kForever, .watched_from = {}});
  EXPECT_EQ(row(simulation, sim::DataClass::dag_run).lost, 27);
  EXPECT_EQ(row(simulation, sim::DataClass::environment_variable, sim::Provenance::plain).lost, 0);
}

TEST(Simulation, WhatIsDownAtTheEndIsUnreachableNotLost) {
  const auto simulation = run({.horizon = 6h, .outage_lasts = 10h, .watched_from = {}});
  const LedgerRow runs = row(simulation, sim::DataClass::dag_run);
  EXPECT_EQ(runs.lost, 0);
  EXPECT_EQ(runs.unreachable, 27);
  EXPECT_EQ(outcome_of(simulation).status, Status::not_observed);
}

TEST(Simulation, ARunbookStepThatIsOutOfOrderFailsForItsReason) {
  const auto simulation =
      run({.runbook = {step("cluster", "cluster.create", "cluster:production")}});
  EXPECT_EQ(simulation.engine().phase(0), recovery::Phase::given_up);
}

TEST(Simulation, OverlappingOutagesHealOnlyWhenBothHaveEnded) {
  SmallWorld world{.outage_lasts = 2h, .watched_from = {}};
  auto setup = world.setup();
  setup.faults.push_back({.name = "second",
                          .kind = kind_named("region_outage"),
                          .target = 0,
                          .begins = kStart + 5h,
                          .lasts = 4h});
  const sim::Simulation simulation = finished(std::move(setup));
  EXPECT_EQ(outcome_of(simulation).rta(Milestone::first_success), 5h + 1min)
      << "09:00 is when the second one ends";
}

TEST(Simulation, TheSameSeedGivesTheSameBytesAndAForkRunsOnByItself) {
  const auto whole = run({}, 7);
  sim::Simulation first = simulate(SmallWorld{}.setup(), 7);
  first.run_until(kStart + 4h + 40min);
  sim::Simulation fork = first;
  first.run_until(first.setup().ends_at);
  fork.run_until(fork.setup().ends_at);
  EXPECT_EQ(first.digest(), whole.digest());
  EXPECT_EQ(fork.digest(), whole.digest());
  EXPECT_EQ(fork.history().size(), whole.history().size());
}

}  // namespace
}  // namespace blackstart::tests
