#include <gtest/gtest.h>

#include "tests/complaints.h"
#include "tests/says.h"

// What a file brings into another, and which of them has the last word.
namespace blackstart::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

TEST(Loading, APathBelongsToTheFileThatNamesIt) {
  const Scratch scratch;
  fs::create_directory(scratch.path() / "base");
  scratch.write("base/world.json", kWorld);
  scratch.write("base/drill.json", R"({"world": "world.json"})");
  const fs::path extending = scratch.write("mine.json", R"({"extends": "base/drill.json"})");
  EXPECT_EQ(drill::load_scenario(extending).setup->world.clusters.front().name, "production");
}

// The part says "1h", the object that extends it "2h".
TEST(Loading, AnyObjectExtendsAFile) {
  const Scratch scratch;
  fs::create_directory(scratch.path() / "parts");
  scratch.write("world.json", R"({
    "regions": {"east": {}, "west": {}}, "clusters": {"production": {"region": "east"}},
    "deployments": {"billing": {"cluster": "production",
        "dags": {"invoices": {"extends": "parts/dag.json", "catchup": false}}}}})");
  scratch.write("parts/dag.json",
                R"({"schedule": "@hourly", "catchup": true,
                    "tasks": {"load": {"extends": "task.json", "retries": 3}}})");
  scratch.write("parts/task.json", R"({"retries": 1, "retry_delay": "7m"})");
  scratch.write("parts/fault.json", R"({"kind": "region_outage", "target": "east", "at": "1h"})");
  scratch.write("parts/person.json", R"({"responds": {"constant": "5m", "assumption": "x"}})");
  scratch.write("parts/bound.json", R"({"measure": "lost", "class": "xcom", "equals": 0})");
  scratch.write("parts/objective.json", R"({"rto": "1h", "to": "scheduler"})");
  scratch.write("parts/step.json",
                R"({"operation": "vpc.create", "target": "cluster:production"})");
  const auto scenario = drill::load_scenario(scratch.write("drill.json", R"({
    "world": "world.json",
    "people": {"network-team": {"extends": "parts/person.json"}},
    "faults": [{"extends": "parts/fault.json", "at": "2h"}],
    "strategy": {"kind": "reprovision", "from": "east", "to": "west", "runbook": {"steps": [
        {"extends": "parts/step.json", "name": "ground", "owner": "network-team"}]}},
    "objectives": [{"extends": "parts/objective.json", "rto": "2h"}],
    "expectations": [{"extends": "parts/bound.json", "equals": 7}]})"));
  const sim::DagSpec& invoices = scenario.setup->world.deployments.front().dags.front();
  EXPECT_FALSE(invoices.catchup);
  EXPECT_EQ(invoices.tasks.front().retries, 3);
  EXPECT_EQ(invoices.tasks.front().retry_delay, 7min);
  EXPECT_EQ(scenario.setup->faults.front().begins - scenario.setup->starts_at, 2h);
  EXPECT_EQ(scenario.setup->missions.front()->step(0).name, "ground");
  EXPECT_EQ(scenario.objectives.front().rto, 2h);
  EXPECT_EQ(scenario.objectives.front().to, drill::Milestone::scheduler);
  EXPECT_EQ(scenario.expectations.front().bounds.front().number, 7);
}

// A scenario's DAG, extending `slow.json` and with a task of its own, in another that changes it.
struct TwoParts {
  Scratch scratch;
  fs::path mine;

  explicit TwoParts(const std::string& change) {
    fs::create_directory(scratch.path() / "base");
    scratch.write("base/world.json", kWorld);
    scratch.write("base/slow.json", R"({"tasks": {"load": {"retries": 1}, "check": {}}})");
    scratch.write("base/quick.json", R"({"tasks": {"load": {"retries": 5}}})");
    scratch.write("none.json", R"({"tasks": {"load": {"retries": 0}}})");
    const auto of_the_dag = [](const std::string& world, const std::string& dag) {
      return R"("world": {)" + world + R"("deployments": {"billing": {"dags": {"invoices": )" +
             dag + "}}}}}";
    };
    scratch.write("base/drill.json",
                  "{" + of_the_dag(R"("extends": "world.json", )",
                                   R"({"extends": "slow.json", "tasks": {"own": {}}})"));
    mine =
        scratch.write("mine.json", R"({"extends": "base/drill.json", )" + of_the_dag("", change));
  }
};

