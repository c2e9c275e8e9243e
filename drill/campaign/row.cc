#include "drill/campaign/row.h"

#include <algorithm>

#include "recovery/check.h"

namespace blackstart::drill {
namespace {

// Vendors count from the declaration, customers from the fault: both are kept.
constexpr std::array kClocks = {Milestone::fault, Milestone::declared};
// Measures that are told of every class of data as well.
constexpr std::array<std::string_view, 2> kByClass = {"lost", "rpa"};

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

// For how long it had not come by the end of the run; no time where the clock had not begun.
std::int64_t looked_for(const DeploymentOutcome& deployment, Milestone since, Instant end) {
  const auto& began = deployment.at[static_cast<std::size_t>(since)];
  return began ? (end - *began).count() : 0;
}

// A milestone that a Deployment passed by on its way back is not modelled.
Measured rta_of(const DeploymentOutcome& deployment, Milestone to, Milestone since, Instant end) {
  if (const auto rta = deployment.rta(to, since)) return {rta->count()};
  switch (deployment.status) {
    case Status::unaffected:
    case Status::recovered:
      return {};
    case Status::not_recovered:
      return {Measured::kNever};
    case Status::not_observed:
      return Measured::unseen(looked_for(deployment, since, end));
  }
  return {};
}

Measured slowest_rta(const Outcome& outcome, Milestone to, Milestone since) {
  Measured slowest;
  std::int64_t at_least = 0;
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    const Measured each = rta_of(deployment, to, since, outcome.ends_at);
    slowest = std::max(slowest, each);
    at_least = std::max(at_least, each.at_least());
  }
  return slowest.is_unseen() ? Measured::unseen(at_least) : slowest;
}

// Both by class: the others are told of all classes together.
struct ByClass {
  std::array<Measured, sim::kDataClassNames.size()> lost, rpa;
};

ByClass by_class(const std::vector<LedgerRow>& ledger) {
  std::array<std::int64_t, sim::kDataClassNames.size()> lost{};
  ByClass told;
  for (const LedgerRow& row : ledger) {
    const auto of = static_cast<std::size_t>(row.data_class);
    lost[of] += row.lost;
    if (row.at_fault > 0) told.rpa[of] = std::max(told.rpa[of], Measured{row.rpa.count()});
  }
  std::ranges::transform(lost, told.lost.begin(),
                         [](std::int64_t count) { return Measured{count}; });
  return told;
}

// RTAs have columns by milestone and Deployment, and words are no numbers.
bool has_its_own_column(const Measure& measure) {
  return measure.unit != Unit::word && measure.name != "rta";
}

std::int64_t hit_in(const Outcome& outcome) {
  return std::ssize(outcome.deployments) -
         std::ranges::count(outcome.deployments, Status::unaffected, &DeploymentOutcome::status);
}

Measured measured_by(const Reading& reading) {
  if (reading.matched == 0 || reading.unit == Unit::word) return {};
  if (reading.number) return {*reading.number};
  return {reading.is_final ? Measured::kNever : Measured::kUnseen};
}

Measured measured_by(const Judgement& judgement, Unit unit) {
  return measured_by({.unit = unit,
                      .matched = judgement.matched,
                      .number = judgement.number,
                      .word = {},
                      .words_seen = {},
                      .is_final = judgement.is_final});
}

Quantity quantity_of(const std::string& name, const Measure& measure) {
  return {name, measure.unit == Unit::duration ? Unit::duration : Unit::count,
          measure.name == "rpa" ? "for ever" : "never"};
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
  for (const std::string_view measure : kByClass) {
    for (const std::string_view name : sim::kDataClassNames)
      quantities.push_back(
          quantity_of(std::string(measure) + ":" + std::string(name), *find_measure(measure)));
  }
  quantities.push_back({"hit", Unit::count});
  for (const Measure& measure : measures()) {
    if (has_its_own_column(measure))
      quantities.push_back(quantity_of(std::string(measure.name), measure));
  }
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i)
    quantities.push_back(quantity_of("expectation:" + std::to_string(i),
                                     *find_measure(scenario.expectations[i].measure)));
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
  row.measured.reserve(2 * kMilestones * (outcome.deployments.size() + 1) +
                       2 * sim::kDataClassNames.size() + measures().size() +
                       outcome.expectations.size());
  for (const Judgement& judgement : outcome.objectives) row.objectives.push_back(judgement.verdict);
  for_each_rta([&](Milestone to, Milestone since) {
    row.measured.push_back(slowest_rta(outcome, to, since));
  });
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    for_each_rta([&](Milestone to, Milestone since) {
      row.measured.push_back(rta_of(deployment, to, since, outcome.ends_at));
    });
  }
  const ByClass told = by_class(outcome.ledger);
  for (const auto* measured : {&told.lost, &told.rpa})
    row.measured.insert(row.measured.end(), measured->begin(), measured->end());
  row.measured.push_back({hit_in(outcome)});
  for (const Measure& measure : measures()) {
    if (has_its_own_column(measure))
      row.measured.push_back(measured_by(reading_of(measure, outcome, {})));
  }
  for (std::size_t i = 0; i < outcome.expectations.size(); ++i) {
    const Judgement& judgement = outcome.expectations[i];
    row.expectations.push_back(judgement.verdict);
    row.measured.push_back(
        measured_by(judgement, find_measure(scenario.expectations[i].measure)->unit));
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
