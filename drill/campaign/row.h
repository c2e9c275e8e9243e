#pragma once

#include "drill/campaign/campaign.h"

namespace blackstart::drill {

// The numbers of one run of `scenario`, by quantities_of(scenario).
Row row_of(const PlannedRun& run, const Scenario& scenario, const Outcome& outcome);

// Which of these runs hang together, by equal numbers; empty: none share what came before the
// fault.
std::vector<std::uint64_t> clusters_of(std::span<const Row* const> rows);

}  // namespace blackstart::drill
