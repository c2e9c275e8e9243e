#include "drill/campaign/shard.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "drill/campaign/row_csv.h"
#include "drill/campaign/words.h"
#include "drill/model.h"
#include "drill/read/problems.h"
#include "drill/read/text_file.h"
#include "drill/text/durations.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view kMark = "# blackstart/rows/1 ";

[[noreturn]] void refuse(const fs::path& file, const std::string& what, std::uint32_t line = 0) {
  Problems problems;
  problems.add({.file = file.generic_string(), .line = line, .column = line > 0}, what);
  throw InputError(problems);
}

// What must be alike in all shards of one sample.
Json identity_of(const Scenario& scenario, const SamplePlan& plan) {
  return {{"model", kModelVersion},
          {"scenario", scenario.file.generic_string()},
          {"hash", fingerprint(scenario.hash)},
          {"first_seed", plan.first_seed},
          {"runs", plan.runs},
          {"precision", plan.precision ? Json(*plan.precision) : Json()},
          {"sets", plan.sets},
          {"runs_per_set", plan.runs_per_set},
          {"runs_per_prefix", plan.runs_per_prefix},
          {"required", plan.required},
          {"as_of", text_of(plan.today)}};
}

struct File {
  fs::path path;
  Json identity;
  Shard shard;
  std::vector<std::string> lines;  // the titles, then the rows
};

File read_file(const fs::path& path) {
  if (const std::string why_not = why_unreadable(path, "CSV"); !why_not.empty())
    refuse(path, why_not);
  std::ifstream in(path, std::ios::binary);
  if (!in) refuse(path, "cannot be read");
  std::string line;
  std::getline(in, line);
  const Json header = line.starts_with(kMark)
                          ? Json::parse(line.substr(kMark.size()), nullptr, false)
                          : Json(Json::value_t::discarded);
  if (!header.is_object() || !header.contains("shard") || !header.contains("sample") ||
      !header.at("sample").is_object())
    refuse(path, "not a file of runs; `blackstart sample --csv FILE` writes one", 1);
  File file{.path = path, .identity = header.at("sample")};
  const Json& shard = header.at("shard");
  if (!shard.is_array() || shard.size() != 2 || !shard[0].is_number_unsigned() ||
      !shard[1].is_number_unsigned() || shard[0] < 1 || shard[0] > shard[1])
    refuse(path, "\"shard\" is not [number, of how many]", 1);
  file.shard = {shard[0].get<std::size_t>(), shard[1].get<std::size_t>()};
  while (std::getline(in, line)) file.lines.push_back(line);
  return file;
}

SamplePlan plan_in(const File& file) {
  const Json& identity = file.identity;
  try {
    if (!identity.at("precision").is_null())
      refuse(file.path, "was made with --precision, which several shards cannot agree to stop at",
             1);
    SamplePlan plan{.first_seed = identity.at("first_seed").get<std::uint64_t>(),
                    .runs = identity.at("runs").get<std::size_t>(),
                    .sets = identity.at("sets").get<std::size_t>(),
                    .runs_per_set = identity.at("runs_per_set").get<std::size_t>(),
                    .runs_per_prefix = identity.at("runs_per_prefix").get<std::size_t>(),
                    .required = identity.at("required").get<double>()};
    const auto as_of = read_instant(identity.at("as_of").get<std::string>());
    if (std::holds_alternative<Misread>(as_of)) refuse(file.path, std::get<Misread>(as_of).what, 1);
    plan.today = std::get<Instant>(as_of);
    if (plan.runs > kRunsMax || plan.sets > kSetsMax || plan.runs_per_prefix == 0)
      refuse(file.path, "says of itself that it is one of more runs than a sample can have", 1);
    return plan;
  } catch (const Json::exception&) {
    refuse(file.path, "its first line does not say of what sample it is a part", 1);
  }
}

Scenario scenario_of(const File& file) {
  const Json& name = file.identity.value("scenario", Json());
  if (!name.is_string()) refuse(file.path, "its first line does not name a scenario", 1);
  Scenario scenario = load_scenario(name.get<std::string>());
  if (file.identity.value("model", std::string()) != kModelVersion)
    refuse(file.path, "was made with model version " + file.identity.value("model", "unknown") +
                          ", and this is version " + std::string(kModelVersion));
  if (file.identity.value("hash", "") != fingerprint(scenario.hash))
    refuse(file.path, scenario.file.generic_string() +
                          " has changed since; these runs are of another scenario");
  return scenario;
}

