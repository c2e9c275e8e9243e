#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drill/read/document.h"
#include "recovery/time.h"

namespace blackstart::drill {

using recovery::Duration;
using recovery::Instant;

// What was published of one instant of an outage: from then on, what was hit and how badly, in the
// publisher's own words.
struct IncidentPhase {
  Duration offset{};  // since the onset; may be negative
  std::string what;
  std::vector<std::string> affected;
  std::string severity;
};

// A published outage. Phases are in the order of their offsets. What the file left open is told in
// `assumptions`, a sentence each.
struct Incident {
  Place place;
  std::string id, provider, region, scope, confidence, data_loss;
  std::vector<std::string> zones;  // "all", an id, or words such as "one AZ"
  Instant started_at{};
  std::optional<Duration> lasted;
  std::vector<IncidentPhase> phases;
  std::vector<std::string> sources;
  std::vector<std::string> assumptions;
};

// Where the facts tell of it: "facts.json:12:3 /1".
std::string source_place(const Incident& incident);

// One incident, or a list of them, which may be the "incidents" of an object. What cannot be
// understood is a problem, and so are two of one id; what is missing in one, or contradicts, is an
// assumption of it.
std::vector<Incident> read_incidents(const Node& facts, Problems& problems);

}  // namespace blackstart::drill
