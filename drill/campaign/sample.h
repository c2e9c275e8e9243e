#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "drill/campaign/campaign.h"
#include "drill/campaign/statistics.h"

// What many runs of one scenario say. Two kinds of not knowing are kept apart: intervals say how
// much more the same runs repeated would tell (simulation error); sets of inputs say how much hangs
// on figures that nobody knows (input uncertainty).
namespace blackstart::drill {

inline constexpr std::size_t kRunsMax = 10'000'000, kSetsMax = 1000;

struct SamplePlan {
  std::uint64_t first_seed = 1;
  std::size_t runs = 1000;  // at most this many, where there is a precision
  // Enough when the half-width of the headline's mean is at most this share of the mean.
  std::optional<double> precision;
  std::size_t sets = 20;           // of inputs; 0: input uncertainty is not looked at
  std::size_t runs_per_set = 100;  // at most; never more than `runs`
  // So many runs share what comes before the first fault; 1: each is by itself.
  std::size_t runs_per_prefix = 1;
  // An objective is met where at least this share of the runs meets it.
  double required = 0.95;
  Instant today{};  // decides which accepted misses have expired
  std::size_t runs_of_a_set() const { return std::min(runs, runs_per_set); }
  friend bool operator==(const SamplePlan&, const SamplePlan&) = default;
};

// Variant 0 is the scenario, variants 1 to `sets` are its sets of inputs.
std::vector<Scenario> variants_of(const Scenario& scenario, const SamplePlan& plan);
// All runs in order: those of the scenario, then those of each set under the same seeds.
std::vector<PlannedRun> runs_of(const Scenario& scenario, const SamplePlan& plan);

// Order statistics: a value that falls among the runs that did not get there is "never".
struct Quantile {
  double p = 0;
  Measured value, low, high;
  bool is_open_below = false, is_open_above = false;  // too few runs for that end
};
inline constexpr std::array kQuantiles = {0.5, 0.9, 0.95, 0.99};

// One quantity over all runs that measured it.
struct Summary {
  Quantity quantity;
  // The runs that measured it; of those, in which it never comes and which were too short to see
  // it.
  std::size_t runs = 0, never = 0, unseen = 0;
  std::optional<Estimate> mean;     // none where a run has no number
  std::vector<Quantile> quantiles;  // by kQuantiles
  Measured least, most;
  // The means of the sets of inputs, from the least to the most. None: not looked at, or a run of a
  // set has no number.
  std::optional<Interval> over_inputs;
};

// An objective or an expectation over all runs.
struct JudgedOverRuns {
  std::string says;
  Verdict verdict = Verdict::unknown;  // with what the sets of inputs say
  Verdict of_the_runs = Verdict::unknown;
  std::size_t met = 0, missed = 0, unknown = 0;  // runs by their own verdict
  // The share among the runs that can tell; in the interval the others may be either.
  Estimate share_met;
  std::size_t sets_met = 0, sets_missed = 0;  // for sure; the others cannot tell
  bool is_known() const { return met + missed > 0; }
  bool differs_between_sets() const { return sets_met > 0 && sets_missed > 0; }
  std::string measured;  // of a statistic: its value and interval, in words
  std::optional<Accepted> accepted;
  std::optional<Accepted> acceptance_expired;  // a miss that was accepted until a day now over
  bool counts() const { return !accepted; }
};

struct WorstRun {
  std::uint64_t seed = 0, prefix_seed = 0;
  Measured headline;
};

struct Sample {
  std::string file, title, strategy;
  SamplePlan plan;
  std::size_t runs = 0;          // that the numbers rest on
  std::size_t sets_planned = 0;  // of inputs
  std::size_t sets = 0;          // of those: all of whose runs were carried out
  bool was_cancelled = false;
  std::optional<double> precision;  // reached: half-width by mean of the headline
  std::vector<JudgedOverRuns> objectives, expectations;
  std::vector<Summary> summaries;      // of the quantities that any run measured
  std::vector<WorstRun> worst;         // the worst first
  std::vector<std::string> uncertain;  // figures that the sets of inputs vary
  // Taken as they are: nobody said how wrong they may be.
  std::vector<std::string> fixed_assumptions;
  bool is_precise() const { return plan.precision && precision && *precision <= *plan.precision; }
  bool has_all_runs() const { return runs == plan.runs || is_precise(); }
  // The headline is of what was hit.
  bool was_nothing_hit() const { return runs > 0 && worst.empty(); }
  // The objectives alone decide it.
  Verdict verdict() const { return worst_of(objectives); }
  // As the exit code of every command: 0, 1 missed or failed, 3 unknown.
  int exit_code() const;
};

// A pure function of the rows, which are in the order of runs_of(); some may be missing at the end.
Sample reduce(const Scenario& scenario, const SamplePlan& plan, std::span<const Row> rows);

// Whether more runs would not help: the headline's mean is as precise as the plan wants it, or
// nothing is hit, so that there is none.
bool are_enough(const SamplePlan& plan, std::span<const Row> rows);

// `clusters`: which of the values hang together, by equal numbers; empty: none do.
Summary summarize(const Quantity& quantity, const std::vector<Measured>& values,
                  const std::vector<std::uint64_t>& clusters = {});

}  // namespace blackstart::drill
