#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "drill/outcome.h"
#include "drill/reading.h"
#include "recovery/check.h"

namespace blackstart::drill {

// One number that a run measured: a count, or microseconds. Some values are none of these and sort
// as they should: what a run was too short to see is later than everything that it saw, and what
// never came is later still. From kUnseen on a value says how long it was looked for in vain.
struct Measured {
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  static constexpr std::int64_t kUnseen = kNever / 2;
  static constexpr std::int64_t kNothing = std::numeric_limits<std::int64_t>::min();

  std::int64_t value = kNothing;

  // A value that had not come `at_least` after the clock began.
  static Measured unseen(std::int64_t at_least) { return {kUnseen + at_least}; }

  bool is_known() const { return kNothing < value && value < kUnseen; }
  // It does not come, however long one waits; of an RPA: nothing survived.
  bool is_never() const { return value == kNever; }
  // It had not come by the end of the run, and may yet.
  bool is_unseen() const { return kUnseen <= value && value < kNever; }
  // There was nothing to measure: not hit, or not modelled.
  bool is_nothing() const { return value == kNothing; }
  // The least that it may turn out to be.
  std::int64_t at_least() const { return is_unseen() ? value - kUnseen : value; }
  // Values that were not seen rank alike, however long one looked.
  std::int64_t rank() const { return is_unseen() ? kUnseen : value; }
  friend auto operator<=>(const Measured& a, const Measured& b) { return a.rank() <=> b.rank(); }
  friend bool operator==(const Measured& a, const Measured& b) { return a.rank() == b.rank(); }
};

// The name of a number that every run has. Which numbers there are follows from the scenario alone.
struct Quantity {
  std::string name;  // "rta:billing-prod:first_success:fault", "lost:xcom", "expectation:8", ...
  using Unit = drill::Unit;  // never a word
  Unit unit = Unit::count;
  std::string_view endless = "never";  // what a value is called that has no end
};

// What the rows of this scenario's runs hold, in this order. The first is kHeadline.
std::vector<Quantity> quantities_of(const Scenario& scenario);
// The recovery time that a scenario is known by: of the slowest Deployment that was hit, from the
// fault to its first success.
inline constexpr std::string_view kHeadline = "rta:slowest:first_success:fault";
// Records of all classes together, and what people did: measures.
inline constexpr std::string_view kLost = "lost", kManualSteps = "manual_steps";
// Where it stands in the rows; it must be one of them (checked).
std::size_t column_of(std::string_view quantity, std::span<const Quantity> quantities);

// What is left of one run: numbers.
struct Row {
  std::uint64_t number = 0;   // of the run in its campaign
  std::uint32_t variant = 0;  // which of the campaign's scenarios
  std::uint64_t seed = 0, digest = 0;
  std::uint64_t prefix_seed = 0;  // equal ones: what came before the first fault is shared
  std::vector<Verdict> objectives, expectations;  // of this run by itself
  std::vector<Measured> measured;                 // by quantities_of(scenario)
  friend bool operator==(const Row&, const Row&) = default;
};

// Which scenario is run under which seed.
struct PlannedRun {
  std::uint64_t number = 0;
  std::uint32_t variant = 0;
  std::uint64_t seed = 1;
  // The seed until the first fault begins; nullopt: its own from the beginning.
  std::optional<std::uint64_t> prefix_seed;
  std::uint64_t seed_of_prefix() const { return prefix_seed.value_or(seed); }
};

// Runs 0, 1, 2, ... of variant 0 under seeds first, first + 1, ...
std::vector<PlannedRun> runs_of_seeds(std::uint64_t first_seed, std::size_t runs);

// How a campaign is carried out; nothing here but `enough` changes what a row says.
struct Conduct {
  static constexpr std::size_t kBatch = 100;

  unsigned threads = 1;
  Instant today{};
  // Asked at every whole multiple of kBatch runs with all rows up to there, so that any number of
  // threads stops at the same run. Empty: never enough.
  std::function<bool(std::span<const Row> rows)> enough;
  // Told how many runs are done; called on the caller's thread, now and then.
  std::function<void(std::size_t done)> watch;
  // May become true at any time, also in a signal handler. nullptr: nobody cancels.
  const std::atomic<bool>* cancelled = nullptr;
};

// Rows in the order of `runs`. Not complete where it was cancelled (then the rows are those of the
// completed prefix) or where there was enough.
struct Campaign {
  std::vector<Row> rows;
  bool was_cancelled = false;
};

// A scenario as each single run of a campaign is judged: a belief about many runs is held against
// each of them.
Scenario judged_by_the_run(Scenario scenario);

// Every run is single-threaded and a value; threads share nothing but the scenarios. Throws
// RunFailed for the first run, in the order of `runs`, that found a bug.
Campaign rehearse(std::span<const Scenario> variants, std::span<const PlannedRun> runs,
                  const Conduct& conduct);

// A bug that came to light in one run of many.
class RunFailed : public recovery::InternalError {
 public:
  RunFailed(const std::string& what, std::filesystem::path file, std::uint64_t seed)
      : recovery::InternalError(what), file_(std::move(file)), seed_(seed) {}
  const std::filesystem::path& file() const { return file_; }
  std::uint64_t seed() const { return seed_; }

 private:
  std::filesystem::path file_;
  std::uint64_t seed_ = 0;
};

}  // namespace blackstart::drill
