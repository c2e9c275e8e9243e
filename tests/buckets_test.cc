#include <gtest/gtest.h>

#include "tests/ledger_drill.h"

// Buckets of a region that can be neither read nor written: who needs them, and who does not
// notice.
namespace blackstart::tests {
namespace {

std::string buckets_out(const std::string& lasts) {
  return R"({"at": "4h", "kind": "region_storage_outage", "target": "us-east-1")" + lasts + "}";
}

const std::string kLeavesObjects =
    R"("schedule": "@hourly", "task_duration": "10m", "xcom": "object_store")";

// Nothing can be written from 04:30 to 06:00. The task of 05:00 cannot leave its XCom at 05:10,
// that of 06:00 can, at 06:10.
TEST(Buckets, ATaskThatCannotLeaveItsXComFails) {
  EXPECT_EQ(surprises({.dag = kLeavesObjects,
                       .faults = buckets_out(R"(, "for": "90m")"),
                       .strategy = "",
                       .expectations = R"(
      {"measure": "tasks_failed", "equals": 1},
      {"measure": "rta", "at_least": "1h40m", "at_most": "1h41m"})"}),
            "");
}

TEST(Buckets, ATaskThatLeavesNoXComNeedsNone) {
  EXPECT_EQ(surprises({.dag = kLeavesObjects + R"(, "xcom_rows": 0, "tasks": 2)",
                       .faults = buckets_out(R"(, "for": "90m")"),
                       .strategy = "",
                       .expectations = R"({"measure": "tasks_failed", "equals": 0})"}),
            "");
}

// At 04:20 the XCom is written, at 04:40 somebody wants to read it.
TEST(Buckets, WhoeverReadsXComsThatAreOutOfReachFailsWhenItBegins) {
  const auto with_buckets_out_from = [](const std::string& at) {
    return Drill{.dag = R"("schedule": "0 4 * * *", "tasks": {
                   "load": {"duration": "20m", "xcom": "object_store"},
                   "check": {"duration": "40m"},
                   "report": {"duration": "2h", "after": ["load", "check"]}})",
                 .faults = R"({"kind": "region_storage_outage", "target": "us-east-1",
                               "for": "15m", "at": ")" +
                           at + "\"}",
                 .strategy = ""};
  };
  Drill before = with_buckets_out_from("4h"), after = with_buckets_out_from("4h20m");
  before.expectations = R"({"measure": "tasks_failed", "equals": 1})";
  after.expectations = R"({"measure": "tasks_failed", "equals": 0})";
  EXPECT_EQ(surprises(before), "") << "out from 04:30 to 04:45";
  EXPECT_EQ(surprises(after), "") << "out from 04:50 to 05:05, when it has read";
}

TEST(Buckets, WhatIsKeptThereIsUnreachableAndNotLost) {
  EXPECT_EQ(
      surprises(
          {.dag = kLeavesObjects, .faults = buckets_out(""), .strategy = "", .expectations = R"(
      {"measure": "status", "equals": "not_recovered"},
      {"measure": "unreachable", "class": "xcom", "equals": 725},
      {"measure": "lost", "class": "task_log", "equals": 0})"}),
      "")
      << "one an hour since the first of March, 30 days and five hours ago";
}

TEST(Buckets, AnEndBeyondTheHorizonMayStillBringItBack) {
  EXPECT_EQ(surprises({.dag = kLeavesObjects,
                       .faults = buckets_out(R"(, "for": "30h")"),
                       .strategy = "",
                       .expectations = R"({"measure": "status", "equals": "not_observed"})"}),
            "");
}

// Out from 04:30 to 06:00: the try of 05:00 ends well at 05:10, and its log stays on its worker.
TEST(Buckets, ALogThatCannotBeUploadedIsLostWithItsWorker) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "@hourly", "task_duration": "10m")",
                       .faults = buckets_out(R"(, "for": "90m")"),
                       .strategy = "",
                       .expectations = R"(
      {"measure": "tasks_failed", "equals": 0},
      {"measure": "log_tails_lost", "equals": 1},
      {"measure": "lost", "class": "log_tail", "equals": 1},
      {"measure": "created", "class": "task_log", "equals": 23},
      {"measure": "created", "class": "task_instance", "equals": 24})"}),
            "");
}

TEST(Buckets, WhoeverKeepsXComsInTheDatabaseGoesOn) {
  EXPECT_EQ(surprises({.faults = buckets_out(""),
                       .strategy = "",
                       .expectations = R"({"measure": "status", "equals": "unaffected"},
      {"measure": "tasks_failed", "equals": 0})"}),
            "");
}

TEST(Buckets, WhatReadsABucketItselfSaysSo) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "@hourly", "needs": ["object_store"])",
                       .faults = buckets_out(R"(, "for": "90m")"),
                       .strategy = "",
                       .expectations = R"({"measure": "tasks_failed", "equals": 1})"}),
            "")
      << "that of 05:00";
}

}  // namespace
}  // namespace blackstart::tests
