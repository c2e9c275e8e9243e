#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "drill/incident/convert.h"
#include "drill/incident/words.h"
#include "drill/outcome.h"
#include "drill/text/durations.h"
#include "tests/program.h"

// Would this Deployment have survived that day, and when would it have been back? Published outages
// become scenarios, and what nobody published is said to be assumed.
namespace blackstart::tests {
namespace {

namespace fs = std::filesystem;
using drill::Conversion;
using drill::Incident;
using drill::Role;
using drill::Subject;

const fs::path kSource = BLACKSTART_SOURCE_DIR;
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

std::vector<Incident> incidents_in(const std::string& text) {
  drill::Problems problems;
  const drill::Node facts = drill::parse_document(text, "facts.json", problems);
  std::vector<Incident> incidents = drill::read_incidents(facts, problems);
  if (problems.any()) throw drill::InputError(problems);
  return incidents;
}

std::vector<Incident> published() { return incidents_in(text_of_file(kSource / kFacts)); }

Conversion converted(const Incident& incident, const std::string& world) {
  return drill::convert(incident, drill::load_world_file(kSource / "scenarios/worlds" / world));
}

// In the world of the example: us-east-1 with zones a and b, and us-west-2 to recover in.
Conversion converted(const std::string& incident) {
  return converted(incidents_in(incident).at(0), "astro-aws-two-regions.json");
}

std::string text_of(const drill::DraftFault& fault) {
  std::ostringstream text;
  const auto seconds = [](recovery::Duration duration) {
    return duration / std::chrono::seconds(1);
  };
  text << seconds(fault.at) << " " << fault.kind << " " << fault.target << " "
       << (fault.lasts ? std::to_string(seconds(*fault.lasts)) : "for ever");
  for (const auto& [key, figure] : fault.figures) text << " " << key << " " << figure;
  for (const auto& [key, word] : fault.says) text << " " << key << " " << word;
  return text.str();
}

// One line per fault: onset, kind, target, how long (in seconds), figures. The steady state before
// the incident is four hours, 14400 seconds.
std::string story(const Conversion& conversion) {
  std::string story;
  for (const drill::DraftFault& fault : conversion.faults) story += text_of(fault) + "\n";
  return story;
}

bool says(const std::vector<std::string>& lines, const std::string& what) {
  return std::ranges::any_of(
      lines, [&](const std::string& line) { return line.find(what) != std::string::npos; });
}

// A file that is written can be read, and what it says runs to its end.
void expect_runs(const Conversion& conversion, const std::string& world) {
  const Scratch scratch;
  const fs::path file = scratch.write(
      "day.json", drill::write_scenario(conversion, kSource / "scenarios/worlds" / world));
  const int code = drill::run(drill::load_scenario(file), 1, {}).exit_code();
  EXPECT_TRUE(code == 0 || code == 1 || code == 3) << code;
}

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
    faults += conversion.converted_phases;
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

// --- words --------------------------------------------------------------------------------------

TEST(Words, AreReadByTheirParts) {
  EXPECT_EQ(drill::severity_of("near_total_AZ").level, 0.95);
  EXPECT_TRUE(drill::severity_of("near_total_AZ").is_of_zone);
  EXPECT_EQ(drill::severity_of("13pct_volumes_45pct_singleAZ_RDS").level, 0.13);
  EXPECT_EQ(drill::severity_of("partial_recovery").role, Role::lessens);
  EXPECT_EQ(drill::severity_of("recovering_80pct").left, 1 - 0.8);
  EXPECT_EQ(drill::severity_of("recovered_with_tail").role, Role::ends);
  EXPECT_EQ(drill::severity_of("mostly restored, partial").role, Role::lessens);
  EXPECT_EQ(drill::severity_of("info").role, Role::tells);
  EXPECT_FALSE(drill::severity_of("catastrophic").is_known);
}

TEST(Words, TellWhatRunsFromWhatChangesIt) {
  EXPECT_FALSE(drill::thing_of("ec2").is_control_plane);
  EXPECT_TRUE(drill::thing_of("ec2_launch").is_control_plane);
  EXPECT_EQ(drill::thing_of("ec2_network_api").subject, Subject::network);
  EXPECT_EQ(drill::thing_of("ecs_eks_provisioning").subject, Subject::kubernetes);
  EXPECT_EQ(drill::thing_of("iam_sign_in").subject, Subject::identity);
  EXPECT_EQ(drill::thing_of("dynamodb").subject, Subject::outside);
  EXPECT_EQ(drill::thing_of("flux_capacitor").nearest, "capacity");
}

TEST(Words, OfTwoPartsThatAreOneWordAreReadAsOne) {
  for (const char* word : {"s3", "gcs", "blob", "blob_storage", "azure_storage", "queue_storage",
                           "table_storage", "storage_account", "azure_blob_storage"}) {
    EXPECT_EQ(drill::thing_of(word).subject, Subject::buckets) << word;
    EXPECT_EQ(drill::thing_of(word).taken_for, "") << word;
  }
  EXPECT_EQ(drill::thing_of("storage").subject, Subject::disks);
}

TEST(Words, ThatAreKnownInPartOnlySayWhatTheyAreTakenFor) {
  EXPECT_EQ(drill::thing_of("fancy_disk_thing").taken_for, "disk");
  EXPECT_EQ(drill::thing_of("ec2_network").taken_for, "");
}

TEST(Words, OfATenantMeanItsDeletionOnlyIfTheySaySo) {
  EXPECT_TRUE(drill::thing_of("account_deleted").is_deleted);
  EXPECT_EQ(drill::thing_of("subscription_deletion").subject, Subject::tenant);
  EXPECT_FALSE(drill::thing_of("tenant").is_deleted);
  EXPECT_FALSE(drill::thing_of("account_service").is_known);
}

TEST(Words, ThatAreFarFetchedAreNotSuggested) {
  EXPECT_EQ(drill::thing_of("front_door").nearest, "");
  EXPECT_EQ(drill::severity_of("catastrophic").nearest, "");
  EXPECT_EQ(drill::severity_of("outagee").nearest, "outage");
}

// --- made-up ones -------------------------------------------------------------------------------

TEST(MadeUp, AZoneGoesDownAndComesBackByHalves) {
  const Conversion day = converted(R"({"id": "x", "region": "us-east-1", "zones": ["one AZ"],
    "started_at": "2024-01-01T00:00:00Z", "ended_at": "2024-01-01T02:00:00Z", "phases": [
      {"offset_s": 0, "affected": ["ec2"], "severity": "total_AZ"},
      {"offset_s": 1800, "affected": ["facility"], "severity": "recovering"},
      {"offset_s": 3600, "affected": ["ec2"], "severity": "recovered"}]})");
  EXPECT_EQ(story(day),
            "14400 zone_power_outage zone:us-east-1a 1800\n"
            "16200 zone_partial_loss zone:us-east-1a 1800 share 0.5\n");
}

TEST(MadeUp, TheSameThingTwiceIsOneFaultAndWorseIsAnother) {
  const Conversion day = converted(R"({"id": "x", "region": "us-east-1", "zones": ["use1-az4"],
    "started_at": "2024-01-01T00:00:00Z", "ended_at": "2024-01-01T01:00:00Z", "phases": [
      {"offset_s": 0, "affected": ["ec2", "rds"], "severity": "partial_AZ"},
      {"offset_s": 600, "affected": ["ec2"], "severity": "partial_AZ"},
      {"offset_s": 1200, "affected": ["ec2"], "severity": "major_AZ"}]})");
  EXPECT_EQ(story(day),
            "14400 zone_partial_loss zone:us-east-1a 1200 share 0.25\n"
            "15600 zone_partial_loss zone:us-east-1a 2400 share 0.5\n");
}

