#include <gtest/gtest.h>

#include "tests/airflow_world.h"

// Which of the tasks that wait for a slot starts first.
namespace blackstart::tests {
namespace {

using sim::WeightRule;
using sim::Work;

sim::TaskSpec weighing(std::int32_t weight, std::vector<std::uint32_t> downstream = {},
                       WeightRule rule = WeightRule::downstream) {
  sim::TaskSpec task = task_of(10min);
  task.priority_weight = weight;
  task.weight_rule = rule;
  task.downstream = std::move(downstream);
  return task;
}

// One worker and one slot.
AirflowWorld one_at_a_time(std::vector<sim::DagSpec> dags) {
  AirflowWorld world{.horizon = 2h - 1s, .dags = std::move(dags)};
  world.profile.parallelism = 1;
  return world;
}

// "DAG.task" in the order in which they started.
std::string order_of(const sim::Simulation& simulation) {
  const sim::WorkLog& log = simulation.world().logs[0];
  std::string order;
  log.for_each([&](const sim::WorkEntry& entry) {
    if (entry.what != Work::task_started) return;
    order += (order.empty() ? "" : " ") + std::to_string(log.run(entry.run).dag) + "." +
             std::to_string(entry.task);
  });
  return order;
}

// A diamond of weights 1, 10, 100 and 1000: what can be reached in two ways counts once.
TEST(Priority, IsATasksOwnWeightAndThatOfAllThatFollowOrComeBefore) {
  const auto diamond = [](WeightRule rule) {
    return sim::priorities_of({.tasks = {weighing(1, {1, 2}, rule), weighing(10, {3}, rule),
                                         weighing(100, {3}, rule), weighing(1000, {}, rule)}});
  };
  EXPECT_EQ(diamond(WeightRule::downstream), (std::vector{1111, 1010, 1100, 1000}));
  EXPECT_EQ(diamond(WeightRule::upstream), (std::vector{1, 11, 101, 1111}));
  EXPECT_EQ(diamond(WeightRule::absolute), (std::vector{1, 10, 100, 1000}));
}

TEST(Priority, StaysWithinWhatADatabaseHolds) {
  std::vector<sim::TaskSpec> tasks = sim::chain_of(3, weighing(1'000'000'000));
  EXPECT_EQ(sim::priorities_of({.tasks = tasks}),
            (std::vector{2147483647, 2'000'000'000, 1'000'000'000}));
}

TEST(Priority, TheHighestStartsFirst) {
  const auto world = one_at_a_time({hourly({weighing(1), weighing(5), weighing(3)})});
  EXPECT_EQ(order_of(finished(world.setup())), "0.1 0.2 0.0");
}

// Of two tasks that nobody weighed, the second has one that waits for it.
TEST(Priority, ATaskThatOthersWaitForStartsFirst) {
  const auto by = [](WeightRule rule) {
    return order_of(finished(one_at_a_time({hourly({weighing(1, {}, rule), weighing(1, {2}, rule),
                                                    weighing(1, {}, rule)})})
                                 .setup()));
  };
  EXPECT_EQ(by(WeightRule::downstream), "0.1 0.0 0.2");
  EXPECT_EQ(by(WeightRule::absolute), "0.0 0.1 0.2");
}

TEST(Priority, AFreeSlotOfAPoolGoesToTheHighestThatWaitsForIt) {
  const AirflowWorld world{.horizon = 2h - 1s,
                           .dags = {hourly({weighing(1)}), hourly({weighing(1)}),
                                    hourly({weighing(3)}), hourly({weighing(2)})}};
  EXPECT_EQ(order_of(finished(with_pool(world, 1))), "2.0 3.0 0.0 1.0");
}

// At 02:00 the pool is full with the second of five tasks of 40 minutes of 01:00.
TEST(Priority, OfEqualsThatWaitForAPoolTheOldestGoesFirst) {
  AirflowWorld world{.horizon = 5h - 1s,
                     .dags = {hourly({task_of(40min)}), hourly(side_by_side(5, task_of(40min)))}};
  world.dags[0].start_date = kStart + 1h;
  EXPECT_EQ(order_of(finished(with_pool(world, 1))), "1.0 1.1 1.2 1.3 1.4 0.0");
}

}  // namespace
}  // namespace blackstart::tests
