#pragma once

#include "sim/event.h"
#include "sim/stage.h"

// What happens to a cluster when machines are lost, and what it does about it by itself: nodes that
// fall silent, pods that are evicted and started elsewhere, nodes that are launched, the standby
// that takes over. People and the recovery engine act on it through the last three functions.
namespace blackstart::sim {

// A site's zones and database copies; its nodes come with its pools.
void build_platform(const Setup& setup, World& world, SiteId site);

// Something that a fault impairs has begun or ended: nodes, pods and databases follow. A Deployment
// that stands worse than before is hit by `fault`.
void on_zones_change(Stage& stage, std::uint32_t fault);
void on_platform_event(Stage& stage, const Event& event);
// Pods that have no place yet get one, and nodes that are missing are launched.
void reconcile(Stage& stage);
void reconcile(Stage& stage, SiteId site);

// Zonal shifts: nothing is started any more in zones of the site that do not fare well, or have
// not for long enough, and what still answers there is moved. The last zone is never left.
void shift_away(Stage& stage, SiteId site);
// The standby becomes the primary where the primary's zone does not fare well.
void fail_over_database(Stage& stage, SiteId site);
// Every pod on a node that does not answer is given up, stateful ones and their volumes too.
void replace_stuck_pods(Stage& stage, SiteId site);

}  // namespace blackstart::sim
