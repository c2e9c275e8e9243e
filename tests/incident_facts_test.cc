#include <gtest/gtest.h>

#include "drill/outcome.h"
#include "tests/incidents.h"
#include "tests/refusal.h"

// Facts that somebody wrote by hand: what is missing or odd is said, what cannot be understood is
// refused.
namespace blackstart::tests {
namespace {

using drill::Conversion;

// A file that is written can be read, and what it says runs to its end.
void expect_runs(const Conversion& conversion) {
  const int code = drill::run(scenario_of(conversion, kExample), 1, {}).exit_code();
  EXPECT_TRUE(code == 0 || code == 1 || code == 3) << code;
}

// Nothing of this is a crash, and each of these files runs.
TEST(Facts, ThatAreOddBecomeScenariosThatRun) {
  for (
      const char* odd : {
          R"({"id": null, "region": null, "zones": null, "phases": null, "scope": "down"})",
          R"({"id": "../../up", "region": 7, "zones": [1, null], "phases": [], "scope": "x"})",
          R"({"phases": [{"affected": null}]})",
          R"({"phases": [{"offset_s": 1e300, "affected": ["s3"], "severity": "major"}]})",
          R"({"phases": [{"offset_s": -1e18, "affected": ["ec2_api"], "severity": "99pct"}]})",
          R"({"started_at": "2024-01-02T00:00:00Z", "ended_at": "2024-01-01T00:00:00Z", "scope": "x"})",
          R"({"scope": "whole region destroyed", "zones": ["all"]})",
          R"({"phases": [{"affected": ["network"], "severity": "2pct", "at": "2024-01-01T00:00:00.9Z"}]})",
          R"({"phases": [{"affected": ["ec2", "ec2", "ec2"], "severity": "major"},
                          {"affected": ["ec2"], "severity": "total", "offset_s": 0.4}]})",
      }) {
    SCOPED_TRACE(odd);
    expect_runs(converted(odd));
  }
}

std::string complaint(const std::string& text) {
  return refusal_of([&] { incidents_in(text); });
}

TEST(Facts, ThatAreNoIncidentAreRefusedInOneLine) {
  const std::string is_none =
      "this is no incident: neither \"phases\" nor \"scope\" says what was hit and how badly";
  EXPECT_EQ(complaint("3"),
            "facts.json:1:1: facts are one incident or a list of them, found a whole number");
  EXPECT_EQ(complaint("[]"), "facts.json:1:1: there is no incident in it");
  EXPECT_EQ(complaint("{}"), "facts.json:1:1: " + is_none);
  EXPECT_EQ(complaint(R"({"title": "a scenario", "starts_at": "2026-01-01T00:00:00Z"})"),
            "facts.json:1:1: " + is_none);
  EXPECT_EQ(complaint(R"({"incidents": [{"phases": []}]})"),
            "facts.json:1:16 /incidents/0: " + is_none);
  EXPECT_EQ(complaint("[1]"), "facts.json:1:2 /0: expected an object, found 1");
  EXPECT_EQ(complaint(R"([{"id": "x", "scope": "down"}, {"id": "x", "scope": "down"}])"),
            "facts.json:1:32 /1: 'x' is the id of the incident at facts.json:1:2 /0 too; ids tell "
            "incidents apart");
}

TEST(Facts, ThatCannotBeUnderstoodAreRefusedWithWhatWouldBeRight) {
  EXPECT_EQ(complaint(R"({"phases": 3})"),
            "facts.json:1:12 /phases: 'phases' is a list of what happened when");
  EXPECT_EQ(complaint(R"({"phases": [3]})"),
            "facts.json:1:13 /phases/0: a phase is an object with \"offset_s\", \"affected\" and "
            "\"severity\", found a whole number");
  EXPECT_EQ(complaint(R"({"scope": "x", "phase": []})"),
            "facts.json:1:16 /phase: unknown key 'phase'; did you mean 'phases'?");
  EXPECT_EQ(complaint(R"({"scope": "x", "started_at": "yesterday"})"),
            "facts.json:1:30 /started_at: 'started_at' is a time such as "
            "\"2026-03-14T22:00:00Z\", found 'yesterday'");
  EXPECT_EQ(complaint(R"({"phases": [{"affected": {"a": 1}}]})"),
            "facts.json:1:26 /phases/0/affected: 'affected' is a text or a list of texts, found an "
            "object");
}

TEST(Facts, ThatSayNoPlausibleEndAreToldWhatIsOdd) {
  const auto told = [](const std::string& times) {
    return converted(R"({"region": "us-east-1", "scope": "down", )" + times + "}").assumptions;
  };
  const std::string start = R"("started_at": "2024-01-01T02:00:00Z", )";
  EXPECT_TRUE(says(told(R"("ended_at": "2024-01-01T02:00:00Z")"),
                   "'ended_at' says nothing of how long it lasted, as its start is not known"));
  EXPECT_FALSE(says(told(R"("ended_at": "2024-01-01T02:00:00Z")"), "before it starts"));
  EXPECT_TRUE(
      says(told(start + R"("duration_s": 0)"), "it ends at the instant at which it starts"));
  EXPECT_TRUE(
      says(told(start + R"("ended_at": "2024-01-01T01:00:00Z")"), "it ends before it starts"));
  EXPECT_TRUE(
      says(told(start + R"("ended_at": "2034-01-01T01:00:00Z")"), "it ends years after it starts"));
}

TEST(Facts, ThatAreMeantDifferentlyThanWrittenAreUnderstood) {
  const drill::Incident incident = incidents_in(R"({"incidents": [{"scope": "down",
    "region": ["us-east-1", "us-west-2"], "confidence": 0.8, "started_at": "2024-02-02",
    "ended_at": "2024-02-02T10:00:00+09:00", "sources": [{"url": "https://a"}, "https://b"],
    "mood": "whoever wrote it may keep what is theirs"}]})")
                                       .at(0);
  EXPECT_EQ(incident.region, "us-east-1, us-west-2");
  EXPECT_EQ(incident.confidence, "0.8");
  EXPECT_EQ(incident.sources, (std::vector<std::string>{"https://a", "https://b"}));
  EXPECT_EQ(incident.lasted, std::chrono::hours(1)) << "ten in Tokyo is one in the morning, UTC";
}

}  // namespace
}  // namespace blackstart::tests
