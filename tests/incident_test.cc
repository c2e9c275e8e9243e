#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "drill/incident/convert.h"
#include "drill/incident/severity.h"
#include "drill/outcome.h"
#include "tests/incidents.h"
#include "tests/says.h"

// Would this Deployment have survived that day, and when would it have been back? Published outages
// become scenarios, and what nobody published is said to be assumed.
namespace blackstart::tests {
namespace {

namespace fs = std::filesystem;
using drill::Conversion;
using drill::Incident;

const fs::path kShipped = kSource / "scenarios/incidents";
const std::string kFacts = "tests/facts/outages.json";

// Each provider's outages happen in a world of its own; there is none for OVH.
const std::string& world_of(const std::string& provider) {
  static const std::map<std::string, std::string> kWorlds = {
      {"aws", "astro-aws-two-regions.json"},
      {"gcp", "astro-gcp-three-zones.json"},
      {"ovh", "astro-gcp-three-zones.json"},
      {"azure", "astro-azure-three-zones.json"}};
  return kWorlds.at(provider);
}

std::vector<Incident> published() { return incidents_in(text_of_file(kSource / kFacts)); }

// --- the published ones -------------------------------------------------------------------------

TEST(Incidents, AreShippedAsTheirFactsAreImported) {
  for (const Incident& incident : published()) {
    const std::string& world = world_of(incident.provider);
    const std::string text =
        drill::write_scenario(converted(incident, world), "../worlds/" + world);
    const fs::path file = kShipped / (incident.id + ".json");
    if (std::getenv("BLACKSTART_APPROVE") != nullptr) std::ofstream(file, std::ios::binary) << text;
    EXPECT_EQ(text_of_file(file), text) << "`./dev approve` rewrites it";
  }
}

TEST(Incidents, NoneIsShippedThatIsNotInTheFacts) {
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(kShipped)) files += entry.is_regular_file();
  EXPECT_EQ(files, 21u);
  EXPECT_EQ(published().size(), 21u);
}

TEST(Incidents, NearlyAllOfTheirImpairmentsBecomeFaults) {
  std::size_t impairments = 0, faults = 0;
  for (const Incident& incident : published()) {
    const Conversion conversion = converted(incident, world_of(incident.provider));
    impairments += conversion.impairment_phases;
    faults += conversion.converted.size();
    EXPECT_FALSE(conversion.faults.empty()) << incident.id;
  }
  EXPECT_GE(impairments, 40u);
  EXPECT_GE(faults * 100, impairments * 80) << faults << " of " << impairments;
}

TEST(Incidents, AllRunFromASteadyStateToAfterTheirEnd) {
  for (const Incident& incident : published()) {
    const fs::path file = kShipped / (incident.id + ".json");
    const drill::Scenario scenario = drill::load_scenario(file);
    EXPECT_GE(scenario.setup->faults.front().begins,
              scenario.setup->starts_at + std::chrono::hours(4))
        << incident.id;
    for (const sim::FaultSpec& fault : scenario.setup->faults) {
      if (fault.lasts == recovery::kForever) continue;
      EXPECT_LE(fault.begins + fault.lasts + std::chrono::hours(24), scenario.setup->ends_at)
          << incident.id;
    }
    const drill::Outcome outcome = drill::run(scenario, 1, {});
    const int code = outcome.exit_code();
    EXPECT_TRUE(code == 0 || code == 1 || code == 3) << incident.id;
    EXPECT_EQ(outcome.origin->confidence, incident.confidence);
    EXPECT_EQ(outcome.origin->sources, incident.sources);
  }
}

TEST(Incidents, EveryPublishedWordIsKnown) {
  for (const Incident& incident : published()) {
    for (const drill::IncidentPhase& phase : incident.phases) {
      EXPECT_TRUE(drill::severity_of(phase.severity).is_known) << phase.severity;
    }
  }
}

// How long each Deployment was down, added up; to the end of the run where it did not come back.
std::map<std::string, recovery::Duration> downtimes(const Incident& incident) {
  const std::string& world = world_of(incident.provider);
  const drill::Outcome outcome =
      drill::run(scenario_of(converted(incident, world), world), 1, {}, drill::Detail::figures);
  std::map<std::string, recovery::Duration> down;
  for (const drill::DeploymentOutcome& deployment : outcome.deployments) {
    for (const drill::Outage& outage : deployment.outages)
      down[deployment.name] += outage.rta().value_or(outcome.ends_at - outage.began);
  }
  return down;
}

// Whose worker in the hit zone comes back with the improvement, and is slow: dead it hurt nobody.
const std::set<std::pair<std::string, std::string>> kBetterOffWithoutASlowWorker = {
    {"azure-southcentralus-2018-09-04", "billing-prod"}};

TEST(Incidents, AreNotMadeWorseByTheImprovementsThatWerePublished) {
  std::size_t improved = 0;
  for (const Incident& incident : published()) {
    Incident unimproved = incident;
    std::erase_if(unimproved.phases, [](const drill::IncidentPhase& phase) {
      return drill::severity_of(phase.severity).role == drill::Role::lessens;
    });
    if (unimproved.phases.size() == incident.phases.size()) continue;
    ++improved;
    auto without = downtimes(unimproved);
    for (const auto& [name, down] : downtimes(incident)) {
      const bool is_worse = down > without[name];
      EXPECT_EQ(is_worse, kBetterOffWithoutASlowWorker.contains({incident.id, name}))
          << incident.id << ", " << name;
    }
  }
  EXPECT_GE(improved, 10u);
}

// --- the command --------------------------------------------------------------------------------

TEST(Import, WritesTheScenarioAndSaysWhatStandsForWhat) {
  const Finished finished = blackstart(
      "import incident " + kFacts +
      " gcp-europe-west1-b-2015-08-13 --world scenarios/worlds/astro-aws-two-regions.json");
  EXPECT_EQ(finished.exit_code, 0);
  const auto scenario = nlohmann::json::parse(finished.out);
  EXPECT_EQ(scenario["world"], "scenarios/worlds/astro-aws-two-regions.json");
  EXPECT_EQ(scenario["faults"][0]["target"], "zone:us-east-1b");
  EXPECT_EQ(finished.err,
            "gcp-europe-west1-b-2015-08-13: 1 of 1 impairment phase became 1 fault (confidence: "
            "high)\n"
            "  us-east-1 of the world (aws) stands for europe-west1\n"
            "  zone:us-east-1b stands for b\n"
            "  a day 552 weeks later, the same weekday and hour, stands for that day: the world's "
            "DAGs had not begun yet\n");
}

TEST(Import, SeveralGoToAFolder) {
  const Scratch scratch;
  const std::string folder = (scratch.path() / "days").string();
  const Finished finished =
      blackstart("import incident " + kFacts +
                 " --world scenarios/worlds/astro-azure-three-zones.json --out " + folder);
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    EXPECT_NO_THROW(drill::load_scenario(entry.path())) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, published().size());
}

