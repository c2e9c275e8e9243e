#include "drill/campaign/shard.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "drill/campaign/words.h"
#include "drill/load/problems.h"
#include "drill/load/text_file.h"
#include "drill/model.h"
#include "drill/text/durations.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view kMark = "# blackstart/rows/1 ";
// Runs of other inputs are no runs of the scenario: who reads the rows as a table skips them.
constexpr std::string_view kOtherInputs = "#";

[[noreturn]] void refuse(const fs::path& file, const std::string& what, std::uint32_t line = 0) {
  Problems problems;
  problems.add({.file = file.generic_string(), .line = line, .column = line > 0}, what);
  throw InputError(problems);
}

// Without zeros in front, as files of runs have always had it.
std::string fingerprint(std::uint64_t number) { return hexadecimal(number, 1); }

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

std::string quoted_where_needed(const std::string& name) {
  if (name.find_first_of(",\"\r\n") == std::string::npos) return name;
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? "\"\"" : std::string(1, c == '\n' ? ' ' : c);
  return quoted + "\"";
}

std::string titles_of(const Scenario& scenario) {
  std::string line = "run,inputs,seed,digest";
  for (std::size_t i = 0; i < scenario.objectives.size(); ++i)
    line += ",objective:" + std::to_string(i);
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i)
    line += ",expectation:" + std::to_string(i) + ":verdict";
  for (const Quantity& quantity : quantities_of(scenario))
    line += "," + quoted_where_needed(quantity.name);
  return line;
}

// Seconds, exactly: "75.000001".
std::string in_seconds(std::int64_t microseconds) {
  constexpr std::int64_t kSecond = 1'000'000;
  std::string text = std::to_string(microseconds / kSecond);
  if (microseconds % kSecond == 0) return text;
  const std::string fraction = std::to_string(microseconds % kSecond);
  return text + "." + std::string(6 - fraction.size(), '0') + fraction;
}

std::string cell_of(Measured measured, const Quantity& quantity) {
  if (measured.is_nothing()) return "";
  if (measured.is_never()) return std::string(quantity.endless);
  if (measured.is_unseen()) return std::string(kNotObserved);
  return quantity.unit == Unit::duration ? in_seconds(measured.value)
                                         : std::to_string(measured.value);
}

template <class Number>
bool read_number(std::string_view text, Number& number, int base = 10) {
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number, base);
  return read.ec == std::errc{} && read.ptr == end;
}

bool read_seconds(std::string_view text, std::int64_t& microseconds) {
  const std::size_t dot = std::min(text.find('.'), text.size());
  std::int64_t seconds = 0;
  std::string fraction(text.substr(std::min(dot + 1, text.size())));
  if (fraction.size() > 6 || !read_number(text.substr(0, dot), seconds)) return false;
  if (seconds < 0 || seconds > Measured::kNever / 2'000'000) return false;
  fraction.resize(6, '0');
  std::int64_t rest = 0;
  microseconds = seconds * 1'000'000;
  if (!read_number(std::string_view(fraction), rest) || rest < 0) return false;
  microseconds += rest;
  return true;
}

bool read_cell(std::string_view text, const Quantity& quantity, Measured& measured) {
  if (text.empty()) return measured = {}, true;
  if (text == quantity.endless) return measured = {Measured::kNever}, true;
  if (text == kNotObserved) return measured = {Measured::kUnseen}, true;
  return quantity.unit == Unit::duration ? read_seconds(text, measured.value)
                                         : read_number(text, measured.value);
}

bool read_verdict(std::string_view text, Verdict& verdict) {
  for (const Verdict each : {Verdict::met, Verdict::missed, Verdict::unknown}) {
    if (name_of(each) == text) return verdict = each, true;
  }
  return false;
}

// Cells of numbers and words: none is quoted.
class RowReader {
 public:
  explicit RowReader(const Scenario& scenario)
      : scenario_(scenario), quantities_(quantities_of(scenario)) {}

  std::optional<Row> read(std::string_view line) {
    rest_ = line;
    is_at_end_ = false;
    Row row;
    bool is_good = read_number(next(), row.number) && read_number(next(), row.variant) &&
                   read_number(next(), row.seed) && read_number(next(), row.digest, 16);
    for (std::size_t i = 0; i < scenario_.objectives.size(); ++i)
      is_good = read_verdict(next(), row.objectives.emplace_back()) && is_good;
    for (std::size_t i = 0; i < scenario_.expectations.size(); ++i)
      is_good = read_verdict(next(), row.expectations.emplace_back()) && is_good;
    for (const Quantity& quantity : quantities_) {
      if (is_at_end_) return std::nullopt;
      is_good = read_cell(next(), quantity, row.measured.emplace_back()) && is_good;
    }
    return is_good && is_at_end_ ? std::optional(std::move(row)) : std::nullopt;
  }

 private:
  std::string_view next() {
    const std::size_t comma = rest_.find(',');
    const std::string_view cell = rest_.substr(0, comma);
    is_at_end_ = comma == std::string_view::npos;
    rest_.remove_prefix(is_at_end_ ? rest_.size() : comma + 1);
    return cell;
  }

  const Scenario& scenario_;
  std::vector<Quantity> quantities_;
  std::string_view rest_;
  bool is_at_end_ = false;
};

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
    std::string_view cells = file.lines[at++];
    if (run.variant > 0 && cells.starts_with(kOtherInputs))
      cells.remove_prefix(kOtherInputs.size());
    auto row = reader.read(cells);
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
  for (const Row& row : rows) {
    if (row.variant > 0) text += kOtherInputs;
    text += std::to_string(row.number) + "," + std::to_string(row.variant) + "," +
            std::to_string(row.seed) + "," + fingerprint(row.digest);
    for (const Verdict verdict : row.objectives) text += "," + std::string(name_of(verdict));
    for (const Verdict verdict : row.expectations) text += "," + std::string(name_of(verdict));
    for (std::size_t i = 0; i < quantities.size(); ++i)
      text += "," + cell_of(row.measured[i], quantities[i]);
    text += "\n";
  }
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
