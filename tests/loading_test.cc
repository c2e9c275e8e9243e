#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "drill/load/document.h"
#include "drill/scenario.h"
#include "drill/text/durations.h"
#include "tests/program.h"
#include "tests/seeds.h"

// Whatever is wrong with a file is said in one line: where it is, what it is, and what would be
// right.
namespace blackstart::tests {
namespace {

namespace fs = std::filesystem;
using drill::Node;
using namespace std::chrono_literals;

const std::string kWorld = R"({
  "regions": { "east": {}, "west": {} },
  "clusters": { "production": { "region": "east", "peerings": { "warehouse": {} } } },
  "deployments": { "billing": { "cluster": "production", "dags": { "invoices": {} } } }
})";

// What is wrong with the file, without the folder it lies in; empty: nothing.
std::string complaints(const std::string& scenario, const std::string& world = kWorld) {
  const Scratch scratch;
  scratch.write("world.json", world);
  const fs::path file = scratch.write("drill.json", scenario);
  try {
    drill::load_scenario(file);
    return "";
  } catch (const drill::InputError& error) {
    std::string text = error.what();
    const std::string folder = scratch.path().string() + "/";
    for (std::size_t at; (at = text.find(folder)) != std::string::npos;)
      text.erase(at, folder.size());
    return text;
  }
}

// A complaint from its JSON pointer on.
std::string without_position(const std::string& complaint) {
  return complaint.substr(complaint.find(' ') + 1);
}

// A scenario of one line, so that the column says which part is meant.
std::string with(const std::string& member) { return R"({"world": "world.json", )" + member + "}"; }

std::string with_strategy(const std::string& members) {
  return with(R"("strategy": {"kind": "reprovision", "from": "east", "to": "west")" + members +
              "}");
}

std::string with_copy(const std::string& members) {
  return with(R"("override": {"clusters": {"production": {"protection": {"hourly": {)" + members +
              "}}}}}");
}

TEST(Loading, ACopyThatCannotBeMadeIsRefused) {
  EXPECT_EQ(complaints(with_copy(R"("copies": ["metadata"], "region": "west")")), "");
  for (
      const auto& [members, complaint] : std::vector<std::pair<std::string, std::string>>{
          {R"("every": "1h")", ": 'copies' is missing"},
          {R"("copies": ["metadate"])",
           "/copies/0: unknown word 'metadate'; did you mean 'metadata'?"},
          {R"("copies": [], "region": "north")",
           "/region: unknown region 'north'; known: east, west"},
          {R"("copies": [], "kind": "replica")",
           ": a replica stands in another region than its cluster; name it by \"region\""},
          {R"("copies": [], "every": "10ms")", "/every: a copy is made at most every \"1s\""},
          {R"("copies": [], "offset": "2h")", "/offset: an offset is shorter than \"every\""},
          {R"("copies": [], "takes": {"constant": "5m"})",
           "/takes: a figure has either a \"source\" or an \"assumption\""},
          {R"("copies": [], "key": "local")",
           "/key: unknown word 'local'; known: multi_region, regional"},
          {R"("copies": [], "in_flight": "lost")",
           "/in_flight: unknown word 'lost'; known: kept, left_out"},
          {R"("copies": [], "paused": [{"from": "2026-01-06T00:00:00Z", "until": "2026-01-05T00:00:00Z"}])",
           "/paused/0: \"from\" comes before \"until\""}}) {
    EXPECT_EQ(without_position(complaints(with_copy(members))),
              "/override/clusters/production/protection/hourly" + complaint);
  }
}

std::string with_billing(const std::string& members) {
  return with(R"("override": {"deployments": {"billing": {)" + members + "}}}");
}

TEST(Loading, OnlyADeploymentInDevelopmentModeHibernates) {
  const std::string nights =
      R"("hibernation_schedules": [{"hibernate_at": "0 20 * * *", "wake_at": "0 6 * * 1-5"}])";
  const std::string development = R"("is_development_mode": true, )";
  EXPECT_EQ(complaints(with_billing(development + nights)), "");
  EXPECT_EQ(complaints(with_billing(development + R"("is_hibernating": true)")), "");
  EXPECT_EQ(complaints(with_billing(R"("is_hibernating": false)")), "");
  const std::string refusal =
      ": only a Deployment in development mode hibernates; write \"is_development_mode\": true";
  EXPECT_EQ(complaints(with_billing(nights)),
            "drill.json:1:91 /override/deployments/billing/hibernation_schedules" + refusal);
  EXPECT_EQ(complaints(with_billing(R"("is_hibernating": true)")),
            "drill.json:1:84 /override/deployments/billing/is_hibernating" + refusal);
}

TEST(Loading, EveryStateThatADeploymentShowsMayBeExpected) {
  const auto never = [](const std::string& state) {
    return complaints(
        with(R"("expectations": [{"measure": "state", "never": ")" + state + R"("}])"));
  };
  for (const char* state : {"HEALTHY", "UNHEALTHY", "HIBERNATING", "CREATING", "Failed"})
    EXPECT_EQ(never(state), "");
  EXPECT_EQ(never("HIBERNATED"),
            "drill.json:1:72 /expectations/0/never: unknown state 'HIBERNATED'; did you mean "
            "'HIBERNATING'?");
}

TEST(Loading, AHibernationScheduleIsTwoCronExpressions) {
  for (const auto& [schedule, complaint] : std::vector<std::pair<std::string, std::string>>{
           {R"("hibernate_at": "0 20 * * *")", ": 'wake_at' is missing"},
           {R"("hibernate_at": "at night", "wake_at": "0 6 * * *")",
            "/hibernate_at: 'at night' has 2 fields; a cron expression has five: minute, hour, day "
            "of month, month, day of week"}}) {
    const std::string found = complaints(with_billing(
        R"("is_development_mode": true, "hibernation_schedules": [{)" + schedule + "}]"));
    EXPECT_EQ(without_position(found),
              "/override/deployments/billing/hibernation_schedules/0" + complaint);
  }
}

