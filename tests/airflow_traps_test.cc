#include <gtest/gtest.h>

#include "drill/measure.h"
#include "drill/outcome.h"
#include "tests/program.h"

// What a simulator must not get wrong about Airflow, one test for each trap. All play in the world
// of scenarios/worlds/ledger.json, where everything takes ten minutes: the region is lost at 04:30,
// and the rebuilt Deployment is unpaused at 07:01 unless a test says otherwise.
namespace blackstart::tests {
namespace {

using namespace std::chrono_literals;
using drill::Duration;

struct Drill {
  std::string dag = R"("schedule": "@hourly")";
  std::string airflow = "3";
  std::string pools = "null";
  std::string fault = R"({"at": "4h", "kind": "region_outage", "target": "us-east-1"})";
  std::string data_team_responds_in = "10m";
  std::string strategy = R"({"kind": "reprovision", "from": "us-east-1", "to": "us-west-2"})";
  std::vector<Duration> asked_when = {};  // instants at which the run is looked at

  std::string text() const {
    const std::string folder = std::string(BLACKSTART_SOURCE_DIR) + "/scenarios";
    std::string expectations;
    for (const Duration when : asked_when) {
      expectations += (expectations.empty() ? "" : ", ") +
                      std::string(R"({"measure": "status", "equals": "recovered", "when": ")") +
                      std::to_string(when / 1s) + "s\"}";
    }
    return R"({"starts_at": "2026-03-31T00:30:00Z", "horizon": "24h", "world": ")" + folder +
           R"(/worlds/ledger.json", "timings": ")" + folder + R"(/timings/round-figures.json",)" +
           R"("override": {"deployments": {"ledger": {"connections": null, "airflow_version": )" +
           airflow + R"(, "pools": )" + pools +
           R"(, "dags": {"postings": {"start_date": "2026-03-01T00:00:00Z", )" + dag +
           R"(}}}}}, "people": {"data-team": {"responds": {"constant": ")" + data_team_responds_in +
           R"(", "assumption": "the test's"}}}, "faults": [)" + fault + R"(], "strategy": )" +
           strategy + R"(, "detection": {"from": ["us-west-2"], "declared_by": )" +
           R"("incident-commander"}, "expectations": [)" + expectations + "]}";
  }
};
