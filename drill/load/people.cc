#include "drill/load/people.h"

#include <algorithm>

#include "drill/load/timing_loader.h"
#include "drill/read/names.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

std::vector<std::string> who_is_asked(const sim::WorldSpec& world,
                                      const std::optional<recovery::Brief>& brief) {
  std::vector<std::string> names;
  for (const sim::Person& person : default_people()) add_once(names, person.name);
  for (const sim::ItemSpec& item : world.items) add_once(names, item.owner);
  for (const sim::DeploymentSpec& deployment : world.deployments) add_once(names, deployment.owner);
  for (const sim::ClusterSpec& cluster : world.clusters) {
    for (const sim::AllowListSpec& list : cluster.allow_lists) add_once(names, list.owner);
  }
  if (!brief) return names;
  add_once(names, brief->declared_by);
  add_once(names, brief->move.ticket_opened_by);
  add_once(names, brief->move.vendor);
  for (const recovery::Step& step : brief->runbook) add_once(names, step.owner);
  return names;
}

}  // namespace

std::vector<sim::Person> default_people() {
  const sim::Timing responds{
      sim::Distribution::quantiles(0.5, std::chrono::minutes(15), 0.95, std::chrono::minutes(60)),
      "", "no published figure for how fast people respond"};
  std::vector<sim::Person> people;
  for (const char* name : {"incident-commander", "platform-team", "network-team", "security-team",
                           "data-team", "data-source-owner", "vendor-support"}) {
    people.push_back({name, responds});
  }
  return people;
}

void load_people(const std::vector<Node::Member>& members, std::vector<sim::Person>& people,
                 Problems& problems) {
  for (const Node::Member& member : members) {
    Fields fields(member.value, problems);
    const Node* responds = fields.require("responds");
    fields.finish();
    if (responds == nullptr) continue;
    const auto timing = load_timing(*responds, problems);
    if (!timing) continue;
    const auto found = std::ranges::find(people, member.key, &sim::Person::name);
    if (found != people.end())
      found->responds = *timing;
    else
      people.push_back({member.key, *timing});
  }
}

void must_be_asked_for(const std::vector<Node::Member>& people,
                       const std::vector<Node::Member>& world_people, const sim::Setup& setup,
                       const std::optional<recovery::Brief>& brief, Problems& problems) {
  std::vector<std::string> known = who_is_asked(setup.world, brief);
  for (const Node::Member& person : world_people) add_once(known, person.key);
  for (const Node::Member& person : people) {
    const bool is_loaded =
        std::ranges::find(setup.people, person.key, &sim::Person::name) != setup.people.end();
    if (!is_loaded || std::ranges::find(known, person.key) != known.end()) continue;
    problems.add(person.place,
                 "nobody asks for '" + person.key + "'" + suggestion(person.key, known));
  }
}

}  // namespace blackstart::drill
