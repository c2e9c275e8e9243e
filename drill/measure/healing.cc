#include "drill/measure/healing.h"

#include <algorithm>
#include <array>
#include <utility>

#include "drill/text/durations.h"
#include "sim/fault/fault.h"
#include "sim/kubernetes/platform.h"
#include "sim/world/footing.h"

namespace blackstart::drill {
namespace {

using sim::Domain;
using sim::Facet;
using sim::FootingPart;
using sim::Happening;
using sim::PodRole;
using sim::Record;

// What one knows of the Airflow that came back.
struct Place {
  const sim::WorldSpec& world;
  sim::InstanceId instance;
  sim::DeploymentId deployment;
  sim::SiteId site;
  sim::ClusterId cluster;
  sim::RegionId region;
};

Duration no_time(const Place&) { return {}; }
Duration scheduler_start(const Place& place) {
  return place.world.deployments[place.deployment].profile.scheduler_start;
}
Duration worker_start(const Place& place) {
  return place.world.deployments[place.deployment].profile.worker_start;
}
Duration not_ready_after(const Place& place) { return place.world.platform.not_ready_after; }
Duration toleration(const Place& place) { return place.world.platform.toleration; }

// What ended a wait, what was waited for, and what can have let that begin.
struct Link {
  Happening ended;
  std::string_view step;
  std::string_view figure;                // what says how long it takes; empty: a sourced threshold
  Duration (*takes)(const Place& place);  // exactly; nullptr: as long as it took
  std::span<const Happening> begun_by;    // of those at the same instant, the first
};

constexpr std::array kScheduling = {Happening::database_reached, Happening::footing_back};
constexpr std::array kReached = {Happening::database_ready, Happening::pod_started,
                                 Happening::fault_healed};
constexpr std::array kFooting = {Happening::pod_started, Happening::node_joined,
                                 Happening::fault_healed};
constexpr std::array kServing = {Happening::database_promoted, Happening::database_returned};
constexpr std::array kPromoting = {Happening::promotion_began};
constexpr std::array kPlaced = {Happening::pod_placed};
constexpr std::array kLaunched = {Happening::node_launched};
constexpr std::array kRefused = {Happening::launch_refused};
constexpr std::array kMissed = {Happening::node_not_ready};
constexpr std::array kBegan = {Happening::fault_began};
constexpr std::array kTurns = {Happening::fault_began, Happening::fault_healed};
constexpr std::array kReturn = {Happening::fault_healed};
constexpr std::array kAsked = {Happening::mission_note, Happening::fault_healed,
                               Happening::fault_began};
constexpr std::array kRoom = {Happening::mission_note, Happening::node_joined,
                              Happening::node_evicted, Happening::database_promoted,
                              Happening::zone_shifted, Happening::shift_ended,
                              Happening::fault_healed};
constexpr std::array kWorkersRoom = {Happening::mission_note, Happening::node_joined,
                                     Happening::node_evicted, Happening::zone_shifted,
                                     Happening::shift_ended,  Happening::fault_healed};
constexpr std::array kEvacuated = {Happening::mission_note};
constexpr std::array kMissing = {Happening::mission_note, Happening::node_evicted,
                                 Happening::zone_shifted, Happening::fault_healed};

constexpr std::string_view kEvicted = "nodes are missed and evicted";
constexpr std::string_view kNoCapacity = "launches are refused until the autoscaler asks again";

// Of several rows for what ended a wait the first counts that something explains.
constexpr std::array kLinks = {
    Link{Happening::instance_healthy, "its scheduler starts", "airflow/scheduler_start",
         scheduler_start, kScheduling},
    Link{Happening::instance_healthy, "its scheduler goes on", "", no_time, kScheduling},
    Link{Happening::database_reached, "its database is out of reach", "", no_time, kReached},
    Link{Happening::footing_back, "it has nothing to run on", "", no_time, kFooting},
    Link{Happening::workers_back, "a worker starts", "airflow/worker_start", worker_start,
         kWorkersRoom},
    Link{Happening::workers_back, "its workers go on", "", no_time, kReturn},
    Link{Happening::database_ready, "names and connections follow", "database.settle", nullptr,
         kServing},
    Link{Happening::database_promoted, "its standby takes over", "database.promote", nullptr,
         kPromoting},
    Link{Happening::promotion_began, "its standby is waited for", "", no_time, kAsked},
    Link{Happening::database_returned, "its database waits for its zone", "", no_time, kReturn},
    Link{Happening::pod_started, "its pods start", "pod.start", nullptr, kPlaced},
    Link{Happening::pod_placed, "its pods wait for room", "", no_time, kRoom},
    Link{Happening::node_joined, "a node is launched", "node.start", nullptr, kLaunched},
    Link{Happening::node_launched, "a node is missing", "", no_time, kMissing},
    Link{Happening::node_launched, kNoCapacity, "platform/launch_retry", nullptr, kRefused},
    Link{Happening::launch_refused, kNoCapacity, "platform/launch_retry", nullptr, kRefused},
    Link{Happening::launch_refused, "a node is missing", "", no_time, kMissing},
    Link{Happening::node_evicted, kEvicted, "", toleration, kReturn},
    Link{Happening::node_evicted, kEvicted, "", nullptr, kMissed},
    Link{Happening::node_not_ready, kEvicted, "", not_ready_after, kTurns},
    Link{Happening::zone_shifted, "a zone is left", "", no_time, kEvacuated},
    Link{Happening::shift_ended, "the shift away from its zone ends", "", no_time, kBegan},
    Link{Happening::fault_healed, "", "", nullptr, kBegan},
    Link{Happening::fault_began, "it is hit again before it is back", "", no_time, {}},
};

// Going back from wait to wait ends at a call of the engine, or where a row says what was first.
constexpr bool every_cause_has_a_row() {
  const auto has_row = [](Happening what) {
    return std::ranges::any_of(kLinks, [what](const Link& link) { return link.ended == what; });
  };
  return std::ranges::all_of(kLinks, [&](const Link& link) {
    return std::ranges::all_of(link.begun_by, [&](Happening what) {
      return what == Happening::mission_note || has_row(what);
    });
  });
}
static_assert(every_cause_has_a_row());

// One for each kind of record; more than there are.
using Telling = std::array<bool, 128>;

constexpr Telling telling_of_waits() {
  Telling telling{};
  const auto tell = [&telling](Happening what) {
    telling.at(static_cast<std::size_t>(what)) = true;
  };
  tell(Happening::pod_stuck);  // why one waited
  for (const Link& link : kLinks) {
    tell(link.ended);
    for (const Happening begun : link.begun_by) tell(begun);
  }
  return telling;
}

constexpr std::string_view kNodes = "its nodes come back";

// What comes back when a fault ends, by the first thing that it impairs.
struct Return {
  Facet facet;
  Domain domain;
  std::string_view step;
  bool leaves_nothing = false;  // why nothing else helped goes without saying
  bool is_of_nodes = false;     // of a share of them
};
// Of several that end in the same instant the first row was waited for.
constexpr std::array kReturns = {
    Return{Facet::power, Domain::region, "the region comes back", true},
    Return{Facet::inbound, Domain::region, "the region comes back", true},
    Return{Facet::outbound, Domain::region, "the region comes back", true},
    Return{Facet::power, Domain::zone, "its zone comes back"},
    Return{Facet::inbound, Domain::zone, "its zone comes back"},
    Return{Facet::outbound, Domain::zone, "its zone comes back"},
    Return{Facet::power, Domain::zone, kNodes, false, true},
    Return{Facet::power, Domain::region, kNodes, false, true},
    Return{Facet::power, Domain::cluster, "its cluster comes back", true},
    Return{Facet::power, Domain::deployment, "its fault ends", true},
    Return{Facet::changes, Domain::region, "the control plane comes back"},
    Return{Facet::changes, Domain::service, "the control plane comes back"},
    Return{Facet::launches, Domain::zone, "capacity comes back"},
    Return{Facet::launches, Domain::region, "capacity comes back"},
};

// nullptr: nobody waits for its end, e.g. for disks that are slow.
const Return* what_returns(const sim::FaultSpec& fault) {
  const sim::FaultKind& kind = sim::faults()[fault.kind];
  for (const sim::Effect& effect : kind.impairs) {
    if (effect.takes_place != nullptr && !effect.takes_place(fault)) continue;
    for (const Return& each : kReturns) {
      if (each.facet == effect.facet && each.domain == fault.domain &&
          each.is_of_nodes == sim::takes_nodes(kind))
        return &each;
    }
  }
  return nullptr;
}

// Its nodes went silent.
bool silences(const sim::FaultSpec& fault) {
  constexpr std::array kSilence = {Facet::power, Facet::inbound, Facet::outbound};
  const Return* returns = what_returns(fault);
  return returns != nullptr && std::ranges::find(kSilence, returns->facet) != kSilence.end();
}

bool befalls(const sim::FaultSpec& fault, const Place& place) {
  switch (fault.domain) {
    case Domain::region:
      return fault.target == place.region;
    case Domain::zone:
      return place.world.zones[fault.target].region == place.region;
    case Domain::service:
      return place.world.services[fault.target].region == place.region;
    case Domain::cluster:
      return fault.target == place.cluster;
    case Domain::deployment:
      return fault.target == place.deployment;
    case Domain::site:
      return fault.target == place.site;
  }
  return false;
}

// Whether a pod of that role is what `ended` could not do without.
bool rests_on(const Record& ended, PodRole role) {
  if (ended.what == Happening::database_reached) return role == PodRole::pgbouncer;
  const auto part = static_cast<FootingPart>(ended.b);
  return (part == FootingPart::scheduler && role == PodRole::scheduler) ||
         (part == FootingPart::api_server && role == PodRole::api_server);
}

class Reader {
 public:
  Reader(const sim::Simulation& simulation, const Evidence& evidence, const Place& place,
         Instant hit)
      : setup_(simulation.setup()), evidence_(evidence), place_(place), hit_(hit) {}