// Each task of the only DAG, with its retries.
std::string tasks_of(const fs::path& file) {
  const auto scenario = drill::load_scenario(file);
  std::string tasks;
  for (const sim::TaskSpec& task : scenario.setup->world.deployments.front().dags.front().tasks)
    tasks += task.name + ":" + std::to_string(task.retries) + " ";
  return tasks;
}

TEST(Loading, OfTwoFilesExtendedAtOnePlaceTheLastWordCounts) {
  EXPECT_EQ(tasks_of(TwoParts("{}").mine), "load:1 check:0 own:0 ");
  EXPECT_EQ(tasks_of(TwoParts(R"({"extends": "base/quick.json"})").mine), "load:5 own:0 ");
  EXPECT_EQ(tasks_of(TwoParts(R"({"extends": "none.json"})").mine), "load:0 own:0 ");
  EXPECT_EQ(tasks_of(TwoParts(R"({"extends": null})").mine), "own:0 ");
  EXPECT_EQ(tasks_of(TwoParts(R"({"extends": "base/quick.json", "tasks": {"own": null}})").mine),
            "load:5 ");
  EXPECT_EQ(tasks_of(TwoParts(R"({"tasks": {"check": null}})").mine), "load:1 own:0 ")
      << "what an inherited file brings can be removed";
}

TEST(Loading, WhatWasExtendedBeforeIsNotChangedByItsFile) {
  const Scratch scratch;
  scratch.write("world.json", kWorld);
  const fs::path file = scratch.write("drill.json", R"({"world": {"extends": "world.json"}})");
  EXPECT_THROW(drill::load_scenario(file, {{"/world/extends", "other.json"}}), drill::InputError);
  EXPECT_NO_THROW(drill::load_scenario(file, {{"/world", R"({"extends": "world.json"})"}}));
}

TEST(Loading, APartSaysWhereItIsWrongInItsOwnFile) {
  const std::string part = R"({"regions": {}, "kind": "region_outrage", "target": "east"})";
  const std::string found =
      complaints(with(R"("faults": [{"extends": "world.json", "at": "1h"}])"), part);
  EXPECT_TRUE(says(found, "world.json:1:25 /kind: unknown fault 'region_outrage'"));
}

TEST(Loading, APartThatCannotBeReadIsSaidWhereItIsNamed) {
  const auto fault = [](const std::string& extends) {
    return complaints(with(R"("faults": [{"extends": )" + extends + "}]"));
  };
  EXPECT_EQ(fault(R"("none.json")"),
            "drill.json:1:48 /faults/0/extends: none.json: there is no such file");
  EXPECT_EQ(fault(R"("drill.json")"),
            "drill.json:1:48 /faults/0/extends: a loop: drill.json includes itself");
  EXPECT_EQ(fault("7"), "drill.json:1:48 /faults/0/extends: expected a string, found 7");
}

TEST(Loading, AFileThatIncludesItselfIsALoop) {
  EXPECT_EQ(complaints(R"({"world": "world.json"})", R"({"extends": "world.json"})"),
            "world.json:1:13 /extends: a loop: world.json includes itself");
}

// Twenty files of which each names the next one twice would be a million.
TEST(Loading, PartsThatDoubleAtEveryLevelAreRefused) {
  const Scratch scratch;
  const auto part = [](int level) { return "part" + std::to_string(level) + ".json"; };
  for (int level = 0; level < 20; ++level) {
    const std::string next = R"({"extends": ")" + part(level + 1) + R"("})";
    scratch.write(part(level), R"({"a": )" + next + R"(, "b": )" + next + "}");
  }
  scratch.write(part(20), "{}");
  const std::string found = complaints_about(scratch.path() / part(0));
  EXPECT_TRUE(says(found, "reads at most 100000 files"));
}

}  // namespace
}  // namespace blackstart::tests
