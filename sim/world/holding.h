#pragma once

#include <vector>

#include "sim/stage.h"

// Who holds what: building sites and instances, and losing what only they held.
namespace blackstart::sim {

SiteId add_site(const Setup& setup, World& world, ClusterId cluster, RegionId region);
InstanceId add_instance(const Setup& setup, World& world, DeploymentId deployment, SiteId site);

bool site_holds(const Setup& setup, const World& world, SiteId site, ItemId item);
bool instance_holds(const Setup& setup, const World& world, InstanceId instance, ItemId item);
// Whether the instance holds the item, and has the key it is encrypted under.
bool instance_can_read(const Setup& setup, const World& world, InstanceId instance, ItemId item);
// The connections and variables made in the UI are encrypted under another Fernet key: they are
// there, and nobody can read them until somebody enters them anew.
void lose_fernet_key(const Setup& setup, World& world, InstanceId instance);
void hold_at_site(const Setup& setup, World& world, SiteId site, ItemId item);
void hold_at_instance(const Setup& setup, World& world, InstanceId instance, ItemId item);
// Somebody deletes the item on purpose.
void remove_from_instance(Stage& stage, InstanceId instance, ItemId item);

// Made anew in another network, or by a person after it was lost.
void recreate_at_site(Stage& stage, SiteId site, ItemId item);
void recreate_at_instance(Stage& stage, InstanceId instance, ItemId item);

// Gives up what only this instance's database held: its rows, and each item of which no copy
// survives elsewhere. Its bucket of logs stands. A second time nothing happens.
void lose_database(Stage& stage, InstanceId instance);
// Gives up the same, and the bucket of logs too.
void lose_instance(Stage& stage, InstanceId instance);
// Gives up what only this site held and its replacement will not have: customer-made network,
// egress IPs, unrestored configuration.
void lose_site(Stage& stage, SiteId site);

// Whether any copy of the item exists at this moment, reachable or not.
bool exists(const Setup& setup, const World& world, ItemId item);
// How many copies of the item there are: each network has routes, rules and addresses of its own.
std::int64_t count_of(const Setup& setup, const World& world, ItemId item);

// All that exists at one moment, to be held against another.
struct Stock {
  std::vector<RowCounts> rows;      // by Deployment, of all its Airflows
  std::vector<std::int64_t> items;  // by item
};
Stock stock_of(const Setup& setup, const World& world);

}  // namespace blackstart::sim
