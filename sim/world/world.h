#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "recovery/time.h"
#include "sim/airflow/layout.h"
#include "sim/airflow/state.h"
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
  std::uint32_t holds = 0;       // where this site's items begin in World::held
  std::uint64_t allowed = 0;     // bit per allow-list that lets its egress IPs in
  bool has_nat = false;
  bool is_created = false;
  bool has_database = false;
  bool has_log_bucket = false;
  bool issuer_is_registered = false;
  bool identity_is_trusted = false;
  bool is_destroyed = false;
  List instances;  // by Instance::next_on_site
};

// A Deployment as it exists on one site. Its metadata database is part of it: rows, UI-made things,
// pause flags. Every event of an Airflow asks it where the rest lies: two cache lines, no
// straddling.
struct alignas(64) Instance {
  DeploymentId deployment = kNone;
  SiteId site = kNone;
  std::uint32_t holds = 0;  // where this instance's items begin in World::held
  Places places;            // of its specification in World::layout
  std::uint32_t dags = 0;   // where its DAGs begin in World::dags
  std::uint32_t lanes = 0;  // and so on
  std::uint32_t pools = 0;
  std::uint32_t queues = 0;
  std::uint32_t pasts = 0;
  std::uint32_t remains = kNone;  // what copies still hold of it: an index into World::remains
  InstanceId next_on_site = kNone;
  bool has_image : 1 = false;
  bool is_unpaused : 1 = false;
  bool is_fenced : 1 = false;     // may not schedule, whatever happens to its region
  bool is_discarded : 1 = false;  // its database was given up or destroyed
  bool has_lost_logs : 1 = false;
  bool has_succeeded : 1 = false;
  bool has_restored_database : 1 = false;  // it took over what a copy held
  RowCounts rows;
};
static_assert(sizeof(Instance) == 128);

// One step's work at its provider; the idempotency table. A retry finds the job that an earlier
// attempt began.
struct Job {
  enum class State : std::uint8_t { none, under_way, done } state = State::none;
  std::uint32_t attempt = 0;  // the newest that waits for the answer
  std::uint32_t step = 0;     // among those of the binding
};

// The state of the world: flat arrays of plain values, named by index. It knows nothing of time; a
// copy is a second world.
struct World {
  Impairments impairments;  // what is wrong at this moment; sim/fault/health.h asks it
  std::vector<Site> sites;
  std::vector<Instance> instances;
  std::vector<SiteId> site_of;         // per cluster: where it lives, or is being rebuilt
  std::vector<SiteId> callers_reach;   // per cluster: where outside requests go; kNone: anywhere
  Platform platform;                   // nodes, pods and database copies under the sites
  std::vector<Footing> footings;       // per instance: what Airflow was last told
  std::vector<InstanceId> primary_of;  // per Deployment
  std::vector<InstanceId> twin_of;     // per Deployment; kNone
  std::vector<std::uint8_t> sleeps;    // per Deployment: it hibernates
  std::vector<std::uint8_t> held;      // per site or instance and item: held there
  std::vector<Instant> requested_at;   // per item: when a peering was last requested

  // Airflow: what each instance is doing.
  std::shared_ptr<const Layout> layout;
  std::vector<SchedulerState> schedulers;  // per instance
  std::vector<WorkLog> logs;               // per instance
  SharedLog<AssetsSeen, 256> assets_seen;  // of all instances: most are never scheduled by any
  std::vector<DagState> dags;              // per instance and DAG
  std::vector<LaneState> lanes;
  std::vector<PoolState> pools;
  std::vector<WorkerQueueState> queues;
  std::vector<std::uint8_t> pasts;  // per instance and task of DAGs that depend on their past: it
                                    // has not succeeded in the newest run
  std::vector<Run> runs;
  std::vector<std::uint32_t> free_runs;
  std::vector<TaskRow> tasks;             // a run's are neighbours
  std::vector<NewEnd> new_ends;           // by task
  std::vector<Silence> silences;          // of instances whose workers were cut off once
  std::vector<LeftJob> left_jobs;         // by name
  std::vector<std::uint32_t> free_tasks;  // by number of tasks: the first free block, or kNone

  std::vector<std::vector<Job>> jobs;  // per mission that has begun, and step
  std::vector<Instant> busy_until;     // per person
  std::vector<bool> edit_is_refused;   // per edit
  std::vector<std::string> reasons;    // of refusals, each of them once
  std::vector<Remains> remains;        // of instances that were lost and had copies
  Instant woken_at = Instant::max();   // the engine's pending wake

  bool region_is_up(RegionId region) const {
    return !impairments.is_total(Facet::power, Domain::region, region);
  }
  bool site_is_up(SiteId site) const {
    return region_is_up(sites[site].region) && !sites[site].is_destroyed &&
           !impairments.is_total(Facet::power, Domain::site, site);
  }
  // Whether nothing keeps the Deployment itself down, wherever it stands.
  bool deployment_is_up(DeploymentId id) const {
    return !impairments.is_total(Facet::power, Domain::deployment, id);
  }
  bool instance_is_up(InstanceId id) const {
    return site_is_up(instances[id].site) && deployment_is_up(instances[id].deployment);
  }
  bool is_sleeping(InstanceId id) const { return sleeps[instances[id].deployment] != 0; }
  // Whether its scheduler's loop turns.
  bool is_scheduling(InstanceId id) const {
    return schedulers[id].has_started && !instances[id].is_fenced && footings[id].database &&
           footings[id].schedulers > 0;
  }
  // Whether somebody can work in its UI, or ask its API for something.
  bool answers_requests(InstanceId id) const {
    return instances[id].has_image && !instances[id].is_discarded && footings[id].database &&
           footings[id].api_server;
  }
  // Where this reason stands among them, from now on if it did not before.
  std::int64_t intern_reason(const std::string& reason) {
    const auto found = std::ranges::find(reasons, reason);
    const auto place = found - reasons.begin();
    if (found == reasons.end()) reasons.push_back(reason);
    return place;
  }
  // Whether its DAGs run.
  bool is_running(InstanceId id) const { return instances[id].is_unpaused && is_scheduling(id); }
};

}  // namespace blackstart::sim
