#include "drill/actual/compare.h"

#include <algorithm>
#include <iterator>

#include "drill/actual/foreseen.h"
#include "drill/parallel.h"

namespace blackstart::drill {
namespace {

using Spans = std::vector<std::optional<Span>>;  // of one run, by what was foreseen

std::vector<Seen> rehearse(const Scenario& scenario, const std::vector<Foreseen>& foreseen,
                           const CompareSettings& settings) {
  std::vector<Seen> runs(settings.runs);
  for_each_index(settings.runs, settings.threads, [&](std::size_t i) {
    sim::Simulation simulation(scenario.binding, settings.first_seed + i);
    simulation.run_until(scenario.setup->ends_at);
    runs[i] = seen_in(simulation, foreseen);
  });
  return runs;
}

// A false alarm hits nothing and is recovered from all the same.
bool has_come_to_nothing(const Seen& run) {
  const auto came = [](const std::optional<Span>& span) { return span.has_value(); };
  return !run.was_hit && std::ranges::none_of(run.spans, came);
}

// From the first begin to the last end; nullopt where one of them did not end.
std::optional<Span> whole(const Spans& spans) {
  std::optional<Span> all;
  for (const auto& span : spans) {
    if (!span) return std::nullopt;
    if (!all) all = span;
    all = Span{std::min(all->began, span->began), std::max(all->ended, span->ended)};
  }
  return all;
}

// `predicted` holds those of all runs that finished.
Prediction held_against(std::string step, Duration actual, std::vector<Duration> predicted,
                        std::size_t runs) {
  std::ranges::sort(predicted);
  const auto below = std::ranges::lower_bound(predicted, actual) - predicted.begin();
  const auto up_to = std::ranges::upper_bound(predicted, actual) - predicted.begin();
  // The first that at least so many percent of all runs do not exceed.
  const auto quantile = [&](std::size_t percent) {
    const std::size_t rank = (percent * runs + 99) / 100;
    return rank <= predicted.size() ? std::optional(predicted[rank - 1]) : std::nullopt;
  };
  return {.step = std::move(step),
          .actual = actual,
          .never = runs - predicted.size(),
          .low = quantile(5),
          .median = quantile(50),
          .high = quantile(95),
          .percentile = static_cast<double>(below + up_to) / 2 / static_cast<double>(runs)};
}

Prediction predict(const std::string& name, Duration actual, const std::vector<Seen>& runs,
                   const auto& span_of) {
  std::vector<Duration> predicted;
  for (const Seen& run : runs) {
    if (const std::optional<Span> span = span_of(run.spans))
      predicted.push_back(span->ended - span->began);
  }
  return held_against(name, actual, std::move(predicted), runs.size());
}

std::vector<std::string> not_written_down(const Scenario& scenario, const ActualDrill& drill) {
  const auto is_written = [&drill](std::string_view name) {
    return std::ranges::find(drill.steps, name, &ActualStep::name) != drill.steps.end();
  };
  std::vector<std::string> missing = names_of_steps(scenario);
  std::erase_if(missing, is_written);
  if (!is_written(name_of(Milestone::declared))) return missing;
  for (const std::string& declaration : names_of_declarations(scenario))
    std::erase(missing, declaration);
  return missing;
}

// What the drill measured, as far as the plan knows it.
struct Measurement {
  std::string name;
  Foreseen meant;
  Span span;
};

std::vector<Measurement> measured_in(const ActualStep& step, const Foreseen& meant,
                                     const std::string& person) {
  std::vector<Measurement> measured;
  if (step.asked && !person.empty()) {
    Foreseen response = meant;
    response.is_response = true;
    measured.push_back(
        {step.name + ", " + person + " responding", response, Span{*step.asked, step.started}});
  }
  measured.push_back({step.name, meant, Span{step.started, step.finished}});
  return measured;
}

std::vector<Measurement> known_to_both(const Scenario& scenario, const ActualDrill& drill,
                                       DrillComparison& comparison) {
  std::vector<Measurement> known;
  const std::vector<std::string> names = names_of_steps(scenario);
  for (const ActualStep& step : drill.steps) {
    const auto meant = foreseen_as(scenario, step.name);
    if (!meant) {
      comparison.unforeseen.push_back("'" + step.name + "'" + suggestion(step.name, names));
      continue;
    }
    const std::string person = person_asked(scenario, *meant);
    std::ranges::move(measured_in(step, *meant, person), std::back_inserter(known));
    if (step.asked && person.empty())
      comparison.unforeseen.push_back("that somebody is asked for '" + step.name + "'");
  }
  return known;
}

}  // namespace

DrillComparison compare_drill(const Scenario& scenario, const ActualDrill& drill,
                              const CompareSettings& settings) {
  DrillComparison comparison{.scenario = scenario.file.generic_string(),
                             .drill = drill.file,
                             .first_seed = settings.first_seed,
                             .runs = settings.runs};
  const std::vector<Measurement> known = known_to_both(scenario, drill, comparison);
  comparison.not_drilled = not_written_down(scenario, drill);
  if (known.empty()) return comparison;
  std::vector<Foreseen> foreseen;
  Spans actual;
  for (const Measurement& each : known) {
    foreseen.push_back(each.meant);
    actual.emplace_back(each.span);
  }
  const std::vector<Seen> runs = rehearse(scenario, foreseen, settings);
  comparison.was_nothing_hit = std::ranges::all_of(runs, has_come_to_nothing);
  if (comparison.was_nothing_hit) return comparison;
  for (std::size_t i = 0; i < known.size(); ++i) {
    comparison.steps.push_back(predict(known[i].name, known[i].span.ended - known[i].span.began,
                                       runs, [i](const Spans& spans) { return spans[i]; }));
  }
  const Span all = *whole(actual);
  comparison.total = predict("total", all.ended - all.began, runs, whole);
  return comparison;
}

}  // namespace blackstart::drill