TEST(Import, WritesNoTwoIncidentsToOneFile) {
  const Scratch scratch;
  const std::string facts =
      scratch
          .write("facts.json",
                 R"([{"id": "a b", "scope": "down"}, {"id": "a-b", "scope": "down"}])")
          .string();
  const std::string folder = (scratch.path() / "days").string();
  const Finished finished =
      blackstart("import incident " + facts +
                 " --world scenarios/worlds/astro-aws-two-regions.json --out " + folder);
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err, facts +
                              ":1:34 /1: 'a-b' would be written to a-b.json, and so would the "
                              "incident at " +
                              facts + ":1:2 /0; give them ids that differ in letters and digits\n");
  EXPECT_FALSE(fs::exists(folder));
}

TEST(Import, SaysSoWhereNothingIsLeftToTest) {
  const Scratch scratch;
  const std::string facts =
      scratch.write("facts.json", R"({"phases": [{"affected": "sqs", "severity": "total"}]})")
          .string();
  const Finished finished = blackstart("import incident " + facts +
                                       " --world scenarios/worlds/astro-aws-two-regions.json");
  EXPECT_EQ(finished.exit_code, 3);
  EXPECT_EQ(finished.err,
            "incident-1: 0 of 1 impairment phase became 0 faults (confidence: not stated)\n"
            "  us-east-1 of the world (aws) stands for an unnamed region\n"
            "  a day 9 weeks later, the same weekday and hour, stands for that day: the world's "
            "DAGs had not begun yet\n"
            "  left out: phase 1: sqs is no part of an Airflow data plane\n"
            "  left out: phase 1: nothing of it is modelled\n"
            "  left out: all of it: to run this scenario tests nothing\n");
}

TEST(Import, SaysWhatIsMissingOrMisspelt) {
  const auto error = [](const std::string& arguments) {
    const Finished finished = blackstart("import " + arguments);
    EXPECT_EQ(finished.exit_code, 2);
    return finished.err;
  };
  EXPECT_EQ(error("incidents x"),
            "blackstart: import knows no 'incidents': import incident FACTS.json [ID] --world "
            "FILE\n");
  EXPECT_EQ(error("incident " + kFacts),
            "blackstart: import incident needs the --world that the incident is to happen in\n");
  EXPECT_TRUE(says(
      error("incident " + kFacts + " ovh-sbg --world scenarios/worlds/astro-aws-two-regions.json"),
      "did you mean 'ovh-sbg-2021-03-10'"));
  EXPECT_EQ(error("incident " + kFacts + " --world scenarios/worlds/astro-aws-two-regions.json"),
            "blackstart: there are 21 incidents: name one by its id, or a folder with --out\n");
}

}  // namespace
}  // namespace blackstart::tests
