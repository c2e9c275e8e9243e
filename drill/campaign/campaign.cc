#include "drill/campaign/campaign.h"

#include <exception>
#include <optional>
#include <thread>

#include "drill/campaign/prefix.h"
#include "drill/campaign/row.h"

namespace blackstart::drill {
namespace {

// Neighbours that one thread carries out, because they share what comes before the first fault.
struct Turn {
  std::size_t begin = 0, end = 0;
};

std::vector<Turn> turns_of(std::span<const PlannedRun> runs) {
  std::vector<Turn> turns;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const bool shares = i > 0 && runs[i].prefix_seed && runs[i].variant == runs[i - 1].variant &&
                        runs[i].prefix_seed == runs[i - 1].prefix_seed;
    if (!shares) turns.push_back({i, i});
    turns.back().end = i + 1;
  }
  return turns;
}

// A scenario with its world, built once and copied by every run.
struct Beginning {
  Scenario scenario;
  sim::Simulation simulation;

  Outcome run(std::uint64_t seed, Instant today) const {
    sim::Simulation copy = simulation;
    copy.begin(seed);
    return carry_on(scenario, std::move(copy), today, Detail::figures);
  }
};

// One stretch of runs that all threads work on together.
class Batch {
 public:
  Batch(std::span<const Beginning> beginnings, std::span<const PlannedRun> runs,
        const Conduct& conduct)
      : beginnings_(beginnings),
        runs_(runs),
        conduct_(conduct),
        turns_(turns_of(runs)),
        rows_(runs.size()),
        bugs_(runs.size()) {}

  // `watch` hears of how many are done in this batch.
  void work(const std::function<void(std::size_t done)>& watch) {
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < conduct_.threads && i < turns_.size(); ++i)
      helpers.emplace_back([this] { take_turns({}); });
    take_turns(watch);
    for (std::thread& helper : helpers) helper.join();
  }

  // Appends the rows up to the first that is missing; throws where that one met a bug.
  // False: not all are there.
  bool append_to(std::vector<Row>& rows) {
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      if (bugs_[i]) std::rethrow_exception(bugs_[i]);
      if (!rows_[i]) return false;
      rows.push_back(std::move(*rows_[i]));
    }
    return true;
  }

 private:
  bool is_cancelled() const { return conduct_.cancelled != nullptr && *conduct_.cancelled; }

  void take_turns(const std::function<void(std::size_t done)>& watch) {
    while (!is_cancelled()) {
      const std::size_t i = next_++;
      if (i >= turns_.size()) return;
      take_turn(turns_[i], watch);
    }
  }

  // What the runs of a turn share is simulated when the first of them needs it.
  void take_turn(const Turn& turn, const std::function<void(std::size_t done)>& watch) {
    std::optional<sim::Simulation> prefix;
    for (std::size_t i = turn.begin; i < turn.end && !is_cancelled(); ++i) {
      carry_out(i, prefix);
      const std::size_t done = ++done_;
      if (watch) watch(done);
    }
  }

  void carry_out(std::size_t i, std::optional<sim::Simulation>& prefix) {
    const PlannedRun& run = runs_[i];
    const Beginning& beginning = beginnings_[run.variant];
    const Scenario& scenario = beginning.scenario;
    try {
      if (run.prefix_seed && !prefix) prefix = prefix_of(scenario, *run.prefix_seed);
      rows_[i] =
          row_of(run, scenario,
                 prefix ? run_from(scenario, *prefix, run.seed, conduct_.today, Detail::figures)
                        : beginning.run(run.seed, conduct_.today));
    } catch (const std::exception& error) {
      bugs_[i] = std::make_exception_ptr(RunFailed(error.what(), scenario.file, run.seed));
    }
  }

  std::span<const Beginning> beginnings_;  // by variant
  std::span<const PlannedRun> runs_;
  const Conduct& conduct_;
  std::vector<Turn> turns_;
  std::vector<std::optional<Row>> rows_;  // each written by the one thread that took its turn
  std::vector<std::exception_ptr> bugs_;
  std::atomic<std::size_t> next_ = 0, done_ = 0;
};

}  // namespace

std::vector<PlannedRun> runs_of_seeds(std::uint64_t first_seed, std::size_t runs) {
  std::vector<PlannedRun> list;
  for (std::size_t i = 0; i < runs; ++i)
    list.push_back({.number = i, .variant = 0, .seed = first_seed + i});
  return list;
}

Scenario judged_by_the_run(Scenario scenario) {
  for (Expectation& expectation : scenario.expectations) {
    expectation.statistic.clear();
    expectation.runs = 0;
  }
  return scenario;
}

Campaign rehearse(std::span<const Scenario> variants, std::span<const PlannedRun> runs,
                  const Conduct& conduct) {
  std::vector<Beginning> beginnings;
  for (const Scenario& variant : variants)
    beginnings.push_back({judged_by_the_run(variant), sim::Simulation(variant.binding)});
  Campaign campaign;
  for (std::size_t at = 0; at < runs.size(); at += Conduct::kBatch) {
    Batch batch(beginnings, runs.subspan(at, std::min(Conduct::kBatch, runs.size() - at)), conduct);
    batch.work([&](std::size_t done) {
      if (conduct.watch) conduct.watch(at + done);
    });
    campaign.was_cancelled = !batch.append_to(campaign.rows);
    const bool is_whole = campaign.rows.size() % Conduct::kBatch == 0;
    if (campaign.was_cancelled || (is_whole && conduct.enough && conduct.enough(campaign.rows)))
      break;
  }
  return campaign;
}

}  // namespace blackstart::drill
