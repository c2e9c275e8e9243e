#include "drill/measure/healing.h"

#include <algorithm>
#include <utility>

#include "drill/measure/fault_returns.h"
#include "drill/measure/wait_links.h"
#include "drill/text/durations.h"
#include "sim/world/footing.h"

namespace blackstart::drill {
namespace {

using sim::FootingPart;
using sim::Happening;
using sim::PodRole;
using sim::Record;

// Whether a pod of that role is what `ended` could not do without.
bool rests_on(const Record& ended, PodRole role) {
  if (ended.what == Happening::database_reached) return role == PodRole::pgbouncer;
  const auto part = static_cast<FootingPart>(ended.b);
  return (part == FootingPart::scheduler && role == PodRole::scheduler) ||
         (part == FootingPart::api_server && role == PodRole::api_server);
}

class Reader {
 public:
  Reader(const sim::Simulation& simulation, const Evidence& evidence, const Whereabouts& place,
         const OutageTrace& outage, Instant hit)
      : setup_(simulation.setup()),
        evidence_(evidence),
        place_(place),
        outage_(outage),
        hit_(hit) {}

  Healing read(Instant until) {
    const Record* ended = last_needed(until);
    if (ended == nullptr || ended->at <= hit_) ended = end_of_what_hit(until);
    const Record* before = nullptr;  // what was told before this, and happened after it
    while (ended != nullptr && ended->at > hit_) {
      const auto [link, begun] = explain(*ended);
      tell(*ended, *link, before);
      before = std::exchange(ended, begun);
      if (ended == nullptr || ended->what != Happening::mission_note) continue;
      healing_.set_off_by = {.mission = ended->a, .step = ended->b, .at = ended->at};
      break;
    }
    std::ranges::reverse(healing_.waits);
    return std::move(healing_);
  }

 private:
  // No task succeeds before the last of its scheduler, API server and workers is there.
  const Record* last_needed(Instant until) const {
    return latest(until, [this](const Record& record) {
      const bool is_part = record.what == Happening::footing_back &&
                           static_cast<FootingPart>(record.b) != FootingPart::scheduler;
      const bool is_whole =
          record.what == Happening::instance_healthy || record.what == Happening::workers_back;
      return (is_part || is_whole) && record.a == place_.instance;
    });
  }

  // Nothing that stands there was lost: it is the fault alone that kept work from being done.
  const Record* end_of_what_hit(Instant until) const {
    return latest(until, [this](const Record& record) {
      if (record.what != Happening::fault_healed) return false;
      const FaultReturn* returns = return_by(record);
      return returns != nullptr && returns->takes_nothing_down &&
             std::ranges::find(outage_.hits, record.a, &Hit::fault) != outage_.hits.end();
    });
  }

  template <class Wanted>
  const Record* latest(Instant until, Wanted&& wanted) const {
    const auto later = std::ranges::upper_bound(evidence_.waits, until, {}, &Record::at);
    const auto found =
        std::find_if(std::make_reverse_iterator(later), evidence_.waits.rend(), wanted);
    return found == evidence_.waits.rend() ? nullptr : &*found;
  }

  bool has_been(Happening what, std::uint32_t of, Instant until) const {
    const Record* found =
        latest(until, [&](const Record& record) { return record.what == what && record.a == of; });
    return found != nullptr && found->at >= hit_;
  }

  struct Explanation {
    const WaitLink* link;
    const Record* begun;  // nullptr: nothing that is told
  };
  Explanation explain(const Record& ended) const {
    const WaitLink* first = nullptr;
    for (const WaitLink& link : wait_links()) {
      if (link.ended != ended.what) continue;
      if (first == nullptr) first = &link;
      if (const Record* begun = what_began(link, ended)) return {&link, begun};
    }
    return {first, nullptr};
  }

  const Record* what_began(const WaitLink& link, const Record& ended) const {
    const Instant until = link.takes == nullptr ? ended.at : ended.at - link.takes(place_);
    const Record* begun = nullptr;
    for (const Happening what : link.begun_by) {
      const Record* found =
          what == Happening::fault_healed ? return_at(until) : latest_of(what, until, ended);
      const bool is_in_time = found != nullptr && (link.takes == nullptr || found->at == until);
      if (is_in_time && (begun == nullptr || found->at > begun->at)) begun = found;
    }
    return begun;
  }

  const Record* latest_of(Happening what, Instant until, const Record& ended) const {
    return latest(until, [&](const Record& record) {
      return record.what == what && &record != &ended && lets_begin(record, ended);
    });
  }

  // nullptr: it is no end of a fault, or of one that was none of its own.
  const FaultReturn* return_by(const Record& record) const {
    const bool is_here =
        record.what == Happening::fault_healed && befalls(setup_.faults[record.a], place_);
    return is_here ? what_returns(setup_.faults[record.a]) : nullptr;
  }

