#include "drill/load/judgement_loader.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "drill/bound.h"
#include "drill/load/selection_loader.h"
#include "drill/measures.h"
#include "drill/read/names.h"
#include "drill/text/durations.h"
#include "sim/fault/fault.h"

namespace blackstart::drill {
namespace {

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

  Milestone milestone(Fields& fields, std::string_view key, Milestone fallback, bool is_clock) {
    const std::size_t first = is_clock ? 0 : 1, last = is_clock ? 4 : kMilestones;
    std::vector<std::string> known;
    for (std::size_t i = first; i < last; ++i)
      known.emplace_back(name_of(static_cast<Milestone>(i)));
    const std::size_t named = fields.word(key, static_cast<std::size_t>(fallback) - first, known,
                                          is_clock ? "clock" : "milestone");
    return static_cast<Milestone>(first + named);
  }

  // A clock that starts after what it measures would always be met.
  void must_come_before(Milestone since, Milestone to, Fields& fields) {
    const Node* node = fields.find("since");
    if (node == nullptr) node = fields.find("to");
    if (node == nullptr || since < to) return;
    problems_.add(node->place, "'" + std::string(name_of(since)) + "' does not come before '" +
                                   std::string(name_of(to)) + "'");
  }

  void load_objective(const Node& node) {
    Fields fields(node, problems_);
    Objective objective;
    objective.disruption = fields.text("disruption");
    std::set<std::string> disruptions = {std::string(kByRecovery)};
    for (const sim::FaultKind& kind : sim::faults()) disruptions.emplace(kind.disruption);
    must_be_known(fields.find("disruption"), objective.disruption, "disruption",
                  {disruptions.begin(), disruptions.end()}, problems_);
    objective.of = load_selection(fields, world_, problems_);
    objective.rto = fields.duration("rto");
    objective.to = milestone(fields, "to", Milestone::first_success, false);
    objective.since = milestone(fields, "since", Milestone::fault, true);
    must_come_before(objective.since, objective.to, fields);
    for (const Node::Member& member : fields.named("rpo")) {
      must_be_a_class(member.value, member.key, world_, problems_);
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
    must_be_known(measure, expectation.measure, "measure", names_in(measures()), problems_);
    if (const Measure* asked = find_measure(expectation.measure)) must_heed(*asked, fields);
    expectation.of = load_selection(fields, world_, problems_);
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
    const Heeds& heeds = measure.heeds;
    for (const auto& [key, is_heeded] : {std::pair{"to", heeds.milestones},
                                         {"since", heeds.milestones},
                                         {"class", heeds.data_class}}) {
      const Node* said = fields.find(key);
      if (said != nullptr && !is_heeded)
        problems_.add(said->place,
                      "means nothing to the measure '" + std::string(measure.name) + "'");
    }
    const Node* of = fields.find("of", Node::Kind::string);
    const bool is_of_dags =
        of != nullptr && (of->string.starts_with("dag:") || of->string.starts_with("tag:"));
    if (is_of_dags && !heeds.dags)
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
                      {measure->words().begin(), measure->words().end()}, problems_);
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
    load_whose_miss(fields, accepted);
    accepted.reason = said(fields, "reason");
    accepted.owner = said(fields, "owner");
    accepted.until = last_day(fields);
    fields.finish();
    scenario_.accepted.push_back(std::move(accepted));
  }

  void load_whose_miss(Fields& fields, Accepted& accepted) {
    const Node& node = fields.node();
    const bool is_objective = fields.find("objective") != nullptr;
    if (is_objective && fields.find("expectation") != nullptr)
      problems_.add(node.place, "accepts one \"objective\" or one \"expectation\", not both");
    const std::string key = is_objective ? "objective" : "expectation";
    accepted.list = is_objective ? Accepted::List::objective : Accepted::List::expectation;
    const std::size_t size =
        is_objective ? scenario_.objectives.size() : scenario_.expectations.size();
    const Node* index = fields.find(key);
    if (index == nullptr && node.is(Node::Kind::object))
      problems_.add(node.place, "'objective' or 'expectation' is missing");
    if (index == nullptr) return;
    if (size == 0)
      return problems_.add(index->place, "there are no " + key + "s to accept a miss of");
    accepted.index =
        static_cast<std::uint32_t>(fields.count(key, 0, 0, static_cast<std::int64_t>(size) - 1));
  }

  std::string said(Fields& fields, std::string_view key) {
    std::string text = fields.text(key);
    const Node* node = fields.require(key, Node::Kind::string);
    if (node != nullptr && text.empty())
      problems_.add(node->place, "a miss is accepted with a reason, by somebody");
    return text;
  }

  Instant last_day(Fields& fields) {
    const Node* until = fields.require("until", Node::Kind::string);
    if (until == nullptr) return {};
    const auto read = read_last_day(until->string);
    if (const auto* day = std::get_if<Instant>(&read)) return *day;
    problems_.add(until->place, std::get<Misread>(read).what);
    return {};
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
