#include "drill/load/judgement_loader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "drill/bound.h"
#include "drill/load/names.h"
#include "drill/measure.h"
#include "drill/text/durations.h"
#include "sim/fault/fault.h"

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

class JudgementLoader {
 public:
  JudgementLoader(const sim::Setup& setup, Scenario& scenario, Problems& problems)
      : world_(setup.world),
        horizon_(setup.ends_at - setup.starts_at),
        scenario_(scenario),
        problems_(problems) {}

  void load(Fields& fields) {
    for_each(fields, "objectives", [this](const Node& node) { load_objective(node); });
    for_each(fields, "expectations", [this](const Node& node) { load_expectation(node); });
    for_each(fields, "accepted", [this](const Node& node) { load_accepted(node); });
  }

 private:
  void for_each(Fields& fields, std::string_view key, auto&& load) {
    const Node* list = fields.find(key, Node::Kind::array);
    if (list == nullptr) return;
    for (const Node& node : list->elements) load(node);
  }

  void must_be_known(const Node* node, const std::string& word, std::string_view what,
                     const std::vector<std::string>& known) {
    if (node == nullptr || std::ranges::find(known, word) != known.end()) return;
    problems_.add(node->place, unknown(what, word, known));
  }

  Milestone milestone(Fields& fields, std::string_view key, Milestone fallback, bool is_clock) {
    const Node* node = fields.find(key, Node::Kind::string);
    if (node == nullptr) return fallback;
    std::vector<std::string> known;
    const std::size_t first = is_clock ? 0 : 1, last = is_clock ? 4 : kMilestones;
    for (std::size_t i = first; i < last; ++i)
      known.emplace_back(name_of(static_cast<Milestone>(i)));
    must_be_known(node, node->string, is_clock ? "clock" : "milestone", known);
    const bool is_known = std::ranges::find(known, node->string) != known.end();
    return is_known ? *milestone_named(node->string) : fallback;
  }

  // A clock that starts after what it measures would always be met.
  void must_come_before(Milestone since, Milestone to, Fields& fields) {
    const Node* node = fields.find("since");
    if (node == nullptr) node = fields.find("to");
    if (node == nullptr || since < to) return;
    problems_.add(node->place, "'" + std::string(name_of(since)) + "' does not come before '" +
                                   std::string(name_of(to)) + "'");
  }

  Selection selection(Fields& fields) {
    Selection selection;
    if (const Node* of = fields.find("of", Node::Kind::string)) select(*of, selection);
    const Node* tier = fields.find("tier", Node::Kind::string);
    const Node* data_class = fields.find("class", Node::Kind::string);
    for (const auto& [node, said] :
         {std::pair{tier, &selection.tier}, {data_class, &selection.data_class}}) {
      if (node != nullptr && !said->empty()) problems_.add(node->place, "\"of\" says this already");
    }
    if (tier != nullptr) selection.tier = tier->string;
    must_be_known(tier, selection.tier, "tier", world_.tiers);
    if (data_class != nullptr) select_class(*data_class, data_class->string, selection);
    return selection;
  }

  void select(const Node& node, Selection& selection) {
    const std::size_t colon = node.string.find(':');
    const std::string kind = node.string.substr(0, colon);
    const std::string pattern = colon == std::string::npos ? "" : node.string.substr(colon + 1);
    if (kind == "deployment")
      must_match(node, selection.deployment = pattern, kind, names_in(world_.deployments));
    else if (kind == "cluster")
      must_match(node, selection.cluster = pattern, kind, names_in(world_.clusters));
    else if (kind == "tier")
      must_be_known(&node, selection.tier = pattern, kind, world_.tiers);
    else if (kind == "class")
      select_class(node, pattern, selection);
    else if (kind == "dag")
      must_match(node, selection.dag = pattern, kind, dag_names());
    else if (kind == "tag")
      must_match(node, selection.tag = pattern, kind, tag_names());
    else {
      problems_.add(
          node.place,
          "unknown selection '" + node.string +
              "'; write it as \"deployment:name\", \"dag:name\", \"tag:name\", "
              "\"tier:name\", \"cluster:name\" or \"class:name\", with '*' for any characters");
    }
  }

  void must_match(const Node& node, const std::string& pattern, const std::string& kind,
                  const std::vector<std::string>& names) {
    if (std::ranges::any_of(names, [&](const std::string& name) { return matches(pattern, name); }))
      return;
    problems_.add(node.place,
                  "'" + node.string + "' matches no " + kind + suggestion(pattern, names));
  }

  // "connection", "connection:ui", "*:ui"
  void select_class(const Node& node, const std::string& text, Selection& selection) {
    const std::size_t colon = text.find(':');
    selection.data_class = text.substr(0, colon);
    must_be_known_or_match(node, selection.data_class, "class",
                           {sim::kDataClassNames.begin(), sim::kDataClassNames.end()});
    if (colon == std::string::npos) return;
    selection.provenance = text.substr(colon + 1);
    must_be_known_or_match(node, selection.provenance, "provenance",
                           {sim::kProvenanceNames.begin() + 1, sim::kProvenanceNames.end()});
    const bool is_known = sim::data_class_named(selection.data_class).has_value() ||
                          selection.data_class.find('*') != std::string::npos;
    if (is_known && !can_exist(selection.data_class, selection.provenance))
      problems_.add(node.place, "no " + selection.data_class + " ever comes from '" +
                                    selection.provenance + "'");
  }