TEST(Loading, APoolIsSlotsOrSlotsAndWhetherDeferredTasksHoldThem) {
  const auto pool = [](const std::string& value) {
    return complaints(with_billing(
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

// Two nodes per zone: a fifth of them is 0.4 nodes, a quarter is half a node, which is one.
TEST(Loading, APartialLossThatTakesNoNodeIsRefused) {
  const auto losing = [](const std::string& share) {
    return with(
        R"("override": {"clusters": {"production": {"node_pools": {"worker": {"nodes": 2}}}}},)"
        R"("faults": [{"at": "1h", "kind": "zone_partial_loss", "target": "zone:easta", "share": )" +
        share + "}]");
  };
  EXPECT_EQ(without_position(complaints(losing("0.2"))),
            "/faults/0/share: 'share' takes none of 2 nodes; the least that takes one is 0.250");
  EXPECT_EQ(complaints(losing("0.25")), "");
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

TEST(Loading, ARestoreWantsACopyOfTheMetadata) {
  EXPECT_EQ(complaints(with(
                R"("strategy": {"kind": "backup_and_restore", "from": "east", "to": "west"})")),
            "drill.json:1:37 /strategy: cluster 'production' has no copy of its metadata to "
            "restore; give it one under \"protection\"");
}

TEST(Loading, ARestoreFromAClusterInNoKnownRegionIsTold) {
  const std::string found = complaints(
      with(R"("strategy": {"kind": "backup_and_restore", "from": "east", "to": "west"})"),
      R"({"regions": {"east": {}, "west": {}},
          "clusters": {"production": {"region": "north"}},
          "deployments": {"billing": {"cluster": "production", "dags": {"invoices": {}}}}})");
  EXPECT_EQ(found,
            "world.json:2:49 /clusters/production/region: unknown region 'north'; known: east, "
            "west\n"
            "drill.json:1:76 /strategy/from: no cluster is in 'east': there would be nothing to "
            "recover");
}

// billing has a DAG of this kind, a pool made in the UI and a queue for heavy work.
std::string with_dag(const std::string& members) {
  return with(
      R"("override": {"deployments": {"billing": {"dags": {"d": {)" + members +
      R"(}}, "pools": {"ui": ["warehouse"]}, "worker_queues": {"default": {}, "heavy": {}}}}})");
}

std::string with_deployment(const std::string& members) {
  return with(R"("override": {"deployments": {"billing": {)" + members + "}}}");
}

TEST(Loading, TheShortestScenarioIsItsWorld) {
  EXPECT_EQ(complaints(R"({"world": "world.json"})"), "");
}

struct Mistake {
  std::string scenario;
  std::string complaint;
  friend void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.scenario; }
};

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreSaidInOneLine) {
  EXPECT_EQ(complaints(GetParam().scenario), GetParam().complaint);
}

INSTANTIATE_TEST_SUITE_P(
    OfAirflow, Mistakes,
    testing::Values(
        Mistake{with_dag(R"("schedule": "0 25 * * *")"),
                "drill.json:1:93 /override/deployments/billing/dags/d/schedule: '25' is not an "
                "hour; it is a number from 0 to 23"},
        Mistake{with_dag(R"("schedule": "@dayly")"),
                "drill.json:1:93 /override/deployments/billing/dags/d/schedule: '@dayly' is not a "
                "preset; known: @hourly @daily @midnight @weekly @monthly @quarterly @yearly "
                "@annually @once"},
        Mistake{
            with_dag(R"("schedule": "daily")"),
            "drill.json:1:93 /override/deployments/billing/dags/d/schedule: 'daily' is no "
            "schedule; write a cron expression such as \"0 6 * * *\", a preset such as \"@daily\", "
            "a duration such as \"1h\", {\"assets\": [...]}, \"external\" or \"none\""},
        Mistake{with_dag(R"("schedule": "none", "deliver_by": "45m")"),
                "drill.json:1:115 /override/deployments/billing/dags/d/deliver_by: means nothing "
                "without a \"schedule\": no run of it ever comes due"},
        Mistake{with_dag(R"("schedule": "500ms")"),
                "drill.json:1:93 /override/deployments/billing/dags/d/schedule: a schedule is at "
                "least \"1s\""},
        Mistake{
            with_dag(R"("schedule": 5)"),
            "drill.json:1:93 /override/deployments/billing/dags/d/schedule: a whole number is no "
            "schedule; write a cron expression such as \"0 6 * * *\", a preset such as \"@daily\", "
            "a duration such as \"1h\", {\"assets\": [...]}, \"external\" or \"none\""},
        Mistake{
            with_dag(
                R"("schedule": {"assets": ["order"]}, "tasks": {"t": {"updates": ["orders"]}})"),
            "drill.json:1:105 /override/deployments/billing/dags/d/schedule/assets/0: no task "
            "updates asset 'order'; did you mean 'orders'?"},
        Mistake{with_dag(R"("schedule": {"assets": []})"),
                "drill.json:1:104 /override/deployments/billing/dags/d/schedule/assets: a DAG "
                "waits for 1 to 32 assets"},
        Mistake{with_dag(R"("schedule": {})"),
                "drill.json:1:93 /override/deployments/billing/dags/d/schedule: a DAG is triggered "
                "either by \"assets\" or by \"external\" requests"},
        Mistake{with_dag(R"("schedule": {"external": "0s"})"),
                "drill.json:1:106 /override/deployments/billing/dags/d/schedule/external: requests "
                "come at least \"1s\" after one another"},
        Mistake{with_dag(R"("deliver_by": "7:30")"),
                "drill.json:1:95 /override/deployments/billing/dags/d/deliver_by: '7:30' is not a "
                "time of day; write it such as \"07:30\""},
        Mistake{with_dag(R"("deliver_by": "soon")"),
                "drill.json:1:95 /override/deployments/billing/dags/d/deliver_by: 'soon' is not a "
                "duration; write it such as \"90s\", \"9m34s\", \"4h\" or \"7d\""},
        Mistake{with_dag(R"("catchup": "yes")"),
                "drill.json:1:92 /override/deployments/billing/dags/d/catchup: expected true or "
                "false, found \"yes\""},
        Mistake{with_dag(R"("max_active_runs": 0)"),
                "drill.json:1:100 /override/deployments/billing/dags/d/max_active_runs: 0 is not "
                "between 1 and 100000"},
        Mistake{with_dag(R"("tasks": {})"),
                "drill.json:1:90 /override/deployments/billing/dags/d/tasks: a DAG has at least "
                "one task"},
        Mistake{with_dag(R"("tasks": {"extract": {}, "load": {"after": ["extrakt"]}})"),
                "drill.json:1:125 /override/deployments/billing/dags/d/tasks/load/after/0: unknown "
                "task 'extrakt'; did you mean 'extract'?"},
        Mistake{
            with_dag(
                R"("tasks": {"a": {"after": ["b"]}, "b": {"after": ["c"]}, "c": {"after": ["a"]}, "d": {"after": ["a"]}})"),
            "drill.json:1:91 /override/deployments/billing/dags/d/tasks/a: a cycle: a after b "
            "after c after a"},
        Mistake{with_dag(R"("tasks": {"a": {"after": ["a"]}})"),
                "drill.json:1:91 /override/deployments/billing/dags/d/tasks/a: a cycle: a after a"},
        Mistake{with_dag(R"("tasks": {"a": {"pool": "warhouse"}})"),
                "drill.json:1:105 /override/deployments/billing/dags/d/tasks/a/pool: unknown pool "
                "'warhouse'; did you mean 'warehouse'?"},
        Mistake{with_dag(R"("tasks": {"a": {"queue": "hevy"}})"),
                "drill.json:1:106 /override/deployments/billing/dags/d/tasks/a/queue: unknown "
                "worker queue 'hevy'; did you mean 'heavy'?"},
        Mistake{with_dag(R"("tasks": {"a": {"weight_rule": "downsteam"}})"),
                "drill.json:1:112 /override/deployments/billing/dags/d/tasks/a/weight_rule: "
                "unknown weight rule 'downsteam'; did you mean 'downstream'?"},
        Mistake{with_dag(R"("tasks": {"a": {"xcom": "s3"}})"),
                "drill.json:1:105 /override/deployments/billing/dags/d/tasks/a/xcom: unknown place "
                "of XComs 's3'; known: database, object_store"},
        Mistake{with_dag(R"("tasks": {"a": {"needs": ["peering:warehose"]}})"),
                "drill.json:1:107 /override/deployments/billing/dags/d/tasks/a/needs/0: unknown "
                "need 'peering:warehose'; did you mean 'peering:warehouse'?"},
        Mistake{with_dag(R"("tasks": {"a": {"duration": {"p50": "1m"}}})"),
                "drill.json:1:109 /override/deployments/billing/dags/d/tasks/a/duration: expected "
                "a duration as \"constant\", a \"range\", \"samples\", or two rising quantiles "
                "such as \"p50\" and \"p95\"\ndrill.json:1:109 "
                "/override/deployments/billing/dags/d/tasks/a/duration: a figure has either a "
                "\"source\" or an \"assumption\""},
        Mistake{with_dag(R"("tasks": {"a": {"external_job": {"lasts": "1h"}}})"),
                "drill.json:1:114 /override/deployments/billing/dags/d/tasks/a/external_job/lasts: "
                "unknown key 'lasts'; known: name, duration"},
        Mistake{with_deployment(R"("airflow_version": 1)"),
                "drill.json:1:85 /override/deployments/billing/airflow_version: the version of "
                "Airflow is 2 or 3, or such as \"3.1.0\""},
        Mistake{with_deployment(R"("executor": "LOCAL")"),
                "drill.json:1:78 /override/deployments/billing/executor: unknown executor 'LOCAL'; "
                "known: CELERY, KUBERNETES, ASTRO"},
        Mistake{with_deployment(R"("airflow": {"zombie_treshold": "5m"})"),
                "drill.json:1:78 /override/deployments/billing/airflow/zombie_treshold: unknown "
                "key 'zombie_treshold'; did you mean 'zombie_threshold'?"},
        Mistake{with_deployment(R"("pool_slots": {"warehouse": 4})"),
                "drill.json:1:81 /override/deployments/billing/pool_slots/warehouse: unknown key "
                "'warehouse'; known: default_pool"},
        Mistake{
            with_deployment(
                R"("worker_queues": {"default": {"min_worker_count": 5, "max_worker_count": 2}})"),
            "drill.json:1:95 /override/deployments/billing/worker_queues/default: min_worker_count "
            "is not above max_worker_count"}),
    [](const auto& mistake) { return "Number" + std::to_string(mistake.index); });

INSTANTIATE_TEST_SUITE_P(
    OfScenarios, Mistakes,
    testing::Values(
        Mistake{"{}", "drill.json:1:1: 'world' is missing"},
        Mistake{with(R"("horizont": "1h")"),
                "drill.json:1:25 /horizont: unknown key 'horizont'; did you mean 'horizon'?"},
        Mistake{with(R"("horizon": "two days")"),
                "drill.json:1:36 /horizon: 'two days' is not a duration; write it such as "
                "\"90s\", \"9m34s\", \"4h\" or \"7d\""},
        Mistake{with(R"("horizon": "-4h")"),
                "drill.json:1:36 /horizon: '-4h' is negative; write it such as \"90s\", \"9m34s\", "
                "\"4h\" or \"7d\""},
        Mistake{with(R"("horizon": "0s")"),
                "drill.json:1:36 /horizon: a horizon is longer than \"0s\""},
        Mistake{with(R"("faults": [{"at": "1h", "kind": "regionloss", "target": "east"}])"),
                "drill.json:1:57 /faults/0/kind: unknown fault 'regionloss'; did you mean "
                "'region_outage'?"},
        Mistake{with(R"("faults": [{"at": "1h", "kind": "region_outage", "target": "esat"}])"),
                "drill.json:1:84 /faults/0/target: unknown region 'esat'; did you mean 'east'?"},
        Mistake{
            with(R"("faults": [{"at": "1h", "kind": "zone_power_outage", "target": "zone:esta"}])"),
            "drill.json:1:88 /faults/0/target: unknown zone 'esta'; did you mean 'easta'?"},
        Mistake{
            with(R"("faults": [{"at": "1h", "kind": "region_outage", "target": "zone:easta"}])"),
            "drill.json:1:84 /faults/0/target: region_outage cannot be aimed at 'zone:easta'; "
            "it takes region:"},
        Mistake{with(R"("faults": [{"at": "1h", "kind": "deployment_outage", "target": "tag:x"}])"),
                "drill.json:1:88 /faults/0/target: unknown tag 'x'; there are none"},
        Mistake{
            with(
                R"("faults": [{"at": "1h", "kind": "region_outage", "target": "east", "share": 1}])"),
            "drill.json:1:92 /faults/0/share: unknown key 'share'; known: kind, target, name, at, "
            "for, recovery_symptoms, recovery_slowdown"},
        Mistake{
            with(R"("faults": [{"at": "1h", "kind": "zone_flapping", "target": "east"}])"),
            "drill.json:1:84 /faults/0/target: 'east' is a region, at which no zone_flapping is "
            "aimed"},
        Mistake{with(R"("faults": [{"at": "1h", "kind": "zone_degradation", "target": "east",)"
                     R"( "slowdown": 2}])"),
                "drill.json:1:87 /faults/0/target: 'east' is a region; say region:east"},
        Mistake{with(R"("faults": [{"at": "1h", "kind": "region_outage", "target": "east",)"
                     R"( "for": "1h", "recovery_slowdown": 2}])"),
                "drill.json:1:126 /faults/0/recovery_slowdown: nothing is slow after the return "
                "without 'recovery_symptoms'"},
        Mistake{with(R"("faults": [{"at": "1h", "kind": "region_outage", "target": "east",)"
                     R"( "recovery_symptoms": "1h"}])"),
                "drill.json:1:113 /faults/0/recovery_symptoms: what never returns has no symptoms "
                "then; say 'for' how long"},
        Mistake{
            with(R"("faults": [{"at": "1h", "kind": "zone_degradation", "target": "zone:easta"}])"),
            "drill.json:1:36 /faults/0: zone_degradation impairs nothing; give it 'slowdown', "
            "'packet_loss', 'disk_slowdown'"},
        Mistake{
            with(
                R"("faults": [{"at": "1h", "kind": "zone_partial_loss", "target": "zone:easta", "share": 45}])"),
            "drill.json:1:111 /faults/0/share: 'share' is a number from 0 to 1"},
        Mistake{
            with(
                R"("faults": [{"at": "1h", "kind": "zone_flapping", "target": "zone:easta", "duty": 0}])"),
            "drill.json:1:106 /faults/0/duty: 'duty' is a number from 0.000001 to 1; with less "
            "nothing is impaired"},
        Mistake{
            with(
                R"("faults": [{"at": "1h", "kind": "control_plane_outage", "target": "service:iam"}])"),
            "drill.json:1:91 /faults/0/target: control_plane_outage is of 'control_plane'; 'iam' "
            "has a service_outage"},
        Mistake{
            with(
                R"("faults": [{"at": "1h", "kind": "zone_network_isolation", "target": "zone:easta", "direction": "up"}])"),
            "drill.json:1:120 /faults/0/direction: unknown direction 'up'; known: both, inbound, "
            "outbound"},
        Mistake{with(R"("faults": [{"at": "48h", "kind": "region_outage", "target": "east"}])"),
                "drill.json:1:43 /faults/0/at: does not begin before the horizon: nothing would be "
                "tested"},
        Mistake{
            with(
                R"("faults": [{"at": "1h", "kind": "region_outage", "target": "east", "for": "0s"}])"),
            "drill.json:1:99 /faults/0/for: a fault lasts longer than \"0s\""},
        Mistake{with(R"("strategy": {"kind": "reprovision", "from": "east", "to": "east"})"),
                "drill.json:1:37 /strategy: recovery leads from one region to another"},
        Mistake{with(R"("objectives": [{}])"),
                "drill.json:1:40 /objectives/0: an objective wants an \"rto\" or an \"rpo\""},
        Mistake{
            with(R"("objectives": [{"rto": "1h", "tier": "crtical"}])"),
            "drill.json:1:62 /objectives/0/tier: unknown tier 'crtical'; did you mean 'critical'?"},
        Mistake{with(R"("objectives": [{"rto": "1h", "since": "first_success"}])"),
                "drill.json:1:63 /objectives/0/since: unknown clock 'first_success'; known: fault, "
                "detected, declared, started"},
        Mistake{with(R"("expectations": [{"measure": "lots", "equals": 1}])"),
                "drill.json:1:54 /expectations/0/measure: unknown measure 'lots'; did you mean "
                "'lost'?"},
        Mistake{
            with(
                R"("expectations": [{"measure": "lost", "of": "deployment:biling", "equals": 1}])"),
            "drill.json:1:68 /expectations/0/of: 'deployment:biling' matches no deployment; did "
            "you mean 'billing'?"},
        Mistake{with(R"("expectations": [{"measure": "lost"}])"),
                "drill.json:1:42 /expectations/0: an expectation wants \"at_most\", \"at_least\", "
                "\"equals\", \"never\" or "
                "\"eventually\""},
        Mistake{
            with(
                R"("accepted": [{"objective": 0, "reason": "r", "owner": "o", "until": "2026-02-30"}])"),
            "drill.json:1:52 /accepted/0/objective: there are no objectives to accept a miss of\n"
            "drill.json:1:93 /accepted/0/until: '2026-02-30' is not a date; write it such as "
            "\"2026-09-30\""},
        Mistake{
            with(
                R"("expectations": [{"measure": "status", "statistic": "p95", "equals": "recovered"}])"),
            "drill.json:1:77 /expectations/0/statistic: only of numbers; without \"statistic\" it "
            "must hold in every run"},
        Mistake{with(R"("timings": {"cluster.create": {"constant": "1h"}})"),
                "drill.json:1:55 /timings/cluster.create: a figure has either a \"source\" or an "
                "\"assumption\""},
        Mistake{with(R"("timings": {"clustre.create": "1h"})"),
                "drill.json:1:37 /timings/clustre.create: unknown operation 'clustre.create'; did "
                "you mean 'cluster.create'?"},
        Mistake{with(R"("timings": {"cluster.create": {"range": ["2h", "1h"], "source": "s"}})"),
                "drill.json:1:65 /timings/cluster.create/range: a range is two durations, the "
                "shorter first"},
        Mistake{with(R"("limits": {"apis": {"ec3": {}}})"),
                "drill.json:1:45 /limits/apis/ec3: unknown API 'ec3'; did you mean 'ec2'?"},
        Mistake{with(R"("deploys": [{"at": "3d", "deployment": "billing"}])"),
                "drill.json:1:44 /deploys/0/at: is after the horizon: nothing would be deployed"},
        Mistake{
            with(R"("expectations": [{"measure": "rta", "statistic": "p101", "at_most": "1h"}])"),
            "drill.json:1:74 /expectations/0/statistic: unknown statistic 'p101'; known: mean, "
            "median, min, max, and "
            "quantiles such as p95"},
        Mistake{with(R"("expectations": [{"measure": "status", "at_most": "recovered"}])"),
                "drill.json:1:75 /expectations/0/at_most: a word is compared by \"equals\", "
                "\"never\" or \"eventually\""},
        Mistake{with(R"("people": {"bob": {}})"),
                "drill.json:1:43 /people/bob: 'responds' is missing"},
        Mistake{
            with(
                R"("detection": {"declared_by": "bob"}, "strategy": {"kind": "reprovision", "from": "east", "to": "west"})"),
            "drill.json:1:54 /detection/declared_by: unknown person 'bob'; known: "
            "incident-commander, platform-team, "
            "network-team, security-team, data-team, data-source-owner, vendor-support"},
        Mistake{
            with_strategy(
                R"(, "runbook": {"steps": [{"name": "a", "operation": "vpc.creat", "target": "cluster:production"}]})"),
            "drill.json:1:140 /strategy/runbook/steps/0/operation: unknown operation 'vpc.creat'; "
            "did you mean 'vpc.create'?"},
        Mistake{
            with_strategy(
                R"(, "runbook": {"steps": [{"name": "a", "operation": "vpc.create", "target": "cluster:other"}]})"),
            "drill.json:1:164 /strategy/runbook/steps/0/target: unknown target 'cluster:other'; "
            "did you mean 'cluster:production'?"},
        Mistake{
            with_strategy(
                R"(, "runbook": {"steps": [{"name": "a", "operation": "vpc.create", "target": "cluster:production", "needs": ["b"]}]})"),
            "drill.json:1:113 /strategy/runbook/steps/0: needs 'b', which is not a step"},
        Mistake{
            with_strategy(
                R"(, "runbook": {"steps": [{"name": "a", "operation": "vpc.create", "target": "deployment:billing"}]})"),
            "drill.json:1:164 /strategy/runbook/steps/0/target: 'vpc.create' is done to a cluster, "
            "not to 'deployment:billing'"}),
    [](const auto& mistake) { return "Number" + std::to_string(mistake.index); });

INSTANTIATE_TEST_SUITE_P(
    OfTime, Mistakes,
    testing::Values(
        Mistake{with(R"("horizon": "1h1h")"),
                "drill.json:1:36 /horizon: '1h1h' does not name longer units first; write it such "
                "as \"90s\", \"9m34s\", \"4h\" or \"7d\""},
        Mistake{with(R"("horizon": "0.0000001s")"),
                "drill.json:1:36 /horizon: '0.0000001s' is no whole number of microseconds; write "
                "it such as \"90s\", \"9m34s\", \"4h\" or \"7d\""},
        Mistake{with(R"("horizon": "99999999999999999999h")"),
                "drill.json:1:36 /horizon: '99999999999999999999h' is longer than ten years; write "
                "it such as \"90s\", \"9m34s\", \"4h\" or \"7d\""},
        Mistake{with(R"("horizon": "1 h")"),
                "drill.json:1:36 /horizon: '1 h' has an unknown unit; write it such as \"90s\", "
                "\"9m34s\", \"4h\" or \"7d\""},
        Mistake{with(R"("timings": {"vpc.create": {"p50": "1h", "p50.0": "2h", "source": "s"}})"),
                "drill.json:1:51 /timings/vpc.create: expected a duration as \"constant\", a "
                "\"range\", \"samples\", or two rising quantiles such as \"p50\" and \"p95\""},
        Mistake{with(R"("timings": {"vpc.create": 60})"),
                "drill.json:1:51 /timings/vpc.create: expected a duration such as \"90s\", or an "
                "object such as {\"p50\": \"5m\", \"p95\": \"20m\", \"source\": \"...\"}"},
        Mistake{with(R"("limits": {"apis": {"ec2": {"refill_every": "0s"}}})"),
                "drill.json:1:69 /limits/apis/ec2/refill_every: a bucket refills more slowly than "
                "every \"0s\""},
        Mistake{with(R"("objectives": [{"rto": "1h", "to": "detected", "since": "declared"}])"),
                "drill.json:1:81 /objectives/0/since: 'declared' does not come before 'detected'"}),
    [](const auto& mistake) { return "Number" + std::to_string(mistake.index); });

INSTANTIATE_TEST_SUITE_P(
    OfMeaning, Mistakes,
    testing::Values(
        Mistake{R"({"world": {"regions": {"a": {"zones": ["x", "x"]}}, "clusters": {},
"deployments": {}}})",
                "drill.json:1:45 /world/regions/a/zones/1: 'x' is listed twice"},
        Mistake{with(R"("override": {"deployments": {"biling": null}})"),
                "drill.json:1:54 /override/deployments/biling: removes 'biling', which is not "
                "there; did you mean 'billing'?"},
        Mistake{with(R"("override": {"control_plane": {"region": "esat"}})"),
                "drill.json:1:66 /override/control_plane/region: unknown region 'esat'; did you "
                "mean 'east'?"},
        Mistake{with(R"("faults": [{"name": "a", "at": "1h", "kind": "region_outage", "target":
"east"}, {"name": "a", "at": "2h", "kind": "region_outage", "target": "east"}])"),
                "drill.json:2:19 /faults/1/name: another fault is named 'a'"},
        Mistake{with(R"("strategy": {"kind": "reprovision", "from": "west", "to": "east"})"),
                "drill.json:1:69 /strategy/from: no cluster is in 'west': there would be nothing "
                "to recover"},
        Mistake{with(R"("horizon": "3650d", "detection": {"probe_every": "1s", "from": ["west"]},
"strategy": {"kind": "reprovision", "from": "east", "to": "west"})"),
                "drill.json:1:36 /horizon: more than 50 million runs, tasks and probes would be "
                "simulated; shorten the horizon, or schedule and probe less often"},
        Mistake{with(R"("detection": {"from": []})"),
                "drill.json:1:47 /detection/from: nobody would look; name at least one region"},
        Mistake{with(R"("expectations": [{"measure": "lost", "at_least": 5, "at_most": 3}])"),
                "drill.json:1:42 /expectations/0: nothing can hold all of these bounds at once"},
        Mistake{with(R"("expectations": [{"measure": "lost", "to": "detected", "equals": 0}])"),
                "drill.json:1:68 /expectations/0/to: means nothing to the measure 'lost'"},
        Mistake{
            with(R"("expectations": [{"measure": "lost", "class": "dag_run:ui", "equals": 0}])"),
            "drill.json:1:71 /expectations/0/class: no dag_run ever comes from 'ui'"},
        Mistake{with(R"("expectations": [{"measure": "lost", "of": "dag:inv*", "equals": 0}])"),
                "drill.json:1:68 /expectations/0/of: 'lost' is not told DAG by DAG; select a "
                "Deployment or a class"},
        Mistake{with(R"("people": {"network-taem": {"responds": "5m"}})"),
                "drill.json:1:36 /people/network-taem: nobody asks for 'network-taem'; did you "
                "mean 'network-team'?"},
        Mistake{with_strategy(R"(, "runbook": {"steps": []})"),
                "drill.json:1:112 /strategy/runbook/steps: a runbook without steps recovers "
                "nothing"},
        Mistake{with(R"("people": {"a\u001bb": {"responds": "5m"}})"),
                "drill.json:1:36 /people/a\\x1bb: a name has no line breaks or control characters\n"
                "drill.json:1:36 /people/a\\x1bb: nobody asks for 'a\\x1bb'; known: "
                "incident-commander, platform-team, network-team, security-team, data-team, "
                "data-source-owner, vendor-support"},
        Mistake{R"({"world": "/dev/zero"})", "/dev/zero: is larger than 16 MiB; no scenario is"},
        Mistake{R"({"wrold": "world.json"})",
                "drill.json:1:1: 'world' is missing\n"
                "drill.json:1:2 /wrold: unknown key 'wrold'; did you mean 'world'?"}),
    [](const auto& mistake) { return "Number" + std::to_string(mistake.index); });

