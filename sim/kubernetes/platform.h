#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/world/footing.h"
#include "sim/world/list.h"
#include "sim/world/spec.h"

// What stands under the Deployments: nodes, pods and database copies in their zones. Flat values in
// World; zones are named by their index in the region.
namespace blackstart::sim {

struct Node {
  enum class State : std::uint8_t {
    launching,  // asked for: it takes from capacity and quota from now on
    ready,
    silent,     // down or cut off, and nobody has noticed
    not_ready,  // noticed; its pods wait to be evicted
    tainted,    // they go when the toleration has passed
    emptied,    // they are gone, but for stateful ones
    released,   // those too: somebody gave them up
    gone,       // it never joined
  } state = State::launching;
  std::uint8_t zone = 0;
  bool is_extra = false;      // launched in the run: it takes from the region's capacity
  bool lost_power = false;    // what is on it has to start again
  bool is_unwatched = false;  // silent, and the control plane that would miss it is down too
  std::uint32_t site = kNone;
  std::uint32_t pool = 0;
  std::uint32_t generation = 0;  // outdates events about an earlier state
  std::uint32_t pods = 0;        // that are put here
  std::uint32_t next = kNone;    // of its site
};

enum class PodRole : std::uint8_t { scheduler, pgbouncer, api_server };
inline constexpr std::size_t kPodRoles = 3;

// Workers are not here: Airflow starts and ends them where nodes have room.
struct Pod {
  enum class State : std::uint8_t {
    pending,
    starting,
    running,
    stuck,  // stateful, on a node that does not answer
  } state = State::pending;
  PodRole role{};
  std::uint32_t instance = kNone;
  std::uint32_t node = kNone;
  std::uint32_t generation = 0;
};

// A site's one Postgres server: a primary, and a synchronous standby in another zone.
struct DatabaseCopies {
  enum class State : std::uint8_t {
    serving,
    waiting,    // its zone is lost and no standby can take over
    promoting,  // the standby takes over
    settling,   // names and connections follow
    destroyed,
  } state = State::serving;
  std::uint8_t primary = 0;
  std::uint8_t standby = kZonesMax;  // kZonesMax: none
  bool has_standby = false;          // by specification; it is built again when it is lost
  bool is_copying = false;           // a new standby is on its way
  std::uint8_t copies_to = kZonesMax;
  std::uint8_t dropped = kZonesMax;  // the last standby that was lost, and when
  recovery::Instant dropped_at = recovery::Instant::min();
  recovery::Instant decided_at = recovery::Instant::max();  // a primary back before then stays it
  bool has_lost_connections = false;  // they have to be made anew when it is back
  std::uint32_t generation = 0;
  std::uint32_t standby_generation = 0;
};

// One zone of a site.
struct SiteZone {
  bool is_evicting = false;
  bool is_shifted = false;  // its nodes are cordoned: nothing is started here until the shift ends
  recovery::Instant next_eviction{};
  recovery::Instant shifted_until{};
  recovery::Instant ill_until = recovery::Instant::min();  // max: it does not fare well now
};

struct SitePlatform {
  ZoneSet zones = {};                             // of the region, those that the site uses
  ServiceId compute = kNone, kubernetes = kNone;  // control planes of its region
  DatabaseCopies database;
  std::array<SiteZone, kZonesMax> by_zone{};
  std::vector<std::uint32_t> wanted;              // nodes per pool that the autoscaler keeps up
  std::vector<std::uint32_t> missing;             // those it could not launch when it last tried
  std::vector<recovery::Instant> launches_again;  // per pool: it does not ask before
  List nodes;                                     // by Node::next
};

// The pods of one Airflow, which are neighbours in Platform::pods.
struct PodRange {
  std::uint32_t first = 0, count = 0;
};

struct Platform {
  std::vector<SitePlatform> sites;  // as World::sites
  std::vector<Node> nodes;
  std::vector<Pod> pods;
  std::vector<PodRange> pods_of;  // by instance
};

}  // namespace blackstart::sim
