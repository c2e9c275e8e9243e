#include "drill/campaign/row.h"

#include <algorithm>

#include "recovery/check.h"

namespace blackstart::drill {
namespace {

// Vendors count from the declaration, customers from the fault: both are kept.
constexpr std::array kClocks = {Milestone::fault, Milestone::declared};

std::string name_of_rta(std::string_view deployment, Milestone to, Milestone since) {
  return "rta:" + std::string(deployment) + ":" + std::string(name_of(to)) + ":" +
         std::string(name_of(since));
}

// Calls visit(to, since) for each recovery time that is told of a Deployment, the headline's first.
template <class Visit>
void for_each_rta(Visit&& visit) {
  visit(Milestone::first_success, Milestone::fault);
  for (const Milestone since : kClocks) {
    for (std::size_t i = 1; i < kMilestones; ++i) {
      const auto to = static_cast<Milestone>(i);
      const bool is_first = to == Milestone::first_success && since == Milestone::fault;
      if (to > since && !is_first) visit(to, since);
    }
  }
}

// A milestone that a Deployment passed by on its way back is not modelled.
Measured rta_of(const DeploymentOutcome& deployment, Milestone to, Milestone since) {
  if (deployment.status == Status::unaffected) return {};
  if (const auto rta = deployment.rta(to, since)) return {rta->count()};
  return {deployment.status == Status::recovered ? Measured::kNothing : Measured::kNever};
}

Measured slowest_rta(const Outcome& outcome, Milestone to, Milestone since) {
  Measured slowest;
  for (const DeploymentOutcome& deployment : outcome.deployments)
    slowest = std::max(slowest, rta_of(deployment, to, since));
  return slowest;
}

std::int64_t lost_of(const Outcome& outcome, sim::DataClass data_class) {
  std::int64_t lost = 0;
  for (const LedgerRow& row : outcome.ledger) lost += row.data_class == data_class ? row.lost : 0;
  return lost;
}

std::int64_t count(std::size_t size) { return static_cast<std::int64_t>(size); }

struct Count {
  std::string_view name;
  std::int64_t (*of)(const Outcome& outcome);
};

// Numbers of the run as a whole.
constexpr std::array kCounts = {
    Count{"hit",
          [](const Outcome& outcome) {
            return count(outcome.deployments.size()) -
                   std::ranges::count(outcome.deployments, Status::unaffected,
                                      &DeploymentOutcome::status);
          }},
    Count{"recovered",
          [](const Outcome& outcome) -> std::int64_t {
            return std::ranges::count(outcome.deployments, Status::recovered,
                                      &DeploymentOutcome::status);
          }},
    Count{"lost",
          [](const Outcome& outcome) {
            std::int64_t lost = 0;
            for (const LedgerRow& row : outcome.ledger) lost += row.lost;
            return lost;
          }},
    Count{"manual_steps",
          [](const Outcome& outcome) { return count(outcome.manual_steps.size()); }},
    Count{"drift", [](const Outcome& outcome) { return count(outcome.drift.size()); }},
};

Measured measured_by(const Judgement& judgement) {
  if (judgement.matched == 0) return {};
  return {judgement.number.value_or(Measured::kNever)};
}

}  // namespace

std::vector<Quantity> quantities_of(const Scenario& scenario) {
  std::vector<Quantity> quantities;
  const auto add_times_of = [&quantities](std::string_view deployment) {
    for_each_rta([&](Milestone to, Milestone since) {
      quantities.push_back({name_of_rta(deployment, to, since), Quantity::Unit::duration});
    });
  };
  add_times_of("slowest");
  for (const sim::DeploymentSpec& deployment : scenario.setup->world.deployments)
    add_times_of(deployment.name);
  for (const std::string_view name : sim::kDataClassNames)
    quantities.push_back({"lost:" + std::string(name), Quantity::Unit::count});
  for (const Count& each : kCounts)
    quantities.push_back({std::string(each.name), Quantity::Unit::count});
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
    const bool is_time = scenario.expectations[i].measure == "rta";
    quantities.push_back({"expectation:" + std::to_string(i),
                          is_time ? Quantity::Unit::duration : Quantity::Unit::count});
  }
  return quantities;
}

std::size_t place_of(std::string_view quantity, std::span<const Quantity> quantities) {
  const auto found = std::ranges::find(quantities, quantity, &Quantity::name);
  recovery::check(found != quantities.end(), "every row has this quantity");
  return static_cast<std::size_t>(found - quantities.begin());
}

Row row_of(const PlannedRun& run, const Scenario& scenario, const Outcome& outcome) {
  Row row{.number = run.number,
          .world = run.world,
          .seed = run.seed,
          .digest = outcome.digest,
          .prefix_seed = run.seed_of_prefix()};
  for (const Judgement& judgement : outcome.objectives) row.objectives.push_back(judgement.verdict);
  for_each_rta([&](Milestone to, Milestone since) {
    row.measured.push_back(slowest_rta(outcome, to, since));
  });
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    for_each_rta([&](Milestone to, Milestone since) {
      row.measured.push_back(rta_of(deployment, to, since));
    });
  }
  for (std::size_t i = 0; i < sim::kDataClassNames.size(); ++i)
    row.measured.push_back({lost_of(outcome, static_cast<sim::DataClass>(i))});
  for (const Count& each : kCounts) row.measured.push_back({each.of(outcome)});
  for (const Judgement& judgement : outcome.expectations) {
    row.expectations.push_back(judgement.verdict);
    row.measured.push_back(measured_by(judgement));
  }
  recovery::check(outcome.deployments.size() == scenario.setup->world.deployments.size(),
                  "every Deployment has its columns");
  return row;
}

std::vector<std::uint64_t> clusters_of(std::span<const Row* const> rows) {
  const auto is_own = [](const Row* row) { return row->prefix_seed == row->seed; };
  std::vector<std::uint64_t> clusters;
  if (std::ranges::all_of(rows, is_own)) return clusters;
  for (const Row* row : rows) clusters.push_back(row->prefix_seed);
  return clusters;
}

}  // namespace blackstart::drill