// A mistake in the world does not hide those of the scenario, nor one of a fault those of a person.
TEST(Loading, MistakesOfEveryKindInEveryFileAreSaidAtOnce) {
  const std::string scenario = R"({ "world": "world.json",
  "horizont": "1h",
  "faults": [{ "at": "99d", "kind": "regionloss", "target": "esat" }],
  "strategy": { "kind": "reprovision", "from": "east", "to": "wst" },
  "objectives": [{ "tier": "criticl", "rto": "1x" }],
  "expectations": [{ "measure": "lots", "equals": 0 }],
  "people": { "bob": {} },
  "timings": { "vpc.creat": "1m" } })";
  EXPECT_EQ(
      complaints(scenario, R"({ "regions": { "east": { "zone": [] }, "west": {} },
  "clusters": { "c": { "region": "east" } }, "deployments": { "d": { "cluster": "cc" } } })"),
      "drill.json:2:3 /horizont: unknown key 'horizont'; did you mean 'horizon'?\n"
      "drill.json:3:22 /faults/0/at: does not begin before the horizon: nothing would be tested\n"
      "drill.json:3:37 /faults/0/kind: unknown fault 'regionloss'; did you mean "
      "'region_outage'?\n"
      "drill.json:4:62 /strategy/to: unknown region 'wst'; did you mean 'west'?\n"
      "drill.json:5:28 /objectives/0/tier: unknown tier 'criticl'; did you mean 'critical'?\n"
      "drill.json:5:46 /objectives/0/rto: '1x' has an unknown unit; write it such as "
      "\"90s\", \"9m34s\", \"4h\" or \"7d\"\n"
      "drill.json:6:33 /expectations/0/measure: unknown measure 'lots'; did you mean 'lost'?\n"
      "drill.json:7:22 /people/bob: 'responds' is missing\n"
      "drill.json:8:16 /timings/vpc.creat: unknown operation 'vpc.creat'; did you mean "
      "'vpc.create'?\n"
      "world.json:1:26 /regions/east/zone: unknown key 'zone'; did you mean 'zones'?\n"
      "world.json:2:81 /deployments/d/cluster: unknown cluster 'cc'; did you mean 'c'?");
}

