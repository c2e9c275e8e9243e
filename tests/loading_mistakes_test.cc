#include <gtest/gtest.h>

#include "tests/complaints.h"

// Each kind of mistake has its line.
namespace blackstart::tests {
namespace {

struct Mistake {
  std::string scenario;
  std::string complaint;
  friend void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.scenario; }
};

std::string numbered(const testing::TestParamInfo<Mistake>& mistake) {
  return "Number" + std::to_string(mistake.index);
}

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
    numbered);

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
            with(R"("objectives": [{"rpo": {"variable:iu": "0s"}}])"),
            "drill.json:1:64 /objectives/0/rpo/variable:iu: unknown provenance 'iu'; known: ui, "
            "image, environment, secrets_backend, plain, secret, vendor, customer, restored, "
            "not_restored"},
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
            with(
                R"("override": {"deployments": {"billing": {"variables": {"ui": ["day"]}}}}, "edits": [{"at": "30d", "deployment": "billing", "creates": "variable:day"}])"),
            "drill.json:1:116 /edits/0/at: is after the horizon: nothing would be edited"},
        Mistake{
            with(
                R"("edits": [{"at": "1h", "deployment": "billing", "removes": ["connection:x"]}])"),
            "drill.json:1:84 /edits/0/removes: expected a string, found a list"},
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
    numbered);

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
    numbered);

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
    numbered);

}  // namespace
}  // namespace blackstart::tests
