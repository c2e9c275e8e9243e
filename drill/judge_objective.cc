#include "drill/judge_objective.h"

#include <algorithm>
#include <iterator>

#include "drill/recoveries.h"
#include "drill/says.h"
#include "drill/selection.h"
#include "drill/text/durations.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

void also_says(std::string& text, const std::string& more) {
  text += (text.empty() ? "" : "; ") + more;
}

class Judge {
 public:
  Judge(const Objective& objective, const Outcome& outcome)
      : objective_(objective),
        outcome_(outcome),
        question_{.of = objective.of,
                  .to = objective.to,
                  .since = objective.since,
                  .disruption = objective.disruption} {}

  Judgement judge() {
    judgement_.says = says_of(objective_);
    judgement_.verdict = Verdict::met;
    if (objective_.rto) judge_rto();
    for (const auto& [data_class, rpo] : objective_.rpo) judge_rpo(data_class, rpo);
    return std::move(judgement_);
  }

 private:
  void judge_rto() {
    const Recovery* slowest = nullptr;
    const std::vector<Recovery> all = recoveries_of(outcome_, question_);
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
      const auto& at_most = recovery.at_most;
      return at_most && *at_most <= *objective_.rto ? Verdict::met : Verdict::unknown;
    }
    const Status status = recovery.deployment->status;
    if (status == Status::not_recovered) return Verdict::missed;
    const bool time_is_up = recovery.from && outcome_.ends_at - *recovery.from > *objective_.rto;
    const bool is_still_out =
        is_about_dag || (status != Status::recovered && recovery.deployment->is_ever_due);
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
    if (!matches(objective_.of, *whose)) return std::nullopt;
    Cost cost;
    for (const OutageLoss& loss : row.losses) {
      if (!is_charged(loss, *whose)) continue;
      cost.there = loss.there + cost.lost;
      cost.lost += loss.lost;
      cost.rpa = std::max(cost.rpa, loss.rpa);
    }
    if (cost.lost == 0 && !question_.is_about(*whose)) return std::nullopt;
    return cost.lost > 0 ? cost : Cost{.there = row.at_fault};
  }

  // Of a cluster, or of the organization: what was lost in an outage of any who shares it.
  std::optional<Cost> cost_of_common(const LedgerRow& row) const {
    std::vector<const DeploymentOutcome*> sharers;
    for (const DeploymentOutcome& each : outcome_.deployments) {
      const bool shares_it = row.cluster.empty() || row.cluster == each.cluster;
      if (shares_it && question_.is_about(each)) sharers.push_back(&each);
    }
    if (sharers.empty()) return std::nullopt;
    const auto lost = std::ranges::count_if(row.lost_at, [&](Instant at) {
      return std::ranges::any_of(
          sharers, [&](const DeploymentOutcome* each) { return is_charged(at, *each); });
    });
    return Cost{.there = row.at_fault, .lost = lost, .rpa = lost > 0 ? row.rpa : Duration{}};
  }

  // Until the next outage begins all that is lost is lost in the one before.
  bool is_charged(Instant lost_at, const DeploymentOutcome& whose) const {
    const auto next = std::ranges::upper_bound(whose.outages, lost_at, {}, &Outage::began);
    return next != whose.outages.begin() && question_.is_about(*std::prev(next));
  }

  // Who was not at work when its place was lost, as who hibernates, was not hit: and yet what it
  // had is gone.
  bool is_charged(const OutageLoss& loss, const DeploymentOutcome& whose) const {
    if (loss.outage) return question_.is_about(whose.outages[*loss.outage]);
    return objective_.disruption.empty() || outcome_.disruptions.contains(objective_.disruption);
  }

  // What a Deployment has is of each of its DAGs.
  Selection of_deployments(const std::string& data_class) const {
    Selection of = of_class(objective_.of, data_class);
    of.dag.clear();
    of.tag.clear();
    return of;
  }

  void judge_rpo(const std::string& data_class, Duration rpo) {
    // What is a cluster's or the organization's is of whoever shares it.
    const Selection common = of_class({}, data_class), own = of_deployments(data_class);
    std::int64_t there = 0, lost = 0, unreachable = 0;
    Duration rpa{};
    for (const LedgerRow& row : outcome_.ledger) {
      if (!matches(row.deployment.empty() ? common : own, row)) continue;
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
  RecoveryQuestion question_;
  Judgement judgement_;
};

}  // namespace

Judgement judge_objective(const Objective& objective, const Outcome& outcome) {
  return Judge(objective, outcome).judge();
}

}  // namespace blackstart::drill
