#include <nlohmann/json.hpp>

#include "drill/campaign/compare.h"
#include "drill/campaign/words.h"
#include "drill/report/page.h"
#include "drill/report/words.h"

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

std::string mean_in_words(const Summary& summary) {
  if (summary.runs == 0) return "-";
  if (!summary.mean) return "never in " + in_words(static_cast<std::int64_t>(summary.never));
  return in_words(summary.mean->value, summary.quantity.unit);
}

void write_contenders(const Comparison& comparison, Page& page) {
  Table table{{{""},
               {"scenario", Column::Align::left, true},
               {"strategy"},
               {"mean RTA", Column::Align::right},
               {"p95 RTA", Column::Align::right},
               {"mean lost", Column::Align::right},
               {"beaten by"}},
              {}};
  for (std::size_t i = 0; i < comparison.contenders.size(); ++i) {
    const Contender& each = comparison.contenders[i];
    const Quantity::Unit unit = each.rta.quantity.unit;
    table.rows.push_back({{letter(i), Colour::bold},
                          {each.file},
                          {each.strategy},
                          {mean_in_words(each.rta)},
                          {each.rta.runs == 0 ? "-" : in_words(each.rta.quantiles[2].value, unit)},
                          {mean_in_words(each.lost)},
                          {each.dominated_by.empty() ? "nobody" : names_of(each.dominated_by)}});
  }
  page.table(table);
}

Cell finding(const Difference& difference) {
  const bool is_time = difference.quantity.unit == Quantity::Unit::duration;
  if (difference.is_less) return {is_time ? "faster" : "fewer", Colour::good};
  if (difference.is_more) return {is_time ? "slower" : "more", Colour::bad};
  const bool is_nil =
      difference.mean && difference.mean->interval.low == 0 && difference.mean->interval.high == 0;
  return {is_nil ? "alike" : "not told apart", Colour::none};
}

void write_differences(const Comparison& comparison, std::size_t index, Page& page) {
  page.heading(letter(index) + " minus A, run by run");
  Table table{{{"", Column::Align::left, true},
               {""},
               {"mean", Column::Align::right},
               {"95 % interval"},
               {"median", Column::Align::right},
               {"95 % interval"}},
              {}};
  for (const Difference& each : comparison.contenders[index].to_the_first) {
    const Quantity::Unit unit = each.quantity.unit;
    table.rows.push_back({{each.quantity.name},
                          finding(each),
                          {each.mean ? in_words(each.mean->value, unit) : "infinite"},
                          {each.mean ? in_words(each.mean->interval, unit) : "-"},
                          {in_words(each.median.value, unit)},
                          {in_words(each.median.interval, unit)}});
  }
  page.table(table);
}

Json in_json(const Difference& difference) {
  const Quantity::Unit unit = difference.quantity.unit;
  Json mean;
  if (difference.mean)
    mean = {{"value", in_json(difference.mean->value, unit)},
            {"interval", in_json(difference.mean->interval, unit)}};
  return {{"name", difference.quantity.name},
          {"unit", unit == Quantity::Unit::duration ? "seconds" : "count"},
          {"pairs", difference.pairs},
          {"never_in_one", difference.never_in_one},
          {"mean", mean},
          {"median",
           {{"value", in_json(difference.median.value, unit)},
            {"interval", in_json(difference.median.interval, unit)}}},
          {"is_less", difference.is_less},
          {"is_more", difference.is_more}};
}

Json in_json(const Contender& contender) {
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
          {"mean_lost", mean(contender.lost)},
          {"dominated_by", contender.dominated_by},
          {"minus_the_first", differences}};
}

}  // namespace

std::string write_comparison_text(const Comparison& comparison, const Style& style) {
  Page page(style);
  page.paragraph(counted(comparison.runs, "run") + " of each from seed " +
                     std::to_string(comparison.first_seed) + ", under the same luck",
                 2, Colour::bold);
  page.blank();
  write_contenders(comparison, page);
  for (std::size_t i = 1; i < comparison.contenders.size(); ++i)
    write_differences(comparison, i, page);
  page.blank();
  page.paragraph(
      "RTA: the slowest Deployment that was hit, fault to first success. Lost: records of all "
      "classes. Beaten: worse in one of the two beyond sampling error, and better in none. Cost is "
      "not compared: these scenarios have no figures for it. A mean is infinite where a run got "
      "there in one of them only.");
  return page.take();
}

std::string write_comparison_json(const Comparison& comparison, const Style&) {
  Json contenders = Json::array();
  for (const Contender& each : comparison.contenders) contenders.push_back(in_json(each));
  return text_of_json({{"schema", "blackstart/comparison/1"},
                       {"first_seed", comparison.first_seed},
                       {"runs", comparison.runs},
                       {"contenders", contenders}});
}

}  // namespace blackstart::drill
