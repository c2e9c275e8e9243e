#include "drill/incident/beliefs.h"

#include <algorithm>

namespace blackstart::drill {
namespace {

// Changes, launches and alarms: what runs goes on.
bool spares_what_runs(const Stretch& each) {
  return each.row->is_control_plane || each.row->subject == Subject::monitoring ||
         each.row->subject == Subject::capacity;
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
                       .because = "only changes were refused: " + source_of(incident)});
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
