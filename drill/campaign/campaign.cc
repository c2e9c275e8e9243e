#include "drill/campaign/campaign.h"

#include <exception>
#include <optional>
#include <thread>

#include "drill/campaign/row.h"

namespace blackstart::drill {
namespace {

// One stretch of runs that all threads work on together.
class Batch {
 public:
  Batch(std::span<const Scenario> worlds, std::span<const PlannedRun> runs, const Conduct& conduct)
      : worlds_(worlds), runs_(runs), conduct_(conduct), rows_(runs.size()), bugs_(runs.size()) {}

  // `watch` hears of how many are done in this batch.
  void work(const std::function<void(std::size_t done)>& watch) {
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < conduct_.threads && i < runs_.size(); ++i)
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
      if (i >= runs_.size()) return;
      carry_out(i);
      const std::size_t done = ++done_;
      if (watch) watch(done);
    }
  }

  void carry_out(std::size_t i) {
    const PlannedRun& run = runs_[i];
    const Scenario& scenario = worlds_[run.world];
    try {
      rows_[i] =
          row_of(run, scenario, drill::run(scenario, run.seed, conduct_.today, Detail::figures));
    } catch (const std::exception& error) {
      bugs_[i] = std::make_exception_ptr(RunFailed(error.what(), scenario.file, run.seed));
    }
  }

  std::span<const Scenario> worlds_;
  std::span<const PlannedRun> runs_;
  const Conduct& conduct_;
  std::vector<std::optional<Row>> rows_;  // each written by the one thread that took its turn
  std::vector<std::exception_ptr> bugs_;
  std::atomic<std::size_t> next_ = 0, done_ = 0;
};

}  // namespace

std::vector<PlannedRun> runs_of_seeds(std::uint64_t first_seed, std::size_t runs) {
  std::vector<PlannedRun> list;
  for (std::size_t i = 0; i < runs; ++i)
    list.push_back({.number = i, .world = 0, .seed = first_seed + i});
  return list;
}

Scenario judged_by_the_run(Scenario scenario) {
  for (Expectation& expectation : scenario.expectations) {
    expectation.statistic.clear();
    expectation.runs = 0;
  }
  return scenario;
}

Campaign rehearse(std::span<const Scenario> worlds, std::span<const PlannedRun> runs,
                  const Conduct& conduct) {
  std::vector<Scenario> judged;
  for (const Scenario& world : worlds) judged.push_back(judged_by_the_run(world));
  Campaign campaign;
  for (std::size_t at = 0; at < runs.size(); at += Conduct::kBatch) {
    Batch batch(judged, runs.subspan(at, std::min(Conduct::kBatch, runs.size() - at)), conduct);
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
