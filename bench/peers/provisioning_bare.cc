// The provisioning network as a bare loop, the ceiling of every simulator here:
// provisioning_bare SCENARIO REPLICATIONS
//
// Prints, a line per replication, the seconds from the declaration to the slowest cluster's
// database. A heap of step ends, counters of needs, one person busy until some time; nothing is
// watched, kept or measured.
#include <cstdio>
#include <cstdlib>
#include <queue>

#include "drill/scenario.h"
#include "recovery/mission.h"
#include "sim/simulation.h"

namespace {

using namespace blackstart;
using recovery::Duration;
using recovery::StepIndex;

// Uniforms in (0, 1), from a SplitMix64 stream.
class Luck {
 public:
  double operator()() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    z ^= z >> 31;
    return (static_cast<double>(z >> 11) + 0.5) * 0x1p-53;
  }

 private:
  std::uint64_t state_ = 1;
};

class Network {
 public:
  explicit Network(const drill::Scenario& scenario)
      : plan_(scenario.setup->missions.front()->plan()),
        steps_(scenario.binding->steps_of(*scenario.setup->missions.front())),
        people_(scenario.setup->people) {}

  Duration replicate() {
    busy_until_.assign(people_.size(), Duration{});
    missing_.clear();
    for (StepIndex step = 0; step < plan_.steps().size(); ++step) {
      missing_.push_back(plan_.needs(step).size());
      if (missing_[step] == 0) start(step, Duration{});
    }
    Duration last{};
    while (!ends_.empty()) {
      const auto [now, step] = ends_.top();
      ends_.pop();
      if (plan_.steps()[step].operation == "database.create") last = now;
      for (const StepIndex next : plan_.unlocks(step)) {
        if (--missing_[next] == 0) start(next, now);
      }
    }
    return last;
  }

 private:
  void start(StepIndex step, Duration now) {
    const Duration work = steps_[step].timing->distribution.draw(luck_());
    const std::uint32_t person = steps_[step].person;
    if (person == sim::kNone) return ends_.push({now + work, step});
    const Duration responds = people_[person].responds.distribution.draw(luck_());
    busy_until_[person] = std::max(now + responds, busy_until_[person]) + work;
    ends_.push({busy_until_[person], step});
  }

  using End = std::pair<Duration, StepIndex>;

  const recovery::Plan& plan_;
  std::span<const sim::BoundStep> steps_;
  const std::vector<sim::Person>& people_;
  Luck luck_;
  std::vector<std::size_t> missing_;
  std::vector<Duration> busy_until_;
  std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: provisioning_bare SCENARIO REPLICATIONS\n", stderr);
    return 2;
  }
  const drill::Scenario scenario = drill::load_scenario(arguments[1]);
  Network network(scenario);
  for (long left = std::atol(arguments[2]); left > 0; --left) {
    std::printf("%.6f\n", std::chrono::duration<double>(network.replicate()).count());
  }
}
