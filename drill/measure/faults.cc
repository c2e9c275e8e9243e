#include "drill/measure/faults.h"

#include <map>

#include "sim/fault/fault.h"
#include "sim/simulation.h"

namespace blackstart::drill {

std::vector<FaultSpan> measure_faults(const sim::Simulation& simulation) {
  const sim::Setup& setup = simulation.setup();
  std::vector<FaultSpan> spans;
  std::map<std::uint32_t, std::size_t> span_of_fault;
  simulation.history().for_each([&](const sim::Record& record) {
    if (record.what == sim::Happening::fault_began) {
      const sim::FaultSpec& fault = setup.faults[record.a];
      span_of_fault[record.a] = spans.size();
      spans.push_back({.kind = std::string(sim::faults()[fault.kind].name),
                       .target = sim::target_name(setup.world, fault),
                       .began = record.at});
    }
    if (record.what == sim::Happening::fault_ended)
      spans[span_of_fault.at(record.a)].ended = record.at;
  });
  return spans;
}

}  // namespace blackstart::drill
