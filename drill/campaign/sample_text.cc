#include <algorithm>
#include <array>

#include "drill/acceptance.h"
#include "drill/campaign/sample_report.h"
#include "drill/campaign/words.h"
#include "drill/measures.h"
#include "drill/report/page.h"
#include "drill/text/shell.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

std::string counted_runs(std::size_t runs) { return counted(runs, "run"); }

std::string precision_in_words(const Sample& sample) {
  if (sample.was_nothing_hit()) return "there is no mean to be precise about";
  if (!sample.precision) return "the mean's half-width is not defined: not every run has a number";
  const double asked = *sample.plan.precision;
  return "the mean's half-width is " + share_in_words(*sample.precision, asked) + " of it, and " +
         share_in_words(asked) + " was asked for" + (sample.is_precise() ? "" : ": NOT REACHED");
}

std::string interruption_in_words(const Sample& sample) {
  if (!sample.has_all_runs())
    return "interrupted: the first of " + in_words(std::int64_t(sample.plan.runs));
  return "interrupted among other inputs: " + in_words(std::int64_t(sample.sets)) + " of " +
         counted(sample.sets_planned, "set") + " of them were carried out";
}

void write_headline(const Sample& sample, Page& page) {
  const SamplePlan& plan = sample.plan;
  page.paragraph(sample.title, 2, Colour::bold);
  std::string text = counted_runs(sample.runs) + " from seed " + std::to_string(plan.first_seed);
  if (plan.runs_per_prefix > 1)
    text += "; " + std::to_string(plan.runs_per_prefix) +
            " at a time share what comes before the first fault, and the intervals allow for it";
  if (sample.was_cancelled) text += "; " + interruption_in_words(sample);
  if (sample.was_nothing_hit()) text += "; nothing was hit in any of them";
  if (plan.precision) text += "; " + precision_in_words(sample);
  page.paragraph(text);
}

// `demand`: the share of the runs that must meet each.
void write_judgements(std::string_view heading, const std::vector<JudgedOverRuns>& list,
                      double demand, const Sample& sample, Page& page) {
  if (list.empty()) return;
  page.heading(heading);
  Table table{{{""},
               {"", Column::Align::left, true},
               {"met in"},
               {"95 % interval"},
               {"other inputs", Column::Align::left, true}},
              {}};
  for (const JudgedOverRuns& judged : list) {
    const std::string acceptance = acceptance_in_words(judged);
    const std::string says = judged.says + (judged.measured.empty() ? "" : ": " + judged.measured) +
                             (acceptance.empty() ? "" : " (" + acceptance + ")");
    table.rows.push_back({verdict_cell(judged),
                          {says},
                          {share_in_words(judged, demand)},
                          {share_in_words(judged.share_met.interval, demand)},
                          {inputs_in_words(judged, sample)}});
  }
  page.table(table);
}

std::string interval_in_words(const Quantile& quantile, const Quantity& quantity) {
  return (quantile.is_open_below ? "?" : in_words(quantile.low, quantity)) + "-" +
         (quantile.is_open_above ? "?" : in_words(quantile.high, quantity));
}

// The values, and under each its interval; the least, and under it the most.
std::vector<Cell> row_of(const Summary& summary, const std::string& name) {
  const Quantity& quantity = summary.quantity;
  std::vector<Cell> row = {
      {name},
      {.text = mean_in_words(summary), .below = summary.mean ? interval_in_words(summary) : ""}};
  for (const Quantile& quantile : summary.quantiles)
    row.push_back({.text = in_words(quantile.value, quantity),
                   .below = interval_in_words(quantile, quantity)});
  row.push_back(
      {.text = in_words(summary.least, quantity), .below = in_words(summary.most, quantity)});
  return row;
}

Table table_of_summaries() {
  Table table;
  table.columns = {{"", Column::Align::left, true}};
  for (const char* title : {"mean", "p50", "p90", "p95", "p99", "min/max"})
    table.columns.push_back({title, Column::Align::right});
  return table;
}

// Which quantities go under one heading: "rta:billing:first_success:fault" is named "billing" under
// this prefix and suffix; without either those with a plain name are meant.
struct Section {
  std::string_view heading, prefix, suffix;

  std::optional<std::string> name_of(const Quantity& quantity) const {
    const std::string& name = quantity.name;
    if (prefix.empty() && name.find(':') != std::string::npos) return std::nullopt;
    if (!name.starts_with(prefix) || !name.ends_with(suffix)) return std::nullopt;
    return name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
  }
};
constexpr std::array kSections = {
    Section{"RTA, fault to first task success", "rta:", ":first_success:fault"},
    Section{"RTA, declaration to first task success", "rta:", ":first_success:declared"},
    Section{"Lost for good, records", "lost:", ""},
    Section{"RPA, from the newest record that survived to the fault", "rpa:", ""},
    Section{"Other measures", "", ""}};

