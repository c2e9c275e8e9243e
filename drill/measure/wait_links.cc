#include "drill/measure/wait_links.h"

#include <algorithm>
#include <array>

namespace blackstart::drill {
namespace {

using recovery::Duration;
using sim::Happening;

Duration no_time(const Whereabouts&) { return {}; }
Duration scheduler_start(const Whereabouts& place) {
  return place.world.deployments[place.deployment].profile.scheduler_start;
}
Duration worker_start(const Whereabouts& place) {
  return place.world.deployments[place.deployment].profile.worker_start;
}
Duration not_ready_after(const Whereabouts& place) { return place.world.platform.not_ready_after; }
Duration toleration(const Whereabouts& place) { return place.world.platform.toleration; }

constexpr std::array kScheduling = {Happening::deployment_wakes, Happening::database_reached,
                                    Happening::footing_back};
constexpr std::array kReached = {Happening::database_ready, Happening::pod_started,
                                 Happening::fault_healed};
constexpr std::array kFooting = {Happening::deployment_wakes, Happening::pod_started,
                                 Happening::node_joined, Happening::fault_healed};
constexpr std::array kSlept = {Happening::deployment_sleeps};
constexpr std::array kWell = {Happening::instance_healthy, Happening::workers_back};
constexpr std::array kServing = {Happening::database_promoted, Happening::database_returned};
constexpr std::array kPromoting = {Happening::promotion_began};
constexpr std::array kPlaced = {Happening::pod_placed};
constexpr std::array kLaunched = {Happening::node_launched};
constexpr std::array kRefused = {Happening::launch_refused};
constexpr std::array kMissed = {Happening::node_not_ready};
constexpr std::array kBegan = {Happening::fault_began};
constexpr std::array kTurns = {Happening::fault_began, Happening::fault_healed};
constexpr std::array kHealed = {Happening::fault_healed};
constexpr std::array kAsked = {Happening::mission_note, Happening::fault_healed,
                               Happening::fault_began};
constexpr std::array kRoom = {Happening::mission_note, Happening::node_joined,
                              Happening::node_evicted, Happening::database_promoted,
                              Happening::zone_shifted, Happening::shift_ended,
                              Happening::fault_healed};
constexpr std::array kWorkersRoom = {Happening::deployment_wakes, Happening::mission_note,
                                     Happening::node_joined,      Happening::node_evicted,
                                     Happening::zone_shifted,     Happening::shift_ended,
                                     Happening::fault_healed};
constexpr std::array kEvacuated = {Happening::mission_note};
constexpr std::array kMissing = {Happening::mission_note, Happening::node_evicted,
                                 Happening::zone_shifted, Happening::fault_healed};

constexpr std::string_view kEvicted = "nodes are missed and evicted";
constexpr std::string_view kNoCapacity = "launches are refused until the autoscaler asks again";

constexpr std::array kLinks = {
    WaitLink{Happening::instance_healthy, "its scheduler starts", "airflow/scheduler_start",
             scheduler_start, kScheduling},
    WaitLink{Happening::instance_healthy, "its scheduler goes on", "", no_time, kScheduling},
    WaitLink{Happening::database_reached, "its database is out of reach", "", no_time, kReached},
    WaitLink{Happening::footing_back, "it has nothing to run on", "", no_time, kFooting},
    WaitLink{Happening::workers_back, "a worker starts", "airflow/worker_start", worker_start,
             kWorkersRoom},
    WaitLink{Happening::workers_back, "its workers go on", "", no_time, kHealed},
    WaitLink{Happening::database_ready, "names and connections follow", "database.settle", nullptr,
             kServing},
    WaitLink{Happening::database_promoted, "its standby takes over", "database.promote", nullptr,
             kPromoting},
    WaitLink{Happening::promotion_began, "its standby is waited for", "", no_time, kAsked},
    WaitLink{Happening::promotion_began, "its database is failed over once more", "", nullptr,
             kWell},
    WaitLink{Happening::database_returned, "its database waits for its zone", "", no_time, kHealed},
    WaitLink{Happening::pod_started, "its pods start", "pod.start", nullptr, kPlaced},
    WaitLink{Happening::pod_placed, "its pods wait for room", "", no_time, kRoom},
    WaitLink{Happening::node_joined, "a node is launched", "node.start", nullptr, kLaunched},
    WaitLink{Happening::node_launched, "a node is missing", "", no_time, kMissing},
    WaitLink{Happening::node_launched, kNoCapacity, "platform/launch_retry", nullptr, kRefused},
    WaitLink{Happening::launch_refused, kNoCapacity, "platform/launch_retry", nullptr, kRefused},
    WaitLink{Happening::launch_refused, "a node is missing", "", no_time, kMissing},
    WaitLink{Happening::node_evicted, kEvicted, "", toleration, kHealed},
    WaitLink{Happening::node_evicted, kEvicted, "", nullptr, kMissed},
    WaitLink{Happening::node_not_ready, kEvicted, "", not_ready_after, kTurns},
    WaitLink{Happening::zone_shifted, "a zone is left", "", no_time, kEvacuated},
    WaitLink{Happening::shift_ended, "the shift away from its zone ends", "", no_time, kBegan},
    WaitLink{Happening::deployment_wakes, "it hibernates", "", nullptr, kSlept},
    WaitLink{Happening::deployment_sleeps, "nothing is due before it hibernates", "", nullptr,
             kWell},
    WaitLink{Happening::deployment_sleeps, "it hibernates before it is back", "", nullptr, kBegan},
    WaitLink{Happening::fault_healed, "", "", nullptr, kBegan},
    WaitLink{Happening::fault_began, "it is hit again before it is back", "", no_time, {}},
};

// Going back from wait to wait ends at a call of the engine, or where a row says what was first.
constexpr bool every_cause_has_a_row() {
  const auto has_row = [](Happening what) {
    return std::ranges::any_of(kLinks, [what](const WaitLink& link) { return link.ended == what; });
  };
  return std::ranges::all_of(kLinks, [&](const WaitLink& link) {
    return std::ranges::all_of(link.begun_by, [&](Happening what) {
      return what == Happening::mission_note || has_row(what);
    });
  });
}
static_assert(every_cause_has_a_row());

using Telling = std::array<bool, sim::kHappenings>;  // by kind of record

constexpr Telling telling_of_waits() {
  Telling telling{};
  const auto tell = [&telling](Happening what) {
    telling.at(static_cast<std::size_t>(what)) = true;
  };
  tell(Happening::pod_stuck);  // why one waited
  for (const WaitLink& link : kLinks) {
    tell(link.ended);
    for (const Happening begun : link.begun_by) tell(begun);
  }
  return telling;
}

}  // namespace

Whereabouts whereabouts_of(const sim::Simulation& simulation, sim::InstanceId instance) {
  const sim::World& world = simulation.world();
  const sim::SiteId site = world.instances[instance].site;
  return {.world = simulation.setup().world,
          .instance = instance,
          .deployment = world.instances[instance].deployment,
          .site = site,
          .cluster = world.sites[site].cluster,
          .region = world.sites[site].region};
}

std::span<const WaitLink> wait_links() { return kLinks; }

bool tells_of_a_wait(sim::Happening what) {
  static constexpr Telling kTelling = telling_of_waits();
  return kTelling.at(static_cast<std::size_t>(what));
}

}  // namespace blackstart::drill
