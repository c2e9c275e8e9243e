#include "drill/campaign/sample_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "drill/campaign/words.h"
#include "drill/report/page.h"
#include "drill/report/words.h"
#include "drill/text/durations.h"
#include "drill/text/shell.h"

namespace blackstart::drill {
namespace {

std::string counted_runs(std::size_t runs) { return counted(runs, "run"); }

void write_headline(const Sample& sample, Page& page) {
  const SamplePlan& plan = sample.plan;
  page.paragraph(sample.title, 2, Colour::bold);
  std::string text = counted_runs(sample.runs) + " from seed " + std::to_string(plan.first_seed);
  if (plan.runs_per_prefix > 1)
    text += "; " + std::to_string(plan.runs_per_prefix) +
            " at a time share what comes before the first fault, and the intervals allow for it";
  if (sample.was_cancelled)
    text += ", interrupted: the first of " + in_words(std::int64_t(plan.runs));
  if (plan.precision) {
    const bool is_reached = sample.precision && *sample.precision <= *plan.precision;
    text +=
        std::string("; the mean's half-width ") +
        (sample.precision ? "is " + share_in_words(*sample.precision) + " of it"
                          : "is not defined: not every run got there") +
        (is_reached ? ", as asked for"
                    : ", and " + share_in_words(*plan.precision) + " was asked for: NOT REACHED");
  }
  page.paragraph(text);
}

std::string in_words_of_inputs(const JudgedOverRuns& judged, const Sample& sample) {
  if (sample.runs_of_sets == 0) return "-";
  if (judged.verdict != judged.of_the_runs)
    return "flips: met in " + std::to_string(judged.sets_met) + ", missed in " +
           std::to_string(judged.sets_missed) + " of " + std::to_string(sample.plan.sets);
  const std::size_t contrary = judged.sets_met > 0 && judged.sets_missed > 0;
  return contrary > 0 ? "differ" : "do not flip it";
}

void write_judgements(std::string_view heading, const std::vector<JudgedOverRuns>& list,
                      const Sample& sample, Page& page) {
  if (list.empty()) return;
  page.heading(heading);
  Table table{{{""},
               {"", Column::Align::left, true},
               {"met in"},
               {"95 % interval"},
               {"other inputs", Column::Align::left, true}},
              {}};
  for (const JudgedOverRuns& judged : list) {
    const std::string says = judged.says + (judged.measured.empty() ? "" : ": " + judged.measured);
    table.rows.push_back({verdict_cell(judged),
                          {says},
                          {share_in_words(judged.share_met.value)},
                          {share_in_words(judged.share_met.interval)},
                          {in_words_of_inputs(judged, sample)}});
  }
  page.table(table);
}

std::string interval_in_words(const Quantile& quantile, Quantity::Unit unit) {
  return (quantile.is_open_below ? "?" : in_words(quantile.low, unit)) + "-" +
         (quantile.is_open_above ? "?" : in_words(quantile.high, unit));
}

// Two lines: the values, and under each its interval; the least, and under it the most.
void add_rows(const Summary& summary, const std::string& name, Table& table) {
  const Quantity::Unit unit = summary.quantity.unit;
  std::vector<Cell> values = {{name}}, intervals = {{""}};
  values.push_back({summary.mean ? in_words(summary.mean->value, unit) : "never"});
  intervals.push_back({summary.mean ? in_words(summary.mean->interval, unit) : ""});
  for (const Quantile& quantile : summary.quantiles) {
    values.push_back({in_words(quantile.value, unit)});
    intervals.push_back({interval_in_words(quantile, unit)});
  }
  values.push_back({in_words(summary.least, unit)});
  intervals.push_back({in_words(summary.most, unit)});
  table.rows.push_back(std::move(values));
  table.rows.push_back(std::move(intervals));
}

Table table_of_summaries() {
  Table table;
  table.columns = {{"", Column::Align::left, true}};
  for (const char* title : {"mean", "p50", "p90", "p95", "p99", "min/max"})
    table.columns.push_back({title, Column::Align::right});
  return table;
}

// "rta:billing:first_success:fault" is named "billing" under this prefix and suffix.
void write_summaries(std::string_view heading, std::string_view prefix, std::string_view suffix,
                     const Sample& sample, Page& page) {
  Table table = table_of_summaries();
  std::size_t never = 0;
  std::vector<std::string> alike;
  for (const Summary& summary : sample.summaries) {
    const std::string& name = summary.quantity.name;
    if (!name.starts_with(prefix) || !name.ends_with(suffix)) continue;
    const std::string whose =
        name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
    if (summary.least != summary.most)
      add_rows(summary, whose, table);
    else if (summary.most.value != 0)
      alike.push_back(in_words(summary.most, summary.quantity.unit) + " " + whose);
    never = std::max(never, summary.never);
  }
  if (table.rows.empty() && alike.empty()) return;
  page.heading(heading);
  if (!table.rows.empty()) page.table(table);
  if (!alike.empty()) page.paragraph("  in every run: " + joined(alike), 4);
  if (never > 0)
    page.paragraph("never: not by the end of " + counted_runs(never) + " of " +
                   counted_runs(sample.runs) + "; such runs stay in, as the longest of all");
}

void write_inputs(const Sample& sample, Page& page) {
  page.heading("What is not known");
  page.paragraph(
      "  Simulation error: under each number its 95 % interval; more runs make it narrower.", 4);
  const auto headline = std::ranges::find(sample.summaries, kHeadline,
                                          [](const Summary& each) { return each.quantity.name; });
  if (sample.runs_of_sets > 0) {
    std::string text = "  Input uncertainty: " + std::to_string(sample.plan.sets) +
                       " sets of inputs, " + counted_runs(sample.plan.runs_of_a_set()) +
                       " each, vary " + joined(sample.uncertain);
    if (headline != sample.summaries.end() && headline->over_inputs)
      text += "; the slowest Deployment's mean goes from " +
              in_words(headline->over_inputs->low, Quantity::Unit::duration) + " to " +
              in_words(headline->over_inputs->high, Quantity::Unit::duration);
    page.paragraph(text + ". More runs do not help; a source does.", 4);
  } else {
    page.paragraph("  Input uncertainty was not looked at.", 4);
  }
  if (!sample.fixed_assumptions.empty())
    page.paragraph(
        "  Assumed without a range, taken as they are: " + joined(sample.fixed_assumptions), 4);
}

void write_worst(const Sample& sample, Page& page) {
  if (sample.worst.empty()) return;
  page.heading("The worst runs");
  for (const WorstRun& worst : sample.worst) {
    page.paragraph("  " + in_words(worst.headline, Quantity::Unit::duration) +
                   " to the last first success:");
    const std::string prefix = worst.prefix_seed == worst.seed
                                   ? ""
                                   : " --prefix-seed " + std::to_string(worst.prefix_seed);
    page.command("blackstart run " + shell_word(sample.file) + " --seed " +
                 std::to_string(worst.seed) + prefix);
  }
}

using Json = nlohmann::ordered_json;

Json in_json(const JudgedOverRuns& judged) {
  Json accepted;
  if (judged.accepted)
    accepted = {{"reason", judged.accepted->reason},
                {"owner", judged.accepted->owner},
                {"until", text_of(judged.accepted->until).substr(0, 10)}};
  return {{"says", judged.says},
          {"verdict", name_of(judged.verdict)},
          {"verdict_of_the_runs", name_of(judged.of_the_runs)},
          {"measured", judged.measured},
          {"runs", {{"met", judged.met}, {"missed", judged.missed}, {"unknown", judged.unknown}}},
          {"probability_met",
           {{"value", judged.share_met.value},
            {"interval", {judged.share_met.interval.low, judged.share_met.interval.high}}}},
          {"sets_of_inputs", {{"met", judged.sets_met}, {"missed", judged.sets_missed}}},
          {"accepted", accepted}};
}

Json in_json(const Summary& summary) {
  const Quantity::Unit unit = summary.quantity.unit;
  Json quantiles = Json::object();
  for (const Quantile& quantile : summary.quantiles) {
    const std::string name = "p" + std::to_string(static_cast<int>(quantile.p * 100 + 0.5));
    quantiles[name] = {
        {"value", in_json(quantile.value, unit)},
        {"interval",
         Json::array({quantile.is_open_below ? Json() : in_json(quantile.low, unit),
                      quantile.is_open_above ? Json() : in_json(quantile.high, unit)})}};
  }
  Json mean;
  if (summary.mean)
    mean = {{"value", in_json(summary.mean->value, unit)},
            {"interval", in_json(summary.mean->interval, unit)}};
  return {{"name", summary.quantity.name},
          {"unit", unit == Quantity::Unit::duration ? "seconds" : "count"},
          {"runs", summary.runs},
          {"never", summary.never},
          {"mean", mean},
          {"quantiles", quantiles},
          {"min", in_json(summary.least, unit)},
          {"max", in_json(summary.most, unit)},
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
                    {"rta", in_json(worst.headline, Quantity::Unit::duration)}});
  return list;
}

}  // namespace

