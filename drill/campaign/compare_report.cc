#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "drill/campaign/compare.h"
#include "drill/campaign/words.h"
#include "drill/report/page.h"
#include "drill/text/json.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;

// "A", "B", ...
std::string letter(std::size_t index) {
  return index < 26 ? std::string(1, static_cast<char>('A' + index)) : std::to_string(index + 1);
}

std::string names_of(const std::vector<std::size_t>& contenders) {
  std::string names;
  for (const std::size_t each : contenders) names += (names.empty() ? "" : ", ") + letter(each);
  return names;
}

std::string dollars_in_words(double dollars) {
  const bool is_whole = std::abs(dollars - std::round(dollars)) < 0.005;
  return dollars < 100 && !is_whole
             ? printed("%.2f", dollars)
             : drill::in_words(static_cast<std::int64_t>(std::llround(dollars)));
}

std::string price_in_words(double dollars) { return printed("%.4g", dollars); }

void write_contenders(const Comparison& comparison, Page& page) {
  Table table{{{""},
               {"scenario", Column::Align::left, true},
               {"strategy"},
               {"mean RTA", Column::Align::right},
               {"p95 RTA", Column::Align::right},
               {"mean lost", Column::Align::right},
               {"30 days cost", Column::Align::right},
               {"beaten by"}},
              {}};
  for (std::size_t i = 0; i < comparison.contenders.size(); ++i) {
    const Contender& each = comparison.contenders[i];
    table.rows.push_back({{letter(i), Colour::bold},
                          {each.file},
                          {each.strategy},
                          {mean_in_words(each.rta)},
                          {p95_in_words(each.rta)},
                          {mean_in_words(each.lost)},
                          {dollars_in_words(each.bill.total())},
                          {each.dominated_by.empty() ? "nobody" : names_of(each.dominated_by)}});
  }
  page.table(table);
}

Cell finding(const Difference& difference) {
  if (difference.unseen > 0 && difference.is_unknown()) return {"unknown", Colour::doubtful};
  if (difference.is_unknown())
    return {difference.never_in_both > 0 ? "never in both" : "nothing to compare", Colour::none};
  const bool is_time = difference.quantity.unit == Quantity::Unit::duration;
  if (difference.is_less) return {is_time ? "faster" : "fewer", Colour::good};
  if (difference.is_more) return {is_time ? "slower" : "more", Colour::bad};
  const bool is_nil =
      difference.mean && difference.mean->interval.low == 0 && difference.mean->interval.high == 0;
  return {is_nil ? "alike" : "not told apart", Colour::none};
}

// A pair of which one run was too short cannot be compared, nor one where neither gets there.
std::string pairs_in_words(const Difference& difference) {
  std::string text = std::to_string(difference.pairs);
  if (difference.unseen > 0) text += ", " + std::to_string(difference.unseen) + " not seen";
  if (difference.never_in_both > 0)
    text += ", " + std::to_string(difference.never_in_both) + " never in both";
  return text;
}

std::string mean_in_words(const Difference& difference) {
  if (difference.mean) return in_words(difference.mean->value, difference.quantity.unit);
  return difference.never_in_one > 0 ? "infinite" : "unknown";
}

void write_differences(const Comparison& comparison, std::size_t index, Page& page) {
  page.heading(letter(index) + " minus A, run by run");
  Table table{{{"", Column::Align::left, true},
               {""},
               {"pairs"},
               {"mean", Column::Align::right},
               {"95 % interval"},
               {"median", Column::Align::right},
               {"95 % interval"}},
              {}};
  for (const Difference& each : comparison.contenders[index].to_the_first) {
    const Quantity::Unit unit = each.quantity.unit;
    table.rows.push_back({{each.quantity.name},
                          finding(each),
                          {pairs_in_words(each)},
                          {mean_in_words(each)},
                          {each.mean ? in_words(each.mean->interval, unit) : "-"},
                          {each.is_unknown() ? "-" : in_words(each.median.value, unit)},
                          {each.is_unknown() ? "-" : in_words(each.median.interval, unit)}});
  }
  page.table(table);
}

