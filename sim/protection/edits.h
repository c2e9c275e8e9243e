#pragma once

#include "sim/stage.h"

// What people make and delete in the UI in the course of a run: it decides what a copy of an
// earlier instant holds.
namespace blackstart::sim {

// Whether the thing was in its Deployment's database at `at`, so far as people are concerned.
bool existed_then(const Setup& setup, ItemId item, Instant at);
// It is in nobody's database when the run begins.
bool is_made_later(const Setup& setup, ItemId item);
// Where the Deployment cannot be reached nobody edits anything.
void make_edit(Stage& stage, std::uint32_t edit);

}  // namespace blackstart::sim