  void must_be_known_or_match(const Node& node, const std::string& pattern, const std::string& kind,
                              const std::vector<std::string>& names) {
    if (pattern.find('*') == std::string::npos)
      must_be_known(&node, pattern, kind, names);
    else
      must_match(node, pattern, kind, names);
  }

  std::vector<std::string> dag_names() const {
    std::vector<std::string> names;
    for (const auto& deployment : world_.deployments) {
      for (const auto& dag : deployment.dags) names.push_back(dag.name);
    }
    return names;
  }

  std::vector<std::string> tag_names() const {
    std::vector<std::string> names;
    for (const auto& deployment : world_.deployments) {
      for (const auto& dag : deployment.dags)
        names.insert(names.end(), dag.tags.begin(), dag.tags.end());
    }
    return names;
  }

  void load_objective(const Node& node) {
    Fields fields(node, problems_);
    Objective objective;
    objective.disruption = fields.text("disruption");
    std::set<std::string> disruptions = {std::string(kByRecovery)};
    for (const sim::FaultKind& kind : sim::faults()) disruptions.emplace(kind.disruption);
    must_be_known(fields.find("disruption"), objective.disruption, "disruption",
                  {disruptions.begin(), disruptions.end()});
    objective.of = selection(fields);
    objective.rto = fields.duration("rto");
    objective.to = milestone(fields, "to", Milestone::first_success, false);
    objective.since = milestone(fields, "since", Milestone::fault, true);
    must_come_before(objective.since, objective.to, fields);
    for (const Node::Member& member : fields.named("rpo")) {
      must_be_known(&member.value, member.key, "class",
                    {sim::kDataClassNames.begin(), sim::kDataClassNames.end()});
      if (const auto rpo = duration_of(member.value, problems_)) objective.rpo[member.key] = *rpo;
    }
    if (fields.find("rto") == nullptr && fields.named("rpo").empty())
      problems_.add(node.place, "an objective wants an \"rto\" or an \"rpo\"");
    fields.finish();
    scenario_.objectives.push_back(std::move(objective));
  }

  void load_expectation(const Node& node) {
    Fields fields(node, problems_);
    Expectation expectation;
    const Node* measure = fields.require("measure", Node::Kind::string);
    expectation.measure = fields.text("measure");
    must_be_known(measure, expectation.measure, "measure", names_in(measures()));
    if (const Measure* asked = find_measure(expectation.measure)) must_heed(*asked, fields);
    expectation.of = selection(fields);
    expectation.to = milestone(fields, "to", Milestone::first_success, false);
    expectation.since = milestone(fields, "since", Milestone::fault, true);
    must_come_before(expectation.since, expectation.to, fields);
    expectation.because = fields.text("because");
    expectation.statistic = fields.text("statistic");
    if (const Node* statistic = fields.find("statistic")) must_be_a_statistic(*statistic);
    expectation.runs = static_cast<std::uint32_t>(fields.count("runs", 0, 1));
    expectation.when = fields.duration("when");
    if (expectation.when && *expectation.when > horizon_) {
      problems_.add(fields.find("when")->place, "is after the horizon: nothing is measured then");
    }
    for (const BoundRow& row : kBounds) {
      if (const Node* bound = fields.find(row.name)) load_bound(*bound, row.kind, expectation);
    }
    must_leave_room(expectation.bounds, node);
    if (const Node* statistic = fields.find("statistic"))
      must_be_about_numbers(*statistic, expectation);
    if (expectation.bounds.empty())
      problems_.add(node.place,
                    "an expectation wants \"at_most\", \"at_least\", \"equals\", \"never\" or "
                    "\"eventually\"");
    fields.finish();
    scenario_.expectations.push_back(std::move(expectation));
  }

  // What a measure does not look at must not be said: it would seem to have been heeded.
  void must_heed(const Measure& measure, Fields& fields) {
    for (const char* key : {"to", "since", "class"}) {
      const Node* said = fields.find(key);
      if (said != nullptr && !measure.heeds(key))
        problems_.add(said->place,
                      "means nothing to the measure '" + std::string(measure.name) + "'");
    }
    const Node* of = fields.find("of", Node::Kind::string);
    const bool is_of_dags =
        of != nullptr && (of->string.starts_with("dag:") || of->string.starts_with("tag:"));
    if (is_of_dags && !measure.heeds("dag"))
      problems_.add(of->place, "'" + std::string(measure.name) +
                                   "' is not told DAG by DAG; select a Deployment or a class");
  }

