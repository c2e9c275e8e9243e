#include <gtest/gtest.h>

#include "drill/text/durations.h"
#include "tests/incidents.h"

// Phases become faults, and what nobody published is said to be assumed.
namespace blackstart::tests {
namespace {

using drill::Conversion;

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
  EXPECT_EQ(day.horizon, std::chrono::hours(4 + 14 * 24 + 24)) << "every end can be seen";
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
      {"offset_s": 0, "affected": ["flux_capacitor"], "severity": "apocalyptic"}]})");
  EXPECT_EQ(story(day), "14400 zone_partial_loss zone:us-east-1b 3600 share 0.5\n");
  EXPECT_TRUE(says(day.assumptions,
                   "nobody knows what 'flux_capacitor' is (the nearest known word is 'capacity'): "
                   "taken for the machines"));
  EXPECT_TRUE(day.left_out.empty());
  EXPECT_TRUE(says(day.assumptions, "'apocalyptic' is not known (no known word is like it)"));
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

TEST(SaidLater, SharesThatAreBackAreOfWhatWasHitAndNotOfWhatWasLeft) {
  EXPECT_EQ(story(day_of(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total"},
                            {"offset_s": 3600, "affected": ["ec2"], "severity": "50pct_recovered"},
                            {"offset_s": 7200, "affected": ["ec2"], "severity": "80pct_recovered"},
                            {"offset_s": 10800, "affected": ["ec2"], "severity": "95pct_recovered"})")),
            "14400 zone_power_outage zone:us-east-1a 3600\n"
            "18000 zone_partial_loss zone:us-east-1a 3600 share 0.5\n"
            "21600 zone_partial_loss zone:us-east-1a 3600 share 0.2\n"
            "25200 zone_partial_loss zone:us-east-1a 10800 share 0.05\n");
  EXPECT_EQ(story(day_of(R"({"offset_s": 0, "affected": ["ec2"], "severity": "major"},
                            {"offset_s": 3600, "affected": ["ec2"], "severity": "recovering"},
                            {"offset_s": 7200, "affected": ["ec2"], "severity": "80pct_recovered"})")),
            "14400 zone_partial_loss zone:us-east-1a 3600 share 0.5\n"
            "18000 zone_partial_loss zone:us-east-1a 3600 share 0.25\n"
            "21600 zone_partial_loss zone:us-east-1a 14400 share 0.1\n");
}

TEST(SaidLater, ThatAsMuchIsBackAsWasSaidBeforeChangesNothing) {
  EXPECT_EQ(story(day_of(
                R"({"offset_s": 0, "affected": ["ec2"], "severity": "total"},
                   {"offset_s": 3600, "affected": ["ec2"], "severity": "30pct"},
                   {"offset_s": 7200, "affected": ["ec2"], "severity": "70% of instances back"})")),
            "14400 zone_power_outage zone:us-east-1a 3600\n"
            "18000 zone_partial_loss zone:us-east-1a 18000 share 0.3\n");
}

TEST(SaidLater, ThatLessIsBackThanBeforeIsToldAndChangesNothing) {
  const Conversion day = day_of(
      R"({"offset_s": 0, "affected": ["ec2"], "severity": "total"},
         {"offset_s": 3600, "affected": ["ec2"], "severity": "80% recovered"},
         {"offset_s": 7200, "affected": ["ec2"], "severity": "half of the servers recovered"})");
  EXPECT_EQ(story(day),
            "14400 zone_power_outage zone:us-east-1a 3600\n"
            "18000 zone_partial_loss zone:us-east-1a 18000 share 0.2\n");
  EXPECT_TRUE(says(day.left_out, "phase 3: 'ec2': more of it was said to be back before"));
}

TEST(SaidLater, OfOneThingLeavesTheOthersThere) {
  const Conversion day =
      day_of(R"({"offset_s": 0, "affected": ["ec2", "rds"], "severity": "total_AZ"},
                {"offset_s": 1800, "affected": ["ec2"], "severity": "35pct"},
                {"offset_s": 3600, "affected": ["rds"], "severity": "recovered"})");
  EXPECT_EQ(story(day),
            "14400 zone_power_outage zone:us-east-1a 3600\n"
            "18000 zone_partial_loss zone:us-east-1a 18000 share 0.35\n");
}

TEST(SaidLater, ByAnotherWordIsNoImprovement) {
  const Conversion day =
      day_of(R"({"offset_s": 0, "affected": ["us-east-1a"], "severity": "total_AZ"},
                {"offset_s": 1800, "affected": ["ec2"], "severity": "degraded"},
                {"offset_s": 3600, "affected": ["ec2"], "severity": "apocalyptic"})");
  EXPECT_EQ(story(day), "14400 zone_power_outage zone:us-east-1a 21600\n");
  EXPECT_EQ(day.converted.size(), 1u);
  EXPECT_TRUE(says(day.left_out, "phase 2: ec2 at zone:us-east-1a: worse is said of it"));
}

TEST(SaidLater, OfAZoneDoesNotAddToWhatIsWorseAllAroundIt) {
  const Conversion day =
      regional_day(R"({"offset_s": 0, "affected": ["ec2"], "severity": "major_region"},
                      {"offset_s": 1800, "affected": ["us-east-1a"], "severity": "partial_AZ"})");
  EXPECT_EQ(story(day), "14400 zone_partial_loss region:us-east-1 21600 share 0.5\n");
  EXPECT_TRUE(says(day.left_out, "all of region:us-east-1 is said to be worse"));
}

TEST(SaidLater, WithoutSayingHowBadItIsIsNoImprovement) {
  const Conversion day = day_of(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total_AZ"},
                {"offset_s": 1800, "affected": ["ec2"], "severity": "apocalyptic"})");
  EXPECT_EQ(story(day), "14400 zone_power_outage zone:us-east-1a 21600\n");
  EXPECT_TRUE(says(day.left_out, "phase 2: ec2 at zone:us-east-1a: its severity is not known"));
}

TEST(SaidLater, WithoutALevelIsNoImprovementEither) {
  EXPECT_EQ(story(day_of(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total_AZ"},
                {"offset_s": 1800, "affected": ["ec2"], "severity": "disruption"})")),
            "14400 zone_power_outage zone:us-east-1a 21600\n");
}

TEST(SaidLater, ThatAZoneRecoversIsSaidOfAllThatStandsInIt) {
  EXPECT_EQ(story(day_of(R"({"offset_s": 0, "affected": ["ec2", "rds"], "severity": "total_AZ"},
                      {"offset_s": 1800, "affected": ["us-east-1a"], "severity": "recovering"})")),
            "14400 zone_power_outage zone:us-east-1a 1800\n"
            "16200 zone_partial_loss zone:us-east-1a 19800 share 0.5\n");
}

TEST(SaidLater, WhatChangesNothingIsLeftOutAndNotCounted) {
  const Conversion day = day_of(R"({"offset_s": 0, "affected": ["monitoring"], "severity": "major"},
                {"offset_s": 1800, "affected": ["monitoring"], "severity": "degraded"})");
  EXPECT_EQ(day.impairment_phases, 2u);
  EXPECT_EQ(day.converted.size(), 1u);
  EXPECT_TRUE(says(day.left_out, "phase 2: monitoring at region:us-east-1: there is no half"));
}

TEST(SaidLater, ThanTheEndIsLeftOutAndNotCounted) {
  const Conversion day = day_of(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total_AZ"},
                                   {"offset_s": 90000, "affected": ["rds"], "severity": "major"})");
  EXPECT_EQ(story(day), "14400 zone_power_outage zone:us-east-1a 21600\n");
  EXPECT_EQ(day.converted.size(), 1u);
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
  EXPECT_TRUE(says(day.assumptions,
                   "what it is for 'subscription' to be hit and not deleted nobody "
                   "knows: taken for the machines"));
  EXPECT_FALSE(says(day.left_out, "subscription"));
  EXPECT_TRUE(says(day.left_out,
                   "phase 3: nobody knows what 'zzz' is (no known word is like it): "
                   "that it recovers ends"));
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

TEST(Contradictions, SayThatWhatWasLostForGoodDoesNotRecover) {
  const Conversion day = day_of(R"({"offset_s": 0, "affected": ["project"], "severity": "deleted"},
                {"offset_s": 7200, "affected": ["project"], "severity": "restored from backup"})");
  EXPECT_EQ(story(day), "14400 cluster_outage cluster:production for ever\n");
  EXPECT_TRUE(says(day.left_out, "phase 2: 'project' was lost for good: that it recovers"));
  EXPECT_TRUE(says(day.assumptions,
                   "project at cluster:production was lost for good: it does not "
                   "come back as the incident ends"));
}

TEST(Contradictions, SayThatWhatRecoversAfterTheEndLastsUntilThen) {
  const Conversion day = day_of(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total"},
                {"offset_s": 36000, "affected": ["ec2"], "severity": "recovered"})");
  EXPECT_EQ(story(day), "14400 zone_power_outage zone:us-east-1a 36000\n");
  EXPECT_TRUE(says(day.assumptions,
                   "phase 2: what recovers 10h after the onset lasts until then, though the "
                   "incident ended after 6h"));
}

TEST(Gaps, WhatNobodySaysRecoveredDoesSoAsTheIncidentEndsAndThatIsAssumed) {
  const Conversion day =
      day_of(R"({"offset_s": 0, "affected": ["ec2", "rds", "s3"], "severity": "major"},
                {"offset_s": 3600, "affected": ["s3"], "severity": "recovered"})");
  EXPECT_TRUE(
      says(day.assumptions,
           "no phase says when this recovered, taken to be as the incident ended: ec2, rds"));
  EXPECT_FALSE(says(day_of(R"({"offset_s": 0, "affected": ["ec2"], "severity": "major"},
                {"offset_s": 3600, "affected": ["ec2"], "severity": "recovered"})")
                        .assumptions,
                    "no phase says when"));
}

TEST(Gaps, WordsThatAreNotUsedAreTold) {
  EXPECT_TRUE(says(day_of(R"({"affected": ["ec2"], "severity": "major zorp"})").assumptions,
                   "phase 1: 'zorp' of severity 'major zorp' is not used"));
  EXPECT_TRUE(says(day_of(R"({"affected": ["ec2"], "severity": "80% recovered"})").left_out,
                   "phase 1: 'ec2': a share of it is back that was not said to be hit"));
  EXPECT_TRUE(says(day_of(R"({"affected": ["ec2"], "severity": "impaired"})").assumptions,
                   "phase 1: 'impaired' does not say how bad it was: taken for major"));
  const Conversion day = day_of(R"({"offset_s": 0, "affected": ["ec2"], "severity": "partial"},
                {"offset_s": 3600, "affected": ["ec2"], "severity": "failed over"})");
  EXPECT_EQ(story(day), "14400 zone_partial_loss zone:us-east-1a 21600 share 0.25\n");
  EXPECT_TRUE(says(day.left_out, "phase 2: 'failed over' changes nothing: what went elsewhere"));
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
  const auto day_without = [](const std::string& word) {
    return story(
        day_of(R"({"offset_s": 0, "affected": [")" + word + R"("], "severity": "total"})"));
  };
  EXPECT_EQ(day_without("account_service"), "14400 zone_power_outage zone:us-east-1a 21600\n");
  EXPECT_EQ(day_without("account"), "14400 zone_power_outage zone:us-east-1a 21600\n");
  EXPECT_EQ(day_without("storage_account"),
            "14400 region_storage_outage region:us-east-1 21600 share 1\n");
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

// --- what nobody knows --------------------------------------------------------------------------

TEST(Unknown, WordsAreTakenForTheWorstWhereNothingElseIsModelled) {
  EXPECT_EQ(story(day_of(R"({"affected": ["lambda", "zzz"], "severity": "total_AZ"})")),
            "14400 zone_power_outage zone:us-east-1a 21600\n");
  EXPECT_EQ(story(day_of(R"({"affected": ["eks", "zzz"], "severity": "total"})")),
            "14400 service_outage service:kubernetes/us-east-1 21600\n");
  EXPECT_EQ(story(day_of(R"({"affected": ["zzz"], "severity": "total_for_api"})")),
            "14400 region_control_plane_outage region:us-east-1 21600\n");
  EXPECT_EQ(story(day_of(R"({"affected": [], "severity": "total_AZ"})")),
            "14400 zone_power_outage zone:us-east-1a 21600\n");
}

}  // namespace
}  // namespace blackstart::tests
