#include <gtest/gtest.h>

#include "drill/text/durations.h"
#include "tests/ledger_drill.h"

// Environment variables after a team has rebuilt its Deployment from files of its own: no file and
// no API gives the value of a secret one.
namespace blackstart::tests {
namespace {

// Declared at 04:41, the new Deployment is there at 05:31. Its environment is applied until 05:41,
// its code deployed until 05:51; data-team responds in ten minutes to whatever it is asked.
const std::string kBegin = R"({"steps": [
  {"name": "vpc", "operation": "vpc.create", "target": "cluster:production"},
  {"name": "nat", "operation": "nat_gateway.create", "target": "cluster:production", "needs": ["vpc"]},
  {"name": "database", "operation": "database.create", "target": "cluster:production", "needs": ["vpc"]},
  {"name": "logs", "operation": "log_bucket.create", "target": "cluster:production", "needs": ["vpc"]},
  {"name": "cluster", "operation": "cluster.create", "target": "cluster:production", "needs": ["nat"]},
  {"name": "pool", "operation": "node_pool.create", "target": "cluster:production", "needs": ["cluster"],
   "with": {"pool": "worker"}},
  {"name": "ledger", "operation": "deployment.create", "target": "deployment:ledger",
   "needs": ["pool", "database", "logs"]},
  {"name": "environment", "operation": "environment_variables.apply", "target": "deployment:ledger",
   "needs": ["ledger"]},
  {"name": "code", "operation": "image.deploy", "target": "deployment:ledger", "needs": ["environment"]},)";
const std::string kUnpause = R"(
  {"name": "unpause", "operation": "dags.unpause", "target": "deployment:ledger", "owner": "data-team",
   "needs": ["code"]}]})";
const std::string kSecretsFirst = R"(
  {"name": "secrets", "operation": "environment_secrets.reenter", "target": "deployment:ledger",
   "owner": "data-team", "needs": ["code"]},
  {"name": "unpause", "operation": "dags.unpause", "target": "deployment:ledger", "owner": "data-team",
   "needs": ["secrets"]}]})";

drill::Outcome rebuilt(const std::string& steps, const std::string& needed) {
  const Scratch scratch;
  const auto runbook = scratch.write("runbook.json", kBegin + steps);
  return outcome_of(
      {.dag = R"("schedule": "@hourly", "needs": ["environment_variable:)" + needed + R"("])",
       .airflow = R"(3, "environment_variables": {"TARGET": {}, "PASSWORD": {"secret": true}})",
       .strategy = R"(reprovision", "runbook": ")" + runbook.string()});
}

std::string told(const drill::Outcome& outcome) {
  const drill::DeploymentOutcome& ledger = outcome.deployments.at(0);
  const auto rta = ledger.rta(drill::Milestone::first_success);
  return rta ? drill::text_of(*rta) : ledger.keeps + "; " + ledger.kept_by;
}

std::string ledger_of(const drill::Outcome& outcome, sim::Provenance provenance) {
  for (const drill::LedgerRow& row : outcome.ledger) {
    const bool is_it = row.data_class == sim::DataClass::environment_variable;
    if (is_it && row.provenance == provenance)
      return std::to_string(row.lost) + " lost, " + std::to_string(row.unreachable) +
             " unreachable";
  }
  return "";
}

// Asked at 05:51, unpaused at 06:11; the run of 06:00 takes a minute.
TEST(Environment, WhatIsPlainComesFromFiles) {
  const auto outcome = rebuilt(kUnpause, "TARGET");
  EXPECT_EQ(told(outcome), "1h42m");
  EXPECT_EQ(ledger_of(outcome, sim::Provenance::plain), "0 lost, 0 unreachable");
}

// The vendor still keeps it, where nobody can read it.
TEST(Environment, WhatIsSecretComesFromNoFile) {
  const auto outcome = rebuilt(kUnpause, "PASSWORD");
  EXPECT_EQ(told(outcome), "environment_variable 'PASSWORD' is missing; data-team");
  EXPECT_EQ(outcome.deployments.at(0).status, drill::Status::not_recovered);
  EXPECT_EQ(ledger_of(outcome, sim::Provenance::secret), "0 lost, 1 unreachable");
}

// Entered from 06:01 to 06:11; asked to unpause then, data-team has done so at 06:31.
TEST(Environment, APersonEntersWhatIsSecret) {
  const auto outcome = rebuilt(kSecretsFirst, "PASSWORD");
  EXPECT_EQ(told(outcome), "2h02m");
  EXPECT_EQ(ledger_of(outcome, sim::Provenance::secret), "0 lost, 0 unreachable");
}

}  // namespace
}  // namespace blackstart::tests
