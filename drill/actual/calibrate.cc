#include "drill/actual/calibrate.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "drill/actual/foreseen.h"
#include "drill/read/problems.h"
#include "drill/text/durations.h"
#include "drill/text/json.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;

struct Pool {
  std::vector<std::string> samples, sources;

  void add(Duration duration, const std::string& source) {
    samples.push_back(text_of(duration));
    sources.push_back(source);
  }
  Json in_json() const {
    return {{"samples", samples}, {"source", "drill: " + joined(sources, "; ")}};
  }
};
using Pools = std::map<std::string, Pool>;

std::string source_of(const ActualDrill& drill, const ActualStep& step) {
  return step.name + " in " + drill.file + " on " + day_in_utc(step.started);
}

std::string why_not(const std::optional<Foreseen>& meant) {
  return meant ? "a milestone is the work of many steps" : "the plan has no such step";
}

bool is_measured(const std::optional<Foreseen>& meant) { return meant && !meant->milestone; }

const std::string& operation_of(const Scenario& scenario, const Foreseen& meant) {
  return scenario.setup->missions[meant.mission]->step(meant.step).operation;
}

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
      problems.add({.file = drills[i].file, .line = step->line, .column = 1},
                   "'" + step->name + "' is the same measurement as in " + before.file +
                       " and would count twice");
      break;
    }
  }
  if (problems.any()) throw InputError(problems);
}

Json timings_of(const Pools& operations, std::span<const ActualDrill> drills) {
  std::vector<std::string> files;
  for (const ActualDrill& drill : drills) files.push_back(drill.file);
  Json json = {{"title", "as measured in " + joined(files)}};
  for (const auto& [operation, pool] : operations) json[operation] = pool.in_json();
  return json;
}

Json people_of(const Pools& responses) {
  Json json = Json::object();
  for (const auto& [person, pool] : responses) json[person] = {{"responds", pool.in_json()}};
  return json;
}

}  // namespace

Calibration calibrate(const Scenario& scenario, std::span<const ActualDrill> drills) {
  must_differ(scenario, drills);
  Calibration calibration;
  Pools operations, responses;
  for (const ActualDrill& drill : drills) {
    for (const ActualStep& step : drill.steps) {
      const auto leave_out = [&](const std::string& why) {
        calibration.left_out.push_back(drill.file + ":" + std::to_string(step.line) + ": " +
                                       step.name + ": " + why);
      };
      const auto meant = foreseen_as(scenario, step.name);
      if (!is_measured(meant)) {
        leave_out(why_not(meant));
        continue;
      }
      const std::string source = source_of(drill, step);
      operations[operation_of(scenario, *meant)].add(step.took(), source);
      if (!step.asked) continue;
      if (const std::string person = person_asked(scenario, *meant); !person.empty())
        responses[person].add(step.started - *step.asked, source);
      else
        leave_out("the plan asks nobody for it");
    }
  }
  if (!operations.empty()) calibration.timings = text_of_json(timings_of(operations, drills));
  if (!responses.empty()) calibration.people = text_of_json(people_of(responses));
  return calibration;
}

}  // namespace blackstart::drill
