#include <nlohmann/json.hpp>

#include "drill/acceptance.h"
#include "drill/campaign/sample_report.h"
#include "drill/campaign/words.h"
#include "drill/text/json.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;

Json in_json(const JudgedOverRuns& judged) {
  return {{"says", judged.says},
          {"verdict", name_of(judged.verdict)},
          {"verdict_of_the_runs", name_of(judged.of_the_runs)},
          {"measured", judged.measured},
          {"runs", {{"met", judged.met}, {"missed", judged.missed}, {"unknown", judged.unknown}}},
          {"probability_met", share_in_json(judged)},
          {"sets_of_inputs", {{"met", judged.sets_met}, {"missed", judged.sets_missed}}},
          {"accepted", in_json(judged.accepted)},
          {"acceptance_expired", in_json(judged.acceptance_expired)}};
}

Json in_json(const Summary& summary) {
  const Quantity::Unit unit = summary.quantity.unit;
  Json quantiles = Json::object();
  for (const Quantile& quantile : summary.quantiles) {
    const std::string name = "p" + std::to_string(static_cast<int>(quantile.p * 100 + 0.5));
    quantiles[name] = {
        {"value", in_json(quantile.value, summary.quantity)},
        {"interval",
         Json::array(
             {quantile.is_open_below ? Json() : in_json(quantile.low, summary.quantity),
              quantile.is_open_above ? Json() : in_json(quantile.high, summary.quantity)})}};
  }
  return {{"name", summary.quantity.name},
          {"unit", name_of(unit)},
          {"runs", summary.runs},
          {"never", summary.never},
          {"not_observed", summary.unseen},
          {"mean", mean_in_json(summary)},
          {"quantiles", quantiles},
          {"min", in_json(summary.least, summary.quantity)},
          {"max", in_json(summary.most, summary.quantity)},
          {"mean_over_inputs", summary.over_inputs ? in_json(*summary.over_inputs, unit) : Json()}};
}

template <class Item>
Json each(const std::vector<Item>& items) {
  Json list = Json::array();
  for (const Item& item : items) list.push_back(in_json(item));
  return list;
}

Json worst_in_json(const Sample& sample) {
  Json list = Json::array();
  for (const WorstRun& worst : sample.worst)
    list.push_back({{"seed", worst.seed},
                    {"prefix_seed", worst.prefix_seed},
                    {"rta", in_json(worst.headline, {{}, Unit::duration})}});
  return list;
}

}  // namespace

std::string write_sample_json(const Sample& sample, const Style&) {
  const SamplePlan& plan = sample.plan;
  return text_of_json({{"schema", "blackstart/sample/1"},
                       {"scenario", sample.file},
                       {"title", sample.title},
                       {"strategy", sample.strategy},
                       {"first_seed", plan.first_seed},
                       {"runs", sample.runs},
                       {"interrupted", sample.was_cancelled},
                       {"precision",
                        {{"wanted", plan.precision ? Json(*plan.precision) : Json()},
                         {"reached", sample.precision ? Json(*sample.precision) : Json()}}},
                       {"nothing_was_hit", sample.was_nothing_hit()},
                       {"sets_of_inputs", sample.sets},
                       {"sets_planned", sample.sets_planned},
                       {"runs_of_sets", sample.sets * plan.runs_of_a_set()},
                       {"share_required", plan.required},
                       {"verdict", name_of(sample.verdict())},
                       {"objectives", each(sample.objectives)},
                       {"expectations", each(sample.expectations)},
                       {"measures", each(sample.summaries)},
                       {"worst", worst_in_json(sample)},
                       {"uncertain", sample.uncertain},
                       {"assumed_without_a_range", sample.fixed_assumptions},
                       {"exit_code", sample.exit_code()}});
}

}  // namespace blackstart::drill
