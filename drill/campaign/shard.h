#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "drill/campaign/sample.h"

// A sample may be carried out in parts, on several machines: every n-th run is a shard's. Its file
// is CSV with a row per run, under a comment that says of what scenario and sample it is a part.
namespace blackstart::drill {

struct Shard {
  std::size_t index = 1, count = 1;  // 1 <= index <= count
  bool has(const PlannedRun& run) const { return run.number % count == index - 1; }
  friend bool operator==(const Shard&, const Shard&) = default;
};

std::string write_rows(const Scenario& scenario, const SamplePlan& plan, const Shard& shard,
                       std::span<const Row> rows);

// What the shards' files together say. Throws InputError for a file that is no shard, whose
// scenario has changed since, that is foreign to the first, that is there twice, that lacks a run,
// or where a shard is missing.
struct Merged {
  Scenario scenario;
  SamplePlan plan;
  std::vector<Row> rows;  // as if all had been run in one go
};
Merged merge_shards(const std::vector<std::filesystem::path>& files);

}  // namespace blackstart::drill
