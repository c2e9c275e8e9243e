#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "drill/campaign/sensitivity.h"
#include "drill/campaign/words.h"
#include "drill/report/page.h"
#include "drill/text/json.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;
constexpr auto kTime = Quantity::Unit::duration;

std::string what_is_there(Verdict verdict) {
  return verdict == Verdict::missed ? "it is missed" : "runs are too short to tell";
}

std::string beyond_in_words(const Turn& turn) {
  return "at " + in_words(turn.rounded_not_met()) + " " + what_is_there(turn.verdict);
}

std::string beyond_in_words(const Turn& least, const Turn& most) {
  if (least.verdict != most.verdict) return beyond_in_words(least) + ", " + beyond_in_words(most);
  return "at " + in_words(least.rounded_not_met()) + " and at " + in_words(most.rounded_not_met()) +
         " " + what_is_there(most.verdict);
}

std::string stretch_in_words(const BreakEven& found) {
  if (found.kind == BreakEven::Kind::below && found.most->met == Duration{0})
    return "no time; " + beyond_in_words(*found.most);
  if (found.kind == BreakEven::Kind::below)
    return "less than " + in_words(found.most->rounded_met()) + "; " + beyond_in_words(*found.most);
  if (found.kind == BreakEven::Kind::above)
    return "more than " + in_words(found.least->rounded_met()) + "; " +
           beyond_in_words(*found.least);
  Duration from = found.least->rounded_met(), to = found.most->rounded_met();
  if (from >= to) from = found.least->met, to = found.most->met;  // too near to be rounded
  return "from " + in_words(from) + " to " + in_words(to) + "; " +
         beyond_in_words(*found.least, *found.most);
}

std::string break_even_in_words(const BreakEven& found) {
  const std::string whose = figure_in_words(found.figure);
  const std::string where =
      counted(found.tried, "value") + " from no time to " + in_words(found.up_to);
  switch (found.kind) {
    case BreakEven::Kind::always:
      return "holds however long " + whose + " takes (tried at " + where + ")";
    case BreakEven::Kind::never:
      return "is missed however long " + whose + " takes (tried at " + where + ")";
    case BreakEven::Kind::unknown:
      return "cannot be told, however long " + whose + " takes (tried at " + where + ")";
    default:
      return "holds while " + whose + " takes " + stretch_in_words(found) +
             (found.holds_elsewhere ? "; it holds again at other values" : "");
  }
}

std::string kind_in_words(const InputFigure& input) {
  if (input.is_bare_guess()) return "guess";
  return input.is_assumption() ? "assumed" : "sourced";
}

std::string swing_in_words(const Sway& sway) {
  const auto swing = sway.swing();
  if (!swing) return "unknown";
  return std::isinf(*swing) ? "infinite" : in_words(*swing, kTime);
}

// Where some runs never get there, of those that do.
std::string rta_in_words(const Summary& rta) {
  const auto median = std::ranges::find(rta.quantiles, 0.5, &Quantile::p);
  const bool is_of_some =
      rta.never > 0 && rta.unseen == 0 && median != rta.quantiles.end() && median->value.is_known();
  return is_of_some ? "p50 " + in_words(static_cast<double>(median->value.value), kTime) + ", " +
                          mean_in_words(rta)
                    : mean_in_words(rta);
}

// "100.0 % to 0.0 %", of the objectives for which it matters.
std::string shares_in_words(const Sway& sway) {
  const std::size_t objectives = sway.at_low.objectives.size();
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < objectives; ++i) {
    const std::string low = percent_in_words(sway.at_low.objectives[i]);
    const std::string high = percent_in_words(sway.at_high.objectives[i]);
    const std::string which = objectives == 1 ? "" : "objective " + std::to_string(i) + ": ";
    if (low != high) parts.push_back(which + low + " % to " + high + " %");
  }
  return joined(parts, "; ");
}

Table table_of_sways() {
  return {{{"", Column::Align::left, true},
           {""},
           {"low", Column::Align::right},
           {"high", Column::Align::right},
           {"RTA at low", Column::Align::right},
           {"RTA at high", Column::Align::right},
           {"swing", Column::Align::right}},
          {}};
}