// Member by member, which is what a reader can act on.
std::string differences(const Json& here, const Json& there) {
  std::string text;
  for (const auto& [key, value] : here.items()) {
    if (there.contains(key) && there.at(key) == value) continue;
    text += (text.empty() ? "" : "; ") + key + " " + value.dump() + " is not " +
            (there.contains(key) ? there.at(key).dump() : "given");
    if (key == "as_of") text += " (give all shards the same --as-of)";
  }
  return text;
}

void check_family(const std::vector<File>& files) {
  const File& first = files.front();
  std::vector<const File*> by_index(first.shard.count);
  for (const File& file : files) {
    if (file.identity != first.identity || file.shard.count != first.shard.count)
      refuse(file.path, "is of another sample than " + first.path.generic_string() + ": " +
                            differences(file.identity, first.identity));
    const File*& place = by_index[file.shard.index - 1];
    if (place != nullptr)
      refuse(file.path, "is shard " + std::to_string(file.shard.index) + " once more; " +
                            place->path.generic_string() + " is it already");
    place = &file;
  }
  const auto missing = std::ranges::find(by_index, nullptr);
  if (missing != by_index.end())
    refuse(first.path, "is one of " + std::to_string(first.shard.count) + " shards, and shard " +
                           std::to_string(missing - by_index.begin() + 1) + " is missing");
}

std::size_t count_in(const Shard& shard, std::span<const PlannedRun> runs) {
  return static_cast<std::size_t>(
      std::ranges::count_if(runs, [&](const PlannedRun& run) { return shard.has(run); }));
}

// The first line is that of the titles.
void must_have_all(const File& file, std::span<const PlannedRun> runs) {
  const std::size_t there = file.lines.size() - 1, planned = count_in(file.shard, runs);
  if (there < planned)
    refuse(file.path, "ends after " + std::to_string(there) + " of " + counted(planned, "run") +
                          ": its sample was interrupted");
}

// Exactly the runs of this shard, each once and in order.
void append_rows(const File& file, const Scenario& scenario, std::span<const PlannedRun> runs,
                 std::vector<Row>& rows) {
  if (file.lines.empty() || file.lines.front() != titles_of(scenario))
    refuse(file.path, "its columns are not those of " + scenario.file.generic_string(), 2);
  must_have_all(file, runs);
  RowReader reader(scenario);
  std::size_t at = 1;
  for (const PlannedRun& run : runs) {
    if (!file.shard.has(run)) continue;
    const auto line = static_cast<std::uint32_t>(at + 2);
    auto row = reader.read(file.lines[at++], run.variant);
    if (!row) refuse(file.path, "is not a row of these columns", line);
    if (row->number != run.number || row->variant != run.variant || row->seed != run.seed)
      refuse(file.path, "run " + std::to_string(run.number) + " should be here", line);
    row->prefix_seed = run.seed_of_prefix();
    rows.push_back(std::move(*row));
  }
  if (at != file.lines.size())
    refuse(file.path, "has more runs than this shard", static_cast<std::uint32_t>(at + 2));
}

}  // namespace

std::string write_rows(const Scenario& scenario, const SamplePlan& plan, const Shard& shard,
                       std::span<const Row> rows) {
  const Json header = {{"sample", identity_of(scenario, plan)},
                       {"shard", Json::array({shard.index, shard.count})}};
  std::string text = std::string(kMark) +
                     header.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n" +
                     titles_of(scenario) + "\n";
  const std::vector<Quantity> quantities = quantities_of(scenario);
  for (const Row& row : rows) text += line_of(row, quantities) + "\n";
  return text;
}

Merged merge_shards(const std::vector<fs::path>& paths) {
  std::vector<File> files;
  for (const fs::path& path : paths) files.push_back(read_file(path));
  check_family(files);
  Merged merged{.scenario = scenario_of(files.front()), .plan = plan_in(files.front())};
  const std::vector<PlannedRun> runs = runs_of(merged.scenario, merged.plan);
  for (const File& file : files) append_rows(file, merged.scenario, runs, merged.rows);
  std::ranges::sort(merged.rows, {}, &Row::number);
  return merged;
}

}  // namespace blackstart::drill