TEST(MadeUp, AnEndThatNobodyPublishedIsAssumedAndOthersAreThereToTry) {
  const Conversion day = converted(R"({"id": "x", "region": "us-east-1", "zones": ["all"],
    "started_at": "2024-01-01T00:00:00Z", "ended_at": null, "phases": [
      {"offset_s": 0, "affected": ["region"], "severity": "total"}]})");
  EXPECT_EQ(story(day), "14400 region_outage region:us-east-1 86400\n");
  ASSERT_EQ(day.unknown_ends.size(), 1u);
  EXPECT_EQ(day.unknown_ends[0].fault, day.faults[0].name);
  EXPECT_EQ(day.unknown_ends[0].sweep.front(), std::chrono::hours(1));
  EXPECT_EQ(day.unknown_ends[0].sweep.back(), std::chrono::hours(14 * 24));
}

TEST(MadeUp, PhasesOutOfOrderAreSortedAndNumbersMayBeTexts) {
  const Conversion day = converted(R"({"id": "x", "region": "us-east-1", "zones": "all",
    "started_at": "2024-01-01T00:00:00Z", "duration_s": "7200", "phases": [
      {"offset_s": "3600", "affected": "iam", "severity": "resolved"},
      {"offset_s": "0", "affected": "iam", "severity": "complete outage"}]})");
  EXPECT_EQ(story(day), "14400 service_outage service:iam 3600\n");
  EXPECT_TRUE(says(day.assumptions, "not in the order"));
}

