#include <gtest/gtest.h>

#include "tests/complaints.h"
#include "tests/says.h"

// What a scenario may say of clusters, their nodes and copies, and of what hits them.
namespace blackstart::tests {
namespace {

std::string with_copy(const std::string& members) {
  return with(R"("override": {"clusters": {"production": {"protection": {"hourly": {)" + members +
              "}}}}}");
}

TEST(Loading, ACopyThatCannotBeMadeIsRefused) {
  EXPECT_EQ(complaints(with_copy(R"("copies": ["metadata"], "region": "west")")), "");
  for (
      const auto& [members, complaint] : std::vector<std::pair<std::string, std::string>>{
          {R"("every": "1h")", ": 'copies' is missing"},
          {R"("copies": ["metadate"])",
           "/copies/0: unknown word 'metadate'; did you mean 'metadata'?"},
          {R"("copies": [], "region": "north")",
           "/region: unknown region 'north'; known: east, west"},
          {R"("copies": [], "kind": "replica")",
           ": a replica stands in another region than its cluster; name it by \"region\""},
          {R"("copies": [], "every": "10ms")", "/every: a copy is made at most every \"1s\""},
          {R"("copies": [], "offset": "2h")", "/offset: an offset is shorter than \"every\""},
          {R"("copies": [], "takes": {"constant": "5m"})",
           "/takes: a figure has either a \"source\" or an \"assumption\""},
          {R"("copies": [], "key": "local")",
           "/key: unknown word 'local'; known: multi_region, regional"},
          {R"("copies": [], "in_flight": "lost")",
           "/in_flight: unknown word 'lost'; known: kept, left_out"},
          {R"("copies": [], "paused": [{"from": "2026-01-06T00:00:00Z", "until": "2026-01-05T00:00:00Z"}])",
           "/paused/0: \"from\" comes before \"until\""}}) {
    EXPECT_EQ(without_position(complaints(with_copy(members))),
              "/override/clusters/production/protection/hourly" + complaint);
  }
}

TEST(Loading, AClustersNameHoldsNothingThatPartsItFromItsThings) {
  EXPECT_EQ(
      complaints(R"({"world": "world.json"})",
                 R"({"regions": {"east": {}}, "deployments": {},
                     "clusters": {"a/b": {"region": "east"}}})"),
      "world.json:2:35 /clusters/a~1b: a cluster's name has no '/': it parts the cluster from "
      "what belongs to it, as in \"route:production/office\"");
}

TEST(Loading, CapacityIsOfATypeThatANodePoolHas) {
  const auto region = [](const std::string& members) {
    return complaints(with(R"("override": {
        "regions": {"east": {)" +
                           members + R"(}},
        "clusters": {"production": {"node_pools": {"worker": {"type": "m5.xlarge"}}}}})"));
  };
  EXPECT_EQ(region(R"("capacity": {"easta": {"m5.xlarge": 0}}, "quotas": {"m5.xlarge": 9})"), "");
  EXPECT_EQ(
      region(R"("capacity": {"easta": {"m5.xlrage": 0}})"),
      "drill.json:2:53 /override/regions/east/capacity/easta/m5.xlrage: no node pool is of the "
      "type 'm5.xlrage'; did you mean 'm5.xlarge'?");
  EXPECT_EQ(region(R"("quotas": {"m6": 9})"),
            "drill.json:2:41 /override/regions/east/quotas/m6: no node pool is of the type 'm6'; "
            "known: m5.xlarge");
}

TEST(Loading, ABlockOfAddressesIsOne) {
  const auto with_block = [](const std::string& block) {
    return complaints(
        with(R"("override": {"clusters": {"production": {"vpc": {"cidr": ")" + block + R"("}}}})"));
  };
  EXPECT_EQ(with_block("10.0.0.0/16"), "");
  for (const char* const block : {"10.0.0.0/99", "10.0.0/16", "10.0.0.256/16", "banana", ""})
    EXPECT_EQ(without_position(with_block(block)),
              "/override/clusters/production/vpc/cidr: '" + std::string(block) +
                  "' is not a CIDR block such as \"10.0.0.0/16\"");
}

// Two nodes per zone: a fifth of them is 0.4 nodes, a quarter is half a node, which is one.
TEST(Loading, APartialLossThatTakesNoNodeIsRefused) {
  const auto losing = [](const std::string& share) {
    return with(
        R"("override": {"clusters": {"production": {"node_pools": {"worker": {"nodes": 2}}}}},)"
        R"("faults": [{"at": "1h", "kind": "zone_partial_loss", "target": "zone:easta", "share": )" +
        share + "}]");
  };
  EXPECT_EQ(without_position(complaints(losing("0.2"))),
            "/faults/0/share: 'share' takes none of 2 nodes; the least that takes one is 0.250");
  EXPECT_EQ(complaints(losing("0.25")), "");
}

TEST(Loading, SymptomsAreOfTheFaultsThatReturnWithThem) {
  const auto fault = [](const std::string& kind, const std::string& target) {
    return with(R"("faults": [{"at": "1h", "for": "1h", "kind": ")" + kind + R"(", "target": ")" +
                target + R"(", "recovery_symptoms": "1h", "recovery_slowdown": 2}])");
  };
  EXPECT_EQ(complaints(fault("zone_power_outage", "zone:easta")), "");
  for (const auto& [kind, target] : std::vector<std::pair<std::string, std::string>>{
           {"cluster_outage", "production"}, {"region_storage_outage", "east"}}) {
    const std::string found = complaints(fault(kind, target));
    for (const std::string field : {"recovery_symptoms", "recovery_slowdown"})
      EXPECT_TRUE(
          says(found, "/faults/0/" + field + ": unknown key '" + field + "'; known: kind, "));
  }
}

}  // namespace
}  // namespace blackstart::tests
