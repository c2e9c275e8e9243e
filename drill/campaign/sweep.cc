#include "drill/campaign/sweep.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "drill/campaign/judgement.h"
#include "drill/campaign/words.h"
#include "drill/report/page.h"
#include "drill/says.h"
#include "drill/text/json.h"
#include "drill/text/words.h"
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

Summary summary_of(const Scenario& variant, std::span<const Row> rows, std::string_view quantity) {
  const std::vector<Quantity> quantities = quantities_of(variant);
  const std::size_t column = column_of(quantity, quantities);
  std::vector<Measured> values;
  for (const Row& row : rows) values.push_back(row.measured[column]);
  return summarize(quantities[column], values);
}

GridPoint point_of(const Scenario& variant, const std::vector<Change>& changes,
                   std::span<const Row> rows) {
  GridPoint point{.rta = summary_of(variant, rows, kHeadline),
                  .lost = summary_of(variant, rows, kLost)};
  for (const Change& change : changes) point.values.push_back(change.value);
  std::vector<const Row*> pointers;
  for (const Row& row : rows) pointers.push_back(&row);
  for (std::size_t i = 0; i < variant.objectives.size(); ++i) {
    point.objectives.push_back(judge_objective_over(pointers, i, SamplePlan{}.required));
    point.objectives.back().says = says_of(variant.objectives[i]);
  }
  return point;
}

// An objective that is swept is another one in every row.
bool is_swept(const Sweep& sweep, std::size_t objective) {
  return std::ranges::any_of(sweep.points, [&](const GridPoint& point) {
    return point.objectives[objective].says != sweep.points.front().objectives[objective].says;
  });
}

std::size_t objective_count(const Sweep& sweep) {
  std::size_t least = sweep.points.front().objectives.size();
  for (const GridPoint& point : sweep.points) least = std::min(least, point.objectives.size());
  return least;
}

void name_objectives(const Sweep& sweep, Page& page) {
  for (std::size_t i = 0; i < objective_count(sweep); ++i) {
    if (!is_swept(sweep, i))
      page.paragraph("objective " + std::to_string(i) + ": " +
                     sweep.points.front().objectives[i].says);
  }
}

Table titles_of(const Sweep& sweep) {
  Table table;
  for (const std::string& axis : sweep.axes)
    table.columns.push_back({axis, Column::Align::left, true});
  table.columns.push_back({"mean RTA", Column::Align::right});
  table.columns.push_back({"95 % interval"});
  table.columns.push_back({"p95", Column::Align::right});
  table.columns.push_back({"lost", Column::Align::right});
  for (std::size_t i = 0; i < objective_count(sweep); ++i) {
    table.columns.push_back({"% met " + std::to_string(i), Column::Align::right});
    if (is_swept(sweep, i))
      table.columns.push_back({"objective " + std::to_string(i), Column::Align::left, true});
  }
  return table;
}

std::vector<Cell> cells_of(const GridPoint& point, const Sweep& sweep) {
  std::vector<Cell> cells;
  for (const std::string& value : point.values) cells.push_back({value});
  cells.push_back({mean_in_words(point.rta)});
  cells.push_back({interval_in_words(point.rta)});
  cells.push_back({p95_in_words(point.rta)});
  cells.push_back({mean_in_words(point.lost)});
  for (std::size_t i = 0; i < objective_count(sweep); ++i) {
    cells.push_back({percent_in_words(point.objectives[i])});
    if (is_swept(sweep, i)) cells.push_back({point.objectives[i].says});
  }
  return cells;
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

Sweep sweep(std::span<const Axis> axes, std::span<const Scenario> variants,
            std::span<const Row> rows) {
  const std::vector<std::vector<Change>> grid = grid_of(axes);
  recovery::check(
      grid.size() == variants.size() && rows.size() % variants.size() == 0 && !rows.empty(),
      "every point of the grid has all its runs");
  Sweep sweep{.file = variants.front().file.generic_string(),
              .title = variants.front().title,
              .first_seed = rows.front().seed,
              .runs = rows.size() / variants.size()};
  for (const Axis& axis : axes) sweep.axes.push_back(axis.pointer);
  for (std::size_t i = 0; i < variants.size(); ++i)
    sweep.points.push_back(
        point_of(variants[i], grid[i], rows.subspan(i * sweep.runs, sweep.runs)));
  return sweep;
}

std::string write_sweep_text(const Sweep& sweep, const Style& style) {
  Page page(style);
  page.paragraph(sweep.title, 2, Colour::bold);
  page.paragraph(counted(sweep.runs, "run") + " of each from seed " +
                 std::to_string(sweep.first_seed) + ", under the same luck");
  name_objectives(sweep, page);
  const auto was_hit = [](const GridPoint& point) { return point.rta.runs > 0; };
  if (std::ranges::none_of(sweep.points, was_hit)) page.paragraph("nothing was hit in any run");
  page.blank();
  Table table = titles_of(sweep);
  for (const GridPoint& point : sweep.points) table.rows.push_back(cells_of(point, sweep));
  page.table(table);
  return page.take();
}

std::string write_sweep_json(const Sweep& sweep, const Style&) {
  Json points = Json::array(), objectives = Json::array();
  for (const JudgedOverRuns& judged : sweep.points.front().objectives)
    objectives.push_back(judged.says);
  for (const GridPoint& point : sweep.points) {
    Json shares = Json::array(), said = Json::array();
    for (const JudgedOverRuns& judged : point.objectives) {
      shares.push_back(share_in_json(judged));
      shares.back()["unknown"] = judged.unknown;
      said.push_back(judged.says);
    }
    points.push_back({{"values", point.values},
                      {"rta", mean_in_json(point.rta)},
                      {"never_recovered", point.rta.never},
                      {"not_observed", point.rta.unseen},
                      {"lost", mean_in_json(point.lost)},
                      {"objectives", said},
                      {"probability_met", shares}});
  }
  return text_of_json({{"schema", "blackstart/sweep/1"},
                       {"scenario", sweep.file},
                       {"first_seed", sweep.first_seed},
                       {"runs", sweep.runs},
                       {"vary", sweep.axes},
                       {"objectives", objectives},
                       {"points", points}});
}

}  // namespace blackstart::drill
