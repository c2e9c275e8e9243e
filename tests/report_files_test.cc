#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/program.h"
#include "tests/says.h"

namespace blackstart::tests {
namespace {

TEST(ReportFiles, TwoReportsDoNotGoToOneFile) {
  const Scratch scratch;
  const std::string file = (scratch.path() / "report").string();
  const std::string again = (scratch.path() / "." / "report").string();
  const Finished refused =
      blackstart("run " + kMain + " --report json=" + file + " --report text=" + again);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.err,
            "blackstart: --report 'text=" + again + "': another report goes to this file\n");
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_EQ(
      blackstart("test " + kMain + " --report junit=" + file + " --report junit=" + file).exit_code,
      2);
}

TEST(ReportFiles, ALinkToAReportThatIsNotThereYetIsThatReport) {
  const Scratch scratch;
  const std::string file = (scratch.path() / "report").string();
  const std::string link = (scratch.path() / "link").string();
  std::filesystem::create_symlink("report", link);
  const Finished refused =
      blackstart("run " + kMain + " --report json=" + file + " --report text=" + link);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.err,
            "blackstart: --report 'text=" + link + "': another report goes to this file\n");
}

TEST(ReportFiles, ReportsGoToFilesAndAFileThatCannotBeWrittenIsSaid) {
  const Scratch scratch;
  const std::string file = (scratch.path() / "report.json").string();
  const Finished written = blackstart("run " + kMain + " --report json=" + file);
  EXPECT_EQ(written.exit_code, 0);
  EXPECT_EQ(nlohmann::json::parse(text_of_file(file)).at("schema"), "blackstart/outcome/1");
  const Finished refused = blackstart("run " + kMain + " --report json=/nowhere/at/all.json");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(says(refused.err, "cannot write"));
  EXPECT_FALSE(refused.out.empty()) << "what could be told is told";
}

TEST(ReportFiles, NoCommandReplacesAFileThatItReads) {
  const Scratch scratch;
  const std::string drill =
      scratch
          .write("drill.json", text_of_file(BLACKSTART_SOURCE_DIR "/bench/peers/provisioning.json"))
          .string();
  scratch.write("provisioning-runbook.json",
                text_of_file(BLACKSTART_SOURCE_DIR "/bench/peers/provisioning-runbook.json"));
  const std::string day = scratch
                              .write("day.csv",
                                     "step,started,finished\norders: network,2026-03-14T01:00:00Z,"
                                     "2026-03-14T02:00:00Z\n")
                              .string();
  const std::string link = (scratch.path() / "link.json").string();
  std::filesystem::create_symlink(drill, link);
  const std::string hard_link = (scratch.path() / "hard.json").string();
  std::filesystem::create_hard_link(drill, hard_link);
  const std::string folder = scratch.path().string();
  for (const std::string& command : std::vector<std::string>{
           "run " + drill + " --report json=" + drill, "run " + drill + " --report text=" + link,
           "run " + drill + " --report text=" + hard_link,
           "import incident " + day + " x --world " + drill + " --out " + drill,
           "import incident " + day + " x --world " + drill + " --out " + day,
           "sample " + drill + " --runs 1 --csv " + drill,
           "sensitivity " + drill + " --runs 1 --svg " + drill,
           "digests " + folder + " --seeds 1 --table " + drill,
           "test " + folder + " --report junit=" + drill,
           "calibrate " + day + " --scenario " + drill + " --out " + drill,
           "calibrate " + day + " --scenario " + drill + " --out " + day}) {
    const std::string before = text_of_file(drill), of_the_day = text_of_file(day);
    const Finished refused = blackstart(command);
    EXPECT_EQ(refused.exit_code, 2) << command;
    EXPECT_TRUE(says(refused.err, "is read by this command, which would replace it")) << command;
    EXPECT_EQ(text_of_file(drill), before) << command;
    EXPECT_EQ(text_of_file(day), of_the_day) << command;
  }
}

TEST(ReportFiles, NoCommandReplacesWhatItsScenarioIncludes) {
  const Scratch scratch;
  const std::string folder = scratch.path().string();
  const auto file = [&folder](const std::string& name) { return folder + "/" + name; };
  for (const std::string name : {"provisioning.json", "provisioning-runbook.json"})
    scratch.write(name, text_of_file(BLACKSTART_SOURCE_DIR "/bench/peers/" + name));
  scratch.write("timings.json", "{}");
  const std::string drill =
      scratch
          .write("drill.json", R"({ "extends": "provisioning.json", "timings": "timings.json" })")
          .string();
  const std::string bad =
      scratch.write("bad.json", R"({ "world": "world.json", "horizon": "no" })").string();
  scratch.write("base-world.json", R"({ "clusters": {} })");
  const std::string world =
      scratch.write("world.json", R"({ "extends": "base-world.json" })").string();
  for (const auto& [command, included] : std::vector<std::pair<std::string, std::string>>{
           {"run " + drill + " --report json=", "timings.json"},
           {"run " + drill + " --report text=", "provisioning-runbook.json"},
           {"run " + drill + " " + bad + " --report text=", "base-world.json"},
           {"sample " + drill + " --runs 1 --csv ", "provisioning.json"},
           {"sensitivity " + drill + " --runs 1 --svg ", "timings.json"},
           {"digests " + drill + " --seeds 1 --table ", "provisioning.json"},
           {"test " + folder + " --report junit=", "provisioning-runbook.json"},
           {"calibrate day.csv --scenario " + drill + " --out ", "timings.json"},
           {"import incident facts.json x --world " + world + " --out ", "base-world.json"}}) {
    const std::string before = text_of_file(file(included));
    const Finished refused = blackstart(command + file(included));
    EXPECT_EQ(refused.exit_code, 2) << command << included;
    EXPECT_TRUE(says(refused.err, "is read by this command, which would replace it"))
        << command << included;
    EXPECT_EQ(text_of_file(file(included)), before) << command << included;
  }
}

}  // namespace
}  // namespace blackstart::tests
