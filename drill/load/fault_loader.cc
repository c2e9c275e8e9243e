#include "drill/load/fault_loader.h"

#include <algorithm>
#include <array>

#include "drill/read/names.h"
#include "sim/fault/fault.h"
#include "sim/initial_world.h"
#include "sim/kubernetes/nodes.h"

namespace blackstart::drill {
namespace {

using sim::Domain;
using sim::FaultField;
using sim::FaultKind;
using sim::FaultSpec;
using sim::WorldSpec;

// Of everything in one failure domain.
std::vector<std::string> names_by_index(const WorldSpec& world, Domain domain) {
  switch (domain) {
    case Domain::region:
      return names_in(world.regions);
    case Domain::zone:
      return names_in(world.zones);
    case Domain::cluster:
      return names_in(world.clusters);
    case Domain::service:
      return names_in(world.services);
    case Domain::deployment:
      return names_in(world.deployments);
    case Domain::site:  // nothing that a file can name
      break;
  }
  return {};
}

class FaultLoader {
 public:
  FaultLoader(const Node& node, sim::Setup& setup, Problems& problems)
      : node_(node), fields_(node, problems), setup_(setup), problems_(problems) {}

  void load() {
    FaultSpec fault;
    const Node* kind = fields_.require("kind", Node::Kind::string);
    const Node* target = fields_.require("target");
    fault.name = fields_.text("name", fields_.text("kind"));
    if (const Node* name = fields_.find("name")) must_be_new(fault.name, *name);
    if (kind != nullptr)
      fault.kind = find_named(sim::faults(), fields_.text("kind"), "fault", kind->place, problems_);
    load_time(fault);
    if (kind == nullptr || fault.kind == sim::kNone) return;  // what it takes is not known
    const FaultKind& own = sim::faults()[fault.kind];
    load_own_fields(fault, own);
    if (takes(own, "recovery_symptoms")) must_have_symptoms(fault);
    fields_.finish();
    if (target != nullptr && target->is(Node::Kind::string))
      aim(fault, *target);
    else
      fields_.text("target");
  }

 private:
  void must_be_new(const std::string& name, const Node& node) {
    if (std::ranges::find(setup_.faults, name, &FaultSpec::name) != setup_.faults.end())
      problems_.add(node.place, "another fault is named '" + name + "'");
  }

  void load_time(FaultSpec& fault) {
    const Node* at = fields_.require("at");
    fault.begins = setup_.starts_at + fields_.duration("at").value_or(Duration{0});
    if (at != nullptr && fault.begins >= setup_.ends_at)
      problems_.add(at->place, "does not begin before the horizon: nothing would be tested");
    fault.lasts = fields_.duration("for").value_or(recovery::kForever);
    if (fault.lasts == Duration{0})
      problems_.add(fields_.find("for")->place, "a fault lasts longer than \"0s\"");
  }

  void load_own_fields(FaultSpec& fault, const FaultKind& kind) {
    for (const FaultField* field : kind.takes) load_own_field(fault, *field);
    const auto changes_something = [&](const sim::Effect& effect) {
      if (effect.magnitude == nullptr) return true;
      return fault.*effect.magnitude != (is_factor(effect.facet) ? 1 : 0);
    };
    if (!std::ranges::any_of(kind.impairs, changes_something)) {
      problems_.add(node_.place,
                    std::string(kind.name) + " impairs nothing; give it " + fields_of(kind));
    }
  }

  // Of a kind that takes them: what is asked for counts as known.
  void must_have_symptoms(const FaultSpec& fault) {
    const Node* slowdown = fields_.find("recovery_slowdown");
    const Node* symptoms = fields_.find("recovery_symptoms");
    if (slowdown != nullptr && symptoms == nullptr)
      problems_.add(slowdown->place,
                    "nothing is slow after the return without 'recovery_symptoms'");
    if (symptoms != nullptr && fault.lasts == recovery::kForever)
      problems_.add(symptoms->place, "what never returns has no symptoms then; say 'for' how long");
  }

  static bool is_factor(sim::Facet facet) {
    return facet == sim::Facet::compute || facet == sim::Facet::disks ||
           facet == sim::Facet::latency;
  }

  static std::string fields_of(const FaultKind& kind) {
    std::string names;
    for (const FaultField* field : kind.takes)
      names += (names.empty() ? "'" : ", '") + std::string(field->name) + "'";
    return names;
  }

