#pragma once

namespace blackstart::sim {

// What was grown row by row gives back what its vectors keep in reserve: up to half of their
// memory.
void trim(auto&... rows) { (rows.shrink_to_fit(), ...); }

}  // namespace blackstart::sim
