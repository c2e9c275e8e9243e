#pragma once

#include <algorithm>
#include <vector>

#include "drill/measure/deployments.h"
#include "drill/measure/evidence.h"
#include "drill/measure/ledger.h"
#include "recovery/check.h"

// What a simulation comes to.
namespace blackstart::tests {

// Of the only Deployment.
inline drill::DeploymentOutcome outcome_of(const sim::Simulation& simulation) {
  return drill::measure_deployments(simulation, drill::gather(simulation)).at(0);
}

inline std::vector<drill::LedgerRow> ledger_of(const sim::Simulation& simulation) {
  return drill::measure_ledger(simulation, drill::gather(simulation));
}

// The row of what came from there; one that is missing ends the test.
inline drill::LedgerRow row_of(const std::vector<drill::LedgerRow>& ledger,
                               sim::DataClass data_class,
                               sim::Provenance provenance = sim::Provenance::none) {
  const auto row = std::ranges::find_if(ledger, [&](const drill::LedgerRow& each) {
    return each.data_class == data_class && each.provenance == provenance;
  });
  recovery::check(row != ledger.end(), "a row of this class");
  return *row;
}

}  // namespace blackstart::tests
