#include "drill/campaign/prefix.h"

#include <gtest/gtest.h>

#include <cmath>

#include "drill/campaign/row.h"
#include "drill/campaign/sample.h"
#include "drill/campaign/statistics.h"
#include "sim/random.h"
#include "tests/program.h"
#include "tests/small_drill.h"

namespace blackstart::tests {
namespace {

using namespace drill;

Scenario small_drill(const SmallWorld& world = {}) {
  sim::Setup setup = world.setup();
  setup.timings.at("cluster.create") = {.distribution = sim::Distribution::range(10min, 20min),
                                        .source = "the test"};
  return in_world({.file = "small.json"}, std::move(setup));
}

std::vector<Row> sampled(const Scenario& scenario, std::size_t runs_per_prefix,
                         unsigned threads = 1) {
  const SamplePlan plan{.runs = 40, .sets = 0, .runs_per_prefix = runs_per_prefix};
  return rehearse({&scenario, 1}, runs_of(scenario, plan), {.threads = threads}).rows;
}

// All luck of this world falls after its fault: sharing what comes before can change nothing.
TEST(Prefix, SharedRunsMeasureWhatFullReplicationMeasures) {
  const Scenario scenario = small_drill();
  const std::vector<Row> full = sampled(scenario, 1), shared = sampled(scenario, 8);
  ASSERT_EQ(full.size(), shared.size());
  for (std::size_t i = 0; i < full.size(); ++i) {
    EXPECT_EQ(full[i].seed, shared[i].seed);
    EXPECT_EQ(full[i].measured, shared[i].measured) << "seed " << full[i].seed;
  }
  EXPECT_NE(full[0].measured, full[1].measured) << "without luck this would prove nothing";
}

TEST(Prefix, EveryEighthSeedBeginsAClusterAndIsTheRunItWouldBeAlone) {
  const Scenario scenario = small_drill();
  const std::vector<Row> full = sampled(scenario, 1), shared = sampled(scenario, 8);
  for (std::size_t i = 0; i < full.size(); ++i) EXPECT_EQ(shared[i].prefix_seed, 1 + i / 8 * 8);
  for (std::size_t i = 0; i < full.size(); i += 8) EXPECT_EQ(full[i], shared[i]);
  EXPECT_EQ(shared, sampled(scenario, 8, 3)) << "whatever the threads";
}

TEST(Prefix, ARunThatSharedItsPrefixCanBeSeenAgain) {
  const Scenario scenario = small_drill();
  const Row row = sampled(scenario, 8)[10];
  const Outcome again = run_from(scenario, prefix_of(scenario, row.prefix_seed), row.seed, {});
  EXPECT_EQ(again.digest, row.digest);
  EXPECT_EQ(again.seed, 11U);
  const std::string main = "run scenarios/region-outage/two-clusters.json --format json --seed 7";
  EXPECT_EQ(blackstart(main).out, blackstart(main + " --prefix-seed 7").out);
}

TEST(Prefix, EndsBeforeWhateverComesFirst) {
  Scenario scenario = small_drill();
  EXPECT_EQ(prefix_of(scenario, 1).now(), kStart + 4h - recovery::Duration(1));
  scenario.expectations.push_back({.measure = "drift", .when = 1h});
  EXPECT_EQ(prefix_of(scenario, 1).now(), kStart + 1h - recovery::Duration(1));
}

// ---- numbers that hang together: 20 clusters of 10; half of the variance is the cluster's, so
// that the variance of the mean is 1 + 9 * 0.5 = 5.5 times that of as many independent numbers.
struct Clustered {
  std::vector<double> numbers;
  std::vector<std::uint64_t> clusters;
};

double normal(std::uint64_t replicate, std::uint64_t entity, std::uint32_t attempt) {
  return sim::normal_quantile(
      sim::uniform({.seed = replicate, .purpose = 1, .entity = entity, .attempt = attempt}));
}

Clustered clustered(std::uint64_t replicate) {
  Clustered all;
  for (std::uint64_t cluster = 0; cluster < 20; ++cluster) {
    for (std::uint32_t i = 1; i <= 10; ++i) {
      all.numbers.push_back(normal(replicate, cluster, 0) + normal(replicate, cluster, i));
      all.clusters.push_back(cluster);
    }
  }
  return all;
}

constexpr std::uint64_t kReplicates = 400;
// 95 % of 400 are 380; three standard deviations of the binomial are 13.
constexpr int kLeast = 367;

TEST(Clusters, TheMeansIntervalHoldsTheTruthAsOftenAsItSaysAndTheNaiveOneDoesNot) {
  int held = 0, naively = 0;
  double effect = 0;
  for (std::uint64_t replicate = 1; replicate <= kReplicates; ++replicate) {
    const Clustered all = clustered(replicate);
    held += mean_of(all.numbers, all.clusters).interval.holds(0) ? 1 : 0;
    naively += mean_of(all.numbers).interval.holds(0) ? 1 : 0;
    effect += design_effect(all.numbers, all.clusters) / kReplicates;
  }
  EXPECT_GE(held, kLeast);
  EXPECT_LE(held, 393);
  // P(|z| < 1.96 / sqrt(5.5)) = 0.597
  EXPECT_LT(naively, 280);
  EXPECT_NEAR(effect, 5.5, 0.5);
}

TEST(Clusters, SharesAndQuantilesHoldTheTruthToo) {
  int shares = 0, medians = 0;
  for (std::uint64_t replicate = 1; replicate <= kReplicates; ++replicate) {
    const Clustered all = clustered(replicate);
    std::vector<double> is_below;
    for (const double number : all.numbers) is_below.push_back(number < 0 ? 1 : 0);
    shares += share_of(is_below, all.clusters).interval.holds(0.5) ? 1 : 0;
    std::vector<double> sorted = all.numbers;
    std::ranges::sort(sorted);
    const Ranks ranks = quantile_ranks(0.5, all.numbers, all.clusters);
    medians += sorted[ranks.low] <= 0 && 0 <= sorted[ranks.high] ? 1 : 0;
  }
  EXPECT_GE(shares, kLeast);
  EXPECT_GE(medians, kLeast);
}

TEST(Clusters, OfOneRunEachAreIndependentRuns) {
  const Clustered all = clustered(1);
  std::vector<std::uint64_t> own(all.numbers.size());
  for (std::size_t i = 0; i < own.size(); ++i) own[i] = i;
  const Estimate plain = mean_of(all.numbers), each = mean_of(all.numbers, own);
  EXPECT_NEAR(each.value, plain.value, 1e-12);
  EXPECT_NEAR(each.interval.low, plain.interval.low, 1e-9);
  EXPECT_NEAR(design_effect(all.numbers, own), 1, 1e-9);
}

TEST(Clusters, OneAloneSaysNothingOfTheOthers) {
  const std::vector<double> numbers = {1, 2, 3};
  const std::vector<std::uint64_t> clusters = {5, 5, 5};
  EXPECT_TRUE(std::isinf(mean_of(numbers, clusters).interval.high));
  EXPECT_EQ(effective_count(numbers, clusters), 1U);
}

TEST(Clusters, InASampleTheIntervalsAllowForThem) {
  const Quantity quantity{.name = "rta", .unit = Quantity::Unit::count};
  const Clustered all = clustered(1);
  std::vector<Measured> values;
  for (const double number : all.numbers)
    values.push_back({static_cast<std::int64_t>(number * 1e6)});
  const Summary naive = summarize(quantity, values),
                honest = summarize(quantity, values, all.clusters);
  const auto width = [](const Estimate& estimate) {
    return estimate.interval.high - estimate.interval.low;
  };
  EXPECT_EQ(naive.mean->value, honest.mean->value);
  EXPECT_GT(width(*honest.mean), 1.5 * width(*naive.mean));
  EXPECT_LT(honest.quantiles[0].low, naive.quantiles[0].low);
  EXPECT_GT(honest.quantiles[0].high, naive.quantiles[0].high);
}

}  // namespace
}  // namespace blackstart::tests