// Its names cannot be looked up: what follows from that is not worth a line.
TEST(Loading, AWorldThatCannotBeReadIsOneMistake) {
  EXPECT_EQ(complaints(with(R"("titel": "x", "faults": [{"at": "1h", "kind": "region_outage",
"target": "east"}])"),
                       "{\"regions\": {,"),
            "world.json:1:14: not JSON: unexpected ','; expected string literal\n"
            "drill.json:1:25 /titel: unknown key 'titel'; did you mean 'title'?");
}

TEST(Loading, AByteOrderMarkAndLineEndsOfOtherSystemsAreNoMistake) {
  EXPECT_EQ(complaints("\xef\xbb\xbf{\r\n  \"world\": \"world.json\",\r\n  \"titel\": 1\r\n}"),
            "drill.json:3:3 /titel: unknown key 'titel'; did you mean 'title'?");
}

struct Written {
  const char* text;
  recovery::Duration means;
  const char* printed;
};

TEST(Durations, AreReadAndPrintedExactly) {
  const Written all[] = {{"1.5h", 90min, "1h30m"},
                         {"0.1s", 100ms, "100ms"},
                         {"9m34s", 574s, "9m34s"},
                         {"0.000001s", 1us, "1us"},
                         {"1h0.5s", 3600s + 500ms, "1h00m00.5s"},
                         {"1.000001w", 168h + 604800us, "7d00h00m00.6048s"},
                         {"90s", 90s, "1m30s"},
                         {"1d2h30m", 26h + 30min, "1d02h30m"},
                         {"1d02h30m", 26h + 30min, "1d02h30m"},
                         {"2h46s", 2h + 46s, "2h00m46s"},
                         {"1d5m", 24h + 5min, "1d00h05m"},
                         {"48h", 48h, "2d"},
                         {"0s", 0s, "0s"}};
  for (const Written& each : all) {
    const auto read = drill::read_duration(each.text);
    ASSERT_TRUE(std::holds_alternative<recovery::Duration>(read)) << each.text;
    EXPECT_EQ(std::get<recovery::Duration>(read), each.means) << each.text;
    EXPECT_EQ(drill::text_of(each.means), each.printed);
    EXPECT_EQ(std::get<recovery::Duration>(drill::read_duration(each.printed)), each.means);
  }
}

