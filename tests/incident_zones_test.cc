#include <gtest/gtest.h>

#include "tests/incidents.h"
#include "tests/says.h"

// What was hit and where are two things, though a publisher writes them as one: "ec2 in
// eu-west-1a".
namespace blackstart::tests {
namespace {

using drill::Conversion;

// In eu-west-1, which us-east-1 of the world stands for, from midnight to six.
Conversion away(const std::string& phases, const std::string& zones = R"(["all"])") {
  return converted(R"({"id": "x", "region": "eu-west-1", "zones": )" + zones + R"(,
    "started_at": "2027-01-01T00:00:00Z", "ended_at": "2027-01-01T06:00:00Z",
    "phases": [)" + phases +
                   "]}");
}

// One phase of it, total.
Conversion hit(const std::string& affected, const std::string& zones = R"(["all"])") {
  return away(R"({"affected": [)" + affected + R"(], "severity": "total"})", zones);
}

const std::string kBothZones = R"(["eu-west-1a", "eu-west-1b"])";

// --- what is hit --------------------------------------------------------------------------------

TEST(InAZone, IsInThatZoneHoweverItIsWritten) {
  for (const char* entry :
       {"eu-west-1b", "ec2 in eu-west-1b", "eu-west-1b ec2", "ec2 (eu-west-1b)", "ec2-eu-west-1b",
        "ec2_eu-west-1b", "ec2: eu-west-1b", "ec2 in zone eu-west-1b", "ec2 in zone b",
        "ec2 in AZ 2", "EC2 in EU-WEST-1B", "all of eu-west-1b", "eu-west-1b (all of it)",
        "power in eu-west-1b", "all zones but eu-west-1a", "ec2 but not rds in eu-west-1b",
        "zone (b)", "every zone except eu-west-1a"}) {
    EXPECT_EQ(story(hit('"' + std::string(entry) + '"')),
              "14400 zone_power_outage zone:us-east-1b 21600\n")
        << entry;
  }
}

TEST(InAZone, IsTheThingByItsOwnWord) {
  const Conversion day = hit(R"("ec2_network in eu-west-1a")");
  EXPECT_EQ(story(day), "14400 zone_network_isolation zone:us-east-1a 21600\n");
  EXPECT_EQ(day.faults.at(0).name, "phase 1: ec2_network at zone:us-east-1a");
  EXPECT_FALSE(says(day.assumptions, "is taken for"));
}

TEST(InAZone, IsNotInARegionThatIsNamedWithIt) {
  EXPECT_EQ(story(hit(R"("ec2 in eu-west-1b of the eu-west-1 region")")),
            "14400 zone_power_outage zone:us-east-1b 21600\n");
  EXPECT_EQ(story(hit(R"("ec2 in the eu-west-1 region")")),
            "14400 zone_power_outage region:us-east-1 21600\n");
  EXPECT_EQ(story(hit(R"("network between eu-west-1 and us-west-2")")),
            "14400 zone_network_isolation region:us-east-1 21600\n")
      << "what leads to another region is not in it";
}

TEST(InAZone, ByItsIdTakesOneThatStandsForIt) {
  EXPECT_EQ(story(regional_day(R"({"affected": ["ec2 in use1-az4"], "severity": "total"})",
                               R"("zones": ["all"],)")),
            "14400 zone_power_outage zone:us-east-1a 21600\n");
}

TEST(InAZone, OfAnotherRegionIsNotInThisOne) {
  for (const char* entry : {"ec2 in eu-west-2a", "eu-west-2a", "ec2 in eu-west-2"}) {
    const Conversion day = hit('"' + std::string(entry) + '"');
    EXPECT_EQ(story(day), "") << entry;
    EXPECT_TRUE(says(day.left_out, "is in another region, and the world has none")) << entry;
  }
  EXPECT_EQ(story(hit(R"("ec2 in us-west-2")")), "14400 zone_power_outage region:us-west-2 21600\n")
      << "the world has that one";
}

TEST(InAZone, OfARegionWithAnotherNameThanItsCloudsIsInIt) {
  EXPECT_EQ(story(converted(R"({"region": "Ireland", "zones": ["all"],
    "started_at": "2027-01-01T00:00:00Z", "ended_at": "2027-01-01T01:00:00Z", "phases": [
      {"affected": ["ec2 in eu-west-1b"], "severity": "total"}]})")),
            "14400 zone_power_outage zone:us-east-1b 3600\n");
}

TEST(InAZone, IsEachWhereItsOwnEntrySaysItIs) {
  EXPECT_EQ(story(hit(R"("network in eu-west-1b", "ec2 in eu-west-1a")", kBothZones)),
            "14400 zone_network_isolation zone:us-east-1b 21600\n"
            "14400 zone_power_outage zone:us-east-1a 21600\n");
}

TEST(InAZone, IsNoZonesMatterWhereTheThingIsTheRegions) {
  EXPECT_EQ(story(hit(R"("ec2_api in eu-west-1b")")),
            "14400 service_outage service:compute/us-east-1 21600\n");
}

TEST(InAZone, MayBeInSeveral) {
  for (const char* entry : {"ec2 in eu-west-1a and eu-west-1b", "ec2 in zones a and b",
                            "ec2 in both zones", "ec2 in two AZs", "eu-west-1a/eu-west-1b"}) {
    EXPECT_EQ(story(hit('"' + std::string(entry) + '"')),
              "14400 zone_power_outage zone:us-east-1a 21600\n"
              "14400 zone_power_outage zone:us-east-1b 21600\n")
        << entry;
  }
}

TEST(InAZone, OfTheIncidentIsAlsoOneWithMoreWords) {
  EXPECT_EQ(story(hit(R"("ec2")", R"("eu-west-1b, part of it")")),
            "14400 zone_power_outage zone:us-east-1b 21600\n");
  EXPECT_EQ(story(hit(R"("ec2")", R"("eu-west-1a, eu-west-1b")")),
            "14400 zone_power_outage zone:us-east-1a 21600\n"
            "14400 zone_power_outage zone:us-east-1b 21600\n");
}

TEST(ANumberOfZones, IsNoMoreThanThat) {
  for (const char* entry : {"one of three zones", "1 of 3 AZs", "one AZ", "a single zone",
                            "ec2 in one of the three zones", "one AZ (part)"}) {
    const Conversion day = hit('"' + std::string(entry) + '"');
    EXPECT_EQ(story(day), "14400 zone_power_outage zone:us-east-1a 21600\n") << entry;
    EXPECT_TRUE(says(day.mapped, "zone:us-east-1a stands for '" + std::string(entry) +
                                     "': no other zone has more databases' primaries"));
  }
}

TEST(ANumberOfZones, AreThoseWithTheMostDatabasesPrimaries) {
  sim::WorldSpec world = drill::load_world_file(kSource / "scenarios/worlds/zones-gcp.json");
  world.clusters.front().database = {.primary = 2, .standby = 0};
  const auto where = [&](const std::string& zones) {
    return drill::convert(incidents_in(R"({"region": "us-central1", "zones": )" + zones +
                                       R"(, "phases": [{"affected": ["vm"], "severity": "total"}],
        "started_at": "2027-01-01T00:00:00Z", "ended_at": "2027-01-01T06:00:00Z"})")
                              .at(0),
                          world);
  };
  EXPECT_EQ(story(where(R"(["one AZ"])")), "14400 zone_power_outage zone:us-central1-c 21600\n");
  EXPECT_TRUE(says(where(R"(["one AZ"])").mapped,
                   "zone:us-central1-c stands for 'one AZ': no other zone has more databases' "
                   "primaries"));
  EXPECT_EQ(story(where(R"(["both zones"])")),
            "14400 zone_power_outage zone:us-central1-a 21600\n"
            "14400 zone_power_outage zone:us-central1-c 21600\n");
}

TEST(ANumberOfZones, IsOfThoseThatTheIncidentLists) {
  EXPECT_EQ(story(hit(R"("one of three zones")", R"(["eu-west-1b"])")),
            "14400 zone_power_outage zone:us-east-1b 21600\n");
}

TEST(ANumberOfZones, IsOfThoseThatThePhasesName) {
  EXPECT_EQ(story(away(
                R"({"offset_s": 0, "affected": ["ec2"], "severity": "total"},
             {"offset_s": 3600, "affected": ["ec2 in eu-west-1b"], "severity": "recovered"})",
                R"(["one AZ"])")),
            "14400 zone_power_outage zone:us-east-1b 3600\n");
}

