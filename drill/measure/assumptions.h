#pragma once

#include <span>

#include "drill/measure/evidence.h"
#include "drill/outcome.h"

namespace blackstart::drill {

// As what an end that nobody published is assumed, and why.
std::string figure_of(const AssumedEnd& end);
std::string assumption_of(const AssumedEnd& end);

// The figures without a source that this run drew, and the ends of faults that nobody published;
// those that the critical path rests on first.
std::vector<Assumption> measure_assumptions(const sim::Simulation& simulation,
                                            const Evidence& evidence, const CriticalPath& path,
                                            std::span<const AssumedEnd> ends = {});

}  // namespace blackstart::drill
