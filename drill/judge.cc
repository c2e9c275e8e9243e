#include "drill/judge.h"

#include <algorithm>

#include "drill/acceptance.h"
#include "drill/bound.h"
#include "drill/says.h"
#include "drill/selection.h"
#include "drill/text/durations.h"
#include "drill/text/words.h"
#include "drill/verdict.h"

namespace blackstart::drill {
namespace {

using drill::in_words;  // the overload here is about readings

void also_says(std::string& text, const std::string& more) {
  text += (text.empty() ? "" : "; ") + more;
}

class ObjectiveJudge {
 public:
  ObjectiveJudge(const Objective& objective, const Outcome& outcome)
      : objective_(objective), outcome_(outcome) {}

  Judgement judge() {
    judgement_.says = says_of(objective_);
    judgement_.verdict = Verdict::met;
    if (objective_.rto) judge_rto();
    for (const auto& [data_class, rpo] : objective_.rpo) judge_rpo(data_class, rpo);
    return std::move(judgement_);
  }

 private:
  // What an RTO is held against. Both ends may be missing: the run was too short, or it never came.
  struct Recovery {
    const DeploymentOutcome* deployment;
    const Outage* outage;
    std::optional<Instant> from;
    std::optional<Duration> rta;
    const DagOutcome* dag = nullptr;  // that alone is to succeed
    std::string name() const {
      return dag == nullptr ? deployment->name : deployment->name + "/" + dag->name;
    }
  };

  bool is_of_kind(const Outage& outage) const {
    const auto& kinds = outage.disruptions;
    return objective_.disruption.empty() ||
           std::ranges::find(kinds, objective_.disruption) != kinds.end();
  }

  bool concerns(const DeploymentOutcome& deployment) const {
    const auto fits = [this](const Outage& outage) { return is_of_kind(outage); };
    return deployment.status != Status::unaffected && matches(objective_.of, deployment) &&
           std::ranges::any_of(deployment.outages, fits);
  }

  // Every outage is to reach its milestone in time.
  std::vector<Recovery> recoveries() const {
    std::vector<Recovery> recoveries;
    for (const DeploymentOutcome& deployment : outcome_.deployments) {
      if (!concerns(deployment)) continue;
      std::vector<const Outage*> outages;
      for (const Outage& outage : deployment.outages) {
        if (is_of_kind(outage)) outages.push_back(&outage);
      }
      const bool is_of_dags = is_about_dags(objective_.of, objective_.to);
      if (!is_of_dags) keep_what_tells_of(objective_.to, outages);
      for (const Outage* outage : outages) {
        if (is_of_dags)
          add_dags(deployment, *outage, recoveries);
        else
          recoveries.push_back({&deployment, outage, clock_of(*outage),
                                rta_of(outage->at, objective_.to, objective_.since)});
      }
    }
    return recoveries;
  }

  void add_dags(const DeploymentOutcome& deployment, const Outage& outage,
                std::vector<Recovery>& recoveries) const {
    for (std::size_t i = 0; i < deployment.dags.size(); ++i) {
      if (!matches(objective_.of, deployment.dags[i])) continue;
      recoveries.push_back({&deployment, &outage, clock_of(outage),
                            rta_of_dag(outage, i, objective_.since), &deployment.dags[i]});
    }
  }

  std::optional<Instant> clock_of(const Outage& outage) const {
    return outage.at[objective_.since];
  }

  void judge_rto() {
    const Recovery* slowest = nullptr;
    const std::vector<Recovery> all = recoveries();
    for (const Recovery& recovery : all) {
      judgement_.verdict = worse(judgement_.verdict, verdict_of(recovery));
      if (!recovery.rta)
        also_says(judgement_.measured, recovery.name() + ": " + why_not(recovery));
      else if (slowest == nullptr || *recovery.rta > *slowest->rta)
        slowest = &recovery;
    }
    if (slowest != nullptr)
      also_says(judgement_.measured, slowest->name() + " " + gap(*slowest->rta));
    if (all.empty()) nothing_matched();
  }