TEST(AZoneBesideAThing, IsWhereThatWasAndNotHitItself) {
  for (const char* word : {"network", "vpc", "load_balancer"}) {
    EXPECT_EQ(story(hit('"' + std::string(word) + R"(", "eu-west-1b")")),
              "14400 zone_network_isolation zone:us-east-1b 21600\n")
        << word;
  }
}

TEST(AZoneBesideAThing, IsLostForGoodWithItWhereThePublisherSaysSo) {
  for (const char* entry : {"ec2 in us-east-1a", "ec2\", \"us-east-1a"}) {
    EXPECT_EQ(
        story(day_of(R"({"affected": [")" + std::string(entry) + R"("], "severity": "total"})",
                     R"("data_loss": "some volumes in us-east-1a, permanently",)")),
        "14400 zone_power_outage zone:us-east-1a for ever\n")
        << entry;
  }
}

TEST(AZoneBesideAThing, IsHitItselfWhereThatIsOfTheRegion) {
  EXPECT_EQ(story(hit(R"("s3", "eu-west-1b")")),
            "14400 region_storage_outage region:us-east-1 21600 share 1\n"
            "14400 zone_power_outage zone:us-east-1b 21600\n");
  EXPECT_EQ(story(hit(R"("network in eu-west-1a", "eu-west-1b")")),
            "14400 zone_network_isolation zone:us-east-1a 21600\n"
            "14400 zone_power_outage zone:us-east-1b 21600\n")
      << "or is somewhere else";
}

// --- which zones the incident lists -------------------------------------------------------------

// In us-central1 of the world, which has the zones a, b and c.
std::string where_three_are(const std::string& zones, const std::string& region = "us-central1") {
  const std::string world = region == "eastus2" ? "zones-azure.json" : "zones-gcp.json";
  const std::string facts = R"({"region": ")" + region + R"(", "zones": )" + zones + R"(,
    "started_at": "2027-01-01T00:00:00Z", "ended_at": "2027-01-01T06:00:00Z", "phases": [
      {"affected": ["compute"], "severity": "total"}]})";
  std::string where;
  for (const drill::DraftFault& fault : converted(incidents_in(facts).at(0), world).faults)
    where += fault.target + " ";
  return where;
}

