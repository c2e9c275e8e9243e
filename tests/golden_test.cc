#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>

#include "tests/program.h"

// What every shipped scenario reports, byte for byte. `./dev approve` rewrites the files; the diff
// is what is reviewed.
namespace blackstart::tests {
namespace {

namespace fs = std::filesystem;

struct Golden {
  std::string name;
  std::string arguments;
  friend void PrintTo(const Golden& golden, std::ostream* out) { *out << golden.name; }
};

std::vector<Golden> goldens() {
  std::vector<Golden> list;
  for (const char* scenario : {"reprovision", "two-clusters", "runbook", "backup-and-restore"}) {
    const std::string file = std::string("scenarios/region-outage/") + scenario + ".json";
    list.push_back(
        {std::string(scenario) + ".txt", "run " + file + " --as-of 2026-11-01 --width 100"});
    list.push_back(
        {std::string(scenario) + ".json", "run " + file + " --as-of 2026-11-01 --format json"});
    list.push_back({std::string(scenario) + ".plan.txt", "plan " + file});
  }
  list.push_back({"reprovision.svg",
                  "run scenarios/region-outage/reprovision.json --as-of 2026-11-01 --format svg"});
  list.push_back(
      {"reprovision.plan.dot", "plan scenarios/region-outage/reprovision.json --format dot"});
  list.push_back(
      {"reprovision.plan.mmd", "plan scenarios/region-outage/reprovision.json --format mermaid"});
  return list;
}

class GoldenTest : public testing::TestWithParam<Golden> {};

TEST_P(GoldenTest, ReadsAsApproved) {
  const fs::path file = kSource / "tests/golden" / GetParam().name;
  const Finished finished = blackstart(GetParam().arguments);
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  if (std::getenv("BLACKSTART_APPROVE") != nullptr) {
    std::ofstream(file, std::ios::binary) << finished.out;
    return;
  }
  EXPECT_EQ(finished.out, text_of_file(file))
      << "`./dev approve` rewrites it, if that is what it should say now";
}

INSTANTIATE_TEST_SUITE_P(Scenarios, GoldenTest, testing::ValuesIn(goldens()),
                         [](const auto& golden) {
                           std::string name = golden.param.name;
                           for (char& c : name)
                             c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           return name;
                         });

}  // namespace
}  // namespace blackstart::tests
