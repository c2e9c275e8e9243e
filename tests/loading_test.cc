#include <gtest/gtest.h>

#include <algorithm>

#include "tests/complaints.h"

// Whatever is wrong with a file is said in one line: where it is, what it is, and what would be
// right; and everything at once.
namespace blackstart::tests {
namespace {

TEST(Loading, TheShortestScenarioIsItsWorld) {
  EXPECT_EQ(complaints(R"({"world": "world.json"})"), "");
}

// A mistake in the world does not hide those of the scenario, nor one of a fault those of a person.
TEST(Loading, MistakesOfEveryKindInEveryFileAreSaidAtOnce) {
  const std::string scenario = R"({ "world": "world.json",
  "horizont": "1h",
  "faults": [{ "at": "99d", "kind": "regionloss", "target": "esat" }],
  "strategy": { "kind": "reprovision", "from": "east", "to": "wst" },
  "objectives": [{ "tier": "criticl", "rto": "1x" }],
  "expectations": [{ "measure": "lots", "equals": 0 }],
  "people": { "bob": {} },
  "timings": { "vpc.creat": "1m" } })";
  EXPECT_EQ(
      complaints(scenario, R"({ "regions": { "east": { "zone": [] }, "west": {} },
  "clusters": { "c": { "region": "east" } }, "deployments": { "d": { "cluster": "cc" } } })"),
      "drill.json:2:3 /horizont: unknown key 'horizont'; did you mean 'horizon'?\n"
      "drill.json:3:22 /faults/0/at: does not begin before the horizon: nothing would be tested\n"
      "drill.json:3:37 /faults/0/kind: unknown fault 'regionloss'; did you mean "
      "'region_outage'?\n"
      "drill.json:4:62 /strategy/to: unknown region 'wst'; did you mean 'west'?\n"
      "drill.json:5:28 /objectives/0/tier: unknown tier 'criticl'; did you mean 'critical'?\n"
      "drill.json:5:46 /objectives/0/rto: '1x' has an unknown unit; write it such as "
      "\"90s\", \"9m34s\", \"4h\" or \"7d\"\n"
      "drill.json:6:33 /expectations/0/measure: unknown measure 'lots'; did you mean 'lost'?\n"
      "drill.json:7:22 /people/bob: 'responds' is missing\n"
      "drill.json:8:16 /timings/vpc.creat: unknown operation 'vpc.creat'; did you mean "
      "'vpc.create'?\n"
      "world.json:1:26 /regions/east/zone: unknown key 'zone'; did you mean 'zones'?\n"
      "world.json:2:81 /deployments/d/cluster: unknown cluster 'cc'; did you mean 'c'?");
}

// "iam in ..., route53 in ..." of a world that says nothing but which regions it has.
std::string taken_for_granted(const std::string& provider, const std::string& region) {
  const auto world = loaded(R"({"world": {"provider": ")" + provider + R"(", "regions": {")" +
                            region + R"(": {}, "cn-northwest-1": {}, "us-east-1": {}},
                            "clusters": {}, "deployments": {}}})")
                         .setup->world;
  std::string text;
  for (const char* name : {"iam", "route53"}) {
    const auto service = std::ranges::find(world.services, name, &sim::ServiceSpec::name);
    text += (text.empty() ? "" : ", ") + std::string(name) + " in " +
            (service->region == sim::kNone ? "no region" : world.regions[service->region].name);
  }
  return text;
}

TEST(Loading, GlobalControlPlanesLiveWhereTheirPartitionHasThem) {
  EXPECT_EQ(taken_for_granted("aws", "eu-west-1"), "iam in us-east-1, route53 in us-east-1");
  EXPECT_EQ(taken_for_granted("aws", "us-gov-west-1"),
            "iam in us-gov-west-1, route53 in us-gov-west-1");
  EXPECT_EQ(taken_for_granted("aws", "cn-north-1"), "iam in cn-north-1, route53 in cn-northwest-1");
  EXPECT_EQ(taken_for_granted("gcp", "us-central1"), "iam in no region, route53 in no region");
}

TEST(Loading, ANumberThatIsTooLargeIsNamed) {
  EXPECT_EQ(
      complaints(R"({"world": "world.json", "limits": {"parallel_calls": 9999999999999999999}})"),
      "drill.json:1:54 /limits/parallel_calls: the number is too large");
}

TEST(Loading, EverythingThatIsWrongIsSaidAtOnceInTheOrderOfTheFile) {
  EXPECT_EQ(complaints("{ \"world\": \"world.json\",\n"
                       "  \"horizon\": 48, // hours?\n"
                       "  \"horizon\": \"48h\",\n"
                       "  \"starts_at\": \"2026-13-01T00:00:00Z\" }"),
            "drill.json:3:3 /horizon: 'horizon' is given twice; the first is on line 2\n"
            "drill.json:4:16 /starts_at: '2026-13-01T00:00:00Z' is not an instant; write it such "
            "as \"2026-03-14T22:00:00Z\"");
}

TEST(Loading, AWorldSaysWhereItIsWrongInItsOwnFile) {
  EXPECT_EQ(complaints(R"({"world": "world.json"})",
                       "{\n  \"regions\": { \"east\": {} },\n  \"clusters\": { \"c\": { "
                       "\"region\": \"eats\" } },\n"
                       "  \"deployments\": {}\n}"),
            "world.json:3:34 /clusters/c/region: unknown region 'eats'; did you mean 'east'?");
}

// Its names cannot be looked up: what follows from that is not worth a line.
TEST(Loading, AWorldThatCannotBeReadIsOneMistake) {
  EXPECT_EQ(complaints(with(R"("titel": "x", "faults": [{"at": "1h", "kind": "region_outage",
"target": "east"}])"),
                       "{\"regions\": {,"),
            "world.json:1:14: not JSON: unexpected ','; expected string literal\n"
            "drill.json:1:25 /titel: unknown key 'titel'; did you mean 'title'?");
}

TEST(Loading, AThousandMistakesAreCountedAndTwoHundredTold) {
  std::string text = R"({"world": "world.json")";
  for (int i = 0; i < 1000; ++i) text += ",\n\"nonsense " + std::to_string(i) + "\": 0";
  const std::string told = complaints(text + "}");
  EXPECT_EQ(std::ranges::count(told, '\n'), 200);
  EXPECT_TRUE(told.ends_with("\nand 800 more mistakes")) << told;
}

}  // namespace
}  // namespace blackstart::tests