TEST(ListedZones, AreNotThoseThatAreSpared) {
  for (const char* zones :
       {R"(["all zones except us-central1-c"])", R"(["all but us-central1-c"])",
        R"(["every zone but c"])", R"(["everything but us-central1-c"])", R"(["us-central1-a/b"])",
        R"(["a/b"])", R"(["us-central1-a, b"])", R"(["zones a and b"])", R"(["both zones"])"})
    EXPECT_EQ(where_three_are(zones), "zone:us-central1-a zone:us-central1-b ") << zones;
}

TEST(ListedZones, ThatAreSparedAndNotInTheWorldSpareNoneOfIt) {
  const Conversion day =
      away(R"({"affected": ["ec2"], "severity": "total"})", R"(["all zones except eu-west-1c"])");
  EXPECT_EQ(story(day),
            "14400 zone_power_outage zone:us-east-1a 21600\n"
            "14400 zone_power_outage zone:us-east-1b 21600\n");
  EXPECT_TRUE(says(day.mapped, "no zone of the world stands for eu-west-1c, which was spared"));
}

TEST(ListedZones, AreTheWorldsOwnWhereItHasThem) {
  for (const char* zone : {R"(["c"])", R"(["C"])", R"(["zone c"])", R"(["Zone C"])",
                           R"(["us-central1-c"])", R"(["US-CENTRAL1-C"])"})
    EXPECT_EQ(where_three_are(zone), "zone:us-central1-c ") << zone;
  for (const char* zone : {R"(["3"])", R"(["zone 3"])", R"(["eastus2-3"])", R"(["AZ 3"])"})
    EXPECT_EQ(where_three_are(zone, "eastus2"), "zone:eastus2-3 ") << zone;
  EXPECT_EQ(where_three_are(R"(["3"])"), "zone:us-central1-c ") << "its third";
}

