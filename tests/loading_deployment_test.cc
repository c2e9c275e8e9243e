#include <gtest/gtest.h>

#include "tests/complaints.h"

// What a scenario may say of a Deployment, its DAGs and what is made in its UI.
namespace blackstart::tests {
namespace {

sim::DeploymentSpec billing(const std::string& scenario) {
  return loaded(scenario).setup->world.deployments[0];
}

TEST(Loading, OnlyADeploymentInDevelopmentModeHibernates) {
  const std::string nights =
      R"("hibernation_schedules": [{"hibernate_at": "0 20 * * *", "wake_at": "0 6 * * 1-5"}])";
  const std::string development = R"("is_development_mode": true, )";
  EXPECT_EQ(complaints(with_deployment(development + nights)), "");
  EXPECT_EQ(complaints(with_deployment(development + R"("is_hibernating": true)")), "");
  EXPECT_EQ(complaints(with_deployment(R"("is_hibernating": false)")), "");
  const std::string refusal =
      ": only a Deployment in development mode hibernates; write \"is_development_mode\": true";
  EXPECT_EQ(complaints(with_deployment(nights)),
            "drill.json:1:91 /override/deployments/billing/hibernation_schedules" + refusal);
  EXPECT_EQ(complaints(with_deployment(R"("is_hibernating": true)")),
            "drill.json:1:84 /override/deployments/billing/is_hibernating" + refusal);
}

TEST(Loading, AHibernationScheduleIsTwoCronExpressions) {
  for (const auto& [schedule, complaint] : std::vector<std::pair<std::string, std::string>>{
           {R"("hibernate_at": "0 20 * * *")", ": 'wake_at' is missing"},
           {R"("hibernate_at": "at night", "wake_at": "0 6 * * *")",
            "/hibernate_at: 'at night' has 2 fields; a cron expression has five: minute, hour, day "
            "of month, month, day of week"}}) {
    const std::string found = complaints(with_deployment(
        R"("is_development_mode": true, "hibernation_schedules": [{)" + schedule + "}]"));
    EXPECT_EQ(without_position(found),
              "/override/deployments/billing/hibernation_schedules/0" + complaint);
  }
}

TEST(Loading, EveryStateThatADeploymentShowsMayBeExpected) {
  const auto never = [](const std::string& state) {
    return complaints(
        with(R"("expectations": [{"measure": "state", "never": ")" + state + R"("}])"));
  };
  for (const char* state : {"HEALTHY", "UNHEALTHY", "HIBERNATING", "CREATING", "Failed"})
    EXPECT_EQ(never(state), "") << state;
  EXPECT_EQ(never("HIBERNATED"),
            "drill.json:1:72 /expectations/0/never: unknown state 'HIBERNATED'; did you mean "
            "'HIBERNATING'?");
}

TEST(Loading, APoolIsSlotsOrSlotsAndWhetherDeferredTasksHoldThem) {
  const auto pool = [](const std::string& value) {
    return complaints(with_deployment(
        R"("pools": {"ui": ["warehouse"]}, "pool_slots": {"warehouse": )" + value + "}"));
  };
  EXPECT_EQ(pool("4"), "");
  EXPECT_EQ(pool(R"({"slots": 4, "include_deferred": true})"), "");
  EXPECT_EQ(without_position(pool(R"({"slots": 0})")),
            "/override/deployments/billing/pool_slots/warehouse/slots: 0 is not between 1 and "
            "1000000");
  EXPECT_EQ(without_position(pool(R"({"included": true})")),
            "/override/deployments/billing/pool_slots/warehouse/included: unknown key 'included'; "
            "known: slots, include_deferred");
}

TEST(Loading, AnEditIsOfSomethingThatIsMadeInTheUi) {
  const auto edited = [](const std::string& members) {
    return complaints(
        with(R"("override": {"deployments": {"billing": {"variables": {"ui": ["cutoff"]}}}}, )"
             R"("edits": [{"at": "1h", "deployment": "billing")" +
             members + "}]"));
  };
  EXPECT_EQ(edited(R"(, "removes": "variable:cutoff")"), "");
  EXPECT_EQ(without_position(edited(R"(, "creates": "variable:cutof")")),
            "/edits/0/creates: unknown thing 'variable:cutof'; did you mean 'variable:cutoff'?");
  EXPECT_EQ(without_position(edited("")),
            "/edits/0: an edit either \"creates\" or \"removes\" something");
}

TEST(Loading, ARuntimeVersionBeginsWithANumber) {
  EXPECT_EQ(complaints(with_deployment(R"("runtime_version": "banana")")),
            "drill.json:1:85 /override/deployments/billing/runtime_version: 'banana' is not a "
            "runtime version such as \"3.1-14\" or \"12.1.0\"");
}

TEST(Loading, TheVersionOfAirflowDecidesWhetherADagCatchesUp) {
  for (const auto& [members, version] : {std::pair{R"("runtime_version": "13.1.0")", 2U},
                                         {R"("runtime_version": "5.0.0-rc1")", 2U},
                                         {R"("runtime_version": "3.1-14")", 3U},
                                         {R"("airflow_version": "2.10.5")", 2U},
                                         {R"("airflow_version": 3)", 3U},
                                         {"", 3U}}) {
    const auto deployment = billing(with_deployment(members));
    EXPECT_EQ(deployment.profile.airflow_major, version) << members;
    EXPECT_EQ(deployment.dags[0].catchup, version == 2) << members;
  }
}

TEST(Loading, AGraphOfTasksComesInAnOrderInWhichItCanRun) {
  const auto deployment = billing(with_dag(
      R"("retries": 2, "tasks": {"load": {"after": ["a", "b"], "retries": 0}, "a": {"pool": "warehouse"}, "b": {}})"));
  const auto& dag = deployment.dags[1];
  ASSERT_EQ(dag.tasks.size(), 3U);
  EXPECT_EQ(dag.tasks[0].name + dag.tasks[1].name + dag.tasks[2].name, "abload");
  EXPECT_EQ(dag.tasks[0].downstream, std::vector<std::uint32_t>{2});
  EXPECT_EQ(dag.tasks[1].downstream, std::vector<std::uint32_t>{2});
  EXPECT_EQ(dag.tasks[0].pool, "warehouse");
  EXPECT_EQ(dag.tasks[1].retries, 2U) << "what the DAG says is every task's default";
  EXPECT_EQ(dag.tasks[2].retries, 0U);
}

TEST(Loading, APromiseIsADurationOrATimeOfDay) {
  const auto deployment = billing(with_dag(R"("deliver_by": "07:30")"));
  EXPECT_EQ(deployment.dags[1].promised_at, std::chrono::minutes(450));
  EXPECT_FALSE(deployment.dags[1].promised_within);
  EXPECT_EQ(billing(with_dag(R"("deliver_by": "45m")")).dags[1].promised_within,
            std::chrono::minutes(45));
}

}  // namespace
}  // namespace blackstart::tests