// What a strategy costs whether anything happens or not, beside what it buys.
void write_bills(const Comparison& comparison, Page& page) {
  page.heading("30 days of peace, in US dollars");
  Table table{{{""}, {"price", Column::Align::right}}, {}};
  for (std::size_t i = 0; i < comparison.contenders.size(); ++i)
    table.columns.push_back({letter(i), Column::Align::right});
  table.columns.push_back({"whose figure", Column::Align::left, true});
  for (std::size_t line = 0; line < kBilled.size(); ++line) {
    const Price& price = comparison.prices[line];
    std::vector<Cell> row = {{std::string(kBilled[line].in_words)},
                             {price_in_words(price.dollars)}};
    for (const Contender& each : comparison.contenders)
      row.push_back({dollars_in_words(each.bill.lines[line].dollars)});
    row.push_back(price.is_assumption() ? Cell{"assumption: " + price.assumption, Colour::doubtful}
                                        : Cell{price.source});
    table.rows.push_back(std::move(row));
  }
  page.table(table);
}

Json bill_in_json(const Bill& bill, const Prices& prices) {
  Json lines = Json::array();
  for (std::size_t i = 0; i < bill.lines.size(); ++i) {
    const Price& price = prices[i];
    lines.push_back({{"name", kBilled[i].name},
                     {"quantity", bill.lines[i].quantity},
                     {"price", price.dollars},
                     {"dollars", bill.lines[i].dollars},
                     {price.is_assumption() ? "assumption" : "source",
                      price.is_assumption() ? price.assumption : price.source}});
  }
  return {{"days", 30}, {"dollars", bill.total()}, {"lines", lines}};
}

Json in_json(const Difference& difference) {
  const Quantity::Unit unit = difference.quantity.unit;
  Json mean;
  if (difference.mean)
    mean = {{"value", in_json(difference.mean->value, unit)},
            {"interval", in_json(difference.mean->interval, unit)}};
  Json median;
  if (!difference.is_unknown())
    median = {{"value", in_json(difference.median.value, unit)},
              {"interval", in_json(difference.median.interval, unit)}};
  return {{"name", difference.quantity.name},
          {"unit", name_of(unit)},
          {"pairs", difference.pairs},
          {"never_in_one", difference.never_in_one},
          {"never_in_both", difference.never_in_both},
          {"not_observed", difference.unseen},
          {"not_observed_and_certain_sign", difference.certain_sign},
          {"mean", mean},
          {"median", median},
          {"is_less", difference.is_less},
          {"is_more", difference.is_more}};
}

Json in_json(const Contender& contender, const Prices& prices) {
  Json differences = Json::array();
  for (const Difference& each : contender.to_the_first) differences.push_back(in_json(each));
  const auto mean = [](const Summary& summary) {
    return summary.mean ? in_json(summary.mean->value, summary.quantity.unit) : Json();
  };
  return {{"scenario", contender.file},
          {"title", contender.title},
          {"strategy", contender.strategy},
          {"mean_rta", mean(contender.rta)},
          {"never_recovered", contender.rta.never},
          {"not_observed", contender.rta.unseen},
          {"mean_lost", mean(contender.lost)},
          {"bill", bill_in_json(contender.bill, prices)},
          {"dominated_by", contender.dominated_by},
          {"minus_the_first", differences}};
}

}  // namespace

std::string write_comparison_text(const Comparison& comparison, const Style& style) {
  Page page(style);
  page.paragraph(counted(comparison.runs, "run") + " of each from seed " +
                     std::to_string(comparison.first_seed) + ", under the same luck",
                 2, Colour::bold);
  const auto was_hit = [](const Contender& each) { return each.rta.runs > 0; };
  if (std::ranges::none_of(comparison.contenders, was_hit))
    page.paragraph("nothing was hit in any run");
  page.blank();
  write_contenders(comparison, page);
  for (std::size_t i = 1; i < comparison.contenders.size(); ++i)
    write_differences(comparison, i, page);
  write_bills(comparison, page);
  page.blank();
  page.paragraph(
      "RTA: the slowest Deployment that was hit, fault to first success. Lost: records of all "
      "classes. Cost: all that runs and is kept just before the first fault, at the scenario's "
      "\"prices\". Beaten: worse in one of the three beyond sampling error, and better in none. A "
      "mean is infinite where a run got there in one of them only, and unknown where a run was too "
      "short to see it; it is still longer than what came in the same time, and whoever was not "
      "seen to come back beats nobody.");
  return page.take();
}

std::string write_comparison_json(const Comparison& comparison, const Style&) {
  Json contenders = Json::array();
  for (const Contender& each : comparison.contenders)
    contenders.push_back(in_json(each, comparison.prices));
  return text_of_json({{"schema", "blackstart/comparison/1"},
                       {"first_seed", comparison.first_seed},
                       {"runs", comparison.runs},
                       {"contenders", contenders}});
}

}  // namespace blackstart::drill