TEST(ListedZones, ThatAreMissingAreThoseOfTheScopeOrToldToBeAllOfTheRegion) {
  const auto day = [](const std::string& scope, const std::string& affected) {
    return regional_day(R"({"affected": [")" + affected + R"("], "severity": "down"})",
                        R"("scope": ")" + scope + R"(",)");
  };
  const std::string one = "14400 zone_power_outage zone:us-east-1a 21600\n";
  EXPECT_EQ(story(day("a single availability zone", "ec2")), one);
  EXPECT_TRUE(says(day("a single availability zone", "ec2").mapped,
                   "zone:us-east-1a stands for 'a single availability zone'"));
  EXPECT_EQ(story(day("datacentre, three racks", "ec2")), one);
  EXPECT_EQ(story(day("one AZ, 2 % of it", "ec2")), one);
  for (const char* zone : {"az", "availability zone", "the AZ", "ec2 in the zone"})
    EXPECT_EQ(story(day("power", zone)), one) << zone;
  EXPECT_EQ(story(day("power", "ec2")), "14400 zone_power_outage region:us-east-1 21600\n");
  EXPECT_TRUE(says(day("power", "ec2").assumptions, "the zones are not stated: where neither"));
}

TEST(ListedZones, ThatOnlyTheSeverityCountsAreToldToo) {
  const Conversion day = regional_day(R"({"affected": ["ec2"], "severity": "total_AZ"})");
  EXPECT_EQ(story(day), "14400 zone_power_outage zone:us-east-1a 21600\n");
  EXPECT_TRUE(says(day.mapped, "zone:us-east-1a stands for the zone of 'total_AZ': no other zone"));
}

TEST(ListedZones, AreNarrowedByTheSeveritysOwn) {
  EXPECT_EQ(
      story(away(R"~({"affected": ["ec2"], "severity": "total (eu-west-1b only)"})~", kBothZones)),
      "14400 zone_power_outage zone:us-east-1b 21600\n");
  EXPECT_EQ(story(away(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total_in_zone_1"},
             {"offset_s": 3600, "affected": ["ec2"], "severity": "major in zone 2"},
             {"offset_s": 7200, "affected": ["ec2"], "severity": "recovered"})",
                       R"(["1", "2"])")),
            "14400 zone_power_outage zone:us-east-1a 7200\n"
            "18000 zone_partial_loss zone:us-east-1b 3600 share 0.5\n");
}

TEST(ListedZones, RecoverWhereTheSeveritySaysSo) {
  EXPECT_EQ(story(away(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total"},
             {"offset_s": 3600, "affected": ["ec2"], "severity": "recovered in zone b"},
             {"offset_s": 7200, "affected": ["ec2"], "severity": "recovered"})",
                       kBothZones)),
            "14400 zone_power_outage zone:us-east-1b 3600\n"
            "14400 zone_power_outage zone:us-east-1a 7200\n");
}

// --- what heals ---------------------------------------------------------------------------------

