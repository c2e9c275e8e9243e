#include "drill/actual/calibrate.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "drill/actual/subject.h"
#include "drill/load/problems.h"
#include "drill/report/words.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;

struct Pool {
  std::vector<std::string> samples, sources;
};

std::string source_of(const ActualDrill& drill, const ActualStep& step) {
  return step.name + " in " + drill.file + " on " + in_utc(step.started).substr(0, 10);
}

std::string why_not(const std::optional<Subject>& subject) {
  return subject ? "a milestone is the work of many steps" : "the plan has no such step";
}

bool is_same(const ActualDrill& a, const ActualDrill& b) {
  const auto is_same_step = [](const ActualStep& one, const ActualStep& other) {
    return one.name == other.name && one.started == other.started && one.finished == other.finished;
  };
  return std::ranges::equal(a.steps, b.steps, is_same_step);
}

// A drill that is there twice would count twice, as if it had been measured more often.
void must_differ(std::span<const ActualDrill> drills) {
  Problems problems;
  for (std::size_t i = 0; i < drills.size(); ++i) {
    const auto first = std::ranges::find_if(
        drills, [&](const ActualDrill& each) { return is_same(each, drills[i]); });
    const auto at = static_cast<std::size_t>(first - drills.begin());
    if (at < i)
      problems.add({.file = drills[i].file, .pointer = {}, .line = 0, .column = 0},
                   "is the same drill as " + first->file + " and would count twice");
  }
  if (problems.any()) throw InputError(problems);
}

Json timings_of(const std::map<std::string, Pool>& pools, std::span<const ActualDrill> drills) {
  std::vector<std::string> files;
  for (const ActualDrill& drill : drills) files.push_back(drill.file);
  Json json = {{"title", "as measured in " + joined(files)}};
  for (const auto& [operation, pool] : pools)
    json[operation] = {{"samples", pool.samples},
                       {"source", "drill: " + joined(pool.sources, "; ")}};
  return json;
}

}  // namespace

Calibration calibrate(const Scenario& scenario, std::span<const ActualDrill> drills) {
  must_differ(drills);
  Calibration calibration;
  std::map<std::string, Pool> pools;  // by operation
  for (const ActualDrill& drill : drills) {
    for (const ActualStep& step : drill.steps) {
      const auto subject = subject_named(scenario, step.name);
      if (!subject || subject->milestone) {
        calibration.left_out.push_back(drill.file + ":" + std::to_string(step.line) + ": " +
                                       step.name + ": " + why_not(subject));
        continue;
      }
      Pool& pool = pools[scenario.setup->missions[subject->mission]->step(subject->step).operation];
      pool.samples.push_back(in_words(step.took()));
      pool.sources.push_back(source_of(drill, step));
    }
  }
  if (!pools.empty())
    calibration.timings =
        timings_of(pools, drills).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  return calibration;
}

}  // namespace blackstart::drill
