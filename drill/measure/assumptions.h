#pragma once

#include <span>

#include "drill/measure/evidence.h"
#include "drill/outcome.h"

namespace blackstart::drill {

// The name of the assumption that stands for an end nobody published, and why it is made.
std::string figure_of(const AssumedEnd& end);
std::string assumption_of(const AssumedEnd& end);

// The figures without a source that this run drew, and the ends of faults that nobody published;
// those that the critical path rests on first.
std::vector<Assumption> measure_assumptions(const sim::Simulation& simulation,
                                            const Evidence& evidence, const CriticalPath& path,
                                            std::span<const AssumedEnd> ends = {});

}  // namespace blackstart::drill