TEST(Zones, RecoverOneByOneWhereTheIncidentListsThem) {
  EXPECT_EQ(story(away(
                R"({"offset_s": 0, "affected": ["ec2"], "severity": "total"},
             {"offset_s": 3600, "affected": ["ec2 in eu-west-1b"], "severity": "recovered"},
             {"offset_s": 7200, "affected": ["ec2 in eu-west-1a"], "severity": "recovered"})",
                kBothZones)),
            "14400 zone_power_outage zone:us-east-1b 3600\n"
            "14400 zone_power_outage zone:us-east-1a 7200\n");
}

TEST(Zones, FailOneByOneWhereTheIncidentListsThem) {
  EXPECT_EQ(story(away(
                R"({"offset_s": 0, "affected": ["ec2 in eu-west-1a"], "severity": "total"},
             {"offset_s": 3600, "affected": ["ec2 in eu-west-1b"], "severity": "total"},
             {"offset_s": 7200, "affected": ["ec2"], "severity": "recovered"})",
                kBothZones)),
            "14400 zone_power_outage zone:us-east-1a 7200\n"
            "18000 zone_power_outage zone:us-east-1b 3600\n");
}

TEST(Zones, WithDifferentThingsRecoverEachWithItsOwn) {
  EXPECT_EQ(story(away(
                R"({"offset_s": 0, "affected": ["ec2 in eu-west-1b", "rds in eu-west-1a"],
              "severity": "total"},
             {"offset_s": 3600, "affected": ["rds in eu-west-1a"], "severity": "recovered"},
             {"offset_s": 7200, "affected": ["ec2 in eu-west-1b"], "severity": "recovered"})",
                kBothZones)),
            "14400 zone_power_outage zone:us-east-1a 3600\n"
            "14400 zone_power_outage zone:us-east-1b 7200\n");
}