  void must_leave_room(const std::vector<Bound>& bounds, const Node& node) {
    std::int64_t least = INT64_MIN, most = INT64_MAX;
    for (const Bound& bound : bounds) {
      if (bound.value != Bound::Value::number) continue;
      if (bound.kind == Bound::Kind::at_most || bound.kind == Bound::Kind::equals)
        most = std::min(most, bound.number);
      if (bound.kind == Bound::Kind::at_least || bound.kind == Bound::Kind::equals)
        least = std::max(least, bound.number);
    }
    if (least > most) problems_.add(node.place, "nothing can hold all of these bounds at once");
  }

  // Over runs there are statistics of numbers, not of words, nor of what differs from run to run.
  void must_be_about_numbers(const Node& statistic, const Expectation& expectation) {
    const bool is_of_numbers = std::ranges::all_of(
        expectation.bounds, [](const Bound& bound) { return bound.value == Bound::Value::number; });
    if (!is_of_numbers)
      problems_.add(statistic.place,
                    "only of numbers; without \"statistic\" it must hold in every run");
  }

  void must_be_a_statistic(const Node& node) {
    double percent = 0;
    const char* const end = node.string.data() + node.string.size();
    const bool is_quantile = node.string.starts_with("p") &&
                             std::from_chars(node.string.data() + 1, end, percent).ptr == end &&
                             percent > 0 && percent < 100;
    const std::vector<std::string> known = {"mean", "median", "min", "max"};
    if (is_quantile || std::ranges::find(known, node.string) != known.end()) return;
    problems_.add(node.place, "unknown statistic '" + node.string +
                                  "'; known: mean, median, min, max, and quantiles such as p95");
  }

  void load_bound(const Node& node, Bound::Kind kind, Expectation& expectation) {
    Bound bound{.kind = kind};
    const Measure* measure = find_measure(expectation.measure);
    const Unit unit = measure == nullptr ? Unit::count : measure->unit;
    if (unit == Unit::word) {
      bound.value = Bound::Value::word;
      bound.word = node.string;
      if (kind == Bound::Kind::at_most || kind == Bound::Kind::at_least) {
        problems_.add(node.place, "a word is compared by \"equals\", \"never\" or \"eventually\"");
      }
      if (expect(node, Node::Kind::string, problems_))
        must_be_known(&node, bound.word, measure->name,
                      {measure->words().begin(), measure->words().end()});
    } else if (kind == Bound::Kind::never || kind == Bound::Kind::eventually) {
      const bool is_true = node.is(Node::Kind::boolean) && node.boolean;
      if (!is_true)
        problems_.add(node.place, "of a number, \"never\" and \"eventually\" can only be true");
    } else if (unit == Unit::duration) {
      if (const auto duration = duration_of(node, problems_)) bound.number = duration->count();
    } else if (node.is(Node::Kind::string) && node.string == "all") {
      bound.value = Bound::Value::all;
    } else if (expect(node, Node::Kind::integer, problems_)) {
      bound.number = node.integer;
      if (node.integer < 0) problems_.add(node.place, "a count is never negative");
    }
    expectation.bounds.push_back(std::move(bound));
  }

  void load_accepted(const Node& node) {
    Fields fields(node, problems_);
    Accepted accepted;
    const bool is_objective = fields.find("objective") != nullptr;
    if (is_objective && fields.find("expectation") != nullptr)
      problems_.add(node.place, "accepts one \"objective\" or one \"expectation\", not both");
    const char* key = is_objective ? "objective" : "expectation";
    accepted.list = is_objective ? Accepted::List::objective : Accepted::List::expectation;
    const std::size_t size =
        is_objective ? scenario_.objectives.size() : scenario_.expectations.size();
    const Node* index = fields.find(key);
    if (index == nullptr && node.is(Node::Kind::object))
      problems_.add(node.place, "'objective' or 'expectation' is missing");
    if (index != nullptr && size == 0) {
      problems_.add(index->place, "there are no " + std::string(key) + "s to accept a miss of");
    } else if (index != nullptr) {
      accepted.index =
          static_cast<std::uint32_t>(fields.count(key, 0, 0, static_cast<std::int64_t>(size) - 1));
    }
    for (const auto& [text, into] :
         {std::pair{"reason", &accepted.reason}, {"owner", &accepted.owner}}) {
      *into = fields.text(text);
      const Node* said = fields.require(text, Node::Kind::string);
      if (said != nullptr && into->empty())
        problems_.add(said->place, "a miss is accepted with a reason, by somebody");
    }
    if (const Node* until = fields.require("until", Node::Kind::string)) {
      const auto read = read_last_day(until->string);
      if (const auto* misread = std::get_if<Misread>(&read))
        problems_.add(until->place, misread->what);
      else
        accepted.until = std::get<Instant>(read);
    }
    fields.finish();
    scenario_.accepted.push_back(std::move(accepted));
  }

  const sim::WorldSpec& world_;
  Duration horizon_;
  Scenario& scenario_;
  Problems& problems_;
};

}  // namespace

void load_judgements(Fields& fields, const sim::Setup& setup, Scenario& scenario,
                     Problems& problems) {
  JudgementLoader(setup, scenario, problems).load(fields);
}

}  // namespace blackstart::drill
