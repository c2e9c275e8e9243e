#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "drill/incident/fact_fields.h"
#include "drill/incident/incident.h"
#include "drill/incident/words.h"
#include "drill/read/fields.h"
#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

const Instant kUnknownStart =
    Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5).time_since_epoch());
constexpr std::chrono::hours kLongest{4 * 365 * 24};  // no outage is followed for longer

std::optional<double> number_in(const Node& node) {
  if (node.is(Node::Kind::integer) || node.is(Node::Kind::number)) return node.number;
  if (!node.is(Node::Kind::string)) return std::nullopt;
  double number = 0;
  const char* end = node.string.data() + node.string.size();
  const auto [stop, error] = std::from_chars(node.string.data(), end, number);
  return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

constexpr std::array<std::string_view, 12> kKeys = {
    "id",       "provider",   "region", "zones",     "scope",   "started_at",
    "ended_at", "duration_s", "phases", "data_loss", "sources", "confidence"};
constexpr std::array<std::string_view, 5> kPhaseKeys = {"offset_s", "at", "what", "affected",
                                                        "severity"};

void refuse_as_incident(const Place& place, Problems& problems) {
  problems.add(place,
               "this is no incident: neither \"phases\" nor \"scope\" says what was hit and how "
               "badly");
}

// A slip of one of those keys is told as such.
bool must_be_incident(const Node& node, Problems& problems) {
  constexpr std::array<std::string_view, 2> kSay = {"phases", "scope"};
  const bool is_one = std::ranges::any_of(node.members, [&](const Node::Member& member) {
    return !nearest_of(kSay, member.key).empty();
  });
  if (!is_one) refuse_as_incident(node.place, problems);
  return is_one;
}

// Reads what somebody wrote by hand: every oddity has its sentence, and only what cannot be
// understood is fatal.
class IncidentReader {
 public:
  IncidentReader(const Node& node, std::size_t number, Problems& problems)
      : fields_(node, kKeys, problems), problems_(problems) {
    incident_.place = node.place;
    incident_.id = fields_.text("id", "incident-" + std::to_string(number));
  }

  Incident read() {
    incident_.provider = fields_.text("provider");
    incident_.region = fields_.text("region");
    incident_.scope = fields_.text("scope");
    incident_.confidence = fields_.text("confidence", "not stated");
    incident_.data_loss = fields_.text("data_loss", "not stated");
    incident_.zones = fields_.words("zones");
    incident_.sources = fields_.words("sources");
    if (incident_.region.empty()) assume("the region is not stated");
    if (incident_.zones.empty())
      assume(
          "the zones are not stated: where neither the scope nor a phase says which or how many, "
          "it is all of the region");
    if (incident_.sources.empty()) assume("no source is stated");
    const bool is_start_stated = read_start();
    read_phases();
    read_end(is_start_stated);
    return std::move(incident_);
  }

 private:
  void assume(std::string what) { incident_.assumptions.push_back(std::move(what)); }

  // Nothing where there are none, or more than four years of them.
  std::optional<Duration> seconds(const FactFields& fields, std::string_view key) {
    const Node* found = fields.find(key);
    if (found == nullptr) return std::nullopt;
    const auto number = number_in(*found);
    if (number && std::isfinite(*number) &&
        std::abs(*number) <= std::chrono::duration<double>(kLongest).count())
      return std::chrono::seconds(static_cast<std::int64_t>(*number));
    assume("'" + std::string(key) + "' is not a number of seconds within four years: not used");
    return std::nullopt;
  }

  // False: it had to be assumed, and no end says how long it lasted.
  bool read_start() {
    auto start = fields_.instant("started_at");
    const bool is_stated = start.has_value();
    if (!start) start = first_phase_at();
    const bool is_known = start.has_value();
    incident_.started_at = start.value_or(kUnknownStart);
    if (!is_stated)
      assume("when it started is not stated: taken to be " + text_of(incident_.started_at));
    return is_known;
  }

  // Errors in it are told where the phase is read.
  std::optional<Instant> first_phase_at() const {
    const Node* phases = fields_.find("phases");
    if (phases == nullptr) return std::nullopt;
    Problems told_later;
    for (const Node& phase : phases->elements) {
      if (const auto at = FactFields(phase, kPhaseKeys, told_later).instant("at")) return at;
    }
    return std::nullopt;
  }

  void read_phases() {
    const Node* phases = fields_.find("phases");
    if (phases != nullptr && !phases->is(Node::Kind::array))
      return problems_.add(phases->place, "'phases' is a list of what happened when");
    if (phases == nullptr || phases->elements.empty()) return take_scope_for_a_phase();
    for (const Node& phase : phases->elements) read_phase(phase);
    if (std::ranges::is_sorted(incident_.phases, {}, &IncidentPhase::offset)) return;
    assume("the phases were not in the order of their times: sorted");
    std::ranges::stable_sort(incident_.phases, {}, &IncidentPhase::offset);
  }

  void take_scope_for_a_phase() {
    if (incident_.scope.empty()) return refuse_as_incident(incident_.place, problems_);
    assume("no phases are stated: one phase, all of it, as bad as its scope says");
    incident_.phases.push_back({.offset = Duration{0},
                                .what = incident_.scope,
                                .affected = {"all"},
                                .severity = incident_.scope});
  }

  void read_phase(const Node& node) {
    if (!node.is(Node::Kind::object)) {
      problems_.add(node.place,
                    "a phase is an object with \"offset_s\", \"affected\" and "
                    "\"severity\", found " +
                        std::string(name_of(node.kind)));
      return;
    }
    const FactFields fields(node, kPhaseKeys, problems_);
    const Duration offset = offset_of(fields);
    incident_.phases.push_back({.offset = std::chrono::floor<std::chrono::seconds>(offset),
                                .what = fields.text("what"),
                                .affected = fields.words("affected"),
                                .severity = fields.text("severity")});
  }

  Duration offset_of(const FactFields& fields) {
    const std::string which = "phase " + std::to_string(incident_.phases.size() + 1);
    auto offset = seconds(fields, "offset_s");
    if (const auto at = fields.instant("at")) {
      const Duration since_start = *at - incident_.started_at;
      if (offset && differ(*offset, since_start))
        assume(which + " began " + text_of(*offset) + " after the onset by 'offset_s', which is " +
               "taken, and " + text_of(since_start) + " after it by 'at'");
      if (!offset) offset = since_start;
    }
    if (offset && std::chrono::abs(*offset) <= kLongest) return *offset;
    assume(which + " does not say when it began: taken to begin with the one before");
    return incident_.phases.empty() ? Duration{0} : incident_.phases.back().offset;
  }

  // What is published is to the second.
  static bool differ(Duration a, Duration b) {
    return std::chrono::abs(a - b) >= std::chrono::seconds(1);
  }

  void read_end(bool is_start_stated) {
    auto end = fields_.instant("ended_at");
    if (end && !is_start_stated) {
      assume("'ended_at' says nothing of how long it lasted, as its start is not known: not used");
      end.reset();
    }
    const auto stated = seconds(fields_, "duration_s");
    const auto lasted_until_end =
        end ? std::optional<Duration>(*end - incident_.started_at) : std::nullopt;
    if (lasted_until_end && stated && differ(*lasted_until_end, *stated))
      assume("it lasted " + text_of(*lasted_until_end) + " by 'ended_at', which is taken, and " +
             text_of(*stated) + " by 'duration_s'");
    auto lasted = lasted_until_end ? lasted_until_end : stated;
    if (lasted && (*lasted <= Duration{0} || *lasted > kLongest)) {
      assume("it " + std::string(what_is_odd_of(*lasted)) + ": the end is taken to be unknown");
      lasted.reset();
    }
    if (lasted) incident_.lasted = std::chrono::floor<std::chrono::seconds>(*lasted);
  }

  static std::string_view what_is_odd_of(Duration lasted) {
    if (lasted == Duration{0}) return "ends at the instant at which it starts";
    return lasted < Duration{0} ? "ends before it starts" : "ends years after it starts";
  }

  FactFields fields_;
  Problems& problems_;
  Incident incident_;
};

void refuse_same_ids(const std::vector<Incident>& incidents, Problems& problems) {
  for (const Incident& incident : incidents) {
    const auto first = std::ranges::find(incidents, incident.id, &Incident::id);
    if (&*first == &incident) continue;
    problems.add(incident.place, "'" + incident.id + "' is the id of the incident at " +
                                     source_place(*first) + " too; ids tell incidents apart");
  }
}

}  // namespace

std::string source_place(const Incident& incident) {
  const Place& place = incident.place;
  const std::string where =
      place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  return place.pointer.empty() ? where : where + " " + place.pointer;
}

std::vector<Incident> read_incidents(const Node& facts, Problems& problems) {
  std::vector<Incident> incidents;
  if (!facts.is(Node::Kind::array) && !facts.is(Node::Kind::object)) {
    problems.add(facts.place, "facts are one incident or a list of them, found " +
                                  std::string(name_of(facts.kind)));
    return incidents;
  }
  const auto read = [&](const Node& node) {
    if (expect(node, Node::Kind::object, problems) && must_be_incident(node, problems))
      incidents.push_back(IncidentReader(node, incidents.size() + 1, problems).read());
  };
  const Node* wrapped = facts.find("incidents");
  const Node& list = wrapped == nullptr ? facts : *wrapped;
  if (list.is(Node::Kind::object)) read(list);
  for (const Node& node : list.elements) read(node);
  refuse_same_ids(incidents, problems);
  if (incidents.empty() && !problems.any()) problems.add(facts.place, "there is no incident in it");
  return incidents;
}

}  // namespace blackstart::drill