// The region's own: where every zone is off so is what is of none of them.
TEST(Zones, OfARegionThatWasAllOutRecoverOneByOne) {
  for (const char* all : {"ec2", "ec2 in eu-west-1b\", \"ec2 in eu-west-1a"}) {
    SCOPED_TRACE(all);
    const std::string days = story(
        away(R"({"offset_s": 0, "affected": [")" + std::string(all) + R"("], "severity": "total"},
           {"offset_s": 3600, "affected": ["eu-west-1a"], "severity": "recovered"},
           {"offset_s": 7200, "affected": ["eu-west-1b"], "severity": "recovered"})"));
    EXPECT_TRUE(says(days, "14400 zone_power_outage zone:us-east-1b 7200\n"));
    EXPECT_FALSE(says(days, "21600\n"));
  }
  EXPECT_EQ(story(away(R"({"offset_s": 0, "affected": ["eu-west-1"], "severity": "total"},
             {"offset_s": 3600, "affected": ["eu-west-1a"], "severity": "recovered"},
             {"offset_s": 7200, "affected": ["eu-west-1b"], "severity": "recovered"})")),
            "14400 region_outage region:us-east-1 3600\n"
            "14400 zone_power_outage zone:us-east-1b 7200\n");
}

TEST(Zones, OfARegionRecoverTogetherWhereTheyAreNamedTogether) {
  EXPECT_EQ(story(away(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total"},
             {"offset_s": 3600, "affected": ["ec2 in eu-west-1a", "ec2 in eu-west-1b"],
              "severity": "recovered"})")),
            "14400 zone_power_outage region:us-east-1 3600\n");
}

TEST(Zones, OfARegionThatWasHitInPartAreHitInPart) {
  EXPECT_EQ(story(away(R"({"offset_s": 0, "affected": ["network"], "severity": "30pct packet loss"},
             {"offset_s": 3600, "affected": ["network in eu-west-1a"], "severity": "recovered"},
             {"offset_s": 7200, "affected": ["network"], "severity": "recovered"})")),
            "14400 zone_degradation zone:us-east-1a 3600 packet_loss 0.3\n"
            "14400 zone_degradation zone:us-east-1b 7200 packet_loss 0.3\n");
}

TEST(Zones, OfARegionMayBeSaidToBeBetterByHalves) {
  EXPECT_EQ(story(away(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total"},
             {"offset_s": 3600, "affected": ["ec2 in eu-west-1a"], "severity": "35pct"},
             {"offset_s": 7200, "affected": ["ec2 in eu-west-1b"], "severity": "recovering"},
             {"offset_s": 10800, "affected": ["ec2"], "severity": "recovered"})")),
            "14400 zone_power_outage region:us-east-1 3600\n"
            "14400 zone_power_outage zone:us-east-1b 7200\n"
            "18000 zone_partial_loss zone:us-east-1a 7200 share 0.35\n"
            "21600 zone_partial_loss zone:us-east-1b 3600 share 0.5\n");
}

TEST(Zones, RecoverBeforeTheThingIsSaidToBeBackEverywhere) {
  EXPECT_EQ(story(away(R"({"offset_s": 0, "affected": ["ec2"], "severity": "total"},
             {"offset_s": 3600, "affected": ["eu-west-1a"], "severity": "recovered"},
             {"offset_s": 7200, "affected": ["ec2"], "severity": "recovered"})",
                       kBothZones)),
            "14400 zone_power_outage zone:us-east-1a 3600\n"
            "14400 zone_power_outage zone:us-east-1b 7200\n");
}

TEST(Zones, BesideAThingAreWhereThatRecovers) {
  EXPECT_EQ(story(away(
                R"({"offset_s": 0, "affected": ["network"], "severity": "total"},
             {"offset_s": 3600, "affected": ["network", "eu-west-1b"], "severity": "recovered"},
             {"offset_s": 7200, "affected": ["network", "eu-west-1a"], "severity": "recovered"})",
                kBothZones)),
            "14400 zone_network_isolation zone:us-east-1b 3600\n"
            "14400 zone_network_isolation zone:us-east-1a 7200\n");
}

TEST(Zones, ThatAreCountedRecoverAsTheyWereHit) {
  EXPECT_EQ(story(away(
                R"({"offset_s": 0, "affected": ["one of three zones"], "severity": "total"},
             {"offset_s": 3600, "affected": ["one of three zones"], "severity": "recovered"})")),
            "14400 zone_power_outage zone:us-east-1a 3600\n");
}

TEST(Zones, ThatRecoverAndWereNotHitAreToldToEndNothing) {
  const Conversion day =
      away(R"({"offset_s": 0, "affected": ["ec2 in eu-west-1a"], "severity": "total"},
              {"offset_s": 3600, "affected": ["ec2 in eu-west-1b"], "severity": "recovered"})");
  EXPECT_EQ(story(day), "14400 zone_power_outage zone:us-east-1a 21600\n");
  EXPECT_TRUE(
      says(day.left_out,
           "phase 2: 'ec2 in eu-west-1b': that it recovers ends nothing that was said of it"));
}

TEST(Zones, OfARegionThatWasLostForGoodAreToldToEndNothing) {
  const Conversion day =
      away(R"({"offset_s": 0, "affected": ["eu-west-1"], "severity": "permanently lost"},
              {"offset_s": 3600, "affected": ["eu-west-1a"], "severity": "recovered"})");
  EXPECT_EQ(story(day), "14400 region_outage region:us-east-1 for ever\n");
  EXPECT_TRUE(says(day.left_out, "phase 2: 'eu-west-1a': that it recovers ends nothing"));
}

TEST(Zones, OfOneRegionDoNotRecoverWithAnother) {
  EXPECT_EQ(story(regional_day(
                R"({"offset_s": 0, "affected": ["us-east-1a", "us-west-2"], "severity": "total"},
                   {"offset_s": 3600, "affected": ["us-west-2"], "severity": "recovered"})")),
            "14400 region_outage region:us-west-2 3600\n"
            "14400 zone_power_outage zone:us-east-1a 21600\n");
}

}  // namespace
}  // namespace blackstart::tests
