#pragma once

namespace blackstart::sim {

// Vectors that were grown row by row give back what they keep in reserve: up to half their memory.
void trim(auto&... rows) { (rows.shrink_to_fit(), ...); }

}  // namespace blackstart::sim