// Of the quantities under one heading: in how many runs at most.
struct WithoutANumber {
  std::size_t never = 0, unlimited = 0, unseen = 0;

  void add(const Summary& summary) {
    std::size_t& endless = is_of_reach(summary) ? unlimited : never;
    endless = std::max(endless, summary.never);
    unseen = std::max(unseen, summary.unseen);
  }
  // How far back a loss reaches has no limit where nothing survived; whatever else has no end is an
  // event that does not come.
  static bool is_of_reach(const Summary& summary) { return summary.quantity.endless == kForEver; }
};

void explain(const WithoutANumber& runs, const Sample& sample, Page& page) {
  const auto say = [&](const std::string& what, std::size_t count, const std::string& then) {
    if (count == 0) return;
    page.paragraph("  " + what + " in up to " + in_words(std::int64_t(count)) + " of " +
                       counted_runs(sample.runs) + then,
                   4);
  };
  say("never: it does not come, however long one waits,", runs.never,
      "; they stay in, as the longest of all");
  say("for ever: no record survived, so that the RPA has no limit,", runs.unlimited,
      "; they stay in, as the longest of all");
  say("not seen: the run ended before it came,", runs.unseen,
      "; they stay in as longer than all that was seen, and leave no mean");
}

// Of one value in every run, which is told in few words.
struct Alike {
  std::vector<std::string> values, unlimited;

  void add(const Summary& summary, const std::string& name) {
    if (summary.most.is_never() && WithoutANumber::is_of_reach(summary))
      unlimited.push_back(name);
    else if (summary.most.value != 0)
      values.push_back(in_words(summary.most, summary.quantity) + " " + name);
  }
  bool empty() const { return values.empty() && unlimited.empty(); }
};

void write(const Alike& alike, Page& page) {
  if (!alike.values.empty()) page.paragraph("  in every run: " + joined(alike.values), 4);
  if (!alike.unlimited.empty())
    page.paragraph("  unlimited in every run, for no record survived: " + joined(alike.unlimited),
                   4);
}

void write_summaries(const Section& section, const Sample& sample, Page& page) {
  Table table = table_of_summaries();
  WithoutANumber without;
  Alike alike;
  for (const Summary& summary : sample.summaries) {
    const auto name = section.name_of(summary.quantity);
    if (!name) continue;
    const bool is_alike = summary.least == summary.most;
    if (is_alike)
      alike.add(summary, *name);
    else
      table.rows.push_back(row_of(summary, *name));
    if (!is_alike || summary.unseen > 0) without.add(summary);
  }
  if (table.rows.empty() && alike.empty()) return;
  page.heading(section.heading);
  if (!table.rows.empty()) page.table(table);
  write(alike, page);
  explain(without, sample, page);
}

bool has_open_interval(const Summary& summary) {
  return std::ranges::any_of(summary.quantiles, [](const Quantile& quantile) {
    return quantile.is_open_below || quantile.is_open_above;
  });
}

void write_inputs(const Sample& sample, Page& page) {
  page.heading("What is not known");
  const bool has_open = std::ranges::any_of(sample.summaries, has_open_interval);
  page.paragraph(
      std::string("  Simulation error: under each number its 95 % interval; more runs make it "
                  "narrower") +
          (has_open ? ", and find the ends of those that have a '?'." : "."),
      4);
  const auto headline = std::ranges::find(sample.summaries, kHeadline,
                                          [](const Summary& each) { return each.quantity.name; });
  if (sample.sets > 0) {
    std::string text = "  Input uncertainty: " + std::to_string(sample.sets) + " sets of inputs, " +
                       counted_runs(sample.plan.runs_of_a_set()) + " each, vary " +
                       joined(sample.uncertain);
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
    page.paragraph("  " + in_words(worst.headline, {{}, Unit::duration}) +
                   " to the last first success:");
    const std::string prefix = worst.prefix_seed == worst.seed
                                   ? ""
                                   : " --prefix-seed " + std::to_string(worst.prefix_seed);
    page.command("blackstart run " + shell_word(sample.file) + " --seed " +
                 std::to_string(worst.seed) + prefix);
  }
}

}  // namespace

std::string write_sample_text(const Sample& sample, const Style& style) {
  Page page(style);
  write_headline(sample, page);
  write_judgements(
      "Objectives (met where " + share_in_words(sample.plan.required) + " of the runs meet it)",
      sample.objectives, sample.plan.required, sample, page);
  write_judgements(
      "Expectations (met where every run meets them, or what they say of all runs holds)",
      sample.expectations, 1, sample, page);
  for (const Section& section : kSections) write_summaries(section, sample, page);
  write_inputs(sample, page);
  write_worst(sample, page);
  return page.take();
}

}  // namespace blackstart::drill
