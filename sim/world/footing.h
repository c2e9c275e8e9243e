#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/world/ids.h"
#include "sim/world/zone_set.h"

namespace blackstart::sim {

struct Setup;
struct World;
struct Stage;

// The part of the platform that an Airflow stands on now: all it needs to know of zones, nodes and
// databases.
struct alignas(32) Footing {
  bool database = true;
  bool api_server = true;    // Airflow 3: what workers talk to
  bool object_store = true;  // its region's buckets can be read and written
  std::uint8_t schedulers = 1;
  ZoneSet live_zones = ZoneSet::all();    // its workers there take tasks
  ZoneSet launch_zones = ZoneSet::all();  // new workers can start there
  ZoneSet cordoned_zones = {};            // what runs there runs on, and nothing new begins
  ZoneSet cut_off_zones = {};             // the same, and nobody hears it
  ZoneSet bound_zones = {};               // silent, and not everything there is given up yet
  ZoneSet evicted_zones = {};             // silent, and everything there is given up
  std::uint32_t workers_max = std::numeric_limits<std::uint32_t>::max();  // capacity left for it
  // How long work takes there, in hundredths of the normal.
  std::array<std::uint16_t, kZonesMax> slowdown = {100, 100, 100, 100, 100, 100, 100, 100};

  friend bool operator==(const Footing&, const Footing&) = default;
};

// The parts without which no task succeeds, beside a database; from Airflow 3 on workers talk to an
// API server.
enum class FootingPart : std::uint8_t { scheduler, api_server, workers };
bool has_part(const Footing& footing, FootingPart part);

inline ZoneSet zones_at_work(const Footing& footing) {
  return footing.live_zones | footing.cordoned_zones | footing.cut_off_zones;
}
// The zones in which Kubernetes still counts its workers.
inline ZoneSet zones_with_pods(const Footing& footing) {
  return footing.live_zones | footing.bound_zones;
}

// Whether something it stood on is no longer there; how fast the rest is does not count.
bool has_less(const Footing& now, const Footing& before);

// Follows from what stands and what is broken; pure.
Footing footing_of(const Setup& setup, const World& world, InstanceId instance);
// The footings of all instances; what a site offers all of its instances alike is looked at once.
std::vector<Footing> footings_of(const Setup& setup, const World& world);

// To be called after whatever changes the platform: Airflow hears of every instance whose footing
// is no longer what it was.
void renew_footings(Stage& stage);
void renew_footings(Stage& stage, SiteId site);
void renew_footing(Stage& stage, InstanceId instance);

}  // namespace blackstart::sim
