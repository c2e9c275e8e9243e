#include "drill/actual/calibrate.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "drill/actual/foreseen.h"
#include "drill/load/problems.h"
#include "drill/report/words.h"
#include "drill/text/durations.h"
#include "drill/text/json.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;

struct Pool {
  std::vector<std::string> samples, sources;
};

std::string source_of(const ActualDrill& drill, const ActualStep& step) {
  return step.name + " in " + drill.file + " on " + in_utc(step.started).substr(0, 10);
}

std::string why_not(const std::optional<Foreseen>& meant) {
  return meant ? "a milestone is the work of many steps" : "the plan has no such step";
}

bool is_measured(const std::optional<Foreseen>& meant) { return meant && !meant->milestone; }

bool is_same(const ActualStep& a, const ActualStep& b) {
  return a.name == b.name && a.started == b.started && a.finished == b.finished;
}

const ActualStep* first_in_common(const Scenario& scenario, const ActualDrill& a,
                                  const ActualDrill& b) {
  const auto found = std::ranges::find_if(a.steps, [&](const ActualStep& step) {
    const auto is_it = [&](const ActualStep& other) { return is_same(step, other); };
    return std::ranges::any_of(b.steps, is_it) && is_measured(foreseen_as(scenario, step.name));
  });
  return found == a.steps.end() ? nullptr : &*found;
}

// What was measured once would count twice, as if it had been measured more often.
void must_differ(const Scenario& scenario, std::span<const ActualDrill> drills) {
  Problems problems;
  for (std::size_t i = 0; i < drills.size(); ++i) {
    for (const ActualDrill& before : drills.first(i)) {
      const ActualStep* step = first_in_common(scenario, drills[i], before);
      if (step == nullptr) continue;
      problems.add({.file = drills[i].file, .pointer = {}, .line = step->line, .column = 1},
                   "'" + step->name + "' is the same measurement as in " + before.file +
                       " and would count twice");
      break;
    }
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
  must_differ(scenario, drills);
  Calibration calibration;
  std::map<std::string, Pool> pools;  // by operation
  for (const ActualDrill& drill : drills) {
    for (const ActualStep& step : drill.steps) {
      const auto meant = foreseen_as(scenario, step.name);
      if (!is_measured(meant)) {
        calibration.left_out.push_back(drill.file + ":" + std::to_string(step.line) + ": " +
                                       step.name + ": " + why_not(meant));
        continue;
      }
      Pool& pool = pools[scenario.setup->missions[meant->mission]->step(meant->step).operation];
      pool.samples.push_back(text_of(step.took()));
      pool.sources.push_back(source_of(drill, step));
    }
  }
  if (!pools.empty()) calibration.timings = text_of_json(timings_of(pools, drills));
  return calibration;
}

}  // namespace blackstart::drill
