#include <gtest/gtest.h>

#include <cctype>
#include <random>

#include "tests/complaints.h"
#include "tests/says.h"
#include "tests/seeds.h"

// Any file, however broken, is either a scenario or bad input.
namespace blackstart::tests {
namespace {

namespace fs = std::filesystem;

TEST(Loading, WhatIsNoScenarioAtAllIsSaid) {
  EXPECT_EQ(complaints(""), "drill.json: is empty");
  EXPECT_EQ(complaints("{ \"world\": \"\xff\" }"), "drill.json:1:13: not UTF-8");
  EXPECT_EQ(complaints("[1, 2]"), "drill.json:1:1: expected an object, found a list");
  EXPECT_EQ(complaints("{\"world\": 7 7}").find("drill.json:1:13: not JSON: "), 0U);
  EXPECT_EQ(complaints(R"({"world": "nowhere.json"})"),
            "drill.json:1:11 /world: nowhere.json: there is no such file");
  EXPECT_TRUE(complaints(R"({"world": "."})").ends_with(" is a folder; a JSON file is wanted"));
  const std::string deep = complaints(std::string(200'000, '['));
  EXPECT_TRUE(deep.starts_with("drill.json:1:201 /0/0/0")) << deep;
  EXPECT_TRUE(deep.ends_with("/0/0: nested deeper than 200 levels")) << deep;
}

TEST(Loading, AByteOrderMarkAndLineEndsOfOtherSystemsAreNoMistake) {
  EXPECT_EQ(complaints("\xef\xbb\xbf{\r\n  \"world\": \"world.json\",\r\n  \"titel\": 1\r\n}"),
            "drill.json:3:3 /titel: unknown key 'titel'; did you mean 'title'?");
}

TEST(Loading, AFileOfAHundredMegabytesIsNotRead) {
  const Scratch scratch;
  const fs::path file = scratch.write("drill.json", "{");
  fs::resize_file(file, 100 << 20);
  const std::string found = complaints_about(file);
  EXPECT_TRUE(says(found, "is larger than 16 MiB"));
}

// Whether it is bad input; otherwise it is a scenario.
bool is_refused(const fs::path& file) { return !complaints_about(file).empty(); }

// A few bytes of it are gone, new, others or there twice.
std::string broken(std::string text, std::mt19937_64& luck) {
  const std::string bytes = "{}[]\",:/*0-9e.truefalsenull\\u\xc3\n ";
  for (std::uint64_t i = luck() % 8 + 1; i > 0 && !text.empty(); --i) {
    const std::size_t at = luck() % text.size();
    switch (luck() % 4) {
      case 0:
        text.erase(at, luck() % 20);
        break;
      case 1:
        text.insert(at, 1, bytes[luck() % bytes.size()]);
        break;
      case 2:
        text[at] = bytes[luck() % bytes.size()];
        break;
      default:
        text.insert(at, text.substr(luck() % text.size(), luck() % 40));
        break;
    }
  }
  return text;
}

TEST(Loading, ABrokenFileIsBadInputAndNothingElse) {
  const fs::path folder = kSource / "scenarios";
  const std::string scenario = text_of_file(folder / "region-outage/runbook.json");
  const std::string world = text_of_file(folder / "worlds/astro-aws-two-regions.json");
  const std::string runbook = text_of_file(folder / "runbooks/critical-by-hand.json");
  const std::string timings = text_of_file(folder / "timings/aws-measured.json");
  std::mt19937_64 luck(1);
  const Scratch scratch;
  for (const char* part : {"worlds", "runbooks", "timings", "drills"})
    fs::create_directory(scratch.path() / part);
  int refused = 0;
  for (std::uint64_t i = 0; i < 40 * seeds(); ++i) {
    const std::uint64_t which = luck() % 3;
    scratch.write("worlds/astro-aws-two-regions.json", which == 0 ? broken(world, luck) : world);
    scratch.write("runbooks/critical-by-hand.json", which == 1 ? broken(runbook, luck) : runbook);
    scratch.write("timings/aws-measured.json", timings);
    const fs::path file =
        scratch.write("drills/drill.json", which == 2 ? broken(scenario, luck) : scenario);
    EXPECT_NO_THROW(refused += is_refused(file)) << "file " << i;
  }
  EXPECT_GT(refused, 0);
}

// The grammar intact, the values wrong: a random value becomes something of another kind.
std::string mistyped(const std::string& text, std::mt19937_64& luck) {
  constexpr const char* kOthers[] = {"null", "0",  "-1",   "1e300",       "\"\"", "\"x\"",
                                     "[]",   "{}", "true", "99999999999", "[[]]", "{\"x\":null}"};
  std::vector<std::pair<std::size_t, std::size_t>> values;  // where a simple value stands
  for (std::size_t at = text.find(": "); at != std::string::npos; at = text.find(": ", at + 1)) {
    const std::size_t end = text.find_first_of(",}]\n", at + 2);
    if (text[at + 2] == '"' || std::isdigit(static_cast<unsigned char>(text[at + 2])) != 0) {
      const std::size_t closing = text[at + 2] == '"' ? text.find('"', at + 3) + 1 : end;
      values.emplace_back(at + 2, closing - at - 2);
    }
  }
  std::string changed = text;
  const auto [at, length] = values[luck() % values.size()];
  return changed.replace(at, length, kOthers[luck() % std::size(kOthers)]);
}

TEST(Loading, AValueOfTheWrongKindIsBadInputAndNothingElse) {
  const fs::path folder = kSource / "scenarios";
  const std::string files[] = {"region-outage/runbook.json", "worlds/astro-aws-two-regions.json",
                               "runbooks/critical-by-hand.json", "timings/aws-measured.json"};
  std::mt19937_64 luck(2);
  const Scratch scratch;
  for (const char* part : {"worlds", "runbooks", "timings", "region-outage"})
    fs::create_directory(scratch.path() / part);
  int refused = 0;
  for (std::uint64_t i = 0; i < 40 * seeds(); ++i) {
    const std::uint64_t which = luck() % std::size(files);
    for (std::size_t f = 0; f < std::size(files); ++f) {
      const std::string text = text_of_file(folder / files[f]);
      scratch.write(files[f], f == which ? mistyped(text, luck) : text);
    }
    EXPECT_NO_THROW(refused += is_refused(scratch.path() / files[0])) << "file " << i;
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace blackstart::tests