  // Never back is a miss as soon as the time allowed has passed; before that nobody knows. What
  // came back by itself before a milestone of its recovery was reached tells nothing about that
  // recovery.
  Verdict verdict_of(const Recovery& recovery) const {
    if (recovery.rta) return *recovery.rta <= *objective_.rto ? Verdict::met : Verdict::missed;
    const bool is_about_dag = recovery.dag != nullptr;
    if (recovery.outage->ended && !is_about_dag) {
      const auto longest = longest_without_clock(*recovery.outage, objective_.to);
      return longest && *longest <= *objective_.rto ? Verdict::met : Verdict::unknown;
    }
    const Status status = recovery.deployment->status;
    if (status == Status::not_recovered) return Verdict::missed;
    const bool time_is_up = recovery.from && outcome_.ends_at - *recovery.from > *objective_.rto;
    const bool is_still_out = is_about_dag || status != Status::recovered;
    return time_is_up && is_still_out ? Verdict::missed : Verdict::unknown;
  }

  std::string why_not(const Recovery& recovery) const {
    const DeploymentOutcome& deployment = *recovery.deployment;
    const std::string status(name_of(deployment.status));
    if (recovery.dag != nullptr)
      return recovery.dag->keeps.empty() ? "no success of it yet" : recovery.dag->keeps;
    const Milestone missing = recovery.from ? objective_.to : objective_.since;
    if (recovery.outage->ended)
      return "recovered, but " + std::string(name_of(missing)) + " never came";
    return status + (deployment.keeps.empty() ? "" : ", " + deployment.keeps);
  }

  // In whole seconds, unless the verdict hangs on less.
  std::string gap(Duration rta) const {
    using std::chrono::floor, std::chrono::seconds;
    const Duration rto = *objective_.rto;
    const bool is_close = rta > rto && floor<seconds>(rta) <= rto;
    const Duration shown = is_close ? rta : Duration(floor<seconds>(rta));
    return "took " + text_of(shown) + ", " +
           (rta > rto ? text_of(shown - rto) + " too long" : text_of(rto - shown) + " to spare");
  }

  // What such a disruption took of a row.
  struct Cost {
    std::int64_t there = 0, lost = 0;
    Duration rpa{};
  };
  // nullopt: it hit nobody whose it is.
  std::optional<Cost> cost_of(const LedgerRow& row) const {
    const auto& all = outcome_.deployments;
    const auto whose = std::ranges::find(all, row.deployment, &DeploymentOutcome::name);
    if (whose == all.end()) return cost_of_common(row);
    Cost cost;
    for (const OutageLoss& loss : row.losses) {
      if (!is_charged(loss, *whose)) continue;
      cost.there = loss.there + cost.lost;
      cost.lost += loss.lost;
      cost.rpa = std::max(cost.rpa, loss.rpa);
    }
    if (cost.lost == 0 && !concerns(*whose)) return std::nullopt;
    return cost.lost > 0 ? cost : Cost{.there = row.at_fault};
  }

  // Of a cluster, or of the organization.
  std::optional<Cost> cost_of_common(const LedgerRow& row) const {
    const auto shares_it = [&](const DeploymentOutcome& deployment) {
      return concerns(deployment) && (row.cluster.empty() || row.cluster == deployment.cluster);
    };
    if (std::ranges::none_of(outcome_.deployments, shares_it)) return std::nullopt;
    return Cost{.there = row.at_fault, .lost = row.lost, .rpa = row.rpa};
  }

  // Who was not at work when its place was lost, as who hibernates, was not hit: and yet what it
  // had is gone.
  bool is_charged(const OutageLoss& loss, const DeploymentOutcome& whose) const {
    if (loss.outage) return is_of_kind(whose.outages[*loss.outage]);
    return objective_.disruption.empty() || outcome_.disruptions.contains(objective_.disruption);
  }

  void judge_rpo(const std::string& data_class, Duration rpo) {
    const Selection selection = of_class(objective_.of, data_class);
    std::int64_t there = 0, lost = 0, unreachable = 0;
    Duration rpa{};
    for (const LedgerRow& row : outcome_.ledger) {
      if (!matches(selection, row)) continue;
      const auto cost = cost_of(row);
      if (!cost) continue;
      there += cost->there;
      lost += cost->lost;
      unreachable += row.unreachable;
      rpa = std::max(rpa, cost->rpa);
    }
    if (there == 0)
      return unknown_because("no " + data_class + " was there to be lost in such a disruption");
    if (rpa > rpo) judgement_.verdict = Verdict::missed;
    if (lost > 0) {
      also_says(
          judgement_.measured,
          in_words(lost) + " of " + in_words(there) + " " + data_class + " lost, " +
              (rpa == recovery::kForever ? "of all time" : "those of the last " + text_of(rpa)));
    }
    // What is cut off may yet be lost.
    if (unreachable > 0) {
      judgement_.verdict = worse(judgement_.verdict, Verdict::unknown);
      also_says(judgement_.measured,
                in_words(unreachable) + " " + data_class + " unreachable at the end");
    } else if (lost == 0) {
      also_says(judgement_.measured, "no " + data_class + " lost");
    }
  }