std::string write_sample_text(const Sample& sample, const Style& style) {
  Page page(style);
  write_headline(sample, page);
  write_judgements(
      "Objectives (met where " + share_in_words(sample.plan.required) + " of the runs meet it)",
      sample.objectives, sample, page);
  write_judgements("Expectations", sample.expectations, sample, page);
  write_summaries("RTA, fault to first task success", "rta:", ":first_success:fault", sample, page);
  write_summaries("RTA, declaration to first task success", "rta:", ":first_success:declared",
                  sample, page);
  write_summaries("Lost for good, records", "lost:", "", sample, page);
  write_inputs(sample, page);
  write_worst(sample, page);
  return page.take();
}

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
                       {"sets_of_inputs", sample.runs_of_sets == 0 ? 0 : plan.sets},
                       {"runs_of_sets", sample.runs_of_sets},
                       {"share_required", plan.required},
                       {"verdict", name_of(sample.verdict)},
                       {"objectives", each(sample.objectives)},
                       {"expectations", each(sample.expectations)},
                       {"measures", each(sample.summaries)},
                       {"worst", worst_in_json(sample)},
                       {"uncertain", sample.uncertain},
                       {"assumed_without_a_range", sample.fixed_assumptions},
                       {"exit_code", sample.exit_code()}});
}

}  // namespace blackstart::drill
