#pragma once

#include "drill/measure/evidence.h"
#include "drill/outcome.h"

namespace blackstart::drill {

// Adds to each row of the ledger what its copies were worth: the cut, the newest record that
// survived, and so the RPA. From the history alone.
void measure_survival(const sim::Simulation& simulation, const Evidence& evidence,
                      std::vector<LedgerRow>& ledger);

// What was brought back from copies, in order.
std::vector<Restoration> measure_restorations(const sim::Simulation& simulation);
// A row for each Deployment whose metadata were brought back and that keeps XComs outside them.
std::vector<ScatteredXComs> measure_scattered_xcoms(const sim::Simulation& simulation);

}  // namespace blackstart::drill