TEST(MadeUp, WhatOnlyAZoneHeldIsLostWhenItIsHitAndNotWhenThatIsAdmitted) {
  const Conversion day = converted(R"({"id": "x", "region": "us-east-1", "zones": ["use1-az1"],
    "started_at": "2024-01-01T00:00:00Z", "ended_at": "2024-03-01T00:00:00Z", "phases": [
      {"offset_s": 0, "affected": ["use1-az1"], "severity": "major_AZ"},
      {"offset_s": 864000, "affected": ["use1-az1"], "severity": "permanent_data_loss"}]})");
  EXPECT_EQ(story(day), "14400 zone_power_outage zone:us-east-1a for ever\n");
  EXPECT_TRUE(says(day.assumptions, "lost for good when it was hit"));
}

TEST(MadeUp, UnknownWordsAreToldWithTheNearestAndTakenForTheWorst) {
  const Conversion day =
      converted(R"({"id": "x", "region": "mars-north-1", "zones": ["mars-north-1b"],
    "started_at": "2024-01-01T00:00:00Z", "ended_at": "2024-01-01T01:00:00Z", "phases": [
      {"offset_s": 0, "affected": ["flux_capacitor"], "severity": "catastrophic"}]})");
  EXPECT_EQ(story(day), "14400 zone_partial_loss zone:us-east-1b 3600 share 0.5\n");
  EXPECT_TRUE(says(day.assumptions,
                   "nobody knows what 'flux_capacitor' is (the nearest known word is 'capacity'): "
                   "taken for the machines"));
  EXPECT_TRUE(day.left_out.empty());
  EXPECT_TRUE(says(day.assumptions, "'catastrophic' is not known"));
  EXPECT_TRUE(says(day.mapped, "stands for mars-north-1b"));
}

TEST(MadeUp, ASlipOfThePenIsTakenForWhatWasMeant) {
  const Conversion day = converted(R"({"id": "x", "region": "us-east-1", "zones": ["all"],
    "started_at": "2024-01-01T00:00:00Z", "ended_at": "2024-01-01T01:00:00Z", "phases": [
      {"offset_s": 0, "affected": ["kuberntes"], "severity": "20pct"}]})");
  EXPECT_EQ(story(day),
            "14400 api_degradation service:kubernetes/us-east-1 3600 error_share 0.2\n");
  EXPECT_TRUE(says(day.assumptions, "'kuberntes' is taken for 'kubernetes'"));
}

TEST(MadeUp, WhatNoAirflowRunsOnHitsNothing) {
  const Conversion day = converted(R"({"id": "x", "region": "us-east-1", "zones": ["all"],
    "started_at": "2024-01-01T00:00:00Z", "ended_at": "2024-01-01T01:00:00Z", "phases": [
      {"offset_s": 0, "affected": ["lambda", "sqs"], "severity": "total"}]})");
  EXPECT_EQ(story(day), "");
  EXPECT_FALSE(day.has_unknown);
  EXPECT_TRUE(says(day.left_out, "lambda is no part of an Airflow data plane"));
}

TEST(MadeUp, AGlobalOneHitsEveryRegionOfTheWorld) {
  const Conversion day = converted(R"({"id": "x", "region": "global", "zones": ["all regions"],
    "started_at": "2024-01-01T00:00:00Z", "ended_at": "2024-01-01T01:00:00Z", "phases": [
      {"offset_s": 0, "affected": ["all_apis"], "severity": "total_for_api"}]})");
  EXPECT_EQ(story(day),
            "14400 region_control_plane_outage region:us-east-1 3600\n"
            "14400 region_control_plane_outage region:us-west-2 3600\n"
            "14400 region_control_plane_outage region:eu-west-1 3600\n");
}

