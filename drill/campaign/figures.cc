#include "drill/campaign/figures.h"

#include <algorithm>
#include <array>
#include <map>

#include "drill/measure/assumptions.h"
#include "sim/airflow/profile.h"
#include "sim/kubernetes/profile.h"

namespace blackstart::drill {
namespace {

using sim::Distribution;
using sim::Setup;
using sim::Timing;

// By name.
using Figures = std::map<std::string, InputFigure>;

template <class Put>
void add(Figures& figures, const std::string& name, const Timing& timing, Put put) {
  figures.emplace(name, InputFigure{.name = name, .timing = timing, .put = std::move(put)});
}

void add_timing(const Setup& setup, const std::string& key, Figures& figures) {
  const auto timing = setup.timings.find(key);
  if (timing == setup.timings.end()) return;
  add(figures, key, timing->second, [key](Setup& changed, const Distribution& value) {
    changed.timings.at(key).distribution = value;
  });
}

// Calls visit(step, bound) for every step of every plan.
template <class Visit>
void for_each_step(const Scenario& scenario, Visit&& visit) {
  for (const auto& mission : scenario.setup->missions) {
    for (recovery::StepIndex i = 0; i < mission->step_count(); ++i)
      visit(mission->step(i), scenario.binding->steps_of(*mission)[i]);
  }
}

void add_operations(const Scenario& scenario, Figures& figures) {
  for_each_step(scenario, [&](const recovery::Step& step, const sim::BoundStep&) {
    add_timing(*scenario.setup, step.operation, figures);
  });
}

void add_people(const Scenario& scenario, Figures& figures) {
  for_each_step(scenario, [&](const recovery::Step&, const sim::BoundStep& step) {
    if (step.person == sim::kNone) return;
    const sim::Person& person = scenario.setup->people[step.person];
    add(figures, "people/" + person.name, person.responds,
        [who = step.person](Setup& changed, const Distribution& value) {
          changed.people[who].responds.distribution = value;
        });
  });
}

// What Kubernetes and the databases do by themselves.
void add_platform(const Scenario& scenario, Figures& figures) {
  for (const sim::PlatformTiming& row : sim::platform_timings())
    add_timing(*scenario.setup, std::string(row.key), figures);
  for (const sim::PlatformThreshold& row : sim::platform_thresholds()) {
    if (row.duration == nullptr) continue;
    const Timing timing{Distribution::constant(scenario.setup->world.platform.*row.duration),
                        std::string(row.source), std::string(row.assumption)};
    add(figures, "platform/" + std::string(row.key), timing,
        [member = row.duration](Setup& changed, const Distribution& value) {
          changed.world.platform.*member = value.median();
        });
  }
}

// A default is one figure for all Airflows that have it; what a Deployment says is its own.
void add_airflow(const Scenario& scenario, Figures& figures) {
  const auto& deployments = scenario.setup->world.deployments;
  for (const sim::ProfileRow& row : sim::profile_rows()) {
    if (row.duration == nullptr) continue;
    for (const sim::DeploymentSpec& deployment : deployments) {
      const Duration now = deployment.profile.*row.duration;
      const bool is_own = now != sim::Profile{}.*row.duration;
      const std::string name = "airflow/" + std::string(row.name);
      add(figures, is_own ? name + "/" + deployment.name : name,
          {Distribution::constant(now), std::string(row.source), std::string(row.assumption)},
          [member = row.duration, now, owner = is_own ? deployment.name : ""](
              Setup& changed, const Distribution& value) {
            for (sim::DeploymentSpec& each : changed.world.deployments) {
              const bool is_meant =
                  owner.empty() ? each.profile.*member == now : each.name == owner;
              if (is_meant) each.profile.*member = value.median();
            }
          });
    }
  }
}

void add_copies(const Scenario& scenario, Figures& figures) {
  const auto& clusters = scenario.setup->world.clusters;
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    for (std::size_t j = 0; j < clusters[i].copies.size(); ++j) {
      const sim::CopySpec& copy = clusters[i].copies[j];
      const auto add_part = [&](const char* part, Timing sim::CopySpec::*member) {
        add(figures, "protection/" + clusters[i].name + "/" + copy.name + "/" + part, copy.*member,
            [i, j, member](Setup& changed, const Distribution& value) {
              (changed.world.clusters[i].copies[j].*member).distribution = value;
            });
      };
      add_part("takes", &sim::CopySpec::takes);
      add_part("lag", &sim::CopySpec::lag);
    }
  }
}

// Calls visit(name, duration, assumption) for every task and every job that one starts elsewhere.
template <class Dag, class Visit>
void for_each_duration(Dag& dag, Visit&& visit) {
  for (auto& task : dag.tasks) {
    const std::string name = task.name.empty() ? "task_duration" : task.name;  // of a chain
    visit(name, task.duration, task.assumption);
    if (auto& job = task.external_job; job)
      visit(name + "/external_job", job->duration, job->assumption);
  }
}

// How long work takes that always takes as long is a fact of the DAG. Durations of a DAG that are
// written alike are one figure, named after the first of them.
void add_tasks(const Scenario& scenario, Figures& figures) {
  const auto& deployments = scenario.setup->world.deployments;
  for (std::size_t i = 0; i < deployments.size(); ++i) {
    for (std::size_t j = 0; j < deployments[i].dags.size(); ++j) {
      const sim::DagSpec& dag = deployments[i].dags[j];
      std::vector<std::pair<Distribution, std::string>> seen;
      for_each_duration(dag, [&](const std::string& name, const Distribution& duration,
                                 const std::string& assumption) {
        const std::pair figure(duration, assumption);
        if (duration.is_constant() || std::ranges::find(seen, figure) != seen.end()) return;
        seen.push_back(figure);
        add(figures, "dags/" + deployments[i].name + "/" + dag.name + "/" + name,
            {duration, assumption.empty() ? "its DAG says so" : "", assumption},
            [i, j, figure](Setup& changed, const Distribution& value) {
              for_each_duration(changed.world.deployments[i].dags[j],
                                [&](const std::string&, Distribution& its, const std::string& why) {
                                  if (its == figure.first && why == figure.second) its = value;
                                });
            });
      });
    }
  }
}

// What was assumed is one of the values that it may have.
std::vector<Duration> plausible_ends(const AssumedEnd& end) {
  std::vector<Duration> values = end.sweep;
  values.push_back(end.assumed);
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

void add_ends(const Scenario& scenario, Figures& figures) {
  const auto& faults = scenario.setup->faults;
  for (const AssumedEnd& end : scenario.unknown_ends) {
    const auto fault = std::ranges::find(faults, end.fault, &sim::FaultSpec::name);
    const std::vector<Duration> values = plausible_ends(end);
    const auto spread = Distribution::range(values.front(), values.back());
    add(figures, figure_of(end), {spread, "", assumption_of(end)},
        [i = fault - faults.begin()](Setup& changed, const Distribution& value) {
          constexpr Duration kShortest(1);  // a fault that takes no time is none
          auto& lasts = changed.faults[static_cast<std::size_t>(i)].lasts;
          lasts = std::max(value.median(), kShortest);
        });
    if (values.size() > 1) figures.at(figure_of(end)).plausible = values;
  }
}

constexpr std::array kSources = {add_operations, add_platform, add_airflow, add_copies,
                                 add_tasks,      add_people,   add_ends};

}  // namespace

std::vector<InputFigure> figures_of(const Scenario& scenario) {
  std::vector<InputFigure> all;
  for (const auto source : kSources) {
    Figures figures;
    source(scenario, figures);
    for (auto& [name, figure] : figures) all.push_back(std::move(figure));
  }
  return all;
}

}  // namespace blackstart::drill