std::vector<Cell> row_of(const Sway& sway) {
  return {{figure_in_words(sway.input.name)},
          {kind_in_words(sway.input)},
          {in_words(sway.low)},
          {in_words(sway.high)},
          {rta_in_words(sway.at_low.rta)},
          {rta_in_words(sway.at_high.rta)},
          {swing_in_words(sway)}};
}

struct SortedSways {
  Table deciding = table_of_sways(), moving = table_of_sways();
  std::vector<std::string> idle, untold, instant;
};

SortedSways sorted(const std::vector<Sway>& sways) {
  SortedSways sorted;
  sorted.deciding.columns.push_back({"met", Column::Align::left, true});
  for (const Sway& sway : sways) {
    const std::string name = figure_in_words(sway.input.name);
    const std::string shares = shares_in_words(sway);
    const bool is_seen = sway.at_low.rta.mean || sway.at_high.rta.mean;
    if (!sway.has_ends()) {
      sorted.instant.push_back(name);
    } else if (sway.swing() && !sway.makes_a_difference()) {
      sorted.idle.push_back(name);
    } else if (!sway.makes_a_difference() && !is_seen) {
      sorted.untold.push_back(name);
    } else if (shares.empty()) {
      sorted.moving.rows.push_back(row_of(sway));
    } else {
      sorted.deciding.rows.push_back(row_of(sway));
      sorted.deciding.rows.back().push_back({shares});
    }
  }
  return sorted;
}

void write_sways(const Sensitivity& sensitivity, Page& page) {
  const SortedSways sways = sorted(sensitivity.sways);
  if (!sways.deciding.rows.empty()) {
    page.heading(
        "What decides an objective: mean RTA and runs that meet it, with one figure held at its "
        "low "
        "and at its high end");
    page.table(sways.deciding);
  }
  page.heading("What moves the RTA alone");
  if (!sways.moving.rows.empty()) page.table(sways.moving);
  if (!sways.untold.empty()) page.paragraph("  cannot be told: " + joined(sways.untold), 4);
  if (!sways.idle.empty()) page.paragraph("  makes no difference: " + joined(sways.idle), 4);
  if (!sways.instant.empty())
    page.paragraph(
        "  assumed to take no time, which has no half and no double: " + joined(sways.instant), 4,
        Colour::doubtful);
}

// A list that is cut short looks as if nothing else could decide an objective.
std::string not_searched_in_words(const Sensitivity& sensitivity) {
  const std::size_t left = sensitivity.not_searched.size(), width = sensitivity.break_even_figures;
  std::vector<std::string> names;
  for (const std::string& figure : sensitivity.not_searched)
    names.push_back(figure_in_words(figure));
  return (width == 1 ? "the widest; " : "the " + std::to_string(width) + " widest; ") +
         std::to_string(left) + (left == 1 ? " more makes" : " more make") + " a difference and " +
         (left == 1 ? "was" : "were") +
         " not searched (--break-evens N searches more): " + joined(names);
}

void write_break_evens(const Sensitivity& sensitivity, Page& page) {
  if (sensitivity.break_evens.empty() && sensitivity.not_searched.empty()) return;
  page.heading("How long each may take");
  std::string objective;
  for (const BreakEven& found : sensitivity.break_evens) {
    if (found.objective != objective) page.paragraph("  " + found.objective, 4);
    objective = found.objective;
    page.paragraph("    " + break_even_in_words(found), 6);
  }
  if (!sensitivity.not_searched.empty())
    page.paragraph("  " + not_searched_in_words(sensitivity), 4, Colour::doubtful);
}

Json shares_in_json(const Effect& effect) {
  Json shares = Json::array();
  for (const JudgedOverRuns& judged : effect.objectives) shares.push_back(share_in_json(judged));
  return shares;
}

Json in_json(Duration duration) { return in_json(static_cast<double>(duration.count()), kTime); }

