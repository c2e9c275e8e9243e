#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "tests/program.h"
#include "tests/says.h"

// Samples, shards and precision as a user sees them.
namespace blackstart::tests {
namespace {

TEST(SampleCommand, ShardsMergeIntoTheSameBytes) {
  const Scratch scratch;
  const auto part = [&](int index) {
    return (scratch.path() / ("part-" + std::to_string(index) + ".csv")).string();
  };
  const std::string common = "sample " + kMain + " --runs 12 --inputs 2 --as-of 2026-10-01";
  for (int i = 1; i <= 2; ++i)
    blackstart(common + " --shard " + std::to_string(i) + "/2 --csv " + part(i));
  const Finished whole = blackstart(common + " --threads 1");
  EXPECT_EQ(blackstart("merge " + part(2) + " " + part(1)).out, whole.out);
  EXPECT_EQ(blackstart(common + " --threads 3").out, whole.out);
  EXPECT_EQ(blackstart("merge " + part(1)).err,
            part(1) + ": is one of 2 shards, and shard 2 is missing\n");
  EXPECT_EQ(blackstart("merge " + part(1) + " " + part(1)).exit_code, 2);
  const std::string text = text_of_file(part(2));
  const std::string foreign =
      scratch
          .write("foreign.csv", std::regex_replace(text, std::regex("\"runs\":12"), "\"runs\":13"))
          .string();
  EXPECT_TRUE(
      says(blackstart("merge " + part(1) + " " + foreign).err, "is of another sample than"));
  const std::string cut =
      scratch.write("cut.csv", text.substr(0, text.rfind('\n', text.size() - 2) + 1)).string();
  EXPECT_EQ(blackstart("merge " + part(1) + " " + cut).err,
            cut + ": ends after 17 of 18 runs: its sample was interrupted\n")
      << "half of 12, and of two sets of 12";
  EXPECT_EQ(blackstart("merge " + kMain).exit_code, 2);
  EXPECT_TRUE(says(blackstart("merge /").err, "/: is a directory; a CSV file is wanted"));
}

TEST(SampleCommand, ShardsOfTwoDaysOrTwoModelsAreRefusedForThatReason) {
  const Scratch scratch;
  const auto part = [&](int index, const std::string& day) {
    const std::string file = (scratch.path() / ("part-" + std::to_string(index) + ".csv")).string();
    blackstart("sample " + kMain + " --runs 2 --inputs 0 --as-of " + day + " --shard " +
               std::to_string(index) + "/2 --csv " + file);
    return file;
  };
  const std::string first = part(1, "2026-10-01"), second = part(2, "2026-10-02");
  EXPECT_TRUE(says(blackstart("merge " + first + " " + second).err,
                   "is of another sample than " + first + ": as_of \"2026-10-02"));
  const std::string text = std::regex_replace(
      text_of_file(first), std::regex("\"model\":\"[^\"]*\""), "\"model\":\"0\"");
  const std::string old = scratch.write("old.csv", text).string();
  EXPECT_TRUE(says(blackstart("merge " + old + " " + part(2, "2026-10-01")).err, "model "));
}

TEST(SampleCommand, ARowPerRunAndOtherInputsAsComments) {
  const Scratch scratch;
  const std::string file = (scratch.path() / "rows.csv").string();
  EXPECT_NE(blackstart("sample " + kMain + " --runs 3 --inputs 2 --csv " + file).exit_code, 2);
  std::size_t rows = 0, comments = 0;
  std::istringstream lines(text_of_file(file));
  for (std::string line; std::getline(lines, line);) ++(line.starts_with('#') ? comments : rows);
  EXPECT_EQ(rows, 1 + 3U) << "the titles, and the runs of the scenario";
  EXPECT_EQ(comments, 1 + 2 * 3U) << "what it is, and two sets of inputs";
}

TEST(SampleCommand, APrecisionThatIsReachedIsToldWithWhatWasAskedFor) {
  const Finished finished =
      blackstart("sample " + kMain + " --precision 50% --max-runs 100 --inputs 0 --width 160");
  EXPECT_TRUE(says(finished.out, " of it, and 50.0 % was asked for\n"));
  EXPECT_TRUE(says(blackstart("sample " + kMain + " --precision 1").err, "from 0.0001% to 50%"))
      << "1 % is meant, and 100 % would be reached at once";
}

TEST(SampleCommand, APrecisionThatIsNotReachedIsSaid) {
  const Finished finished =
      blackstart("sample " + kMain + " --precision 0.01% --max-runs 10 --inputs 0");
  EXPECT_TRUE(says(finished.out, "NOT REACHED"));
}

// On a terminal, which `script` is, until it counts them.
TEST(SampleCommand, ProgressSaysThatItCountsRunsOfOtherInputs) {
  const Scratch scratch;
  const std::string seen = (scratch.path() / "seen").string();
  const std::string line = "cd '" BLACKSTART_SOURCE_DIR "' && { script -qfc \"'" +
                           std::string(BLACKSTART_PROGRAM) + "' sample " + kMain +
                           " --runs 40 --inputs 200\" '" + seen +
                           "' </dev/null >/dev/null & } && for i in $(seq 600); do "
                           "grep -q 'of 8000 runs' '" +
                           seen + "' && break; sleep 0.1; done; kill $!; wait $!";
  ASSERT_NE(std::system(line.c_str()), -1);
  EXPECT_TRUE(std::regex_search(text_of_file(seen),
                                std::regex("other inputs: [0-9]+ of 8000 runs, [0-9]+ per second")))
      << text_of_file(seen);
}

// Interrupted a while after it began to listen for that, however slow the machine.
TEST(SampleCommand, CtrlCReportsTheCompletedPrefix) {
  const Scratch scratch;
  const std::string out = (scratch.path() / "out").string();
  const std::string line = "cd '" BLACKSTART_SOURCE_DIR "' && { '" +
                           std::string(BLACKSTART_PROGRAM) + "' sample " + kMain +
                           " --runs 1000000 --format json >'" + out +
                           "' & } && until grep -q '^SigCgt.*[2367abef]$' /proc/$!/status; do "
                           "sleep 0.1; done; sleep 1; kill -INT $!; wait $!";
  const int status = std::system(line.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 130);
  const auto sample = nlohmann::json::parse(text_of_file(out));
  EXPECT_TRUE(sample.at("interrupted").get<bool>());
  EXPECT_LT(sample.at("runs").get<int>(), 1'000'000);
}

TEST(SampleCommand, WhatCannotBeMeantIsBadUsage) {
  for (const std::string options :
       {"--runs 0", "--runs 5 --precision 1%", "--shard 3/2 --csv x", "--shard 1/2",
        "--precision 1% --shard 1/2 --csv x", "--share 20%", "--format yaml"}) {
    EXPECT_EQ(blackstart("sample " + kMain + " " + options).exit_code, 2) << options;
  }
}

}  // namespace
}  // namespace blackstart::tests
