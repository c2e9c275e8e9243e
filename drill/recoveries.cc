#include "drill/recoveries.h"

#include <algorithm>
#include <functional>

#include "drill/selection.h"

namespace blackstart::drill {
namespace {

// Only success is told DAG by DAG; every other milestone is its Deployment's.
bool is_told_by_dag(const RecoveryQuestion& question) {
  return question.to == Milestone::first_success && question.of.selects_dags();
}

void keep_what_tells_of(Milestone to, std::vector<const Outage*>& outages) {
  const auto tells = [to](const Outage* outage) { return !outage->ended || outage->at[to]; };
  if (std::ranges::any_of(outages, tells)) std::erase_if(outages, std::not_fn(tells));
}

Recovery recovery_from(const Outage& outage, const DeploymentOutcome& deployment,
                       const RecoveryQuestion& question) {
  Recovery recovery{.deployment = &deployment,
                    .outage = &outage,
                    .from = outage.at[question.since],
                    .rta = rta_of(outage.at, question.to, question.since)};
  if (!recovery.rta && outage.ended)
    recovery.at_most = rta_of(outage.at, question.to, Milestone::fault);
  return recovery;
}

void add_dags(const Outage& outage, const DeploymentOutcome& deployment,
              const RecoveryQuestion& question, std::vector<Recovery>& recoveries) {
  for (std::size_t i = 0; i < deployment.dags.size(); ++i) {
    if (deployment.dags[i].is_paused || !matches(question.of, deployment.dags[i])) continue;
    recoveries.push_back({.deployment = &deployment,
                          .outage = &outage,
                          .dag = &deployment.dags[i],
                          .from = outage.at[question.since],
                          .rta = rta_of_dag(outage, i, question.since)});
  }
}

}  // namespace

bool RecoveryQuestion::is_about(const Outage& outage) const {
  const auto& kinds = outage.disruptions;
  return disruption.empty() || std::ranges::find(kinds, disruption) != kinds.end();
}

bool RecoveryQuestion::is_about(const DeploymentOutcome& deployment) const {
  const auto fits = [this](const Outage& outage) { return is_about(outage); };
  return deployment.status != Status::unaffected && matches(of, deployment) &&
         std::ranges::any_of(deployment.outages, fits);
}

std::vector<Recovery> recoveries_of(const Outcome& outcome, const RecoveryQuestion& question) {
  std::vector<Recovery> recoveries;
  const bool is_by_dag = is_told_by_dag(question);
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (!question.is_about(deployment)) continue;
    std::vector<const Outage*> outages;
    for (const Outage& outage : deployment.outages) {
      if (question.is_about(outage)) outages.push_back(&outage);
    }
    if (!is_by_dag) keep_what_tells_of(question.to, outages);
    for (const Outage* outage : outages) {
      if (is_by_dag)
        add_dags(*outage, deployment, question, recoveries);
      else
        recoveries.push_back(recovery_from(*outage, deployment, question));
    }
  }
  return recoveries;
}

}  // namespace blackstart::drill
