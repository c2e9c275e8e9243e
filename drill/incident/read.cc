#include <algorithm>
#include <charconv>
#include <cmath>

#include "drill/incident/incident.h"
#include "drill/load/fields.h"
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

// Reads what somebody wrote by hand: every oddity has its sentence, none is fatal.
class IncidentReader {
 public:
  IncidentReader(const Node& node, std::size_t number, Problems& problems)
      : node_(node), number_(number), problems_(problems) {}

  Incident read() {
    incident_.place = node_.place;
    incident_.id = text("id", "incident-" + std::to_string(number_));
    incident_.provider = text("provider", "");
    incident_.region = text("region", "");
    incident_.scope = text("scope", "");
    incident_.confidence = text("confidence", "not stated");
    incident_.data_loss = text("data_loss", "not stated");
    incident_.zones = words(node_, "zones");
    incident_.sources = words(node_, "sources");
    if (incident_.region.empty()) assume("the region is not stated");
    if (incident_.sources.empty()) assume("no source is stated");
    read_start();
    read_phases();
    read_end();
    return std::move(incident_);
  }

 private:
  void assume(std::string what) { incident_.assumptions.push_back(std::move(what)); }

  // Anything but a text reads as none: null, a number, a list.
  std::string text(std::string_view key, const std::string& fallback) const {
    const Node* found = node_.find(key);
    return found != nullptr && found->is(Node::Kind::string) && !found->string.empty()
               ? found->string
               : fallback;
  }

  // A single text is a list of one.
  // Each word once, in the order in which they come.
  static std::vector<std::string> words(const Node& node, std::string_view key) {
    const Node* found = node.find(key);
    if (found == nullptr) return {};
    if (found->is(Node::Kind::string)) return {found->string};
    std::vector<std::string> list;
    for (const Node& element : found->elements) {
      const bool is_new = std::ranges::find(list, element.string) == list.end();
      if (element.is(Node::Kind::string) && is_new) list.push_back(element.string);
    }
    return list;
  }

  static std::optional<Instant> instant(const Node& node, std::string_view key) {
    const Node* found = node.find(key);
    if (found == nullptr || !found->is(Node::Kind::string)) return std::nullopt;
    const auto read = read_instant(found->string);
    const auto* good = std::get_if<Instant>(&read);
    return good == nullptr ? std::nullopt : std::optional(*good);
  }

  // Nothing where there are none, or more than four years of them.
  std::optional<Duration> seconds(const Node& node, std::string_view key) {
    const Node* found = node.find(key);
    if (found == nullptr || found->is(Node::Kind::null)) return std::nullopt;
    const auto number = number_in(*found);
    if (number && std::isfinite(*number) &&
        std::abs(*number) <= std::chrono::duration<double>(kLongest).count())
      return std::chrono::seconds(static_cast<std::int64_t>(*number));
    assume("'" + std::string(key) + "' is not a number of seconds within four years: not used");
    return std::nullopt;
  }

  void read_start() {
    const auto start = instant(node_, "started_at");
    incident_.started_at = start.value_or(first_phase_at().value_or(kUnknownStart));
    if (!start)
      assume("when it started is not stated: taken to be " + text_of(incident_.started_at));
  }

  std::optional<Instant> first_phase_at() const {
    const Node* phases = node_.find("phases");
    if (phases == nullptr) return std::nullopt;
    for (const Node& phase : phases->elements) {
      if (const auto at = instant(phase, "at")) return at;
    }
    return std::nullopt;
  }

  void read_phases() {
    const Node* phases = node_.find("phases");
    const bool is_list = phases != nullptr && phases->is(Node::Kind::array);
    if (phases != nullptr && !is_list && !phases->is(Node::Kind::null))
      problems_.add(phases->place, "'phases' is a list of what happened when");
    if (is_list) {
      for (const Node& phase : phases->elements) read_phase(phase);
    }
    if (!std::ranges::is_sorted(incident_.phases, {}, &IncidentPhase::offset)) {
      assume("the phases were not in the order of their times: sorted");
      std::ranges::stable_sort(incident_.phases, {}, &IncidentPhase::offset);
    }
    if (!incident_.phases.empty()) return;
    assume("no phases are stated: one phase, all of it, as bad as its scope says");
    incident_.phases.push_back({.offset = Duration{0},
                                .what = incident_.scope,
                                .affected = {"region"},
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
    const std::string which = "phase " + std::to_string(incident_.phases.size() + 1);
    IncidentPhase phase{.affected = words(node, "affected")};
    if (const Node* what = node.find("what")) phase.what = what->string;
    if (const Node* severity = node.find("severity")) phase.severity = severity->string;
    auto offset = seconds(node, "offset_s");
    if (const auto at = instant(node, "at")) {
      const Duration since_start = *at - incident_.started_at;
      if (offset && differ(*offset, since_start))
        assume(which + " began " + text_of(*offset) + " after the onset by 'offset_s', which is " +
               "taken, and " + text_of(since_start) + " after it by 'at'");
      if (!offset) offset = since_start;
    }
    if (!offset || std::chrono::abs(*offset) > kLongest) {
      offset = incident_.phases.empty() ? Duration{0} : incident_.phases.back().offset;
      assume(which + " does not say when it began: taken to begin with the one before");
    }
    phase.offset = std::chrono::floor<std::chrono::seconds>(*offset);
    incident_.phases.push_back(std::move(phase));
  }

  // What is published is to the second.
  static bool differ(Duration a, Duration b) {
    return std::chrono::abs(a - b) >= std::chrono::seconds(1);
  }

  void read_end() {
    const auto end = instant(node_, "ended_at");
    const auto stated = seconds(node_, "duration_s");
    const auto lasted_until_end =
        end ? std::optional<Duration>(*end - incident_.started_at) : std::nullopt;
    if (lasted_until_end && stated && differ(*lasted_until_end, *stated))
      assume("it lasted " + text_of(*lasted_until_end) + " by 'ended_at', which is taken, and " +
             text_of(*stated) + " by 'duration_s'");
    auto lasted = lasted_until_end ? lasted_until_end : stated;
    if (lasted && (*lasted <= Duration{0} || *lasted > kLongest)) {
      assume("it ends before it starts, or years later: the end is taken to be unknown");
      lasted.reset();
    }
    if (lasted) incident_.lasted = std::chrono::floor<std::chrono::seconds>(*lasted);
  }

  const Node& node_;
  std::size_t number_;
  Problems& problems_;
  Incident incident_;
};

void refuse_same_ids(const std::vector<Incident>& incidents, Problems& problems) {
  for (const Incident& incident : incidents) {
    const auto first = std::ranges::find(incidents, incident.id, &Incident::id);
    if (&*first == &incident) continue;
    problems.add(incident.place, "'" + incident.id + "' is the id of the incident at " +
                                     place_of(*first) + " too; ids tell incidents apart");
  }
}

}  // namespace

std::string place_of(const Incident& incident) {
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
    if (expect(node, Node::Kind::object, problems))
      incidents.push_back(IncidentReader(node, incidents.size() + 1, problems).read());
  };
  if (facts.is(Node::Kind::object)) read(facts);
  for (const Node& node : facts.elements) read(node);
  refuse_same_ids(incidents, problems);
  if (incidents.empty() && !problems.any()) problems.add(facts.place, "there is no incident in it");
  return incidents;
}

}  // namespace blackstart::drill