sim::DeploymentSpec billing(const std::string& scenario) {
  const Scratch scratch;
  scratch.write("world.json", kWorld);
  return drill::load_scenario(scratch.write("drill.json", scenario)).setup->world.deployments[0];
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

TEST(Loading, APromiseIsADurationOrATimeOfDay) {
  const auto deployment = billing(with_dag(R"("deliver_by": "07:30")"));
  EXPECT_EQ(deployment.dags[1].promised_at, std::chrono::minutes(450));
  EXPECT_FALSE(deployment.dags[1].promised_within);
  EXPECT_EQ(billing(with_dag(R"("deliver_by": "45m")")).dags[1].promised_within,
            std::chrono::minutes(45));
}

TEST(Loading, EverythingThatIsWrongIsSaidAtOnceInTheOrderOfTheFile) {
  EXPECT_EQ(complaints("{ \"world\": \"world.json\",\n"
                       "  \"horizon\": 48, // hours?\n"
                       "  \"horizon\": \"48h\",\n"
                       "  \"starts_at\": \"2026-13-01T00:00:00Z\" }"),
            "drill.json:3:3 /horizon: 'horizon' is given twice; the first is on line 2\n"
            "drill.json:4:16 /starts_at: '2026-13-01T00:00:00Z' is not an instant; write it such "
            "as \"2026-03-14T22:00:00Z\"");
}

TEST(Loading, AWorldSaysWhereItIsWrongInItsOwnFile) {
  EXPECT_EQ(complaints(R"({"world": "world.json"})",
                       "{\n  \"regions\": { \"east\": {} },\n  \"clusters\": { \"c\": { "
                       "\"region\": \"eats\" } },\n"
                       "  \"deployments\": {}\n}"),
            "world.json:3:34 /clusters/c/region: unknown region 'eats'; did you mean 'east'?");
}

TEST(Loading, AProbeIsAnsweredBeforeItIsGivenUp) {
  const std::string found = complaints(
      with(R"("timings": {"region.probe": {"constant": "15s", "assumption": "a slow one"}}, )"
           R"("strategy": {"kind": "reprovision", "from": "east", "to": "west"}, )"
           R"("detection": {"probe_timeout": "10s"})"));
  EXPECT_EQ(without_position(found),
            "/detection: region.probe takes 15s and is given up after the \"probe_timeout\" of "
            "10s: none would ever be answered");
}

TEST(Loading, APathBelongsToTheFileThatNamesIt) {
  const Scratch scratch;
  fs::create_directory(scratch.path() / "base");
  scratch.write("base/world.json", kWorld);
  scratch.write("base/drill.json", R"({"world": "world.json"})");
  const fs::path extending = scratch.write("mine.json", R"({"extends": "base/drill.json"})");
  EXPECT_EQ(drill::load_scenario(extending).setup->world.clusters.front().name, "production");
}

// The tiers are critical, high, standard, low.
TEST(Loading, AStepOfARunbookIsAsUrgentAsItsDeployment) {
  const Scratch scratch;
  scratch.write("world.json", kWorld);
  const auto scenario =
      drill::load_scenario(scratch.write("drill.json", with_strategy(
                                                           R"(, "runbook": {"steps": [
           {"name": "code", "operation": "image.deploy", "target": "deployment:billing"},
           {"name": "ground", "operation": "vpc.create", "target": "cluster:production"}]})")));
  const recovery::MissionPlan& mission = *scenario.setup->missions.front();
  EXPECT_EQ(mission.step(0).tier, 3u);
  EXPECT_EQ(mission.step(1).tier, 0u) << "everybody stands on it";
}

TEST(Loading, ANodePoolOfAStepIsOneOfItsCluster) {
  const auto step = [](const std::string& members) {
    return complaints(with_strategy(R"(, "runbook": {"steps": [{"name": "a", )" + members + "}]}"));
  };
  const std::string unknown =
      step(R"("operation": "node_pool.create", "target": "cluster:production",
              "with": {"pool": "wroker"})");
  EXPECT_EQ(unknown,
            "drill.json:2:32 /strategy/runbook/steps/0/with/pool: unknown node pool 'wroker'; did "
            "you mean 'worker'?");
  const std::string elsewhere = step(R"("operation": "image.deploy", "target": "deployment:billing",
              "with": {"pool": "worker"})");
  EXPECT_EQ(elsewhere,
            "drill.json:2:32 /strategy/runbook/steps/0/with/pool: only a cluster has node pools");
}

TEST(Loading, AClustersNameHoldsNothingThatPartsItFromItsThings) {
  EXPECT_EQ(
      complaints(R"({"world": "world.json"})",
                 R"({"regions": {"east": {}}, "deployments": {},
                     "clusters": {"a/b": {"region": "east"}}})"),
      "world.json:2:35 /clusters/a~1b: a cluster's name has no '/': it parts the cluster from "
      "what belongs to it, as in \"route:production/office\"");
}

