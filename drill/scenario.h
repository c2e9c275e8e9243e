#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drill/prices.h"
#include "sim/operation.h"
#include "sim/setup.h"

namespace blackstart::drill {

using recovery::Duration;
using recovery::Instant;

// The instants a recovery is measured by, in the order they normally come.
enum class Milestone : std::uint8_t {
  fault,
  detected,
  declared,
  started,
  infrastructure,
  database,
  scheduler,
  first_success,
  backlog_drained,
};
inline constexpr std::size_t kMilestones = 9;
std::string_view name_of(Milestone milestone);
std::optional<Milestone> milestone_named(std::string_view name);

// What an objective or an expectation is about: patterns with '*', all of which must match.
struct Selection {
  std::string deployment;         // pattern; empty: any
  std::string tier;               // exact; empty: any
  std::string dag, tag, cluster;  // patterns
  std::string data_class;         // pattern; empty: any
  std::string provenance;         // pattern; empty: any
  bool selects_dags() const { return !dag.empty() || !tag.empty(); }
};

struct Objective {
  std::string disruption;  // "region", "zone", "control_plane", "service"; empty: any
  Selection of;
  std::optional<Duration> rto;
  Milestone to = Milestone::first_success;
  Milestone since = Milestone::fault;
  std::map<std::string, Duration> rpo;  // by data class, or class:provenance
};

// A bound: a number (counts, or microseconds where the measure is a duration), "all", or a word (a
// state).
struct Bound {
  enum class Kind : std::uint8_t {
    at_most,
    at_least,
    equals,
    never,
    eventually
  } kind = Kind::equals;
  enum class Value : std::uint8_t { number, all, word } value = Value::number;
  std::int64_t number = 0;
  std::string word;
};

struct Expectation {
  std::string measure;  // a name in measures()
  Selection of;
  Milestone to = Milestone::first_success;
  Milestone since = Milestone::fault;
  std::string statistic;         // empty: not asked for
  std::uint32_t runs = 0;        // 0: not asked for
  std::optional<Duration> when;  // since the start; empty: at the end
  std::vector<Bound> bounds;
  std::string because;  // what it rests on; empty: the author's word
  // A statistic over runs cannot be told from one run: campaigns evaluate it.
  bool needs_campaign() const { return !statistic.empty() || runs > 1; }
};

struct Accepted {
  enum class List : std::uint8_t { objective, expectation } list = List::objective;
  std::uint32_t index = 0;
  std::string reason, owner;
  Instant until{};  // the end of that day
};

// Where a scenario is from that somebody else lived through: which incident, who says so, what it
// was taken to be here.
struct Origin {
  std::string incident, scope, confidence, data_loss, converted;
  std::vector<std::string> sources, mapped, assumptions, left_out;
};

// A fault whose end nobody published: how long it is assumed to be, and what else to try.
struct AssumedEnd {
  std::string fault;
  Duration assumed{};
  std::vector<Duration> sweep;
  std::string vary;  // the same, as `blackstart sweep --vary` takes it
};

// A rehearsal, loaded and checked: every name is resolved and every figure has its unit.
struct Scenario {
  std::filesystem::path file;
  std::uint64_t hash = 0;  // of the bytes of the file and of those it includes
  std::string title;
  std::string strategy;  // a name in strategies()
  std::string from, to;  // regions
  std::shared_ptr<const sim::Setup> setup;
  std::shared_ptr<const sim::Binding> binding;  // of the setup, to the mock providers
  std::vector<Objective> objectives;
  std::vector<Expectation> expectations;
  std::vector<Accepted> accepted;
  std::optional<Origin> origin;
  std::vector<AssumedEnd> unknown_ends;
  std::vector<std::string> unused;  // what the file says and nothing comes of
  Prices prices;
};

// A place in the file (a JSON pointer) and what is put there: JSON, or else a plain word.
struct Change {
  std::string pointer, value;
};

// Throws InputError with everything that is wrong with the file and those it includes. `changes`
// are made first: the scenario is as if the file said so.
Scenario load_scenario(const std::filesystem::path& file, const std::vector<Change>& changes = {});
// The file and all that loading it reads, as far as that comes: a world, a bad scenario and what is
// no scenario at all have such files too.
std::vector<std::filesystem::path> files_read_for(const std::filesystem::path& file);
// A world by itself.
sim::WorldSpec load_world_file(const std::filesystem::path& file);

}  // namespace blackstart::drill
