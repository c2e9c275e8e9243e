#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "drill/text/shell.h"
#include "tests/program.h"
#include "tests/says.h"

namespace blackstart::tests {
namespace {

// The main job's world with what a test is about.
std::string scenario(const std::string& rest) {
  return R"({ "world": ")" BLACKSTART_SOURCE_DIR R"(/scenarios/worlds/astro-aws-two-regions.json",
              "starts_at": "2026-03-14T22:00:00Z",
              "strategy": { "kind": "reprovision", "from": "us-east-1", "to": "us-west-2" },
              "faults": [{ "at": "4h", "kind": "region_outage", "target": "us-east-1", "for": "10h" }], )" +
         rest + "}";
}

int exit_code_of(const std::string& rest, const std::string& options = {}) {
  const Scratch scratch;
  return blackstart("run " + scratch.write("drill.json", scenario(rest)).string() + " " + options)
      .exit_code;
}

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

TEST(CommandLine, EveryListHasSomethingToSay) {
  for (const std::string list :
       {"faults", "operations", "strategies", "measures", "classes", "thresholds", "formats"}) {
    const Finished finished = blackstart("list " + list);
    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_GT(finished.out.size(), 20U) << list;
  }
}

TEST(CommandLine, TheHelpOfListNamesEveryList) {
  const std::string help = blackstart("list --help").out;
  for (const std::string list : {"faults", "operations", "strategies", "measures", "classes",
                                 "thresholds", "timings", "formats"})
    EXPECT_TRUE(says(help, "\n  blackstart list " + list + "\n")) << list;
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

TEST(CommandLine, TwoReportsDoNotGoToOneFile) {
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

TEST(CommandLine, AThresholdIsListedWithItsValueAndWhereItIsFrom) {
  const std::string list = blackstart("list thresholds").out;
  for (const std::string line :
       {"not_ready_after 40s  ", "launches_refused_percent 50 %  ", "launch_slowdown 3 times  ",
        "schedulers_exit_on_failover false  ",
        "scheduler_start 30s  until a scheduler works after its node and database do\n"
        "    assumption: ",
        "zombie_threshold 5m  a running task is given up so long after its last heartbeat\n"
        "    source: AF scheduler/task_instance_heartbeat_timeout\n"})
    EXPECT_TRUE(says(list, line));
}

TEST(CommandLine, WhatTakesItsTimeByItselfIsListedWithItsSpan) {
  const std::string list = blackstart("list timings").out;
  EXPECT_TRUE(says(list,
                   "database.promote 1m to 2m  a standby takes over, the decision included\n"
                   "    source: Amazon RDS user guide"));
}

TEST(CommandLine, AMeasureIsListedWithWhatItIsToldIn) {
  const std::string list = blackstart("list measures").out;
  for (const std::string line :
       {"  a duration  recovery time of ", "  a word      unaffected, recovered, ",
        "  a count     tasks that failed for good\n"})
    EXPECT_TRUE(says(list, line));
}

TEST(CommandLine, EveryClassOfTheLedgerIsListed) {
  const std::string list = blackstart("list classes").out;
  EXPECT_EQ(std::ranges::count(list, '\n'), 25);
  EXPECT_TRUE(says(list, "\ntrigger "));
  EXPECT_TRUE(says(list, "\nasset_event "));
}

TEST(CommandLine, ExitCodesTellTheVerdict) {
  EXPECT_EQ(exit_code_of(R"("objectives": [{ "rto": "47h" }])"), 0);
  EXPECT_EQ(exit_code_of(R"("objectives": [{ "rto": "1s" }])"), 1);
  EXPECT_EQ(
      exit_code_of(R"("expectations": [{ "measure": "lost", "class": "user", "equals": 40 }])"), 1);
  EXPECT_EQ(exit_code_of(R"("objectives": [{ "disruption": "zone", "rto": "1h" }])"), 3)
      << "it matched nothing";
  EXPECT_EQ(exit_code_of(R"("horizont": "1h")"), 2);
}

TEST(CommandLine, AnAcceptedMissFailsAgainAfterItsDay) {
  const std::string accepted =
      R"("objectives": [{ "rto": "1s" }],
         "accepted": [{ "objective": 0, "reason": "r", "owner": "o", "until": "2026-09-30" }])";
  EXPECT_EQ(exit_code_of(accepted, "--as-of 2026-09-30"), 0);
  EXPECT_EQ(exit_code_of(accepted, "--as-of 2026-10-01"), 1);
}

TEST(CommandLine, ABadScenarioCostsItselfAndNoOther) {
  const Finished finished = blackstart("run nowhere.json " + kMain + " --format json");
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err, "nowhere.json: there is no such file\n");
  const auto outcomes = nlohmann::json::parse(finished.out);
  ASSERT_TRUE(outcomes.is_array());
  EXPECT_EQ(outcomes.at(0).at("scenario"), kMain);
}

TEST(CommandLine, TheSameSeedGivesTheSameBytesHoweverMemoryIsLaidOut) {
  const Finished plain = blackstart("run " + kMain + " --format json --seed 5");
  const Finished perturbed = blackstart("run " + kMain + " --format json --seed 5",
                                        "MALLOC_PERTURB_=165 MALLOC_ARENA_MAX=1 MALLOC_TOP_PAD_=1");
  const Finished other = blackstart("run " + kMain + " --format json --seed 6");
  EXPECT_EQ(plain.out, perturbed.out);
  EXPECT_NE(plain.out, other.out);
}

TEST(CommandLine, DeterminismIsCheckedOnRequestAndTheDigestPrintedWithItsSeed) {
  const auto outcome =
      nlohmann::json::parse(blackstart("run " + kMain + " --format json --seed 5").out);
  const Finished checked = blackstart("run " + kMain + " --seed 5 --check-determinism");
  EXPECT_EQ(checked.exit_code, 0);
  EXPECT_EQ(checked.out.find("deterministic: " + kMain + ", seed 5, digest " +
                             outcome.at("digest").get<std::string>()),
            0U)
      << checked.out;
}

TEST(CommandLine, TheJsonHoldsWhatTheContractPromises) {
  const auto outcome = nlohmann::json::parse(blackstart("run " + kMain + " --format json").out);
  for (const char* key : {"schema", "scenario", "seed", "digest", "verdict", "objectives",
                          "expectations", "deployments", "ledger", "manual_steps", "critical_path",
                          "assumptions", "timeline", "events"}) {
    EXPECT_TRUE(outcome.contains(key)) << key;
  }
  EXPECT_EQ(outcome.at("schema"), "blackstart/outcome/1");
  EXPECT_FALSE(outcome.at("ledger").empty());
  for (const auto& row : outcome.at("ledger")) {
    EXPECT_EQ(
        row.at("existed").get<int>() + row.at("created").get<int>(),
        row.at("present").get<int>() + row.at("lost").get<int>() + row.at("removed").get<int>())
        << row;
  }
}

TEST(CommandLine, TheCriticalPathJoinsWithoutGapsAndAddsUpToTheSlowestRta) {
  const auto outcome = nlohmann::json::parse(blackstart("run " + kMain + " --format json").out);
  double slowest = 0;
  for (const auto& deployment : outcome.at("deployments")) {
    slowest = std::max(slowest, deployment.at("rta").at("first_success").get<double>());
  }
  const auto& path = outcome.at("critical_path");
  ASSERT_FALSE(path.empty());
  for (std::size_t i = 1; i < path.size(); ++i)
    EXPECT_EQ(path[i].at("started"), path[i - 1].at("finished"));
  const double whole =
      path.back().at("finished").get<double>() - path.front().at("started").get<double>();
  EXPECT_NEAR(whole, slowest, 1e-6);
}

TEST(CommandLine, ReportsGoToFilesAndAFileThatCannotBeWrittenIsSaid) {
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

TEST(CommandLine, NoCommandReplacesAFileThatItReads) {
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

TEST(CommandLine, NoLineIsWiderThanTheScreen) {
  for (const int width : {80, 160}) {
    const std::string out = blackstart("run " + kMain + " --width " + std::to_string(width)).out;
    std::istringstream lines(out);
    for (std::string line; std::getline(lines, line);) {
      const auto characters =
          std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xc0) != 0x80; });
      EXPECT_LE(characters, width) << line;
    }
  }
}

