#include <gtest/gtest.h>

#include "drill/text/shell.h"
#include "tests/program.h"
#include "tests/region_outage.h"
#include "tests/says.h"

namespace blackstart::tests {
namespace {

TEST(CommandLine, HelpIsGoodAndNothingIsBadUsage) {
  EXPECT_EQ(blackstart("--help").exit_code, 0);
  EXPECT_TRUE(says(blackstart("--help").out, "Exit codes: "));
  EXPECT_EQ(blackstart("").exit_code, 2);
  for (const std::string command :
       {"run", "sample", "sensitivity", "compare", "sweep", "merge", "plan", "check", "list"}) {
    const Finished help = blackstart(command + " --help");
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_TRUE(says(help.out, "Examples:")) << command;
  }
}

TEST(CommandLine, AMisspeltWordIsAnsweredWithTheNearestKnownOne) {
  EXPECT_EQ(
      blackstart("rum " + kMain).err,
      "blackstart: unknown command 'rum'; did you mean 'run'? known: run, sample, sensitivity, "
      "compare, sweep, merge, plan, check, test, compare-drill, calibrate, digests, import, "
      "list, --help, --version\n");
  EXPECT_EQ(blackstart("run " + kMain + " --format jsn").err,
            "blackstart: unknown format 'jsn'; did you mean 'json'? known: text, json, svg\n");
  EXPECT_EQ(blackstart("list fault").exit_code, 2);
  EXPECT_EQ(blackstart("run " + kMain + " --seeds 3").exit_code, 2);
  EXPECT_EQ(blackstart("run " + kMain + " --seed minus").exit_code, 2);
}

TEST(CommandLine, ALineThatReproducesABugCanBePastedIntoAShell) {
  const std::vector<std::string> arguments = {"run", "my drill.json", "--seed", "7", "it's"};
  EXPECT_EQ(drill::shell_line(arguments), R"(blackstart run 'my drill.json' --seed 7 'it'\''s')");
}

TEST(CommandLine, WhatCannotBeToldIsAnErrorAndSaidOnce) {
  for (const std::string& command : std::vector<std::string>{
           "plan " + kMain, "check " + kMain, "run " + kMain, "list faults", "list --help",
           "--version", "run " + kMain + " --check-determinism"}) {
    const Scratch scratch;
    const std::string err = (scratch.path() / "err").string();
    EXPECT_EQ(blackstart(command + " >/dev/full 2>'" + err + "'; exit $?").exit_code, 2) << command;
    EXPECT_EQ(text_of_file(err), "blackstart: cannot write to standard output\n") << command;
  }
}

TEST(CommandLine, AnEmptyNameIsNoFiles) {
  const Finished finished = blackstart("check ''");
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err, "'': there is no such file\n");
}

TEST(CommandLine, ASweepSaysWhichOfItsValuesIsBad) {
  const Finished finished =
      blackstart("sweep " + kMain + " --vary /horizon=1h,48h --vary /detection/misses=2");
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_TRUE(finished.err.starts_with("with /horizon=1h /detection/misses=2:\n" + kMain + ":"))
      << finished.err;
}

TEST(CommandLine, CtrlCIsAnsweredByWhatItMeans) {
  const Scratch scratch;
  const std::string many =
      scratch
          .write("drill.json", scenario(R"("expectations": [{ "measure": "rta", "at_most": "9h",
              "statistic": "p95", "runs": 1000000 }])"))
          .string();
  for (const auto& [command, words] : std::vector<std::pair<std::string, std::string>>{
           {"test " + many, "interrupted; a part of a suite says nothing\n"},
           {"digests " + many + " --seeds 1000000",
            "interrupted; the scenarios above are complete, and no table is written\n"},
           {"compare-drill " + kMain + " examples/drills/me-south-1-elearning.csv --runs 1000000",
            "interrupted; a part of these runs says nothing\n"}}) {
    const Finished finished = blackstart(command, "timeout --preserve-status -s INT 2");
    EXPECT_EQ(finished.exit_code, 130) << command;
    EXPECT_EQ(finished.err, words) << command;
  }
}

// `script` gives the program a terminal.
TEST(CommandLine, ColourIsForTerminalsThatHaveItAndWantIt) {
  ASSERT_EQ(std::system("script -qec true /dev/null >/dev/null 2>&1"), 0)
      << "needs `script`, which Debian's bsdutils has";
  const auto is_coloured = [](const std::string& environment) {
    const Scratch scratch;
    const std::string shown = (scratch.path() / "shown").string();
    const std::string line = "cd '" BLACKSTART_SOURCE_DIR "' && " + environment +
                             " script -qec \"'" BLACKSTART_PROGRAM "' run " + kMain +
                             "\" /dev/null >'" + shown + "' </dev/null";
    EXPECT_EQ(std::system(line.c_str()), 0);
    return text_of_file(shown).find("\x1b[") != std::string::npos;
  };
  EXPECT_TRUE(is_coloured("TERM=xterm NO_COLOR="));
  EXPECT_FALSE(is_coloured("TERM=dumb NO_COLOR="));
  EXPECT_FALSE(is_coloured("TERM=xterm NO_COLOR=1"));
}

}  // namespace
}  // namespace blackstart::tests
