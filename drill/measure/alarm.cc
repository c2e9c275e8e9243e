#include "drill/measure/alarm.h"

#include <algorithm>

#include "drill/measure/wait_links.h"

namespace blackstart::drill {
namespace {

class Search {
 public:
  Search(const sim::Simulation& simulation, const Evidence& evidence, sim::DeploymentId deployment,
         std::size_t outage)
      : simulation_(simulation),
        evidence_(evidence),
        outages_(evidence.deployments[deployment].outages),
        index_(outage),
        outage_(outages_[outage]) {}

  const Alarm* find() const {
    const Alarm *leads = nullptr, *goes_on = nullptr, *first = nullptr;
    for (const Alarm& alarm : evidence_.alarms) {
      if (!may_serve(alarm)) continue;
      if (first == nullptr) first = &alarm;
      if (!alarm.started || !is_by_the_end(*alarm.started)) continue;
      if (*alarm.started < outage_.began)
        goes_on = &alarm;
      else if (leads == nullptr)
        leads = &alarm;
    }
    if (leads != nullptr) return leads;
    return goes_on != nullptr ? goes_on : first;
  }

 private:
  bool is_by_the_end(Instant instant) const { return !outage_.ended || instant <= *outage_.ended; }

  bool may_serve(const Alarm& alarm) const {
    const bool is_open = !alarm.over || *alarm.over >= outage_.began;
    return is_open && is_by_the_end(alarm.detected) && (is_about_its_place(alarm) || builds(alarm));
  }

  bool is_about_its_place(const Alarm& alarm) const {
    const Whereabouts place = whereabouts_of(simulation_, outage_.lost);
    return evidence_.missions[alarm.mission].about == place.world.regions[place.region].name;
  }

  // What it is down on is what the recovery makes of it, and has never served.
  bool builds(const Alarm& alarm) const {
    const Times& created = evidence_.created[outage_.lost];
    if (!alarm.started || created.empty() || created.front() < *alarm.started) return false;
    return std::ranges::none_of(
        outages_.begin(), outages_.begin() + static_cast<std::ptrdiff_t>(index_),
        [this](const OutageTrace& before) { return before.served_by == outage_.lost; });
  }

  const sim::Simulation& simulation_;
  const Evidence& evidence_;
  const std::vector<OutageTrace>& outages_;
  std::size_t index_;
  const OutageTrace& outage_;
};

}  // namespace

const Alarm* alarm_for(const sim::Simulation& simulation, const Evidence& evidence,
                       sim::DeploymentId deployment, std::size_t outage) {
  return Search(simulation, evidence, deployment, outage).find();
}

}  // namespace blackstart::drill
