#include "drill/campaign/inputs.h"

#include <algorithm>
#include <map>

#include "providers/mock/operations.h"
#include "sim/random.h"

namespace blackstart::drill {
namespace {

constexpr std::string_view kPeople = "people/";

using Figures = std::map<std::string, sim::Timing>;

sim::Timing& timing_named(sim::Setup& setup, const std::string& name) {
  if (!name.starts_with(kPeople)) return setup.timings.at(name);
  const auto person =
      std::ranges::find(setup.people, name.substr(kPeople.size()), &sim::Person::name);
  recovery::check(person != setup.people.end(), "an input figure is of somebody");
  return person->responds;
}

Scenario rebound(const Scenario& scenario, sim::Setup setup) {
  Scenario changed = scenario;
  changed.setup = std::make_shared<const sim::Setup>(std::move(setup));
  changed.binding = std::make_shared<const sim::Binding>(changed.setup, mock::operations());
  return changed;
}

// The luck of one figure in one set of inputs.
class Redraw {
 public:
  Redraw(std::uint64_t seed, const std::string& figure)
      : seed_(seed), figure_(sim::hash_name(figure)) {}

  sim::Distribution of(const InputFigure& input, std::size_t set, std::size_t sets) const {
    if (input.is_measured()) return bootstrapped(input.timing.distribution.measured(), set);
    const double place =
        (static_cast<double>(stratum(set, sets)) + 0.5) / static_cast<double>(sets);
    return sim::Distribution::constant(
        input.timing.distribution.quantile(kInputLow + (kInputHigh - kInputLow) * place));
  }

 private:
  double luck(std::string_view purpose, std::size_t which) const {
    return sim::uniform({.seed = seed_,
                         .purpose = sim::hash_name(purpose),
                         .entity = figure_,
                         .attempt = static_cast<std::uint32_t>(which)});
  }

  // A permutation of the sets: the rank of this set's number among all.
  std::size_t stratum(std::size_t set, std::size_t sets) const {
    const double own = luck("input set", set);
    std::size_t below = 0;
    for (std::size_t other = 0; other < sets; ++other) below += luck("input set", other) < own;
    return below;
  }

  sim::Distribution bootstrapped(std::span<const Duration> measured, std::size_t set) const {
    std::vector<Duration> again;
    for (std::size_t i = 0; i < measured.size(); ++i) {
      const double where = luck("bootstrap", set * measured.size() + i);
      again.push_back(
          measured[static_cast<std::size_t>(where * static_cast<double>(measured.size()))]);
    }
    return sim::Distribution::samples(std::move(again));
  }

  std::uint64_t seed_, figure_;
};

}  // namespace

std::vector<InputFigure> inputs_of(const Scenario& scenario) {
  Figures operations, people;
  const sim::Setup& setup = *scenario.setup;
  for (recovery::MissionIndex mission = 0; mission < setup.missions.size(); ++mission) {
    const recovery::MissionPlan& plan = *setup.missions[mission];
    for (recovery::StepIndex i = 0; i < plan.step_count(); ++i) {
      const sim::BoundStep& step = scenario.binding->step(mission, i);
      operations.emplace(plan.step(i).operation, *step.timing);
      if (step.person == sim::kNone) continue;
      const sim::Person& person = setup.people[step.person];
      people.emplace(std::string(kPeople) + person.name, person.responds);
    }
  }
  std::vector<InputFigure> inputs;
  for (const Figures& figures : {operations, people}) {
    for (const auto& [name, timing] : figures) inputs.push_back({name, timing});
  }
  return inputs;
}

std::vector<InputFigure> uncertain_inputs_of(const Scenario& scenario) {
  std::vector<InputFigure> inputs = inputs_of(scenario);
  std::erase_if(inputs, [](const InputFigure& input) {
    return !input.has_spread() || !(input.is_assumption() || input.is_measured());
  });
  return inputs;
}

Scenario with_input(const Scenario& scenario, const std::string& name,
                    const sim::Distribution& distribution) {
  sim::Setup setup = *scenario.setup;
  timing_named(setup, name).distribution = distribution;
  return rebound(scenario, std::move(setup));
}

Scenario with_input_set(const Scenario& scenario, std::size_t set, std::size_t sets,
                        std::uint64_t seed) {
  recovery::check(set < sets, "the set is one of the sets");
  sim::Setup setup = *scenario.setup;
  for (const InputFigure& input : uncertain_inputs_of(scenario))
    timing_named(setup, input.name).distribution = Redraw(seed, input.name).of(input, set, sets);
  return rebound(scenario, std::move(setup));
}

}  // namespace blackstart::drill