TEST(Loading, CapacityIsOfATypeThatANodePoolHas) {
  const auto region = [](const std::string& members) {
    return complaints(with(R"("override": {
        "regions": {"east": {)" +
                           members + R"(}},
        "clusters": {"production": {"node_pools": {"worker": {"type": "m5.xlarge"}}}}})"));
  };
  EXPECT_EQ(region(R"("capacity": {"easta": {"m5.xlarge": 0}}, "quotas": {"m5.xlarge": 9})"), "");
  EXPECT_EQ(
      region(R"("capacity": {"easta": {"m5.xlrage": 0}})"),
      "drill.json:2:53 /override/regions/east/capacity/easta/m5.xlrage: no node pool is of the "
      "type 'm5.xlrage'; did you mean 'm5.xlarge'?");
  EXPECT_EQ(region(R"("quotas": {"m6": 9})"),
            "drill.json:2:41 /override/regions/east/quotas/m6: no node pool is of the type 'm6'; "
            "known: m5.xlarge");
}

TEST(Loading, ABlockOfAddressesIsOne) {
  const auto with_block = [](const std::string& block) {
    return complaints(
        with(R"("override": {"clusters": {"production": {"vpc": {"cidr": ")" + block + R"("}}}})"));
  };
  EXPECT_EQ(with_block("10.0.0.0/16"), "");
  for (const char* const block : {"10.0.0.0/99", "10.0.0/16", "10.0.0.256/16", "banana", ""})
    EXPECT_EQ(without_position(with_block(block)),
              "/override/clusters/production/vpc/cidr: '" + std::string(block) +
                  "' is not a CIDR block such as \"10.0.0.0/16\"");
}

TEST(Loading, ARuntimeVersionBeginsWithANumber) {
  EXPECT_EQ(complaints(with_billing(R"("runtime_version": "banana")")),
            "drill.json:1:85 /override/deployments/billing/runtime_version: 'banana' is not a "
            "runtime version such as \"3.1-14\" or \"12.1.0\"");
}

TEST(Loading, AFileThatIncludesItselfIsALoop) {
  EXPECT_EQ(complaints(R"({"world": "world.json"})", R"({"extends": "world.json"})"),
            "world.json:1:13 /extends: a loop: world.json includes itself");
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

TEST(Loading, APartSaysWhereItIsWrongInItsOwnFile) {
  const std::string part = R"({"regions": {}, "kind": "region_outrage", "target": "east"})";
  const std::string found =
      complaints(with(R"("faults": [{"extends": "world.json", "at": "1h"}])"), part);
  EXPECT_NE(found.find("world.json:1:25 /kind: unknown fault 'region_outrage'"), std::string::npos)
      << found;
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

// Twenty files of which each names the next one twice would be a million.
TEST(Loading, PartsThatDoubleAtEveryLevelAreRefused) {
  const Scratch scratch;
  const auto part = [](int level) { return "part" + std::to_string(level) + ".json"; };
  for (int level = 0; level < 20; ++level) {
    const std::string next = R"({"extends": ")" + part(level + 1) + R"("})";
    scratch.write(part(level), R"({"a": )" + next + R"(, "b": )" + next + "}");
  }
  scratch.write(part(20), "{}");
  try {
    drill::load_scenario(scratch.path() / part(0));
    FAIL() << "it was read";
  } catch (const drill::InputError& error) {
    EXPECT_NE(std::string(error.what()).find("reads at most 100000 files"), std::string::npos)
        << error.what();
  }
}

TEST(Loading, WhatIsNoScenarioAtAllIsSaid) {
  EXPECT_EQ(complaints(""), "drill.json: is empty");
  EXPECT_EQ(complaints("{ \"world\": \"\xff\" }"), "drill.json:1:13: not UTF-8");
  EXPECT_EQ(complaints("[1, 2]"), "drill.json:1:1: expected an object, found a list");
  EXPECT_EQ(complaints("{\"world\": 7 7}").find("drill.json:1:13: not JSON: "), 0U);
  EXPECT_EQ(complaints(R"({"world": "nowhere.json"})"),
            "drill.json:1:11 /world: nowhere.json: there is no such file");
  EXPECT_TRUE(complaints(R"({"world": "."})").ends_with(" is a folder; a JSON file is wanted"));
  const std::string deep = complaints(std::string(200'000, '['));
  EXPECT_TRUE(deep.starts_with("drill.json:1:201 /0/0/0")) << deep;
  EXPECT_TRUE(deep.ends_with("/0/0: nested deeper than 200 levels")) << deep;
}

TEST(Loading, AFileOfAHundredMegabytesIsNotRead) {
  const Scratch scratch;
  const fs::path file = scratch.write("drill.json", "{");
  fs::resize_file(file, 100 << 20);
  EXPECT_THROW(
      {
        try {
          drill::load_scenario(file);
        } catch (const drill::InputError& error) {
          EXPECT_NE(std::string(error.what()).find("is larger than 16 MiB"), std::string::npos);
          throw;
        }
      },
      drill::InputError);
}

TEST(Document, PlacesAreCountedInCharactersAlsoAfterComments) {
  drill::Problems problems;
  const Node node = drill::parse_document("{ /* ä */ \"a\": [1/* one */, \"ß\", // two\n  true] }",
                                          "f", problems);
  EXPECT_FALSE(problems.any());
  const auto& list = node.find("a")->elements;
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].place.column, 17U);
  EXPECT_EQ(list[1].place.column, 29U);
  EXPECT_EQ(list[2].place.line, 2U);
  EXPECT_EQ(list[2].place.column, 3U);
  EXPECT_EQ(list[2].place.pointer, "/a/2");
}

TEST(Loading, AThousandMistakesAreCountedAndTwoHundredTold) {
  std::string text = R"({"world": "world.json")";
  for (int i = 0; i < 1000; ++i) text += ",\n\"nonsense " + std::to_string(i) + "\": 0";
  const std::string told = complaints(text + "}");
  EXPECT_EQ(std::ranges::count(told, '\n'), 200);
  EXPECT_TRUE(told.ends_with("\nand 800 more mistakes")) << told;
}

TEST(Document, AHundredThousandKeysAreReadInNoTime) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i)
    text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":" + std::to_string(i);
  drill::Problems problems;
  EXPECT_EQ(drill::parse_document(text + "}", "f", problems).members.size(), 100'000U);
}

// Any file, however broken, is either a scenario or bad input.
std::string broken(std::string text, std::mt19937_64& luck) {
  const std::string bytes = "{}[]\",:/*0-9e.truefalsenull\\u\xc3\n ";
  for (std::uint64_t i = luck() % 8 + 1; i > 0 && !text.empty(); --i) {
    const std::size_t at = luck() % text.size();
    switch (luck() % 4) {
      case 0:
        text.erase(at, luck() % 20);
        break;
      case 1:
        text.insert(at, 1, bytes[luck() % bytes.size()]);
        break;
      case 2:
        text[at] = bytes[luck() % bytes.size()];
        break;
      default:
        text.insert(at, text.substr(luck() % text.size(), luck() % 40));
        break;
    }
  }
  return text;
}

TEST(Loading, ABrokenFileIsBadInputAndNothingElse) {
  const fs::path folder = fs::path(BLACKSTART_SOURCE_DIR) / "scenarios";
  const std::string scenario = text_of_file(folder / "region-outage/runbook.json");
  const std::string world = text_of_file(folder / "worlds/astro-aws-two-regions.json");
  const std::string runbook = text_of_file(folder / "runbooks/critical-by-hand.json");
  const std::string timings = text_of_file(folder / "timings/aws-measured.json");
  std::mt19937_64 luck(1);
  const Scratch scratch;
  for (const char* part : {"worlds", "runbooks", "timings", "drills"})
    fs::create_directory(scratch.path() / part);
  int refused = 0;
  for (std::uint64_t i = 0; i < 40 * seeds(); ++i) {
    const std::uint64_t which = luck() % 3;
    scratch.write("worlds/astro-aws-two-regions.json", which == 0 ? broken(world, luck) : world);
    scratch.write("runbooks/critical-by-hand.json", which == 1 ? broken(runbook, luck) : runbook);
    scratch.write("timings/aws-measured.json", timings);
    const fs::path file =
        scratch.write("drills/drill.json", which == 2 ? broken(scenario, luck) : scenario);
    try {
      drill::load_scenario(file);
    } catch (const drill::InputError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 0);
}

// The grammar intact, the values wrong: a random value becomes something of another kind.
std::string mistyped(const std::string& text, std::mt19937_64& luck) {
  constexpr const char* kOthers[] = {"null", "0",  "-1",   "1e300",       "\"\"", "\"x\"",
                                     "[]",   "{}", "true", "99999999999", "[[]]", "{\"x\":null}"};
  std::vector<std::pair<std::size_t, std::size_t>> values;  // where a simple value stands
  for (std::size_t at = text.find(": "); at != std::string::npos; at = text.find(": ", at + 1)) {
    const std::size_t end = text.find_first_of(",}]\n", at + 2);
    if (text[at + 2] == '"' || std::isdigit(static_cast<unsigned char>(text[at + 2])) != 0) {
      const std::size_t closing = text[at + 2] == '"' ? text.find('"', at + 3) + 1 : end;
      values.emplace_back(at + 2, closing - at - 2);
    }
  }
  std::string changed = text;
  const auto [at, length] = values[luck() % values.size()];
  return changed.replace(at, length, kOthers[luck() % std::size(kOthers)]);
}

TEST(Loading, AValueOfTheWrongKindIsBadInputAndNothingElse) {
  const fs::path folder = fs::path(BLACKSTART_SOURCE_DIR) / "scenarios";
  const std::string files[] = {"region-outage/runbook.json", "worlds/astro-aws-two-regions.json",
                               "runbooks/critical-by-hand.json", "timings/aws-measured.json"};
  std::mt19937_64 luck(2);
  const Scratch scratch;
  for (const char* part : {"worlds", "runbooks", "timings", "region-outage"})
    fs::create_directory(scratch.path() / part);
  for (std::uint64_t i = 0; i < 40 * seeds(); ++i) {
    const std::uint64_t which = luck() % std::size(files);
    for (std::size_t f = 0; f < std::size(files); ++f) {
      const std::string text = text_of_file(folder / files[f]);
      scratch.write(files[f], f == which ? mistyped(text, luck) : text);
    }
    try {
      drill::load_scenario(scratch.path() / files[0]);
    } catch (const drill::InputError&) {
    }
  }
}

TEST(Loading, SymptomsAreOfTheFaultsThatReturnWithThem) {
  const auto fault = [](const std::string& kind, const std::string& target) {
    return with(R"("faults": [{"at": "1h", "for": "1h", "kind": ")" + kind + R"(", "target": ")" +
                target + R"(", "recovery_symptoms": "1h", "recovery_slowdown": 2}])");
  };
  EXPECT_EQ(complaints(fault("zone_power_outage", "zone:easta")), "");
  for (const auto& [kind, target] : std::vector<std::pair<std::string, std::string>>{
           {"cluster_outage", "production"}, {"region_storage_outage", "east"}}) {
    const std::string found = complaints(fault(kind, target));
    for (const std::string field : {"recovery_symptoms", "recovery_slowdown"})
      EXPECT_NE(found.find("/faults/0/" + field + ": unknown key '" + field + "'; known: kind, "),
                std::string::npos)
          << found;
  }
}

}  // namespace
}  // namespace blackstart::tests
