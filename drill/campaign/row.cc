#include "drill/campaign/row.h"

#include <algorithm>

#include "drill/measures.h"
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

// For how long it had not come by the end of the run; no time where the clock had not begun.
std::int64_t looked_for(const DeploymentOutcome& deployment, Milestone since, Instant end) {
  const auto& began = deployment.milestones()[since];
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

// Measures that are told of every class of data as well: the others of all classes together.
struct ByClass {
  std::array<Measured, sim::kDataClassNames.size()> lost, rpa;
};
struct MeasureByClass {
  std::string_view measure;
  decltype(ByClass::lost) ByClass::*told;
};
constexpr std::array kByClass = {MeasureByClass{"lost", &ByClass::lost},
                                 MeasureByClass{"rpa", &ByClass::rpa}};

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

// What is told milestone by milestone has columns for each, and words are no numbers.
bool has_its_own_column(const Measure& measure) {
  return measure.unit != Unit::word && !measure.heeds.milestones;
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
                      .is_final = judgement.is_final});
}

Quantity quantity_of(const std::string& name, const Measure& measure) {
  return {name, measure.unit == Unit::duration ? Unit::duration : Unit::count, measure.endless};
}

// What the columns of one run are read from.
struct Told {
  const Outcome& outcome;
  ByClass by_class;
};

// ---- the columns, in their order: each calls visit(quantity, read) with what it is called,
// quantity(), and what a run tells, read(told). Only what is called for is worked out.

template <class Visit>
void for_each_time(const Scenario& scenario, Visit&& visit) {
  for_each_rta([&](Milestone to, Milestone since) {
    visit(
        [=] {
          return Quantity{name_of_rta("slowest", to, since), Unit::duration};
        },
        [=](const Told& told) { return slowest_rta(told.outcome, to, since); });
  });
  const auto& deployments = scenario.setup->world.deployments;
  for (std::size_t i = 0; i < deployments.size(); ++i) {
    for_each_rta([&](Milestone to, Milestone since) {
      visit(
          [&] {
            return Quantity{name_of_rta(deployments[i].name, to, since), Unit::duration};
          },
          [=](const Told& told) {
            return rta_of(told.outcome.deployments[i], to, since, told.outcome.ends_at);
          });
    });
  }
}

template <class Visit>
void for_each_class(Visit&& visit) {
  for (const MeasureByClass& each : kByClass) {
    for (std::size_t of = 0; of < sim::kDataClassNames.size(); ++of) {
      const auto quantity = [&each, of] {
        return quantity_of(std::string(each.measure) + ":" + std::string(sim::kDataClassNames[of]),
                           *find_measure(each.measure));
      };
      visit(quantity, [&each, of](const Told& told) { return (told.by_class.*each.told)[of]; });
    }
  }
}

template <class Visit>
void for_each_measure(Visit&& visit) {
  visit(
      [] {
        return Quantity{"hit", Unit::count};
      },
      [](const Told& told) { return Measured{hit_in(told.outcome)}; });
  for (const Measure& measure : measures()) {
    if (!has_its_own_column(measure)) continue;
    visit([&measure] { return quantity_of(std::string(measure.name), measure); },
          [&measure](const Told& told) {
            return measured_by(reading_of(measure, told.outcome, {}));
          });
  }
}

template <class Visit>
void for_each_expectation(const Scenario& scenario, Visit&& visit) {
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
    const Measure& measure = *find_measure(scenario.expectations[i].measure);
    visit([&measure, i] { return quantity_of("expectation:" + std::to_string(i), measure); },
          [&measure, i](const Told& told) {
            return measured_by(told.outcome.expectations[i], measure.unit);
          });
  }
}

template <class Visit>
void for_each_column(const Scenario& scenario, Visit&& visit) {
  for_each_time(scenario, visit);
  for_each_class(visit);
  for_each_measure(visit);
  for_each_expectation(scenario, visit);
}

}  // namespace

std::vector<Quantity> quantities_of(const Scenario& scenario) {
  std::vector<Quantity> quantities;
  for_each_column(scenario,
                  [&](const auto& quantity, const auto&) { quantities.push_back(quantity()); });
  return quantities;
}

std::size_t column_of(std::string_view quantity, std::span<const Quantity> quantities) {
  const auto found = std::ranges::find(quantities, quantity, &Quantity::name);
  recovery::check(found != quantities.end(), "every row has this quantity");
  return static_cast<std::size_t>(found - quantities.begin());
}

Row row_of(const PlannedRun& run, const Scenario& scenario, const Outcome& outcome) {
  recovery::check(outcome.deployments.size() == scenario.setup->world.deployments.size(),
                  "every Deployment has its columns");
  Row row{.number = run.number,
          .variant = run.variant,
          .seed = run.seed,
          .digest = outcome.digest,
          .prefix_seed = run.seed_of_prefix()};
  for (const Judgement& judgement : outcome.objectives) row.objectives.push_back(judgement.verdict);
  for (const Judgement& judgement : outcome.expectations)
    row.expectations.push_back(judgement.verdict);
  std::size_t columns = 0;
  for_each_column(scenario, [&columns](const auto&, const auto&) { ++columns; });
  row.measured.reserve(columns);  // there may be millions of rows
  const Told told{outcome, by_class(outcome.ledger)};
  for_each_column(scenario,
                  [&](const auto&, const auto& read) { row.measured.push_back(read(told)); });
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