TEST(MadeUp, ADeletedTenantIsGoneWhereverItStood) {
  const Conversion day = converted(R"({"id": "x", "region": "us-east-1", "zones": ["both"],
    "started_at": "2024-01-01T00:00:00Z", "ended_at": null, "phases": [
      {"affected": ["tenant"], "severity": "total_for_tenant"}]})");
  EXPECT_EQ(story(day), "14400 cluster_outage cluster:production for ever\n");
}

TEST(MadeUp, ATriggerBeforeTheOnsetDoesNoHarm) {
  const Conversion day = converted(R"({"id": "x", "region": "us-east-1", "zones": ["all"],
    "started_at": "2024-01-01T00:00:00Z", "ended_at": "2024-01-01T01:00:00Z", "phases": [
      {"offset_s": -600, "affected": ["s3"], "severity": "trigger"},
      {"offset_s": -60, "affected": ["s3"], "severity": "degraded"},
      {"offset_s": 0, "affected": ["s3"], "severity": "0pct"}]})");
  EXPECT_EQ(story(day), "14400 region_storage_outage region:us-east-1 3660 share 0.1\n");
}

// --- what is said later of the same thing -------------------------------------------------------

// In us-east-1a, from midnight to six.
Conversion day_of(const std::string& phases, const std::string& more = "") {
  return converted(R"({"id": "x", "region": "us-east-1", "zones": ["us-east-1a"],
    "started_at": "2027-01-01T00:00:00Z", "ended_at": "2027-01-01T06:00:00Z",)" +
                   more + R"( "phases": [)" + phases + "]}");
}

