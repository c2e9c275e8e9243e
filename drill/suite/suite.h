#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "drill/outcome.h"
#include "drill/report/report.h"
#include "drill/suite/find.h"

namespace blackstart::drill {

// What every scenario of a suite is run with.
struct SuiteSettings {
  std::uint64_t seed = 1;
  Instant today{};    // decides which accepted misses have expired
  std::string as_of;  // that day as it was asked for; empty: it was not
  unsigned threads = 1;
};

// How one scenario of a suite came out.
struct Case {
  std::string file;
  std::optional<Outcome> outcome;     // nullopt: it could not be run
  std::string error;                  // why it could not
  bool is_bug = false;                // the error is blackstart's own
  std::optional<Judgement> baseline;  // nullopt: it was not held against one
  std::string reproduce;              // the command line that shows it again, in full
  // As every command's: 0, 1, 2, 3 or 4.
  int exit_code() const;
};

// A judgement with the name that the suite's reports give it.
struct NamedJudgement {
  std::string name;  // "objective 0", "expectation 3", "baseline"
  const Judgement* judgement;
};
// All that a case was held against, in the order of its file.
std::vector<NamedJudgement> judgements_of(const Case& each);

// A scenario that is bad costs itself and no other. In the order of `found`, whatever the threads.
std::vector<Case> rehearse(std::span<const Found> found, const SuiteSettings& settings);

// For people: a line per scenario, of any width, then what failed and why.
std::string write_suite(std::span<const Case> cases, const Style& style);
// JUnit's XML as Jenkins, GitLab and GitHub's actions read it. A miss is a failure, unknown and bad
// input are errors, an accepted miss is skipped.
std::string write_junit(std::span<const Case> cases);
// GitHub's workflow commands: an annotation at each file that is not green.
std::string write_annotations(std::span<const Case> cases);

}  // namespace blackstart::drill
