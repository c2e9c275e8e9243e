#include "drill/campaign/campaign.h"

#include <gtest/gtest.h>

#include "tests/small_drill.h"

namespace blackstart::tests {
namespace {

using namespace drill;

Scenario small_drill(const SmallWorld& world = {}) { return SmallDrill{.world = world}.scenario(); }

std::size_t column(const Scenario& scenario, std::string_view name) {
  return column_of(name, quantities_of(scenario));
}

TEST(Campaign, GivesTheSameRowsForAnyNumberOfThreads) {
  const std::vector scenarios = {small_drill()};
  const std::vector<PlannedRun> runs = runs_of_seeds(7, 30);
  const std::vector<Row> alone = rehearse(scenarios, runs, {.threads = 1}).rows;
  ASSERT_EQ(alone.size(), 30U);
  EXPECT_EQ(alone.front().seed, 7U);
  EXPECT_EQ(alone.back().number, 29U);
  EXPECT_EQ(alone, rehearse(scenarios, runs, {.threads = 2}).rows);
  EXPECT_EQ(alone, rehearse(scenarios, runs, {.threads = 5}).rows);
}

TEST(Campaign, KeepsWhatASingleRunSays) {
  const Scenario scenario = small_drill();
  const Row row = rehearse({&scenario, 1}, runs_of_seeds(3, 1), {}).rows.front();
  const Outcome outcome = run(judged_by_the_run(scenario), 3, {});
  const auto rta = outcome.deployments.front().rta(Milestone::first_success);
  ASSERT_TRUE(rta);
  EXPECT_EQ(row.digest, outcome.digest);
  EXPECT_EQ(quantities_of(scenario).front().name, kHeadline);
  EXPECT_EQ(row.measured.front().value, rta->count());
  EXPECT_EQ(row.measured[column(scenario, "rta:billing:first_success:fault")], row.measured[0]);
  EXPECT_EQ(row.measured[column(scenario, "lost:connection")].value, 1);
  EXPECT_EQ(row.measured[column(scenario, "expectation:0")], row.measured[0]);
  EXPECT_EQ(row.expectations, std::vector{Verdict::met});
  EXPECT_EQ(row.measured.size(), quantities_of(scenario).size());
}

// With a horizon of 4 h 30 min nobody is back half an hour after the fault, and may yet be.
TEST(Campaign, WhatHadNotComeByTheEndIsLaterThanEverythingThatDid) {
  const Scenario scenario = small_drill({.horizon = 4h + 30min});
  const Row row = rehearse({&scenario, 1}, runs_of_seeds(1, 1), {}).rows.front();
  EXPECT_TRUE(row.measured.front().is_unseen());
  EXPECT_GT(row.measured.front(), Measured{Duration(20h).count()});
  EXPECT_LT(row.measured.front(), Measured{Measured::kNever}) << "never is later still";
  EXPECT_TRUE(row.measured[column(scenario, "rta:billing:detected:fault")].is_known());
}

TEST(Campaign, StopsOnlyAtBatchBoundaries) {
  const Scenario scenario = small_drill();
  Conduct conduct{.threads = 2};
  std::vector<std::size_t> asked;
  conduct.enough = [&asked](std::span<const Row> rows) {
    asked.push_back(rows.size());
    return rows.size() >= 150;
  };
  const Campaign campaign = rehearse({&scenario, 1}, runs_of_seeds(1, 350), conduct);
  EXPECT_EQ(asked, (std::vector<std::size_t>{100, 200}));
  EXPECT_EQ(campaign.rows.size(), 200U);
  EXPECT_FALSE(campaign.was_cancelled);
}

TEST(Campaign, ACancelledOneKeepsItsCompletedPrefix) {
  const Scenario scenario = small_drill();
  std::atomic<bool> cancelled = false;
  Conduct conduct{.threads = 2, .cancelled = &cancelled};
  conduct.watch = [&cancelled](std::size_t done) { cancelled = done >= 5; };
  const Campaign campaign = rehearse({&scenario, 1}, runs_of_seeds(1, 60), conduct);
  EXPECT_TRUE(campaign.was_cancelled);
  EXPECT_LT(campaign.rows.size(), 60U);
  for (std::size_t i = 0; i < campaign.rows.size(); ++i) EXPECT_EQ(campaign.rows[i].seed, 1 + i);
}

}  // namespace
}  // namespace blackstart::tests