  Healing read(Instant until) {
    const Record* ended = last_needed(until);
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
    const Link* link;
    const Record* begun;  // nullptr: nothing that is told
  };
  Explanation explain(const Record& ended) const {
    const Link* first = nullptr;
    for (const Link& link : kLinks) {
      if (link.ended != ended.what) continue;
      if (first == nullptr) first = &link;
      if (const Record* begun = what_began(link, ended)) return {&link, begun};
    }
    return {first, nullptr};
  }

  const Record* what_began(const Link& link, const Record& ended) const {
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
  const Return* return_by(const Record& record) const {
    const bool is_here =
        record.what == Happening::fault_healed && befalls(setup_.faults[record.a], place_);
    return is_here ? what_returns(setup_.faults[record.a]) : nullptr;
  }

  const Record* return_at(Instant instant) const {
    const Record* found = nullptr;
    const Return* first = nullptr;
    auto record = std::ranges::lower_bound(evidence_.waits, instant, {}, &Record::at);
    for (; record != evidence_.waits.end() && record->at == instant; ++record) {
      const Return* returns = return_by(*record);
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

  void tell(const Record& ended, const Link& link, const Record* before) {
    if (ended.what == Happening::fault_healed) return tell_return(ended, before);
    const std::string why =
        ended.what == Happening::fault_began ? setup_.faults[ended.a].name : std::string();
    healing_.waits.push_back({std::string(link.step), why, std::string(link.figure), ended.at});
  }

  void tell_return(const Record& ended, const Record* let_begin) {
    const sim::FaultSpec& fault = setup_.faults[ended.a];
    const Return& returns = *what_returns(fault);
    const bool needs_saying = let_begin != nullptr && !returns.leaves_nothing;
    const std::string why = needs_saying ? why_it_waited(*let_begin) + ": " : "";
    healing_.waits.push_back({std::string(returns.step),
                              why + fault.name + " lasts " + text_of(fault.lasts),
                              length_figure(fault), ended.at});
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
  const Place& place_;
  Instant hit_;
  Healing healing_;
};

}  // namespace

bool tells_of_a_wait(sim::Happening what) {
  static constexpr Telling kTelling = telling_of_waits();
  return kTelling.at(static_cast<std::size_t>(what));
}

Healing read_healing(const sim::Simulation& simulation, const Evidence& evidence,
                     sim::InstanceId instance, Instant hit, Instant until) {
  const sim::SiteId site = simulation.world().instances[instance].site;
  const Place place{.world = simulation.setup().world,
                    .instance = instance,
                    .deployment = simulation.world().instances[instance].deployment,
                    .site = site,
                    .cluster = simulation.world().sites[site].cluster,
                    .region = simulation.world().sites[site].region};
  return Reader(simulation, evidence, place, hit).read(until);
}

std::string length_figure(const sim::FaultSpec& fault) { return "faults/" + fault.name + "/for"; }

}  // namespace blackstart::drill
