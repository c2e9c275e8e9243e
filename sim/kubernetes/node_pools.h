#pragma once

#include <string>

#include "sim/stage.h"

// Node pools: what one begins with, what its region has left for it, and how it comes to stand.
namespace blackstart::sim {

// Builds a pool that stands from the start.
void build_node_pool(const Setup& setup, World& world, SiteId site, std::uint32_t pool);

// What the region lacks to give all the nodes that these pools (a bit for each) begin with; empty:
// nothing. Capacity is a zone's, a quota is the whole region's, and pools of one type share both.
std::string what_is_short(const Setup& setup, const World& world, SiteId site, std::uint64_t pools);
// The same of one more node of a pool, in any of these zones.
std::string what_is_short(const Setup& setup, const World& world, SiteId site, std::uint32_t pool,
                          ZoneSet zones);
// The pool's nodes are asked for: from now on nobody else is given them.
void order_node_pool(const Setup& setup, World& world, SiteId site, std::uint32_t pool);
// The nodes asked for join; in a zone that does not answer they never do, and the autoscaler asks
// anew.
void finish_node_pool(const Setup& setup, World& world, SiteId site, std::uint32_t pool);
// The nodes asked for are there for others again.
void give_up_node_pool(World& world, SiteId site, std::uint32_t pool);

// What is left of its capacity and quota: the nodes of this type that may be launched in a zone.
std::uint32_t launchable(const WorldSpec& spec, const World& world, SiteId site,
                         const NodePoolSpec& pool, std::uint32_t zone);

}  // namespace blackstart::sim