TEST(CommandLine, NoCommandReplacesWhatItsScenarioIncludes) {
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

TEST(CommandLine, ALinkToAReportThatIsNotThereYetIsThatReport) {
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

TEST(CommandLine, AnAcceptanceThatIsOverIsToldWithTheMiss) {
  const Scratch scratch;
  const std::string drill =
      scratch
          .write("drill.json", scenario(R"("objectives": [{ "rto": "1s" }], "accepted":
              [{ "objective": 0, "reason": "no budget", "owner": "us", "until": "2026-09-30" }])"))
          .string();
  const std::string day = drill + " --as-of 2026-10-01";
  const std::string over = "accepted by us until 2026-09-30, which is over: no budget";
  const std::string text = blackstart("run " + day + " --width 160").out;
  EXPECT_TRUE(says(text, "(accepted by us until 2026-09-30, which is"));
  EXPECT_TRUE(says(text, "over: no budget)"));
  for (const std::string& told : {blackstart("test " + day + " --width 160").out,
                                  blackstart("test " + day, "GITHUB_ACTIONS=true").out})
    EXPECT_TRUE(says(told, over));
  EXPECT_TRUE(says(blackstart("sample --runs 4 " + day + " --width 160").out, "which is over"));
  for (const std::string command : {"run ", "sample --runs 4 "}) {
    const auto told = nlohmann::json::parse(blackstart(command + day + " --format json").out);
    const auto& objective = told.at("objectives").at(0);
    EXPECT_TRUE(objective.at("accepted").is_null());
    EXPECT_EQ(objective.at("acceptance_expired").at("until"), "2026-09-30");
  }
}

TEST(CommandLine, AnEmptyNameIsNoFiles) {
  const Finished finished = blackstart("check ''");
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err, "'': there is no such file\n");
}

TEST(CommandLine, EveryFormatIsListedWithWhoWritesIt) {
  const std::string out = blackstart("list formats").out;
  for (const std::string line : {"json     run ", "mermaid  plan ", "csv      sample --csv ",
                                 "svg      sensitivity --svg ", "junit    test --report "})
    EXPECT_TRUE(says("\n" + out, "\n" + line));
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
