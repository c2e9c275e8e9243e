#include <gtest/gtest.h>

#include "tests/incidents.h"

// In which way something was hit, and what heals with what.
namespace blackstart::tests {
namespace {

using drill::Conversion;

// --- fractions ----------------------------------------------------------------------------------

TEST(Fractions, OfAZoneAreSharesOfItsMachines) {
  EXPECT_EQ(story(day_of(R"({"offset_s": 0, "affected": ["ec2"], "severity": "one third"})")),
            "14400 zone_partial_loss zone:us-east-1a 21600 share 0.333\n");
}

TEST(Fractions, OfSeveralZonesAreSharesOfTheRegion) {
  EXPECT_EQ(story(regional_day(R"({"affected": ["ec2"], "severity": "2_of_3_AZs_down"})")),
            "14400 zone_partial_loss region:us-east-1 21600 share 0.667\n");
}

TEST(Fractions, AreNotReadIntoAThirdParty) {
  EXPECT_EQ(story(day_of(R"({"affected": ["ec2"], "severity": "third_party outage"})")),
            "14400 zone_power_outage zone:us-east-1a 21600\n");
}

// --- databases ----------------------------------------------------------------------------------

TEST(Databases, ThatAreOutAloneAreAZoneWithoutPowerAndThatIsAssumed) {
  const auto assumes = [](const Conversion& day) {
    return says(day.assumptions, "databases: none fail alone in the model");
  };
  const Conversion alone = day_of(R"({"affected": ["rds"], "severity": "total_AZ"})");
  EXPECT_EQ(story(alone), "14400 zone_power_outage zone:us-east-1a 21600\n");
  EXPECT_TRUE(assumes(alone));
  EXPECT_TRUE(assumes(day_of(R"({"affected": ["rds"], "severity": "major_AZ"})")));
  EXPECT_FALSE(assumes(day_of(R"({"affected": ["rds", "ec2"], "severity": "total_AZ"})")))
      << "nothing is assumed of machines that are said to be out";
}

TEST(Databases, ThatAreOutLongerThanTheMachinesKeepTheZoneWithoutPowerAndThatIsAssumed) {
  const Conversion day = day_of(R"({"affected": ["ec2", "rds"], "severity": "total_AZ"},
                {"offset_s": 3600, "affected": ["ec2"], "severity": "recovered"},
                {"offset_s": 7200, "affected": ["rds"], "severity": "recovered"})");
  EXPECT_EQ(story(day), "14400 zone_power_outage zone:us-east-1a 7200\n");
  EXPECT_TRUE(says(day.assumptions, "databases: none fail alone in the model"));
}

// --- networks -----------------------------------------------------------------------------------

// A publisher's share of packets is what the model loses; a share of a network is a fifth of that.
TEST(Networks, LoseAsManyPacketsAsThePublisherSays) {
  EXPECT_EQ(story(day_of(R"({"affected": ["network"], "severity": "30pct packet loss"})")),
            "14400 zone_degradation zone:us-east-1a 21600 packet_loss 0.3\n");
  EXPECT_EQ(story(day_of(R"({"affected": ["packet_loss"], "severity": "30pct"})")),
            "14400 zone_degradation zone:us-east-1a 21600 packet_loss 0.3\n");
}

TEST(Networks, ThatAreHalfCongestedLoseATenthOfTheirPacketsAndThatIsAssumed) {
  const Conversion day = day_of(R"({"affected": ["network"], "severity": "major"})");
  EXPECT_EQ(story(day), "14400 zone_degradation zone:us-east-1a 21600 packet_loss 0.1\n");
  EXPECT_TRUE(says(day.assumptions, "packets: congestion that takes half of a network"));
}

TEST(Networks, ThatComeAndGoFlapAndOfARegionEachOfItsZones) {
  const Conversion day = day_of(R"({"affected": ["network"], "severity": "flapping"},
                                   {"offset_s": 3600, "affected": ["network"], "severity": "ok"})");
  EXPECT_EQ(story(day), "14400 zone_flapping zone:us-east-1a 3600\n");
  EXPECT_TRUE(says(day.assumptions, "flapping: how often and for how long"));
  EXPECT_EQ(story(regional_day(R"({"affected": ["network"], "severity": "flapping"})")),
            "14400 zone_flapping zone:us-east-1a 21600\n"
            "14400 zone_flapping zone:us-east-1b 21600\n");
}

TEST(Networks, ThatFlappedAndNowLosePacketsAreOneThing) {
  EXPECT_EQ(story(day_of(
                R"({"affected": ["network"], "severity": "flapping"},
             {"offset_s": 3600, "affected": ["network"], "severity": "10pct packet loss"})")),
            "14400 zone_flapping zone:us-east-1a 3600\n"
            "18000 zone_degradation zone:us-east-1a 18000 packet_loss 0.1\n");
}

TEST(Networks, BetweenRegionsAreNotModelledAndBreakNeitherRegion) {
  for (const char* word : {"inter_region_network", "backbone", "cross-region peering"}) {
    const Conversion day =
        regional_day(R"({"affected": [")" + std::string(word) + R"("], "severity": "total"})");
    EXPECT_EQ(story(day), "") << word;
    EXPECT_TRUE(says(day.left_out, std::string(word) + " is between regions")) << word;
  }
}

TEST(Networks, WhoseApiComesAndGoesGoOn) {
  EXPECT_EQ(story(day_of(R"({"affected": ["ec2_network_api"], "severity": "flapping"})")),
            "14400 api_degradation service:network/us-east-1 21600 error_share 0.25\n");
}

// --- launches -----------------------------------------------------------------------------------

TEST(Launches, AreScarceInTheZonesThatAreNamed) {
  for (const char* word : {"capacity", "insufficient_capacity", "quota"}) {
    EXPECT_EQ(
        story(day_of(R"({"affected": [")" + std::string(word) + R"("], "severity": "major"})")),
        "14400 zone_capacity_shortage zone:us-east-1a 21600 share 0.5\n")
        << word;
  }
  EXPECT_EQ(story(regional_day(R"({"affected": ["capacity"], "severity": "major"})")),
            "14400 zone_capacity_shortage region:us-east-1 21600 share 0.5\n");
}

TEST(Launches, ThatTheApiRefusesAreTheRegionsComputeControlPlane) {
  EXPECT_EQ(story(day_of(R"({"affected": ["RunInstances"], "severity": "major"})")),
            "14400 api_degradation service:compute/us-east-1 21600 error_share 0.5\n");
}

// --- recoveries ---------------------------------------------------------------------------------

// EC2's machines are back after an hour, whatever is still wrong with the databases.
TEST(Recoveries, OfMachinesCountWhereDatabasesShareTheirFault) {
  EXPECT_EQ(story(day_of(R"({"affected": ["ec2", "rds"], "severity": "major_AZ"},
                            {"offset_s": 3600, "affected": ["ec2"], "severity": "recovered"},
                            {"offset_s": 7200, "affected": ["rds"], "severity": "recovered"})")),
            "14400 zone_partial_loss zone:us-east-1a 3600 share 0.5\n");
  EXPECT_EQ(story(day_of(R"({"affected": ["rds"], "severity": "major_AZ"},
                            {"offset_s": 7200, "affected": ["rds"], "severity": "recovered"})")),
            "14400 zone_partial_loss zone:us-east-1a 7200 share 0.5\n");
}

// --- what works, what is lost -------------------------------------------------------------------

TEST(Works, WhatIsSaidToBeUpIsNoImpairment) {
  for (const char* word : {"ok", "up", "green", "operational"}) {
    const Conversion day = day_of(R"({"affected": ["s3"], "severity": ")" + std::string(word) +
                                  R"("}, {"affected": ["ec2"], "severity": "total_AZ"})");
    EXPECT_EQ(day.impairment_phases, 1u) << word;
    EXPECT_EQ(story(day), "14400 zone_power_outage zone:us-east-1a 21600\n") << word;
  }
}

TEST(Lost, PermanentlyNeverComesBack) {
  EXPECT_EQ(story(day_of(R"({"affected": ["ec2"], "severity": "permanently lost"})")),
            "14400 zone_power_outage zone:us-east-1a for ever\n");
}

// The rest of what was hit comes back when its share is all that is said to be lost.
TEST(Lost, IsNoMoreThanTheShareThatIsSaidToBe) {
  EXPECT_EQ(story(day_of(R"({"affected": ["ec2"], "severity": "5pct permanently lost"})")),
            "14400 zone_partial_loss zone:us-east-1a for ever share 0.05\n");
  EXPECT_EQ(story(day_of(
                R"({"affected": ["ec2"], "severity": "major_AZ"},
             {"offset_s": 3600, "affected": ["ec2"], "severity": "1 in 20 permanently lost"})")),
            "14400 zone_partial_loss zone:us-east-1a 3600 share 0.5\n"
            "18000 zone_partial_loss zone:us-east-1a for ever share 0.05\n");
  EXPECT_EQ(story(day_of(R"({"affected": ["ec2"], "severity": "5pct permanently lost"},
                            {"offset_s": 3600, "affected": ["ec2"], "severity": "total_AZ"},
                            {"offset_s": 7200, "affected": ["ec2"], "severity": "recovered"})")),
            "14400 zone_partial_loss zone:us-east-1a 3600 share 0.05\n"
            "18000 zone_power_outage zone:us-east-1a 3600\n"
            "21600 zone_partial_loss zone:us-east-1a for ever share 0.05\n");
}

// --- counting -----------------------------------------------------------------------------------

TEST(Counted, IsNoPhaseThatEndsAtTheInstantAtWhichItBegins) {
  const Conversion day = day_of(R"({"affected": ["ec2"], "severity": "total_AZ"},
                                   {"offset_s": 3600, "affected": ["s3"], "severity": "total"},
                                   {"offset_s": 3600, "affected": ["s3"], "severity": "recovered"})",
                                R"("scope": "x",)");
  EXPECT_EQ(day.impairment_phases, 2u);
  EXPECT_EQ(day.converted.size(), 1u);
  EXPECT_TRUE(says(day.left_out, "phase 2: it ends at the instant at which it begins"));
}

}  // namespace
}  // namespace blackstart::tests
