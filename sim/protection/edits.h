#pragma once

#include "sim/stage.h"

// What people change in the course of a run: what they make and delete in the UI, which decides
// what a copy of an earlier instant holds, and what they deploy.
namespace blackstart::sim {

// Whether the thing was in its Deployment's database at `at`, so far as people are concerned.
bool existed_then(const Setup& setup, const World& world, ItemId item, Instant at);
// Whether the thing is in nobody's database when the run begins.
bool is_made_later(const Setup& setup, ItemId item);
// Makes the edit; where the Deployment's database cannot be written nobody edits anything.
void make_edit(Stage& stage, std::uint32_t edit);
// Makes the deploy; while the fleet's control plane or the Deployment is down nobody deploys
// anything.
void make_deploy(Stage& stage, std::uint32_t deploy);

}  // namespace blackstart::sim
