#include "drill/determinism.h"

#include <algorithm>
#include <utility>

#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

using sim::EventKind;
using sim::Simulation;

std::vector<Happened> events_of(Simulation& simulation) {
  std::vector<Happened> events;
  while (const auto due = simulation.step_until(simulation.setup().ends_at)) events.push_back(*due);
  return events;
}

// Numbers, where the kind has no name to offer.
std::string subject_of(const Simulation& simulation, const sim::Event& event) {
  const sim::Setup& setup = simulation.setup();
  switch (event.kind) {
    case EventKind::fault_begins:
    case EventKind::fault_ends:
      return setup.faults[event.a].name;
    case EventKind::call_ends:
      return simulation.engine().mission(event.a).step(event.b).name + ", attempt " +
             std::to_string(event.c);
    default:
      return std::to_string(event.a) + " " + std::to_string(event.b) + " " +
             std::to_string(event.c);
  }
}

std::string told(const Simulation& simulation, std::span<const Happened> events,
                 std::size_t index) {
  if (index == events.size()) return "nothing more";
  const Happened& happened = events[index];
  return text_of(happened.at) + " " + std::string(name_of(happened.event.kind)) + " " +
         subject_of(simulation, happened.event);
}

// A place to take a copy at, with its name.
struct Moment {
  recovery::Instant at;
  std::string name;
};

std::vector<Moment> moments_of(const sim::Setup& setup) {
  std::vector<Moment> moments;
  for (const sim::FaultSpec& fault : setup.faults) {
    moments.push_back({fault.begins, fault.name + " begins"});
    const bool ends =
        fault.lasts != recovery::kForever && fault.begins + fault.lasts < setup.ends_at;
    if (ends) moments.push_back({fault.begins + fault.lasts, fault.name + " ends"});
  }
  return moments;
}

class Repeater {
 public:
  Repeater(std::shared_ptr<const sim::Binding> binding, std::uint64_t seed)
      : binding_(std::move(binding)), start_(binding_, seed) {}

  Repetition check() {
    Simulation first = start_;
    events_ = events_of(first);
    result_.digest = first.digest();
    result_.events = first.events();
    // Built anew, not copied: what the building depends on is under test as well.
    Simulation second(binding_, start_.seed());
    compare("the second run", second, {});
    for (const Moment& moment : moments_of(start_.setup())) {
      if (!result_.parting) fork_at(moment);
    }
    return std::move(result_);
  }

 private:
  // The original runs on first: what the copy shares with it by mistake is then spoilt.
  void fork_at(const Moment& moment) {
    Simulation original = start_;
    std::vector<Happened> before;
    while (const auto due = original.step_until(moment.at)) before.push_back(*due);
    Simulation copy = original;
    original.run_until(original.setup().ends_at);
    compare("a copy taken when " + moment.name, copy, std::move(before));
  }

  void compare(const std::string& run, Simulation& simulation, std::vector<Happened> events) {
    const std::vector<Happened> rest = events_of(simulation);
    events.insert(events.end(), rest.begin(), rest.end());
    result_.runs.push_back(run);
    const auto index = first_difference(events_, events);
    if (!index) return;
    result_.parting = Parting{.run = run,
                              .alike = *index,
                              .was = told(simulation, events_, *index),
                              .is = told(simulation, events, *index)};
  }

  std::shared_ptr<const sim::Binding> binding_;
  const Simulation start_;
  std::vector<Happened> events_;
  Repetition result_;
};

}  // namespace

std::optional<std::size_t> first_difference(std::span<const Happened> a,
                                            std::span<const Happened> b) {
  const auto is_same = [](const Happened& x, const Happened& y) {
    return x.at == y.at && x.event == y.event;
  };
  const auto [in_a, in_b] = std::ranges::mismatch(a, b, is_same);
  if (in_a == a.end() && in_b == b.end()) return std::nullopt;
  return static_cast<std::size_t>(in_a - a.begin());
}

Repetition check_determinism(std::shared_ptr<const sim::Binding> binding, std::uint64_t seed) {
  return Repeater(std::move(binding), seed).check();
}

}  // namespace blackstart::drill
