#pragma once

#include "drill/outcome.h"
#include "tests/program.h"

// A disaster in scenarios/worlds/ledger.json, where whatever is done takes ten minutes and
// everybody responds in ten. The region is lost at 04:30; that is declared at 04:41, and 2 h 10 min
// later, at 06:51, the rebuilt Deployment is unpaused. Every option has a default, so that what a
// test sets is what the test is about.
namespace blackstart::tests {

inline const std::string kForGood =
    R"({"at": "4h", "kind": "region_outage", "target": "us-east-1"})";
inline const std::string kTwentyMinutes =
    R"({"at": "4h", "kind": "region_outage", "target": "us-east-1", "for": "20m"})";

// A team's own way: it is unpaused at 06:21, and nobody thinks of its allow-lists and pools.
inline const std::string kByHand = R"(reprovision", "runbook": ")" BLACKSTART_SOURCE_DIR
                                   R"(/scenarios/runbooks/ledger-by-hand.json)";

struct Drill {
  std::string dag = R"("schedule": "@hourly")";
  std::string airflow = "3";
  std::string pools = "null";
  std::string faults = kForGood;
  std::string data_team_responds_in = "10m";
  std::string strategy = "reprovision";  // empty: nobody rebuilds anything
  std::string copies;                    // under "protection" of the cluster
  std::string expectations;

  std::string text() const {
    const std::string folder = BLACKSTART_SOURCE_DIR "/scenarios/";
    return R"({"starts_at": "2026-03-31T00:30:00Z", "horizon": "24h",
      "world": ")" +
           folder + R"(worlds/ledger.json",
      "timings": ")" +
           folder + R"(timings/round-figures.json",
      "override": {"clusters": {"production": {"protection": {)" +
           copies + R"(}}}, "deployments": {"ledger": {"connections": null, "pools": )" + pools +
           R"(,
        "airflow_version": )" +
           airflow + R"(,
        "dags": {"postings": {"start_date": "2026-03-01T00:00:00Z", )" +
           dag + R"(}}}}},
      "people": {"data-team": {"responds": {"constant": ")" +
           data_team_responds_in + R"(",
        "assumption": "the test's"}}},
      "faults": [)" +
           faults + R"(],
      "detection": {"from": ["us-west-2"], "declared_by": "incident-commander"},)" +
           (strategy.empty() ? ""
                             : R"("strategy": {"kind": ")" + strategy +
                                   R"(", "from": "us-east-1", "to": "us-west-2"},)") +
           R"("expectations": [)" + expectations + "]}";
  }
};

// What came out otherwise than expected, a line each; empty: all as expected.
inline std::string surprises(const drill::Outcome& outcome) {
  std::string lines;
  for (const drill::Judgement& each : outcome.expectations) {
    if (each.verdict != drill::Verdict::met) lines += each.says + ": " + each.measured + "\n";
  }
  return outcome.expectations.empty() ? "nothing was expected" : lines;
}

inline drill::Outcome outcome_of(const Drill& drill) {
  const Scratch scratch;
  const auto scenario = drill::load_scenario(scratch.write("drill.json", drill.text()));
  return drill::run(scenario, 1, scenario.setup->starts_at);
}

inline std::string surprises(const Drill& drill) { return surprises(outcome_of(drill)); }

}  // namespace blackstart::tests