TEST(SaidLater, AMilderPhaseTakesThePlaceOfAWorseOneAndTheOtherWayRound) {
  EXPECT_EQ(story(day_of(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total_AZ"},
                            {"offset_s": 1800, "affected": ["ec2"], "severity": "35pct"},
                            {"offset_s": 3600, "affected": ["ec2"], "severity": "60pct"},
                            {"offset_s": 5400, "affected": ["ec2"], "severity": "degraded"})")),
            "14400 zone_power_outage zone:us-east-1a 1800\n"
            "16200 zone_partial_loss zone:us-east-1a 1800 share 0.35\n"
            "18000 zone_partial_loss zone:us-east-1a 1800 share 0.6\n"
            "19800 zone_partial_loss zone:us-east-1a 16200 share 0.1\n");
}

TEST(SaidLater, WhereNoPlaceIsSaidItIsWhereTheSameThingWasHitBefore) {
  EXPECT_EQ(story(converted(R"({"id": "x", "region": "us-east-1", "zones": ["all"],
    "started_at": "2027-01-01T00:00:00Z", "ended_at": "2027-01-01T06:00:00Z", "phases": [
      {"offset_s": 0, "affected": ["ec2"], "severity": "total_AZ"},
      {"offset_s": 1800, "affected": ["ec2"], "severity": "35pct"}]})")),
            "14400 zone_power_outage zone:us-east-1a 1800\n"
            "16200 zone_partial_loss zone:us-east-1a 19800 share 0.35\n");
}

TEST(SaidLater, OfOneThingLeavesTheOthersThere) {
  const Conversion day =
      day_of(R"({"offset_s": 0, "affected": ["ec2", "rds"], "severity": "total_AZ"},
                {"offset_s": 1800, "affected": ["ec2"], "severity": "35pct"},
                {"offset_s": 3600, "affected": ["rds"], "severity": "recovered"})");
  EXPECT_EQ(story(day),
            "14400 zone_power_outage zone:us-east-1a 3600\n"
            "16200 zone_partial_loss zone:us-east-1a 19800 share 0.35\n");
}

TEST(SaidLater, OfAZoneIsSaidOfAllThatStandsInIt) {
  EXPECT_EQ(story(day_of(R"({"offset_s": 0, "affected": ["ec2", "rds"], "severity": "total_AZ"},
                            {"offset_s": 1800, "affected": ["us-east-1a"], "severity": "35pct"})")),
            "14400 zone_power_outage zone:us-east-1a 1800\n"
            "16200 zone_partial_loss zone:us-east-1a 19800 share 0.35\n");
}

TEST(SaidLater, WhatChangesNothingIsLeftOutAndNotCounted) {
  const Conversion day = day_of(R"({"offset_s": 0, "affected": ["monitoring"], "severity": "major"},
                {"offset_s": 1800, "affected": ["monitoring"], "severity": "degraded"})");
  EXPECT_EQ(day.impairment_phases, 2u);
  EXPECT_EQ(day.converted_phases, 1u);
  EXPECT_TRUE(says(day.left_out, "phase 2: monitoring at region:us-east-1: there is no half"));
}

TEST(SaidLater, ThanTheEndIsLeftOutAndNotCounted) {
  const Conversion day = day_of(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total_AZ"},
                                   {"offset_s": 90000, "affected": ["rds"], "severity": "major"})");
  EXPECT_EQ(story(day), "14400 zone_power_outage zone:us-east-1a 21600\n");
  EXPECT_EQ(day.converted_phases, 1u);
  EXPECT_TRUE(says(day.left_out,
                   "phase 2: it begins 1d01h after the onset, and the "
                   "incident ended after 6h"));
}

TEST(SaidLater, EachApiEndsByItsOwnWords) {
  EXPECT_EQ(
      story(day_of(
          R"({"offset_s": 0, "affected": ["ec2_api", "rds_api", "eks"], "severity": "total_for_api"},
             {"offset_s": 3600, "affected": ["ec2_api"], "severity": "recovered"})")),
      "14400 service_outage service:compute/us-east-1 3600\n"
      "14400 service_outage service:database/us-east-1 21600\n"
      "14400 service_outage service:kubernetes/us-east-1 21600\n");
}

TEST(SaidLater, WhatNobodyKnowsEndsByItsOwnWord) {
  const Conversion day =
      day_of(R"({"offset_s": 0, "affected": ["subscription"], "severity": "major"},
                {"offset_s": 3600, "affected": ["subscription"], "severity": "recovered"},
                {"offset_s": 7200, "affected": ["zzz"], "severity": "recovered"})");
  EXPECT_EQ(story(day), "14400 zone_partial_loss zone:us-east-1a 3600 share 0.5\n");
  EXPECT_TRUE(says(day.assumptions, "nobody knows what 'subscription' is: taken for the machines"));
  EXPECT_FALSE(says(day.left_out, "subscription"));
  EXPECT_TRUE(says(day.left_out, "phase 3: nobody knows what 'zzz' is: that it recovers ends"));
}

TEST(SaidLater, TheRegionByItsNameEndsByItsName) {
  EXPECT_EQ(story(day_of(R"({"offset_s": 0, "affected": ["us-east-1"], "severity": "total"},
                            {"offset_s": 3600, "affected": ["us-east-1"], "severity": "recovered"})")),
            "14400 region_outage region:us-east-1 3600\n");
}

// --- contradictions and gaps --------------------------------------------------------------------

TEST(Contradictions, SayWhichOfTwoTimesWasTaken) {
  const Conversion day = day_of(
      R"({"offset_s": 1800, "at": "2027-01-01T02:00:00Z", "affected": ["s3"], "severity": "total"})",
      R"("duration_s": 60,)");
  EXPECT_EQ(story(day), "16200 region_storage_outage region:us-east-1 19800 share 1\n");
  EXPECT_TRUE(says(day.assumptions,
                   "phase 1 began 30m after the onset by 'offset_s', which is "
                   "taken, and 2h after it by 'at'"));
  EXPECT_TRUE(says(day.assumptions,
                   "it lasted 6h by 'ended_at', which is taken, and 1m "
                   "by 'duration_s'"));
}

TEST(Gaps, ASeverityThatIsMissingIsNotAnUnknownWord) {
  const Conversion day = day_of(R"({"affected": ["ec2"], "severity": null})");
  EXPECT_TRUE(says(day.assumptions, "phase 1: how bad it was is not stated: taken for major"));
}

TEST(Gaps, AZoneThatTheWorldHasNotTakesOneThatIsFree) {
  EXPECT_EQ(story(converted(R"({"id": "x", "region": "us-east-1",
    "zones": ["use1-az9", "us-east-1a"],
    "started_at": "2027-01-01T00:00:00Z", "ended_at": "2027-01-01T01:00:00Z", "phases": [
      {"offset_s": 0, "affected": ["ec2"], "severity": "total_AZ"}]})")),
            "14400 zone_power_outage zone:us-east-1b 3600\n"
            "14400 zone_power_outage zone:us-east-1a 3600\n");
}

TEST(MadeUp, WithoutAnyDiskNothingOfAZoneWorks) {
  EXPECT_EQ(story(day_of(R"({"offset_s": 0, "affected": ["ebs"], "severity": "total_AZ"},
                            {"offset_s": 1800, "affected": ["ebs"], "severity": "major"})")),
            "14400 zone_power_outage zone:us-east-1a 1800\n"
            "16200 zone_degradation zone:us-east-1a 19800 disk_slowdown 2\n");
}

TEST(MadeUp, AnAccountThatIsNotDeletedDestroysNoCluster) {
  for (const char* word : {"account_service", "account", "storage_account"}) {
    const Conversion day = day_of(R"({"offset_s": 0, "affected": [")" + std::string(word) +
                                  R"("], "severity": "total"})");
    EXPECT_EQ(story(day).find("cluster_outage"), std::string::npos) << word;
    EXPECT_EQ(story(day).find("for ever"), std::string::npos) << word;
  }
  EXPECT_EQ(story(day_of(R"({"affected": ["account"], "severity": "deleted"})")),
            "14400 cluster_outage cluster:production for ever\n");
}

// The world's DAGs began in January 2026; 2020-01-01 was a Wednesday, and so was 2026-03-11, the
// first one that is a week after the latest of them began, on March 1.
TEST(MadeUp, ADayBeforeTheDagsBeganBecomesTheSameWeekdayAndHour) {
  const Conversion day = converted(R"({"id": "x", "region": "us-east-1", "zones": ["all"],
    "started_at": "2020-01-01T12:30:00Z", "ended_at": "2020-01-01T13:30:00Z", "phases": [
      {"offset_s": 0, "affected": ["region"], "severity": "total"}]})");
  EXPECT_EQ(drill::text_of(day.starts_at), "2026-03-11T08:30:00Z");
  EXPECT_TRUE(says(day.mapped, "323 weeks later"));
}

TEST(MadeUp, AZoneThatTwoRegionsNameAlikeIsSaidWithItsRegion) {
  sim::WorldSpec world =
      drill::load_world_file(kSource / "scenarios/worlds/astro-aws-two-regions.json");
  for (sim::RegionSpec& region : world.regions) region.zones = {"a", "b"};
  world.zones.clear();
  sim::add_zones_and_regional_services(world);
  const Conversion day =
      drill::convert(incidents_in(R"({"region": "us-east-1", "zones": ["use1-az2"], "phases": [
        {"affected": ["ec2"], "severity": "total_AZ"}]})")
                         .at(0),
                     world);
  EXPECT_EQ(day.faults.at(0).target, "zone:us-east-1/a");
}

