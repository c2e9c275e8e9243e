#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "tests/program.h"

// Rules about the code that a machine can check.
namespace blackstart::tests {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> code_in(const std::string& room) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(kSource / room)) {
    const auto extension = entry.path().extension();
    if (extension == ".h" || extension == ".cc") files.push_back(entry.path());
  }
  return files;
}

std::string violations(const std::string& room, const std::string& pattern) {
  const std::regex forbidden(pattern);
  std::string found;
  for (const fs::path& file : code_in(room)) {
    if (std::regex_search(text_of_file(file), forbidden)) {
      found += fs::relative(file, kSource).generic_string() + "\n";
    }
  }
  return found;
}

struct Arrow {
  std::string room;
  std::string may_not_include;
};

TEST(Tidy, IncludesPointLeft) {
  const std::vector<Arrow> arrows = {
      {"recovery", "sim|providers|drill|app"},
      {"sim", "providers|drill|app"},
      {"providers/mock", "drill|app|providers/live"},
      {"providers/live", "sim|providers/mock|drill|app"},
      {"drill", "app|providers/live"},
  };
  for (const Arrow& arrow : arrows) {
    EXPECT_EQ(violations(arrow.room, "#include \"(" + arrow.may_not_include + ")/"), "")
        << arrow.room;
  }
}

TEST(Tidy, NoRoomThatMustBeDeterministicAsksAClockOrLuck) {
  for (const std::string room : {"recovery", "sim", "providers/mock", "drill"}) {
    EXPECT_EQ(
        violations(room, R"(system_clock::now|steady_clock::now|random_device|\brand\(\)|mt19937)"),
        "");
  }
}

TEST(Tidy, NothingIteratesAnUnorderedContainer) {
  for (const std::string room : {"recovery", "sim", "providers/mock", "drill"}) {
    EXPECT_EQ(violations(room, "unordered_(map|set)"), "");
  }
}

TEST(Tidy, OnlyOneFileIncludesBoostGraph) {
  for (const std::string room : {"recovery", "sim", "providers", "drill", "app"}) {
    const std::string expected = room == "recovery" ? "recovery/plan.cc\n" : "";
    EXPECT_EQ(violations(room, "#include <boost/graph"), expected);
  }
}

}  // namespace
}  // namespace blackstart::tests
