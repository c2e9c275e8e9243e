#include "drill/judge_expectation.h"

#include <algorithm>

#include "drill/bound.h"
#include "drill/measures.h"
#include "drill/says.h"
#include "drill/text/durations.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

using drill::in_words;  // the overload here is about readings

std::string in_words(const Reading& reading, const Expectation& expectation) {
  if (reading.unit == Unit::word) return reading.word;
  if (!reading.number && reading.is_final) return "never";
  if (!reading.number) return expectation.when ? "not by then" : "not by the end of the run";
  if (*reading.number == recovery::kForever.count()) return "all of it";
  if (reading.unit == Unit::duration)
    return text_of(Duration(*reading.number)) +
           (reading.is_exact() ? ""
                               : " to " + text_of(Duration(reading.at_most)) +
                                     ": an outage ended before its clock began");
  const std::string count =
      in_words(*reading.number) + (reading.is_exact() ? "" : " to " + in_words(reading.at_most));
  return count + (reading.all > 0 ? " of " + in_words(reading.all) : "");
}

std::int64_t to_the_second(std::int64_t micros) {
  return Duration(std::chrono::floor<std::chrono::seconds>(Duration(micros))).count();
}

// In whole seconds, unless a verdict hangs on less.
Reading as_told(const Expectation& expectation, const Reading& reading) {
  const bool is_time = reading.unit == Unit::duration && reading.number;
  if (!is_time || *reading.number == recovery::kForever.count()) return reading;
  Reading told = reading;
  told.number = to_the_second(*reading.number);
  told.at_most = to_the_second(reading.at_most);
  const bool is_as_good = std::ranges::all_of(expectation.bounds, [&](const Bound& bound) {
    return hold_against(bound, told) == hold_against(bound, reading);
  });
  return is_as_good ? told : reading;
}

std::string measured(const Expectation& expectation, const Reading& reading) {
  const auto asks_for_nothing = [&](const Bound& bound) {
    return asks_for_all_of_nothing(bound, reading);
  };
  if (reading.matched == 0) return "it matched nothing in this run";
  return std::ranges::any_of(expectation.bounds, asks_for_nothing)
             ? "nothing of it was there"
             : in_words(as_told(expectation, reading), expectation);
}

}  // namespace

Judgement judge_expectation(const Expectation& expectation, const Outcome& outcome) {
  Judgement judgement;
  const Measure* measure = find_measure(expectation.measure);
  const Reading reading = reading_of(*measure, outcome, expectation);
  judgement.says = says_of(expectation);
  judgement.matched = reading.matched;
  if (reading.is_exact()) judgement.number = reading.number;
  judgement.is_final = reading.is_final && reading.is_exact();
  if (expectation.needs_campaign()) {
    judgement.not_evaluated = "a statistic over runs; a single run cannot tell";
    return judgement;
  }
  judgement.verdict = reading.matched == 0 ? Verdict::unknown : Verdict::met;
  for (const Bound& bound : expectation.bounds) {
    if (reading.matched > 0)
      judgement.verdict = worse(judgement.verdict, hold_against(bound, reading));
  }
  judgement.measured = measured(expectation, reading);
  return judgement;
}

}  // namespace blackstart::drill
