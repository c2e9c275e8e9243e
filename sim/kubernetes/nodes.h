#pragma once

#include <optional>

#include "sim/kubernetes/platform.h"
#include "sim/stage.h"

// Nodes: when they are missed, when they are given up, and who comes in their place.
namespace blackstart::sim {

inline bool is_unhealthy(const Node& node) {
  return node.state == Node::State::not_ready || node.state == Node::State::tainted ||
         node.state == Node::State::emptied || node.state == Node::State::released;
}
// Whether the node has joined; one that is only asked for is nowhere yet.
inline bool follows_its_zone(const Node& node) {
  return node.state != Node::State::launching && node.state != Node::State::gone;
}
inline bool has_always_been(const Node& node) { return !node.is_extra && follows_its_zone(node); }
inline bool is_ready(const Node& node) { return node.state == Node::State::ready; }

// Whether something can be started on the node: it is ready, and nobody has shifted away from it.
bool is_open(const World& world, const Node& node);

const NodePoolSpec& pool_of(const WorldSpec& spec, const World& world, const Node& node);
std::uint32_t pods_on(const WorldSpec& spec, const NodePoolSpec& pool);
// The pool that runs what has this role: its own, or the first that stands.
std::uint32_t pool_for(const WorldSpec& spec, const World& world, SiteId site, NodeRole role);
// Whether the zone answers, nobody has shifted away from it, and not every launch is refused.
bool takes_launches(const WorldSpec& spec, const World& world, SiteId site, std::uint32_t zone);

// How many nodes a fault's share alone takes of those that stood where it is aimed at the
// beginning. They are counted per pool and zone, and half a node is one.
struct NodesTaken {
  std::uint32_t taken = 0;
  std::uint32_t most_beside = 0;  // of one pool in one zone
  bool is_none() const { return most_beside > 0 && taken == 0; }
};
NodesTaken nodes_taken(const WorldSpec& spec, const World& world, const FaultSpec& fault);

// Nodes whose zone went silent or came back follow it.
void renew_nodes(Stage& stage);
void on_node_missed(Stage& stage, std::uint32_t node, std::uint32_t generation);
void on_eviction_turn(Stage& stage, SiteId site, std::uint32_t zone);
void on_toleration_over(Stage& stage, std::uint32_t node, std::uint32_t generation);
void on_node_joined(Stage& stage, std::uint32_t node, std::uint32_t generation);
// Nodes that do not answer are given up, with all that is bound to them.
void release_silent_nodes(Stage& stage, SiteId site);
// How long until a zone's next node may be evicted after one was; nullopt: none may.
std::optional<Duration> eviction_interval(const Stage& stage, SiteId site, std::uint32_t zone);

// Launches what is missing, where there is room.
void keep_up_nodes(Stage& stage, SiteId site);

}  // namespace blackstart::sim
