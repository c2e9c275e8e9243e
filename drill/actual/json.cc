#include "drill/text/json.h"

#include <nlohmann/json.hpp>

#include "drill/actual/compare.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;

Json in_seconds(const std::optional<Duration>& duration) {
  return duration ? Json(std::chrono::duration<double>(*duration).count()) : Json();
}

Json in_json(const Prediction& prediction) {
  return {{"step", prediction.step},
          {"actual", in_seconds(prediction.actual)},
          {"p5", in_seconds(prediction.low)},
          {"p50", in_seconds(prediction.median)},
          {"p95", in_seconds(prediction.high)},
          {"percentile", prediction.percentile * 100},
          {"runs_without_it", prediction.never}};
}

}  // namespace

std::string write_comparison_json(const DrillComparison& comparison, const Style&) {
  Json steps = Json::array();
  for (const Prediction& step : comparison.steps) steps.push_back(in_json(step));
  const Json json = {{"schema", "blackstart/drill-comparison/1"},
                     {"scenario", comparison.scenario},
                     {"drill", comparison.drill},
                     {"first_seed", comparison.first_seed},
                     {"runs", comparison.runs},
                     {"nothing_was_hit", comparison.was_nothing_hit},
                     {"steps", steps},
                     {"total", comparison.total ? in_json(*comparison.total) : Json()},
                     {"unforeseen", comparison.unforeseen},
                     {"not_drilled", comparison.not_drilled},
                     {"exit_code", comparison.exit_code()}};
  return text_of_json(json);
}

}  // namespace blackstart::drill
