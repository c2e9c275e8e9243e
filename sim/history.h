#pragma once

#include <cstddef>
#include <cstdint>

#include "recovery/time.h"
#include "sim/shared_log.h"

namespace blackstart::sim {

using recovery::Instant;

// Everything that can have happened. The letters say what Record's a, b, c and value hold.
enum class Happening : std::uint16_t {
  fault_began,           // a: fault
  fault_ended,           // a: fault
  deployment_hit,        // a: Deployment, b: fault, c: 1 where its scheduler goes on
  site_failed,           // a: site
  site_returned,         // a: site
  change_deployed,       // a: deploy, b: 1 where it reached the twin
  mission_note,          // code: recovery::NoteKind, a: mission, b: step, c: attempt
  call_refused,          // a: mission, b: step, c: the service that was unavailable, or kNone,
                         // value: why, in World::reasons
  person_engaged,        // a: mission, b: step, value: microseconds until they began
  network_ready,         // a: site
  cluster_created,       // a: site
  node_pool_ready,       // a: site
  infrastructure_ready,  // a: site; cluster and all node pools
  database_ready,        // a: site
  peering_pending,       // a: site, b: item
  instance_created,      // a: instance
  instance_healthy,      // a: instance; its scheduler's heart beats
  instance_unhealthy,    // a: instance
  primary_changed,       // a: Deployment, b: instance
  dags_unpaused,         // a: instance
  instance_fenced,       // a: instance
  dag_succeeded,         // a: instance, b: DAG; its first task success since it was hit or made
  backlog_drained,       // a: instance
  trigger_lost,          // a: Deployment, b: DAG
  item_lost,             // a: item
  item_created,          // a: item
  item_removed,          // a: item; on purpose
  rows_lost,             // code: DataClass, a: Deployment, value: rows
  node_not_ready,        // a: site, b: pool, c: zone, value: node
  node_evicted,          // a: site, b: pool, c: zone, value: node
  node_launched,         // a: site, b: pool, c: zone, value: node
  node_joined,           // a: site, b: pool, c: zone, value: node
  launch_refused,        // a: site, b: pool, c: nodes that are missing, value: why,
                         // in World::reasons
  pod_started,           // a: instance, b: role, c: pod
  pod_stuck,             // a: instance
  database_failed,       // a: site, b: zone of the copy that was lost, c: 1 of the standby
  database_promoted,     // a: site, b: zone of the new primary
  standby_ready,         // a: site, b: zone
  zone_shifted,          // a: site, b: zone
  shift_ended,           // a: site, b: zone; before its time: no other zone was left
  change_refused,        // a: deploy; nothing could be changed
  edit_refused,          // a: edit; its database could not be written
  symptoms_began,        // a: fault
  symptoms_ended,        // a: fault
  // What is left of a Deployment that was lost; the values are instants, in microseconds since the
  // epoch.
  part_survives,  // a: Deployment, b: copy or kNone, c: Part, value: the cut
  rows_survive,   // code: DataClass, a: Deployment, value: of the newest row the copy holds
  part_restored,  // a: instance, b: copy, c: Part, value: the cut
  also_hit,       // a: Deployment, b: fault; it was down already, and this would have taken it down
  bytes_lost,     // code: DataClass, a: Deployment, value: bytes; of the rows lost at this instant
  database_unreached,  // a: instance; whatever stands between it and its database counts
  database_reached,    // a: instance
  footing_lost,        // a: instance, b: FootingPart; none of it is left
  footing_back,        // a: instance, b: FootingPart; some of it is there again
  fault_healed,        // a: fault; its impairments are over, for a moment where it flaps
  pod_placed,          // a: instance, b: role, c: pod; it begins to start where it is
  database_returned,   // a: site, b: zone; the primary that was waited for answers again
  promotion_began,     // a: site, b: zone of the standby
  rows_returned,      // code: DataClass, a: Deployment, value: rows that were removed after the cut
  deployment_sleeps,  // a: Deployment; it hibernates
  deployment_wakes,   // a: Deployment
  workers_back,       // a: instance, b: queue; the first one after the last was lost
  taken_down,         // a: instance, c: 1 where its scheduler goes on; by its own recovery, which
                      // moves what it stands on
};
inline constexpr std::size_t kHappenings = static_cast<std::size_t>(Happening::taken_down) + 1;

struct Record {
  Instant at{};
  Happening what{};
  std::uint16_t code = 0;
  std::uint32_t a = 0, b = 0, c = 0;
  std::int64_t value = 0;
};

// The one history: appended to, never changed.
using History = SharedLog<Record, 512>;

}  // namespace blackstart::sim