  void load_own_field(FaultSpec& fault, const FaultField& field) {
    switch (field.kind) {
      case FaultField::Kind::share:
        fault.*field.number = number(field.name, fault.*field.number, 0, 1, "from 0 to 1");
        return;
      case FaultField::Kind::part:
        fault.*field.number = number(field.name, fault.*field.number, 1e-6, 1,
                                     "from 0.000001 to 1; with less nothing is impaired");
        return;
      case FaultField::Kind::factor:
        fault.*field.number = number(field.name, fault.*field.number, 1, 1000, "from 1 to 1000");
        return;
      case FaultField::Kind::duration:
        return load_duration(fault.*field.duration, field);
      case FaultField::Kind::direction:
        fault.cuts = static_cast<FaultSpec::Cuts>(
            fields_.word(field.name, 0, {"both", "inbound", "outbound"}, field.name));
        return;
      case FaultField::Kind::reading:
        fault.monitors_read_unhealthy =
            fields_.word(field.name, 0, {"unhealthy", "silent"}, field.name) == 0;
        return;
    }
  }

  double number(std::string_view key, double fallback, double least, double most,
                std::string_view range) {
    const Node* found = fields_.find(key);
    if (found == nullptr) return fallback;
    const bool is_number = found->is(Node::Kind::integer) || found->is(Node::Kind::number);
    if (is_number && found->number >= least && found->number <= most) return found->number;
    problems_.add(found->place, "'" + std::string(key) + "' is a number " + std::string(range));
    return fallback;
  }

  // A period of microseconds would be all that the run does.
  void load_duration(Duration& duration, const FaultField& field) {
    duration = fields_.duration(field.name).value_or(duration);
    const Node* found = fields_.find(field.name);
    if (found != nullptr && duration < std::chrono::seconds(1))
      problems_.add(found->place, "'" + std::string(field.name) + "' is \"1s\" or longer");
  }

  void aim(FaultSpec fault, const Node& target) {
    const FaultKind& kind = sim::faults()[fault.kind];
    const std::size_t colon = target.string.find(':');
    const std::string prefix = colon == std::string::npos ? "" : target.string.substr(0, colon);
    const std::string name =
        colon == std::string::npos ? target.string : target.string.substr(colon + 1);
    if (prefix == "tag" && takes(kind, Domain::deployment)) return aim_at_tag(fault, name, target);
    fault.domain = prefix.empty() ? kind.targets.front() : domain_of(kind, prefix, target);
    if (fault.domain == Domain::site) return;
    fault.target = index_of(kind, fault.domain, name, target);
    if (fault.target != sim::kNone && may_be_aimed_at(kind, name, target))
      setup_.faults.push_back(std::move(fault));
  }

  bool may_be_aimed_at(const FaultKind& kind, const std::string& name, const Node& target) {
    if (kind.only.empty() || name == kind.only) return true;
    problems_.add(target.place, std::string(kind.name) + " is of '" + std::string(kind.only) +
                                    "'; '" + name + "' has a " + std::string(kind.of_others));
    return false;
  }

  static bool takes(const FaultKind& kind, Domain domain) {
    return std::ranges::find(kind.targets, domain) != kind.targets.end();
  }

  static bool takes(const FaultKind& kind, std::string_view field) {
    return std::ranges::find(kind.takes, field, &FaultField::name) != kind.takes.end();
  }

  // Domain::site, which no file can name, where the kind is not aimed at such things.
  Domain domain_of(const FaultKind& kind, const std::string& prefix, const Node& target) {
    std::string known;
    for (const Domain domain : kind.targets) {
      if (name_of(domain) == prefix) return domain;
      known += (known.empty() ? "" : ", ") + std::string(name_of(domain)) + ":";
    }
    if (takes(kind, Domain::deployment)) known += ", tag:";
    problems_.add(target.place, std::string(kind.name) + " cannot be aimed at '" + target.string +
                                    "'; it takes " + known);
    return Domain::site;
  }

