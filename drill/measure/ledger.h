#pragma once

#include "drill/measure/evidence.h"
#include "drill/outcome.h"

namespace blackstart::drill {

// The loss ledger: existed from the world before, created and lost from the history, present from
// the world at the end. None of the four is computed from the others, so that a wrong one shows.
// Throws InternalError where a row does not balance.
std::vector<LedgerRow> measure_ledger(const sim::Simulation& simulation, const Evidence& evidence);

}  // namespace blackstart::drill
