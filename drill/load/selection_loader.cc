#include "drill/load/selection_loader.h"

#include <algorithm>
#include <array>

#include "drill/read/names.h"
#include "drill/selection.h"

namespace blackstart::drill {
namespace {

// Where things of a class can come from; what is not here comes from nowhere in particular.
struct Origins {
  sim::DataClass of;
  std::array<sim::Provenance, 4> provenances;  // filled up with the last
};
using enum sim::Provenance;
constexpr std::array kOrigins = {
    Origins{sim::DataClass::variable, {ui, image, environment, secrets_backend}},
    Origins{sim::DataClass::connection, {ui, image, environment, secrets_backend}},
    Origins{sim::DataClass::pool, {ui, image, environment, secrets_backend}},
    Origins{sim::DataClass::environment_variable, {plain, secret, secret, secret}},
    Origins{sim::DataClass::cluster_configuration,
            {restored, not_restored, not_restored, not_restored}},
    Origins{sim::DataClass::route, {vendor, customer, customer, customer}},
    Origins{sim::DataClass::security_group_rule, {vendor, customer, customer, customer}},
};

// Patterns, both.
bool can_exist(const std::string& data_class, const std::string& provenance) {
  return std::ranges::any_of(kOrigins, [&](const Origins& origins) {
    return matches(data_class, name_of(origins.of)) &&
           std::ranges::any_of(origins.provenances, [&](sim::Provenance each) {
             return matches(provenance, name_of(each));
           });
  });
}

bool matches_any(const std::string& pattern, const std::vector<std::string>& names) {
  return std::ranges::any_of(names,
                             [&](const std::string& name) { return matches(pattern, name); });
}

std::vector<std::string> dag_names(const sim::WorldSpec& world) {
  std::vector<std::string> names;
  for (const auto& deployment : world.deployments) {
    for (const auto& dag : deployment.dags) names.push_back(dag.name);
  }
  return names;
}

std::vector<std::string> tag_names(const sim::WorldSpec& world) {
  std::vector<std::string> names;
  for (const auto& deployment : world.deployments) {
    for (const auto& dag : deployment.dags)
      names.insert(names.end(), dag.tags.begin(), dag.tags.end());
  }
  return names;
}

// What is selected by a pattern that the name of at least one must match.
struct ByPattern {
  std::string_view kind;
  std::string Selection::*into;
  std::vector<std::string> (*names)(const sim::WorldSpec& world);
};
constexpr std::array kByPattern = {
    ByPattern{"deployment", &Selection::deployment,
              [](const sim::WorldSpec& world) { return names_in(world.deployments); }},
    ByPattern{"cluster", &Selection::cluster,
              [](const sim::WorldSpec& world) { return names_in(world.clusters); }},
    ByPattern{"dag", &Selection::dag, dag_names},
    ByPattern{"tag", &Selection::tag, tag_names},
};

class SelectionLoader {
 public:
  SelectionLoader(const sim::WorldSpec& world, Problems& problems)
      : world_(world), problems_(problems) {}

  Selection load(Fields& fields) {
    Selection selection;
    if (const Node* of = fields.find("of", Node::Kind::string)) select(*of, selection);
    const Node* tier = fields.find("tier", Node::Kind::string);
    const Node* data_class = fields.find("class", Node::Kind::string);
    for (const auto& [node, said] :
         {std::pair{tier, &selection.tier}, {data_class, &selection.data_class}}) {
      if (node != nullptr && !said->empty()) problems_.add(node->place, "\"of\" says this already");
    }
    if (tier != nullptr) selection.tier = tier->string;
    must_be_known(tier, selection.tier, "tier", world_.tiers, problems_);
    if (data_class != nullptr) select_class(*data_class, data_class->string, selection);
    return selection;
  }

  void select_class(const Node& node, const std::string& text, Selection& selection) {
    selection = of_class(std::move(selection), text);
    const bool is_class =
        is_known_or_matches(node, selection.data_class, "class",
                            {sim::kDataClassNames.begin(), sim::kDataClassNames.end()});
    if (text.find(':') == std::string::npos) return;
    const bool is_provenance =
        is_known_or_matches(node, selection.provenance, "provenance",
                            {sim::kProvenanceNames.begin() + 1, sim::kProvenanceNames.end()});
    if (is_class && is_provenance && !can_exist(selection.data_class, selection.provenance))
      problems_.add(node.place, "no " + selection.data_class + " ever comes from '" +
                                    selection.provenance + "'");
  }

 private:
  void select(const Node& node, Selection& selection) {
    const std::size_t colon = node.string.find(':');
    const std::string kind = node.string.substr(0, colon);
    const std::string pattern = colon == std::string::npos ? "" : node.string.substr(colon + 1);
    const auto* by_pattern = std::ranges::find(kByPattern, kind, &ByPattern::kind);
    if (by_pattern != kByPattern.end())
      return must_match(node, selection.*by_pattern->into = pattern, kind,
                        by_pattern->names(world_));
    if (kind == "tier")
      return must_be_known(&node, selection.tier = pattern, kind, world_.tiers, problems_);
    if (kind == "class") return select_class(node, pattern, selection);
    problems_.add(
        node.place,
        "unknown selection '" + node.string +
            "'; write it as \"deployment:name\", \"dag:name\", \"tag:name\", "
            "\"tier:name\", \"cluster:name\" or \"class:name\", with '*' for any characters");
  }

  void must_match(const Node& node, const std::string& pattern, const std::string& kind,
                  const std::vector<std::string>& names) {
    if (!matches_any(pattern, names)) tell_no_match(node, pattern, kind, names);
  }

  void tell_no_match(const Node& node, const std::string& pattern, const std::string& kind,
                     const std::vector<std::string>& names) {
    problems_.add(node.place,
                  "'" + node.string + "' matches no " + kind + suggestion(pattern, names));
  }

  // Where not, that is a problem.
  bool is_known_or_matches(const Node& node, const std::string& pattern, const std::string& kind,
                           const std::vector<std::string>& names) {
    if (matches_any(pattern, names)) return true;
    if (pattern.find('*') == std::string::npos)
      must_be_known(&node, pattern, kind, names, problems_);
    else
      tell_no_match(node, pattern, kind, names);
    return false;
  }

  const sim::WorldSpec& world_;
  Problems& problems_;
};

}  // namespace

Selection load_selection(Fields& fields, const sim::WorldSpec& world, Problems& problems) {
  return SelectionLoader(world, problems).load(fields);
}

void must_be_a_class(const Node& node, const std::string& text, const sim::WorldSpec& world,
                     Problems& problems) {
  Selection selection;
  SelectionLoader(world, problems).select_class(node, text, selection);
}

}  // namespace blackstart::drill