  // A zone's name may be used by several regions: then it is said with its region.
  std::uint32_t index_of(const FaultKind& kind, Domain domain, const std::string& name,
                         const Node& target) {
    const std::vector<std::string> known = names_by_index(setup_.world, domain);
    std::uint32_t found = sim::kNone;
    for (std::uint32_t i = 0; i < known.size(); ++i) {
      const bool is_meant = known[i] == name || (domain == Domain::zone && with_region(i) == name);
      if (!is_meant) continue;
      if (found != sim::kNone) {
        problems_.add(target.place, "'" + name + "' is a zone of several regions; say zone:" +
                                        with_region(found) + " or zone:" + with_region(i));
        return sim::kNone;
      }
      found = i;
    }
    if (found == sim::kNone && !is_another_thing(kind, name, target))
      say_unknown(name_of(domain), name, known, target);
    return found;
  }

  // A name that the world has, of something else.
  bool is_another_thing(const FaultKind& kind, const std::string& name, const Node& target) {
    constexpr std::array kDomains = {Domain::region, Domain::zone, Domain::cluster, Domain::service,
                                     Domain::deployment};
    const auto* domain = std::ranges::find_if(kDomains, [&](Domain each) {
      return std::ranges::count(names_by_index(setup_.world, each), name) > 0;
    });
    if (domain == kDomains.end()) return false;
    const std::string what(name_of(*domain));
    problems_.add(
        target.place,
        "'" + name + "' is a " + what +
            (takes(kind, *domain) ? "; say " + what + ":" + name
                                  : ", at which no " + std::string(kind.name) + " is aimed"));
    return true;
  }

  std::string with_region(sim::ZoneId zone) const {
    const sim::ZoneSpec& spec = setup_.world.zones[zone];
    return setup_.world.regions[spec.region].name + "/" + spec.name;
  }

  // Every Deployment with such a DAG.
  void aim_at_tag(FaultSpec fault, const std::string& tag, const Node& target) {
    fault.domain = Domain::deployment;
    std::vector<std::string> known;
    bool is_aimed = false;
    const auto& deployments = setup_.world.deployments;
    for (fault.target = 0; fault.target < deployments.size(); ++fault.target) {
      bool has_tag = false;
      for (const sim::DagSpec& dag : deployments[fault.target].dags) {
        known.insert(known.end(), dag.tags.begin(), dag.tags.end());
        has_tag = has_tag || std::ranges::find(dag.tags, tag) != dag.tags.end();
      }
      if (has_tag) setup_.faults.push_back(fault);
      is_aimed = is_aimed || has_tag;
    }
    std::ranges::sort(known);
    known.erase(std::unique(known.begin(), known.end()), known.end());
    if (!is_aimed) say_unknown("tag", tag, known, target);
  }

  void say_unknown(std::string_view what, const std::string& name,
                   const std::vector<std::string>& known, const Node& target) {
    problems_.add(target.place,
                  unknown(what, name, known) + (known.empty() ? "; there are none" : ""));
  }

  const Node& node_;
  Fields fields_;
  sim::Setup& setup_;
  Problems& problems_;
};

// In thousandths, rounded up: half a node is one.
std::string takes_none(const sim::NodesTaken& nodes) {
  const std::uint32_t least = (500 + nodes.most_beside - 1) / nodes.most_beside;
  return "'share' takes none of " + std::to_string(nodes.most_beside) +
         (nodes.most_beside == 1 ? " node" : " nodes") + "; the least that takes one is 0." +
         std::to_string(1000 + least).substr(1);
}

}  // namespace

void must_take_nodes(const Node& faults, const sim::Setup& setup, Problems& problems) {
  const auto takes_nodes = [](const FaultSpec& fault) {
    return sim::takes_nodes(sim::faults()[fault.kind]);
  };
  if (std::ranges::none_of(setup.faults, takes_nodes)) return;
  const sim::World world = sim::initial_world(setup);
  for (const Node& node : faults.elements) {
    const Node* share = node.find("share");
    if (share == nullptr) continue;
    const Node* name = node.find("name") != nullptr ? node.find("name") : node.find("kind");
    const auto fault = std::ranges::find(setup.faults, name->string, &FaultSpec::name);
    if (!takes_nodes(*fault)) continue;
    const sim::NodesTaken nodes = sim::nodes_taken(setup.world, world, *fault);
    if (nodes.is_none()) problems.add(share->place, takes_none(nodes));
  }
}

void load_fault(const Node& node, sim::Setup& setup, Problems& problems) {
  FaultLoader(node, setup, problems).load();
}

}  // namespace blackstart::drill