// Nothing of this is a crash, and each of these files runs.
TEST(MadeUp, OddOnesBecomeScenariosThatRun) {
  for (
      const char* odd : {
          R"({})",
          R"({"id": null, "region": null, "zones": null, "phases": null, "started_at": null})",
          R"({"id": "../../up", "region": 7, "zones": [1, null], "phases": []})",
          R"({"started_at": "yesterday", "ended_at": 5, "phases": [{"affected": null}]})",
          R"({"phases": [{"offset_s": 1e300, "affected": ["s3"], "severity": "major"}]})",
          R"({"phases": [{"offset_s": -1e18, "affected": ["ec2_api"], "severity": "99pct"}]})",
          R"({"started_at": "2024-01-02T00:00:00Z", "ended_at": "2024-01-01T00:00:00Z"})",
          R"({"scope": "whole region destroyed", "zones": ["all"]})",
          R"({"phases": [{"affected": ["network"], "severity": "2pct", "at": "2024-01-01T00:00:00.9Z"}]})",
          R"({"phases": [{"affected": ["ec2", "ec2", "ec2"], "severity": "major"},
                          {"affected": ["ec2"], "severity": "total", "offset_s": 0.4}]})",
      }) {
    SCOPED_TRACE(odd);
    expect_runs(converted(odd), "astro-aws-two-regions.json");
  }
}

