#include <gtest/gtest.h>

#include <regex>

#include "drill/scenario.h"
#include "tests/program.h"

// What the documents promise is true of the program at hand.
namespace blackstart::tests {
namespace {

namespace fs = std::filesystem;

struct Console {
  std::string arguments;            // after ./dev run
  std::vector<std::string> output;  // as shown; "..." stands for lines that are not
};

std::vector<Console> consoles_in(const fs::path& document) {
  std::vector<Console> consoles;
  std::istringstream lines(text_of_file(document));
  bool is_inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      is_inside = line == "```console";
    } else if (is_inside && line.starts_with("$ ./dev run")) {
      consoles.push_back({line.substr(std::string("$ ./dev run").size()), {}});
    } else if (is_inside && !consoles.empty() && line != "...") {
      consoles.back().output.push_back(line);
    }
  }
  return consoles;
}

TEST(Readme, ShowsWhatItsCommandsPrint) {
  const auto consoles = consoles_in(kSource / "README.md");
  ASSERT_FALSE(consoles.empty());
  for (const Console& console : consoles) {
    const std::string arguments = console.arguments.empty()
                                      ? "run scenarios/region-outage/reprovision.json"
                                      : console.arguments;
    const Finished finished = blackstart(arguments);
    EXPECT_EQ(finished.exit_code, 0);
    std::size_t from = 0;
    for (const std::string& line : console.output) {
      const std::size_t found = finished.out.find(line + "\n", from);
      ASSERT_NE(found, std::string::npos) << "not printed, or not in this order: " << line;
      from = found + line.size();
    }
  }
}

TEST(Readme, EveryFileItNamesIsThere) {
  const std::regex named(
      R"((recovery|sim|providers|drill|app|bench|tests|scenarios|cmake)/[\w./-]+\.(cc|h|json|md|py))");
  for (const char* document : {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"}) {
    const std::string text = text_of_file(kSource / document);
    for (auto match = std::sregex_iterator(text.begin(), text.end(), named);
         match != std::sregex_iterator(); ++match) {
      const bool is_from_scenarios = fs::exists(kSource / "scenarios" / match->str());
      EXPECT_TRUE(is_from_scenarios || fs::exists(kSource / match->str()))
          << document << " names " << match->str();
    }
  }
}

TEST(Readme, ItsScenarioLoads) {
  const std::string text = text_of_file(kSource / "README.md");
  const std::size_t begin = text.find("```jsonc\n") + 9;
  const fs::path file = kSource / "scenarios/region-outage/of-the-readme.tmp.json";
  std::ofstream(file) << text.substr(begin, text.find("```", begin) - begin);
  EXPECT_NO_THROW(drill::load_scenario(file));
  fs::remove(file);
}

TEST(Scenarios, AllLoad) {
  int loaded = 0;
  for (const auto& entry : fs::recursive_directory_iterator(kSource / "scenarios")) {
    const std::string topic = entry.path().parent_path().filename();
    const bool is_part =
        topic == "worlds" || topic == "timings" || topic == "runbooks" || topic == "scenarios";
    if (is_part || entry.path().extension() != ".json") continue;
    EXPECT_NO_THROW(drill::load_scenario(entry.path())) << entry.path();
    ++loaded;
  }
  EXPECT_GE(loaded, 2);
}

}  // namespace
}  // namespace blackstart::tests