  void nothing_matched() { unknown_because("nothing that it is about was hit in this run"); }

  void unknown_because(const std::string& why) {
    judgement_.verdict = worse(judgement_.verdict, Verdict::unknown);
    also_says(judgement_.measured, why);
  }

  const Objective& objective_;
  const Outcome& outcome_;
  Judgement judgement_;
};

std::string in_words(const Reading& reading) {
  if (reading.unit == Unit::word) return reading.word;
  if (!reading.number) return reading.is_final ? "never" : "not by the end of the run";
  if (*reading.number == recovery::kForever.count()) return "all of it";
  if (reading.unit == Unit::duration)
    return text_of(Duration(*reading.number)) +
           (reading.is_exact() ? ""
                               : " to " + text_of(Duration(reading.at_most)) +
                                     ": an outage ended before its clock began");
  const std::string count =
      in_words(*reading.number) + (reading.is_exact() ? "" : " to " + in_words(reading.at_most));
  return count + (reading.all > 0 ? " of " + in_words(reading.all) : "");
}

std::int64_t to_the_second(std::int64_t micros) {
  return Duration(std::chrono::floor<std::chrono::seconds>(Duration(micros))).count();
}

// In whole seconds, unless a verdict hangs on less.
Reading as_told(const Expectation& expectation, const Reading& reading) {
  const bool is_time = reading.unit == Unit::duration && reading.number;
  if (!is_time || *reading.number == recovery::kForever.count()) return reading;
  Reading told = reading;
  told.number = to_the_second(*reading.number);
  told.at_most = to_the_second(reading.at_most);
  const bool is_as_good = std::ranges::all_of(expectation.bounds, [&](const Bound& bound) {
    return hold_against(bound, told) == hold_against(bound, reading);
  });
  return is_as_good ? told : reading;
}

std::string measured(const Expectation& expectation, const Reading& reading) {
  const auto asks_for_nothing = [&](const Bound& bound) {
    return asks_for_all_of_nothing(bound, reading);
  };
  if (reading.matched == 0) return "it matched nothing in this run";
  return std::ranges::any_of(expectation.bounds, asks_for_nothing)
             ? "nothing of it was there"
             : in_words(as_told(expectation, reading));
}

Judgement judge_expectation(const Expectation& expectation, const Outcome& outcome) {
  Judgement judgement;
  const Measure* measure = find_measure(expectation.measure);
  const Reading reading = reading_of(*measure, outcome, expectation);
  judgement.says = says_of(expectation);
  judgement.matched = reading.matched;
  if (reading.is_exact()) judgement.number = reading.number;
  judgement.is_final = reading.is_final && reading.is_exact();
  if (expectation.needs_campaign()) {
    judgement.not_evaluated = "a statistic over runs; a single run cannot tell";
    return judgement;
  }
  judgement.verdict = reading.matched == 0 ? Verdict::unknown : Verdict::met;
  for (const Bound& bound : expectation.bounds) {
    if (reading.matched > 0)
      judgement.verdict = worse(judgement.verdict, hold_against(bound, reading));
  }
  judgement.measured = measured(expectation, reading);
  return judgement;
}

}  // namespace

void judge(const Scenario& scenario, Instant today, const Observations& observed,
           Outcome& outcome) {
  for (const Objective& objective : scenario.objectives) {
    outcome.objectives.push_back(ObjectiveJudge(objective, outcome).judge());
  }
  for (const Expectation& expectation : scenario.expectations) {
    const Outcome& seen = expectation.when ? observed.at(*expectation.when) : outcome;
    outcome.expectations.push_back(judge_expectation(expectation, seen));
  }
  accept(scenario.accepted, today, outcome.objectives, outcome.expectations);
  outcome.verdict = worst_of(outcome.objectives);
}

}  // namespace blackstart::drill