TEST(MadeUp, WhatIsNoIncidentIsSaidInOneLine) {
  const auto complaint = [](const std::string& text) -> std::string {
    try {
      return "read " + std::to_string(incidents_in(text).size());
    } catch (const drill::InputError& error) {
      return error.what();
    }
  };
  EXPECT_EQ(complaint("3"),
            "facts.json:1:1: facts are one incident or a list of them, found a whole number");
  EXPECT_EQ(complaint("[]"), "facts.json:1:1: there is no incident in it");
  EXPECT_EQ(complaint(R"([{"id": "x"}, {"id": "x"}])"),
            "facts.json:1:15 /1: 'x' is the id of the incident at facts.json:1:2 /0 too; ids tell "
            "incidents apart");
  EXPECT_EQ(complaint("[1]"), "facts.json:1:2 /0: expected an object, found 1");
  EXPECT_EQ(complaint(R"({"phases": 3})"),
            "facts.json:1:12 /phases: 'phases' is a list of what happened when");
  EXPECT_EQ(complaint(R"({"phases": [3]})"),
            "facts.json:1:13 /phases/0: a phase is an object with \"offset_s\", \"affected\" and "
            "\"severity\", found a whole number");
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
  EXPECT_NE(finished.err.find("us-east-1 of the world (aws) stands for europe-west1"),
            std::string::npos);
}

TEST(Import, SeveralGoToAFolder) {
  const Scratch scratch;
  const std::string folder = (scratch.path() / "days").string();
  const Finished finished =
      blackstart("import incident " + kFacts +
                 " --world scenarios/worlds/astro-azure-three-zones.json --out " + folder);
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  for (const auto& entry : fs::directory_iterator(folder))
    EXPECT_NO_THROW(drill::load_scenario(entry.path())) << entry.path();
}

TEST(Import, WritesNoTwoIncidentsToOneFile) {
  const Scratch scratch;
  const std::string facts =
      scratch.write("facts.json", R"([{"id": "a b"}, {"id": "a-b"}])").string();
  const std::string folder = (scratch.path() / "days").string();
  const Finished finished =
      blackstart("import incident " + facts +
                 " --world scenarios/worlds/astro-aws-two-regions.json --out " + folder);
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_NE(finished.err.find("/1: 'a-b' would be written to a-b.json, and so would the incident"),
            std::string::npos)
      << finished.err;
  EXPECT_FALSE(fs::exists(folder));
}

TEST(Import, SaysSoWhereNothingIsLeftToTest) {
  const Scratch scratch;
  const std::string facts =
      scratch.write("facts.json", R"({"phases": [{"affected": "sqs", "severity": "total"}]})")
          .string();
  const Finished finished = blackstart("import incident " + facts +
                                       " --world scenarios/worlds/astro-aws-two-regions.json");
  EXPECT_NE(finished.err.find("0 of 1 impairment phase became 0 faults"), std::string::npos)
      << finished.err;
  EXPECT_NE(finished.err.find("left out: all of it: to run this scenario tests nothing"),
            std::string::npos);
}

TEST(Import, SaysWhatIsMissingOrMisspelt) {
  const auto error = [](const std::string& arguments) {
    const Finished finished = blackstart("import " + arguments);
    EXPECT_EQ(finished.exit_code, 2);
    return finished.err;
  };
  EXPECT_NE(error("incidents x").find("import incident FACTS.json"), std::string::npos);
  EXPECT_NE(error("incident " + kFacts).find("needs the --world"), std::string::npos);
  EXPECT_NE(
      error("incident " + kFacts + " ovh-sbg --world scenarios/worlds/astro-aws-two-regions.json")
          .find("did you mean 'ovh-sbg-2021-03-10'"),
      std::string::npos);
  EXPECT_NE(error("incident " + kFacts + " --world scenarios/worlds/astro-aws-two-regions.json")
                .find("there are 21 incidents"),
            std::string::npos);
}

}  // namespace
}  // namespace blackstart::tests
