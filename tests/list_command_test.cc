#include <gtest/gtest.h>

#include <algorithm>

#include "tests/program.h"
#include "tests/says.h"

namespace blackstart::tests {
namespace {

TEST(ListCommand, EveryListHasSomethingToSay) {
  for (const std::string list :
       {"faults", "operations", "strategies", "measures", "classes", "thresholds", "formats"}) {
    const Finished finished = blackstart("list " + list);
    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_GT(finished.out.size(), 20U) << list;
  }
}

TEST(ListCommand, TheHelpOfListNamesEveryList) {
  const std::string help = blackstart("list --help").out;
  for (const std::string list : {"faults", "operations", "strategies", "measures", "classes",
                                 "thresholds", "timings", "formats"})
    EXPECT_TRUE(says(help, "\n  blackstart list " + list + "\n")) << list;
}

TEST(ListCommand, AThresholdIsListedWithItsValueAndWhereItIsFrom) {
  const std::string list = blackstart("list thresholds").out;
  for (const std::string line :
       {"not_ready_after 40s  ", "launches_refused_percent 50 %  ", "launch_slowdown 3 times  ",
        "schedulers_exit_on_failover false  ",
        "scheduler_start 30s  until a scheduler works after its node and database do\n"
        "    assumption: ",
        "zombie_threshold 5m  a running task is given up so long after its last heartbeat\n"
        "    source: AF scheduler/task_instance_heartbeat_timeout\n"})
    EXPECT_TRUE(says(list, line));
}

TEST(ListCommand, WhatTakesItsTimeByItselfIsListedWithItsSpan) {
  const std::string list = blackstart("list timings").out;
  EXPECT_TRUE(says(list,
                   "database.promote 1m to 2m  a standby takes over, the decision included\n"
                   "    source: Amazon RDS user guide"));
}

TEST(ListCommand, AMeasureIsListedWithWhatItIsToldIn) {
  const std::string list = blackstart("list measures").out;
  for (const std::string line :
       {"  a duration  recovery time of ", "  a word      unaffected, recovered, ",
        "  a count     tasks that failed for good\n"})
    EXPECT_TRUE(says(list, line));
}

TEST(ListCommand, EveryClassOfTheLedgerIsListed) {
  const std::string list = blackstart("list classes").out;
  EXPECT_EQ(std::ranges::count(list, '\n'), 25);
  EXPECT_TRUE(says(list, "\ntrigger "));
  EXPECT_TRUE(says(list, "\nasset_event "));
}

TEST(ListCommand, EveryFormatIsListedWithWhoWritesIt) {
  const std::string out = blackstart("list formats").out;
  for (const std::string line : {"json     run ", "mermaid  plan ", "csv      sample --csv ",
                                 "svg      sensitivity --svg ", "junit    test --report "})
    EXPECT_TRUE(says("\n" + out, "\n" + line));
}

}  // namespace
}  // namespace blackstart::tests
