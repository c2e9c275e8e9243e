#include "sim/kubernetes/profile.h"

#include <algorithm>
#include <array>

#include "recovery/check.h"
#include "sim/setup.h"

namespace blackstart::sim {
namespace {

using std::chrono::seconds;
using Profile = PlatformProfile;

constexpr std::string_view kNodes = "Kubernetes documentation, concepts/architecture/nodes";
constexpr std::string_view kController = "kube-controller-manager reference";

constexpr std::array kThresholds = {
    PlatformThreshold{.key = "not_ready_after",
                      .does =
                          "a silent node is marked not ready (--node-monitor-grace-period; 50 s "
                          "in the newest versions, 61 s measured in a drill of October 2026)",
                      .source = kController,
                      .duration = &Profile::not_ready_after},
    PlatformThreshold{.key = "toleration",
                      .does = "pods stay bound to a not-ready node (DefaultTolerationSeconds)",
                      .source = "Kubernetes documentation, taint-and-toleration",
                      .duration = &Profile::toleration},
    PlatformThreshold{.key = "eviction_interval",
                      .does = "from one node's eviction to the next in a zone (0.1 per second)",
                      .source = kController,
                      .duration = &Profile::eviction_interval},
    PlatformThreshold{.key = "slow_eviction_interval",
                      .does = "the same in an unhealthy zone of a large cluster (0.01 per second)",
                      .source = kController,
                      .duration = &Profile::slow_eviction_interval},
    PlatformThreshold{.key = "launch_retry",
                      .does = "until the autoscaler asks again after a refused launch",
                      .assumption = "the EC2 guide says \"a few minutes\"",
                      .duration = &Profile::launch_retry},
    PlatformThreshold{
        .key = "failover_decided_after",
        .does = "a primary that is back before is not failed over; database.promote includes it",
        .assumption = "RDS does not say how much of its 60 to 120 s it is (for Cloud SQL about 60 "
                      "s are reported); half of the shortest",
        .duration = &Profile::failover_decided_after},
    PlatformThreshold{.key = "shift_lasts",
                      .does = "a zonal shift keeps pods away from a zone",
                      .source = "Application Recovery Controller: at most three days",
                      .duration = &Profile::shift_lasts},
    PlatformThreshold{
        .key = "trusted_after",
        .does = "a zone that came back is trusted again; until then a shift leaves it",
        .assumption = "long enough to tell a flapping zone; not published",
        .duration = &Profile::trusted_after},
    PlatformThreshold{.key = "unhealthy_zone_percent",
                      .does =
                          "share of a zone's nodes from which on eviction is slow; where all are "
                          "unhealthy it is not, and where all of all zones are it stops",
                      .source = kNodes,
                      .count = &Profile::unhealthy_zone_percent,
                      .unit = " %"},
    PlatformThreshold{.key = "unhealthy_nodes_min",
                      .does = "fewer unhealthy nodes never make a zone unhealthy",
                      .source = kController,
                      .count = &Profile::unhealthy_nodes_min},
    PlatformThreshold{
        .key = "large_cluster_nodes",
        .does = "up to this many nodes eviction in an unhealthy zone stops altogether",
        .source = kNodes,
        .count = &Profile::large_cluster_nodes},
    PlatformThreshold{.key = "pods_per_node",
                      .does = "schedulers, PgBouncers, API servers or workers that fit on one node",
                      .assumption = "depends on the node type; not published",
                      .count = &Profile::pods_per_node},
    PlatformThreshold{.key = "launches_refused_percent",
                      .does = "launches refused in a region one of whose zones is lost",
                      .assumption = "launches failed region-wide when mec1-az2 was lost (March "
                                    "2026); the share was not published",
                      .count = &Profile::launches_refused_percent,
                      .unit = " %"},
    PlatformThreshold{.key = "launch_slowdown",
                      .does = "how many times longer a launch takes there",
                      .assumption = "provisioning was delayed when mec1-az2 was lost (March 2026); "
                                    "by how much was not published",
                      .count = &Profile::launch_slowdown,
                      .unit = " times"},
    PlatformThreshold{.key = "schedulers_exit_on_failover",
                      .does = "schedulers exit when the database fails over, and are started again",
                      .assumption = "apache/airflow#38252 has seen it; how often is not known",
                      .flag = &Profile::schedulers_exit_on_failover},
};

constexpr std::array kTimings = {
    PlatformTiming{"node.start", "a node is launched and joins its cluster", seconds(88),
                   seconds(201), "9 terraform apply logs in public files, aws_eks_node_group", ""},
    PlatformTiming{"pod.start", "a pod finds a node and starts there", seconds(5), seconds(30), "",
                   "finding a node and pulling the image; no published figure"},
    PlatformTiming{"database.promote", "a standby takes over, the decision included", seconds(60),
                   seconds(120), "Amazon RDS user guide, Concepts.MultiAZSingleStandby", ""},
    PlatformTiming{"database.settle", "names and connections follow", seconds(0), seconds(60), "",
                   "DNS and connection pools follow within the recommended TTL of 60 s"},
    PlatformTiming{"standby.create", "a database has a standby again", seconds(600), seconds(3600),
                   "", "a new standby copies the whole database; no published figure"},
};

}  // namespace

std::span<const PlatformThreshold> platform_thresholds() { return kThresholds; }
std::span<const PlatformTiming> platform_timings() { return kTimings; }

Distribution platform_figure(const Setup& setup, std::string_view key) {
  const auto own = setup.timings.find(key);
  if (own != setup.timings.end()) return own->second.distribution;
  const auto* row = std::ranges::find(kTimings, key, &PlatformTiming::key);
  recovery::check(row != kTimings.end(), "a platform timing has no row");
  return Distribution::range(row->low, row->high);
}

}  // namespace blackstart::sim
