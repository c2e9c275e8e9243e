#pragma once

#include <cstdint>
#include <vector>

#include "recovery/time.h"
#include "sim/fault/impairment.h"
#include "sim/kubernetes/platform.h"
#include "sim/protection/remains.h"
#include "sim/world/footing.h"
#include "sim/world/row_counts.h"
#include "sim/world/spec.h"

namespace blackstart::sim {

// A cluster in one region: the one it was built in, or a replacement elsewhere.
struct Site {
  ClusterId cluster = kNone;
  RegionId region = kNone;
  std::uint64_t node_pools = 0;  // bit per pool of its cluster that stands
  std::uint32_t holds = 0;    // where this site's items begin in World::held
  std::uint64_t allowed = 0;  // bit per allow-list that lets its egress IPs in
  bool has_nat = false;
  bool is_created = false;
  bool has_database = false;
  bool has_log_bucket = false;
  bool identity_is_trusted = false;
  bool is_destroyed = false;
};

// A Deployment as it exists on one site. Its metadata database is part of it: rows, UI-made things,
// pause flags.
struct Instance {
  DeploymentId deployment = kNone;
  SiteId site = kNone;
  std::uint32_t holds = 0;  // where this instance's items begin in World::held
  std::uint32_t dags = 0;   // where its DAGs begin in World::last_interval
  RowCounts rows;
  bool has_image = false;
  bool is_unpaused = false;
  bool is_fenced = false;     // may not schedule, whatever happens to its region
  bool is_discarded = false;  // its data were given up or destroyed
  bool has_succeeded = false;
  std::uint32_t remains = kNone;  // what copies still hold of it: an index into World::remains
};

struct Run {
  InstanceId instance = kNone;
  std::uint32_t dag = 0;
  std::uint32_t tasks_left = 0;  // 0: the slot is free
  std::uint32_t generation = 0;
};

// One step's work at its provider; the idempotency table. A retry finds the job that an earlier
// attempt began.
struct Job {
  enum class State : std::uint8_t { none, under_way, done } state = State::none;
  std::uint32_t attempt = 0;  // the newest that waits for the answer
};

// The state of the world: flat arrays of plain values, named by index. It knows nothing of time; a
// copy is a second world.
struct World {
  Impairments impairments;  // what is wrong at this moment; sim/fault/health.h asks it
  std::vector<Site> sites;
  std::vector<Instance> instances;
  std::vector<SiteId> site_of;         // per cluster: where it lives, or is being rebuilt
  Platform platform;                   // nodes, pods and database copies under the sites
  std::vector<Footing> footings;       // per instance: what Airflow was last told
  std::vector<InstanceId> primary_of;  // per Deployment
  std::vector<InstanceId> twin_of;     // per Deployment; kNone
  std::vector<std::uint8_t> held;      // per site or instance and item: held there
  std::vector<Instant> asked_at;       // per item: when a peering was last requested
  std::vector<Instant>
      last_interval;  // per instance and DAG: the latest interval that has had its run
  std::vector<Run> runs;
  std::vector<std::uint32_t> free_runs;
  std::vector<Job> jobs;              // per mission and step
  std::vector<Instant> busy_until;    // per person
  std::vector<Remains> remains;       // of instances that were lost and had copies
  std::uint64_t seed = 0;             // of everything that is drawn in it
  Instant woken_at = Instant::max();  // the engine's pending wake

  bool region_is_up(RegionId region) const {
    return !impairments.is_total(Facet::power, Domain::region, region);
  }
  bool site_is_up(SiteId site) const {
    return region_is_up(sites[site].region) && !sites[site].is_destroyed &&
           !impairments.is_total(Facet::power, Domain::site, site);
  }
  // What it runs on stands, and nothing keeps the Deployment itself down.
  bool instance_is_up(InstanceId id) const {
    return site_is_up(instances[id].site) &&
           !impairments.is_total(Facet::power, Domain::deployment, instances[id].deployment);
  }
  // Its scheduler can start work.
  bool is_running(InstanceId id) const {
    const Instance& instance = instances[id];
    return instance.has_image && instance.is_unpaused && !instance.is_fenced &&
           !instance.is_discarded && instance_is_up(id);
  }
};

}  // namespace blackstart::sim
