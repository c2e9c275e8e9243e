#include "drill/text/json.h"

#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "drill/acceptance.h"
#include "drill/measure/work.h"
#include "drill/report/report.h"
#include "drill/text/durations.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;

// Whole seconds are integers, so that they read and compare as such.
Json in_seconds(Duration duration) {
  constexpr std::int64_t kSecond = 1'000'000;
  if (duration.count() % kSecond == 0) return duration.count() / kSecond;
  return static_cast<double>(duration.count()) / static_cast<double>(kSecond);
}

class Writer {
 public:
  explicit Writer(const Outcome& outcome) : outcome_(outcome) {}

  Json write() const {
    Json json = outcome();
    if (outcome_.origin) json["origin"] = origin(*outcome_.origin);
    return json;
  }

 private:
  Json outcome() const {
    return {{"schema", "blackstart/outcome/1"},
            {"scenario", outcome_.file},
            {"title", outcome_.title},
            {"strategy", outcome_.strategy},
            {"seed", outcome_.seed},
            // Text: a number of 64 bits does not survive every reader of JSON.
            {"digest", hexadecimal(outcome_.digest)},
            {"verdict", name_of(outcome_.verdict())},
            {"objectives", each(outcome_.objectives, &Writer::judgement)},
            {"expectations", each(outcome_.expectations, &Writer::judgement)},
            {"deployments", each(outcome_.deployments, &Writer::deployment)},
            {"ledger", each(outcome_.ledger, &Writer::ledger_row)},
            {"restorations", each(outcome_.restorations, &Writer::restoration)},
            {"scattered_xcoms", each(outcome_.scattered_xcoms, &Writer::scattered)},
            {"work", work()},
            {"manual_steps", each(outcome_.manual_steps, &Writer::manual_step)},
            {"faults", each(outcome_.faults, &Writer::fault)},
            {"critical_path_of", outcome_.critical_path.deployment},
            {"critical_path", each(outcome_.critical_path.steps, &Writer::critical_step)},
            {"assumptions", each(outcome_.assumptions, &Writer::assumption)},
            {"timeline", each(outcome_.timeline, &Writer::timeline_entry)},
            {"states", each(outcome_.states, &Writer::state_change)},
            {"drift", each(outcome_.drift, &Writer::drift)},
            {"not_modelled", outcome_.not_modelled},
            {"exit_code", outcome_.exit_code()},
            {"events", outcome_.events}};
  }

  static Json origin(const Origin& origin) {
    return {{"incident", origin.incident},   {"scope", origin.scope},
            {"sources", origin.sources},     {"confidence", origin.confidence},
            {"data_loss", origin.data_loss}, {"converted", origin.converted},
            {"mapped", origin.mapped},       {"assumptions", origin.assumptions},
            {"left_out", origin.left_out}};
  }

  template <typename T>
  Json each(const std::vector<T>& items, Json (Writer::*one)(const T&) const) const {
    Json array = Json::array();
    for (const T& item : items) array.push_back((this->*one)(item));
    return array;
  }

  Json since_start(Instant instant) const { return in_seconds(instant - outcome_.starts_at); }
  Json since_start(const std::optional<Instant>& instant) const {
    return instant ? since_start(*instant) : Json();
  }

  Json judgement(const Judgement& judgement) const {
    return {{"says", judgement.says},
            {"verdict", name_of(judgement.verdict)},
            {"measured", judgement.measured},
            {"accepted", in_json(judgement.accepted)},
            {"acceptance_expired", in_json(judgement.acceptance_expired)},
            {"not_evaluated", judgement.not_evaluated}};
  }

  Json deployment(const DeploymentOutcome& deployment) const {
    Json rta = Json::object();
    for (std::size_t i = 0; i < kMilestones; ++i) {
      const auto milestone = static_cast<Milestone>(i);
      const auto taken = deployment.rta(milestone);
      rta[std::string(name_of(milestone))] = taken ? in_seconds(*taken) : Json();
    }
    Json outages = Json::array();
    for (const Outage& outage : deployment.outages) {
      outages.push_back({{"began", since_start(outage.began)},
                         {"ended", since_start(outage.ended)},
                         {"disruptions", outage.disruptions},
                         {"milestones", milestones(outage.at)}});
    }
    Json dags = Json::array();
    for (const DagOutcome& dag : deployment.dags) {
      dags.push_back({{"name", dag.name},
                      {"tags", dag.tags},
                      {"first_success", since_start(dag.first_success)},
                      {"keeps", dag.keeps},
                      {"kept_by", dag.kept_by},
                      {"work", counts(dag.work)}});
    }
    return {{"name", deployment.name},
            {"tier", deployment.tier},
            {"cluster", deployment.cluster},
            {"status", name_of(deployment.status)},
            {"disruption", deployment.disruption},
            {"keeps", deployment.keeps},
            {"outages", outages},
            {"kept_by", deployment.kept_by},
            {"healthy_but_useless", deployment.is_useless},
            {"milestones", milestones(deployment.milestones())},
            {"rta", rta},
            {"dags", dags},
            {"work", counts(work_of(deployment))}};
  }