Json rta_in_json(const Effect& effect) {
  return effect.rta.mean ? in_json(effect.rta.mean->value, kTime) : Json();
}

Json in_json(const Sway& sway) {
  return {{"figure", sway.input.name},
          {"is_assumption", sway.input.is_assumption()},
          {"is_halved_and_doubled", sway.input.is_bare_guess()},
          {"says",
           sway.input.is_assumption() ? sway.input.timing.assumption : sway.input.timing.source},
          {"low", in_json(sway.low)},
          {"high", in_json(sway.high)},
          {"rta_at_low", rta_in_json(sway.at_low)},
          {"rta_at_high", rta_in_json(sway.at_high)},
          {"not_observed_at_low", sway.at_low.rta.unseen},
          {"not_observed_at_high", sway.at_high.rta.unseen},
          {"probability_met_at_low", shares_in_json(sway.at_low)},
          {"probability_met_at_high", shares_in_json(sway.at_high)}};
}

Json in_json(const std::optional<Turn>& turn) {
  if (!turn) return {};
  return {{"seconds", in_json(turn->met)},
          {"not_met_at", in_json(turn->not_met)},
          {"verdict_beyond", name_of(turn->verdict)}};
}

// Of the end that is told first: where it is too long, or else too short.
Json in_json(const BreakEven& found) {
  constexpr std::array kKinds = {"always", "below", "above", "between", "never", "unknown"};
  const std::optional<Turn>& turn = found.most ? found.most : found.least;
  return {{"objective", found.objective},
          {"figure", found.figure},
          {"holds", kKinds[static_cast<std::size_t>(found.kind)]},
          {"seconds", turn ? in_json(turn->met) : Json()},
          {"not_met_at", turn ? in_json(turn->not_met) : Json()},
          {"verdict_beyond", turn ? Json(name_of(turn->verdict)) : Json()},
          {"least", in_json(found.least)},
          {"most", in_json(found.most)},
          {"holds_elsewhere", found.holds_elsewhere},
          {"tried", found.tried},
          {"tried_up_to", in_json(found.up_to)}};
}

std::string base_in_words(const Summary& rta) {
  if (rta.runs == 0) return "nothing was hit in any run";
  return mean_in_words(rta) + (rta.mean ? " on average" : "");
}

}  // namespace

std::string write_sensitivity_text(const Sensitivity& sensitivity, const Style& style) {
  Page page(style);
  page.paragraph(sensitivity.title, 2, Colour::bold);
  page.paragraph(
      counted(sensitivity.runs, "run") + " of each variant from seed " +
      std::to_string(sensitivity.first_seed) +
      ", under the same luck; RTA is the slowest Deployment's, fault to first success; as things "
      "are " +
      base_in_words(sensitivity.base.rta));
  write_sways(sensitivity, page);
  write_break_evens(sensitivity, page);
  page.blank();
  page.paragraph(
      "An objective holds where " + share_in_words(sensitivity.required) +
      " of the runs meet it. Ends are those that were declared, and p5 and p95 where "
      "none were; a guess is an assumption without a range, halved and doubled. Objectives are "
      "counted from 0.");
  return page.take();
}

std::string write_sensitivity_json(const Sensitivity& sensitivity, const Style&) {
  Json sways = Json::array(), break_evens = Json::array();
  for (const Sway& sway : sensitivity.sways) sways.push_back(in_json(sway));
  for (const BreakEven& found : sensitivity.break_evens) break_evens.push_back(in_json(found));
  return text_of_json({{"schema", "blackstart/sensitivity/1"},
                       {"scenario", sensitivity.file},
                       {"title", sensitivity.title},
                       {"first_seed", sensitivity.first_seed},
                       {"runs", sensitivity.runs},
                       {"share_required", sensitivity.required},
                       {"rta", rta_in_json(sensitivity.base)},
                       {"not_observed", sensitivity.base.rta.unseen},
                       {"probability_met", shares_in_json(sensitivity.base)},
                       {"figures", sways},
                       {"break_even", break_evens},
                       {"not_searched", sensitivity.not_searched}});
}

}  // namespace blackstart::drill
