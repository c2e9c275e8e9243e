#include "drill/campaign/sweep.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "drill/campaign/words.h"
#include "drill/report/page.h"
#include "drill/report/words.h"
#include "recovery/check.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;

// At commas that are in no string, list or object.
std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  bool is_quoted = false, is_escaped = false;
  for (const char c : text) {
    if (c == ',' && depth == 0 && !is_quoted) {
      parts.emplace_back();
      continue;
    }
    parts.back() += c;
    if (c == '"' && !is_escaped) is_quoted = !is_quoted;
    is_escaped = is_quoted && c == '\\' && !is_escaped;
    if (!is_quoted && (c == '{' || c == '[')) ++depth;
    if (!is_quoted && (c == '}' || c == ']')) --depth;
  }
  return parts;
}

Summary summary_of(const Scenario& world, std::span<const Row> rows, std::string_view quantity) {
  const std::vector<Quantity> quantities = quantities_of(world);
  const std::size_t place = place_of(quantity, quantities);
  std::vector<Measured> values;
  for (const Row& row : rows) values.push_back(row.measured[place]);
  return summarize(quantities[place], values);
}

GridPoint point_of(const Scenario& world, const std::vector<Change>& changes,
                   std::span<const Row> rows) {
  GridPoint point{.values = {},
                  .rta = summary_of(world, rows, kHeadline),
                  .lost = summary_of(world, rows, kLost)};
  for (const Change& change : changes) point.values.push_back(change.value);
  for (std::size_t i = 0; i < world.objectives.size(); ++i) {
    const auto met = std::ranges::count_if(
        rows, [i](const Row& row) { return row.objectives[i] == Verdict::met; });
    point.share_met.push_back(share_of(static_cast<std::size_t>(met), rows.size()));
  }
  return point;
}

std::string mean_in_words(const Summary& summary) {
  if (summary.runs == 0) return "-";
  return summary.mean ? in_words(summary.mean->value, summary.quantity.unit) : "never";
}

std::string interval_in_words(const Summary& summary) {
  return summary.mean ? in_words(summary.mean->interval, summary.quantity.unit) : "-";
}

}  // namespace

std::optional<Axis> axis_in(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (!text.starts_with('/') || equals == std::string::npos) return std::nullopt;
  Axis axis{text.substr(0, equals), split(std::string_view(text).substr(equals + 1))};
  const bool is_gap =
      std::ranges::any_of(axis.values, [](const auto& each) { return each.empty(); });
  return is_gap ? std::nullopt : std::optional(std::move(axis));
}

std::vector<std::vector<Change>> grid_of(std::span<const Axis> axes) {
  std::vector<std::vector<Change>> grid(1);
  for (const Axis& axis : axes) {
    std::vector<std::vector<Change>> finer;
    for (const auto& point : grid) {
      for (const std::string& value : axis.values) {
        finer.push_back(point);
        finer.back().push_back({axis.pointer, value});
      }
    }
    grid = std::move(finer);
  }
  return grid;
}

Sweep sweep(std::span<const Axis> axes, std::span<const Scenario> worlds,
            std::span<const Row> rows) {
  const std::vector<std::vector<Change>> grid = grid_of(axes);
  recovery::check(grid.size() == worlds.size() && rows.size() % worlds.size() == 0 && !rows.empty(),
                  "every point of the grid has all its runs");
  Sweep sweep{.file = worlds.front().file.generic_string(),
              .title = worlds.front().title,
              .first_seed = rows.front().seed,
              .runs = rows.size() / worlds.size()};
  for (const Axis& axis : axes) sweep.axes.push_back(axis.pointer);
  for (const Judgement& each :
       run(judged_by_the_run(worlds.front()), sweep.first_seed, {}, Detail::figures).objectives)
    sweep.objectives.push_back(each.says);
  for (std::size_t i = 0; i < worlds.size(); ++i)
    sweep.points.push_back(point_of(worlds[i], grid[i], rows.subspan(i * sweep.runs, sweep.runs)));
  return sweep;
}

std::string write_sweep_text(const Sweep& sweep, const Style& style) {
  Page page(style);
  page.paragraph(sweep.title, 2, Colour::bold);
  page.paragraph(counted(sweep.runs, "run") + " of each from seed " +
                 std::to_string(sweep.first_seed) + ", under the same luck");
  for (std::size_t i = 0; i < sweep.objectives.size(); ++i)
    page.paragraph("objective " + std::to_string(i) + ": " + sweep.objectives[i]);
  page.blank();
  Table table;
  for (const std::string& axis : sweep.axes)
    table.columns.push_back({axis, Column::Align::left, true});
  table.columns.push_back({"mean RTA", Column::Align::right});
  table.columns.push_back({"95 % interval"});
  table.columns.push_back({"p95", Column::Align::right});
  table.columns.push_back({"lost", Column::Align::right});
  for (std::size_t i = 0; i < sweep.objectives.size(); ++i)
    table.columns.push_back({"met " + std::to_string(i), Column::Align::right});
  for (const GridPoint& point : sweep.points) {
    std::vector<Cell> cells;
    for (const std::string& value : point.values) cells.push_back({value});
    cells.push_back({mean_in_words(point.rta)});
    cells.push_back({interval_in_words(point.rta)});
    cells.push_back({point.rta.runs == 0
                         ? "-"
                         : in_words(point.rta.quantiles[2].value, point.rta.quantity.unit)});
    cells.push_back({mean_in_words(point.lost)});
    for (std::size_t i = 0; i < sweep.objectives.size(); ++i)
      cells.push_back(
          {i < point.share_met.size() ? share_in_words(point.share_met[i].value) : "-"});
    table.rows.push_back(std::move(cells));
  }
  page.table(table);
  return page.take();
}

std::string write_sweep_json(const Sweep& sweep, const Style&) {
  const auto mean = [](const Summary& summary) -> Json {
    if (!summary.mean) return {};
    return {{"value", in_json(summary.mean->value, summary.quantity.unit)},
            {"interval", in_json(summary.mean->interval, summary.quantity.unit)}};
  };
  Json points = Json::array();
  for (const GridPoint& point : sweep.points) {
    Json shares = Json::array();
    for (const Estimate& share : point.share_met)
      shares.push_back(
          {{"value", share.value}, {"interval", {share.interval.low, share.interval.high}}});
    points.push_back({{"values", point.values},
                      {"rta", mean(point.rta)},
                      {"never_recovered", point.rta.never},
                      {"lost", mean(point.lost)},
                      {"probability_met", shares}});
  }
  return text_of_json({{"schema", "blackstart/sweep/1"},
                       {"scenario", sweep.file},
                       {"first_seed", sweep.first_seed},
                       {"runs", sweep.runs},
                       {"vary", sweep.axes},
                       {"objectives", sweep.objectives},
                       {"points", points}});
}

}  // namespace blackstart::drill