  Json milestones(const Milestones& at) const {
    Json json = Json::object();
    for (std::size_t i = 0; i < kMilestones; ++i) {
      const auto milestone = static_cast<Milestone>(i);
      json[std::string(name_of(milestone))] = since_start(at[milestone]);
    }
    return json;
  }

  Json counts(const WorkCounts& work) const {
    Json json = Json::object();
    for (const WorkRow& row : kWork) json[std::string(row.name)] = work[row.kind];
    return json;
  }

  // By tier and by tag; a DAG with two tags counts under both.
  Json work() const {
    std::map<std::string, WorkCounts> tiers, tags;
    WorkCounts fleet;
    for (const DeploymentOutcome& deployment : outcome_.deployments) {
      for (const DagOutcome& dag : deployment.dags) {
        fleet += dag.work;
        tiers[deployment.tier] += dag.work;
        for (const std::string& tag : dag.tags) tags[tag] += dag.work;
      }
    }
    return {{"fleet", counts(fleet)},
            {"tiers", counts(tiers)},
            {"tags", counts(tags)},
            {"operator_seconds", in_seconds(operator_time(outcome_))}};
  }

  Json counts(const std::map<std::string, WorkCounts>& by_name) const {
    Json json = Json::object();
    for (const auto& [name, work] : by_name) json[name] = counts(work);
    return json;
  }

  Json ledger_row(const LedgerRow& row) const {
    return {{"class", sim::name_of(row.data_class)},
            {"provenance", sim::name_of(row.provenance)},
            {"deployment", row.deployment},
            {"cluster", row.cluster},
            {"tier", row.tier},
            {"existed", row.existed},
            {"created", row.created},
            {"present", row.present},
            {"lost", row.lost},
            {"removed", row.removed},
            {"at_fault", row.at_fault},
            {"bytes", bytes(row)},
            {"unreachable", row.unreachable},
            {"lost_names", row.lost_names},
            {"cut", since_start(row.cut)},
            {"newest_surviving", since_start(row.newest_surviving)},
            {"rpa", row.rpa == recovery::kForever ? Json("all") : in_seconds(row.rpa)}};
  }

  // null: of this class no bytes are counted.
  static Json bytes(const LedgerRow& row) {
    const bool is_counted = sim::has_bytes(row.data_class);
    if (!is_counted) return {};
    return {{"existed", row.bytes.existed},
            {"created", row.bytes.created},
            {"present", row.bytes.present},
            {"lost", row.bytes.lost}};
  }

  Json restoration(const Restoration& restoration) const {
    return {{"at", since_start(restoration.at)},
            {"cut", since_start(restoration.cut)},
            {"deployment", restoration.deployment},
            {"part", restoration.part},
            {"copy", restoration.copy}};
  }

  Json scattered(const ScatteredXComs& xcoms) const {
    return {{"deployment", xcoms.deployment},
            {"dangling", xcoms.dangling},
            {"orphaned", xcoms.orphaned}};
  }

  Json manual_step(const ManualStep& step) const {
    return {{"step", step.step},
            {"operation", step.operation},
            {"target", step.target},
            {"owner", step.owner},
            {"needed_by", step.needed_by},
            {"asked", since_start(step.asked)},
            {"begun", since_start(step.begun)},
            {"finished", since_start(step.finished)}};
  }

  Json fault(const FaultSpan& fault) const {
    return {{"kind", fault.kind},
            {"target", fault.target},
            {"began", since_start(fault.began)},
            {"ended", since_start(fault.ended)}};
  }

  Json critical_step(const CriticalStep& step) const {
    return {{"step", step.step},
            {"started", since_start(step.started)},
            {"finished", since_start(step.finished)},
            {"owner", step.owner},
            {"why", step.why},
            {"timing", step.timing_key},
            {"seconds", in_seconds(step.finished - step.started)}};
  }

  Json assumption(const Assumption& assumption) const {
    return {{"figure", assumption.figure},
            {"says", assumption.says},
            {"on_critical_path", in_seconds(assumption.on_critical_path)}};
  }

  Json timeline_entry(const TimelineEntry& entry) const {
    return {{"at", since_start(entry.at)}, {"what", entry.what}, {"subject", entry.subject}};
  }

  Json state_change(const StateChange& change) const {
    return {{"at", since_start(change.at)}, {"subject", change.subject}, {"state", change.state}};
  }

  Json drift(const Drift& drift) const {
    return {
        {"at", since_start(drift.at)}, {"deployment", drift.deployment}, {"change", drift.change}};
  }

  const Outcome& outcome_;
};

}  // namespace

std::string write_json(std::span<const Outcome> outcomes, const Style& style) {
  Json json = Json::array();
  for (const Outcome& outcome : outcomes) json.push_back(Writer(outcome).write());
  return text_of_json(outcomes.size() == 1 && !style.as_list ? json.front() : json);
}

}  // namespace blackstart::drill
