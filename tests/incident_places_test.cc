#include <gtest/gtest.h>

#include "tests/incidents.h"

// Where in somebody's own world it happens.
namespace blackstart::tests {
namespace {

using drill::Conversion;

TEST(Where, EverythingOfAZoneIsTheZoneAndNotTheRegion) {
  for (const char* all : {"all", "most", "customers"}) {
    EXPECT_EQ(
        story(day_of(R"({"affected": [")" + std::string(all) + R"("], "severity": "total_AZ"})")),
        "14400 zone_power_outage zone:us-east-1a 21600\n")
        << all;
  }
  EXPECT_EQ(story(day_of(R"({"affected": ["region"], "severity": "total"})")),
            "14400 region_outage region:us-east-1 21600\n");
}

TEST(Where, AnIncidentWithoutPhasesIsWhereItsZonesAre) {
  EXPECT_EQ(story(day_of("", R"("scope": "one AZ down",)")),
            "14400 zone_power_outage zone:us-east-1a 21600\n");
  EXPECT_EQ(story(day_of("", R"("scope": "API errors only",)")),
            "14400 api_degradation region:us-east-1 21600 error_share 0.5\n");
}

TEST(Where, TwoZonesAreTwoHoweverTheyAreWritten) {
  for (const char* zones : {R"(["two AZs"])", R"(["zone 1", "zone 2"])", R"(["az1", "az2"])"}) {
    EXPECT_EQ(story(regional_day(R"({"affected": ["ec2"], "severity": "total_AZ"})",
                                 R"("zones": )" + std::string(zones) + ",")),
              "14400 zone_power_outage zone:us-east-1a 21600\n"
              "14400 zone_power_outage zone:us-east-1b 21600\n")
        << zones;
  }
}

TEST(Where, ANumberedZoneIsOneAndStandsInItsPlace) {
  for (const char* zone : {"Availability Zone 2", "zone 2", "AZ 2"})
    EXPECT_EQ(story(regional_day(R"({"affected": ["ec2"], "severity": "total_AZ"})",
                                 R"("zones": [")" + std::string(zone) + R"("],)")),
              "14400 zone_power_outage zone:us-east-1b 21600\n")
        << zone;
}

TEST(Where, AZoneOfAnotherCloudsRegionIsNamedAsThatCloudDoes) {
  EXPECT_EQ(story(converted(R"({"region": "eu-west-1", "zones": ["one AZ"],
    "started_at": "2027-01-01T00:00:00Z", "ended_at": "2027-01-01T01:00:00Z", "phases": [
      {"affected": ["ec2", "eu-west-1b"], "severity": "total_AZ"}]})")),
            "14400 zone_power_outage zone:us-east-1b 3600\n");
}

TEST(Where, AnotherRegionThatTheWorldHasIsHitThere) {
  EXPECT_EQ(story(regional_day(R"({"affected": ["us-west-2"], "severity": "total"})")),
            "14400 region_outage region:us-west-2 21600\n");
}

TEST(Where, WhatRecoversInOneRegionDoesNotRecoverInAnother) {
  EXPECT_EQ(story(regional_day(
                R"({"offset_s": 0, "affected": ["us-east-1", "us-west-2"], "severity": "total"},
                   {"offset_s": 3600, "affected": ["us-west-2"], "severity": "recovered"})")),
            "14400 region_outage region:us-west-2 3600\n"
            "14400 region_outage region:us-east-1 21600\n");
}

TEST(Where, EverythingOfAZoneRecoversByHalvesToo) {
  EXPECT_EQ(story(day_of(R"({"offset_s": 0, "affected": ["all"], "severity": "total_AZ"},
                            {"offset_s": 3600, "affected": ["all"], "severity": "recovering"})")),
            "14400 zone_power_outage zone:us-east-1a 3600\n"
            "18000 zone_partial_loss zone:us-east-1a 18000 share 0.5\n");
}

// Production stands in us-east-1 and would recover in us-west-2.
TEST(Where, AnOutageOfTheRegionToRecoverToIsNotMovedToTheOneInUse) {
  const Conversion day = converted(R"({"region": "us-west-2",
    "started_at": "2027-01-01T00:00:00Z", "ended_at": "2027-01-01T01:00:00Z", "phases": [
      {"affected": ["region"], "severity": "total"}]})");
  EXPECT_EQ(story(day), "14400 region_outage region:us-west-2 3600\n");
  EXPECT_EQ(day.from + " to " + day.to, "us-east-1 to us-west-2");
}

}  // namespace
}  // namespace blackstart::tests