  const Record* return_at(Instant instant) const {
    const Record* found = nullptr;
    const FaultReturn* first = nullptr;
    auto record = std::ranges::lower_bound(evidence_.waits, instant, {}, &Record::at);
    for (; record != evidence_.waits.end() && record->at == instant; ++record) {
      const FaultReturn* returns = return_by(*record);
      if (returns == nullptr || (first != nullptr && first <= returns)) continue;
      first = returns;
      found = &*record;
    }
    return found;
  }

  bool fault_lets_begin(std::uint32_t fault, const Record& ended) const {
    if (ended.what == Happening::fault_healed) return fault == ended.a;
    const sim::FaultSpec& spec = setup_.faults[fault];
    return befalls(spec, place_) && (ended.what != Happening::node_not_ready || silences(spec));
  }

  bool lets_begin(const Record& begun, const Record& ended) const {
    switch (begun.what) {
      case Happening::database_reached:
        return begun.a == place_.instance;
      case Happening::instance_healthy:
      case Happening::workers_back:
        return begun.a == place_.instance && begun.at > hit_;
      case Happening::deployment_sleeps:
      case Happening::deployment_wakes:
        return begun.a == place_.deployment;
      case Happening::footing_back:
        return begun.a == place_.instance &&
               static_cast<FootingPart>(begun.b) == FootingPart::scheduler;
      case Happening::pod_started:
        return begun.a == place_.instance && rests_on(ended, static_cast<PodRole>(begun.b));
      case Happening::pod_placed:
        return begun.c == ended.c;
      case Happening::node_launched:
      case Happening::node_not_ready:
        return begun.value == ended.value;
      // Link by link back to the first refusal: all are of the same shortage.
      case Happening::launch_refused:
        return begun.a == place_.site && begun.b == ended.b && begun.at >= hit_ &&
               (ended.what == Happening::node_launched || begun.at < ended.at);
      case Happening::fault_began:
        return fault_lets_begin(begun.a, ended);
      case Happening::mission_note:
        return evidence_.missions[begun.a].about == place_.world.regions[place_.region].name;
      default:
        return begun.a == place_.site;
    }
  }

  void tell(const Record& ended, const WaitLink& link, const Record* before) {
    if (ended.what == Happening::fault_healed) return tell_return(ended, before);
    const std::string why =
        ended.what == Happening::fault_began ? setup_.faults[ended.a].name : std::string();
    healing_.waits.push_back({std::string(link.step), why, std::string(link.figure), ended.at});
  }

  void tell_return(const Record& ended, const Record* let_begin) {
    const sim::FaultSpec& fault = setup_.faults[ended.a];
    const FaultReturn& returns = *what_returns(fault);
    const bool needs_saying = let_begin != nullptr && !returns.leaves_nothing;
    const std::string why = needs_saying ? why_it_waited(*let_begin) + ": " : "";
    const bool is_over =
        fault.lasts != recovery::kForever && fault.begins + fault.lasts == ended.at;
    const std::string how = is_over ? " lasts " + text_of(fault.lasts) : " lets go for a while";
    healing_.waits.push_back({std::string(returns.step), why + fault.name + how,
                              is_over ? length_figure(fault) : "", ended.at});
  }

  // What kept it from coming back any other way.
  std::string why_it_waited(const Record& let_begin) const {
    switch (let_begin.what) {
      case Happening::database_returned:
        return "its database has no standby that could take over";
      case Happening::pod_placed:
        if (has_been(Happening::pod_stuck, place_.instance, let_begin.at))
          return "its pod is bound to a volume there";
        if (has_been(Happening::launch_refused, place_.site, let_begin.at))
          return "no node has room, and launches are refused";
        return "its pods have not been moved";
      case Happening::node_launched:
      case Happening::launch_refused:
        return "no node can be launched";
      case Happening::node_not_ready:
      case Happening::node_evicted:
        return "nobody misses a node before";
      default:
        return "it cannot be reached";
    }
  }

  const sim::Setup& setup_;
  const Evidence& evidence_;
  const Whereabouts& place_;
  const OutageTrace& outage_;
  Instant hit_;  // or what is told already
  Healing healing_;
};

}  // namespace

Healing read_healing(const sim::Simulation& simulation, const Evidence& evidence,
                     sim::InstanceId instance, const OutageTrace& outage, Between times) {
  const Whereabouts place = whereabouts_of(simulation, instance);
  return Reader(simulation, evidence, place, outage, times.from).read(times.until);
}

std::string length_figure(const sim::FaultSpec& fault) { return "faults/" + fault.name + "/for"; }

}  // namespace blackstart::drill
