#include "drill/measure.h"

#include <algorithm>
#include <array>

namespace blackstart::drill {
namespace {

// The slowest of those selected; none where one of them never came.
Reading read_rta(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.unit = Reading::Unit::duration, .number = 0, .word = {}};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (!matches(asked.of, deployment) || deployment.status == Status::unaffected) continue;
    ++reading.matched;
    const auto rta = deployment.rta(asked.to, asked.since);
    if (!rta) {
      reading.number = std::nullopt;
      reading.is_final = reading.is_final && deployment.status != Status::not_observed;
    } else if (reading.number) {
      reading.number = std::max(*reading.number, rta->count());
    }
  }
  return reading;
}

template <std::int64_t LedgerRow::* column>
Reading read_ledger(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.number = 0, .word = {}};
  for (const LedgerRow& row : outcome.ledger) {
    if (!matches(asked.of, row)) continue;
    ++reading.matched;
    *reading.number += row.*column;
    // "all" is what there was before; what the recovered Deployment has created since is not lost.
    reading.all += row.existed + row.created - (column == &LedgerRow::lost ? row.present : 0);
  }
  return reading;
}

Reading read_status(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.unit = Reading::Unit::word, .number = {}, .word = {}};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (!matches(asked.of, deployment)) continue;
    ++reading.matched;
    const std::string status(name_of(deployment.status));
    reading.word = reading.matched == 1 || reading.word == status ? status : "mixed";
  }
  return reading;
}

Reading read_manual_steps(const Outcome& outcome, const Expectation&) {
  return {.matched = 1, .number = static_cast<std::int64_t>(outcome.manual_steps.size()), .word = {}};
}

Reading read_recovered(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.number = 0, .word = {}};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (!matches(asked.of, deployment) || deployment.status == Status::unaffected) continue;
    ++reading.matched;
    ++reading.all;
    *reading.number += deployment.status == Status::recovered ? 1 : 0;
  }
  return reading;
}

constexpr std::array kMeasures = {
    Measure{"rta", "recovery time of the slowest selected Deployment, from 'since' to 'to'", read_rta},
    Measure{"status", "unaffected, recovered, not_recovered or not_observed", read_status},
    Measure{"recovered", "how many of the selected Deployments that were hit recovered", read_recovered},
    Measure{"existed", "records of a class when the run began", read_ledger<&LedgerRow::existed>},
    Measure{"created", "records of a class that came into being", read_ledger<&LedgerRow::created>},
    Measure{"present", "records of a class at the end", read_ledger<&LedgerRow::present>},
    Measure{"lost", "records of a class that are gone for good", read_ledger<&LedgerRow::lost>},
    Measure{"removed", "records of a class that were deleted on purpose", read_ledger<&LedgerRow::removed>},
    Measure{"unreachable", "records of a class in a place that is down at the end",
            read_ledger<&LedgerRow::unreachable>},
    Measure{"manual_steps", "things that people were asked to do", read_manual_steps},
};

bool matches_or_any(std::string_view pattern, std::string_view text) {
  return pattern.empty() || matches(pattern, text);
}

}  // namespace

std::span<const Measure> measures() { return kMeasures; }

const Measure* find_measure(std::string_view name) {
  const auto* found = std::ranges::find(kMeasures, name, &Measure::name);
  return found == kMeasures.end() ? nullptr : found;
}

bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') {
    return matches(pattern.substr(1), text) || (!text.empty() && matches(pattern, text.substr(1)));
  }
  return !text.empty() && pattern.front() == text.front() && matches(pattern.substr(1), text.substr(1));
}

bool matches(const Selection& selection, const DeploymentOutcome& deployment) {
  return matches_or_any(selection.deployment, deployment.name) &&
         (selection.tier.empty() || selection.tier == deployment.tier);
}

bool matches(const Selection& selection, const LedgerRow& row) {
  return matches_or_any(selection.deployment, row.deployment) &&
         matches_or_any(selection.cluster, row.cluster) &&
         (selection.tier.empty() || selection.tier == row.tier) &&
         (selection.data_class.empty() || selection.data_class == name_of(row.data_class)) &&
         (selection.provenance.empty() || selection.provenance == name_of(row.provenance));
}

}  // namespace blackstart::drill
