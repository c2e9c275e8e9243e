#include "drill/incident/beliefs.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace blackstart::drill {
namespace {

// What leaves alone whatever runs, and how that is said.
struct Spares {
  bool (*is)(const Becomes& row);
  std::string_view says;
};

constexpr std::array kSpares = {
    Spares{[](const Becomes& row) { return row.is_control_plane; }, "changes were refused"},
    Spares{[](const Becomes& row) { return row.subject == Subject::capacity; },
           "launches found no room"},
    Spares{[](const Becomes& row) { return row.subject == Subject::monitoring; },
           "monitors fell silent"},
};

bool spares_what_runs(const Stretch& each) {
  return std::ranges::any_of(kSpares, [&](const Spares& spares) { return spares.is(*each.row); });
}

// "only changes were refused and monitors fell silent".
std::string all_that_happened(const std::vector<Stretch>& stretches) {
  std::string text;
  for (const Spares& spares : kSpares) {
    const bool is_any =
        std::ranges::any_of(stretches, [&](const Stretch& each) { return spares.is(*each.row); });
    if (is_any) text += (text.empty() ? "only " : " and ") + std::string(spares.says);
  }
  return text;
}

// Whoever loses all of a zone or more may go elsewhere without what only it holds. Buckets hold no
// metadata.
bool drives_out(const Stretch& each) {
  return !spares_what_runs(each) && each.level >= 1 && each.row->subject != Subject::buckets;
}

std::string source_of(const Incident& incident) {
  return incident.sources.empty() ? incident.id : incident.sources.front();
}

}  // namespace

std::vector<Belief> beliefs_of(const Incident& incident, const std::vector<Stretch>& stretches) {
  if (stretches.empty()) {
    return {{.measure = "recovered",
             .equals = "all",
             .because = "nothing of this incident became a fault: a run of it tests nothing"}};
  }
  std::vector<Belief> beliefs;
  if (std::ranges::all_of(stretches, spares_what_runs)) {
    beliefs.push_back({.measure = "status",
                       .equals = "unaffected",
                       .because = all_that_happened(stretches) + ": " + source_of(incident)});
  }
  const bool lost_nothing = incident.data_loss.starts_with("none");
  if (lost_nothing && std::ranges::none_of(stretches, drives_out)) {
    beliefs.push_back(
        {.measure = "lost",
         .data_class = "dag_run",
         .equals = "0",
         .because = "data loss '" + incident.data_loss + "': " + source_of(incident)});
  }
  return beliefs;
}

}  // namespace blackstart::drill
