#include "drill/campaign/premises.h"

#include <algorithm>
#include <sstream>

#include "drill/text/durations.h"
#include "drill/text/words.h"
#include "sim/fault/fault.h"

namespace blackstart::drill {
namespace {

std::string number_in_words(double number) {
  std::ostringstream text;
  text << number;
  return text.str();
}

std::string spread_of(const sim::Distribution& distribution) {
  if (distribution.is_constant()) return text_of(distribution.median());
  std::vector<std::string> parts;
  for (const Duration measured : distribution.measured()) parts.push_back(text_of(measured));
  if (!parts.empty()) return "one of " + joined(parts);
  return "p5 " + text_of(distribution.quantile(0.05)) + ", p50 " + text_of(distribution.median()) +
         ", p95 " + text_of(distribution.quantile(0.95));
}

// A sentence about one thing: "10s, retries 2, after extract"; what is usual is left out.
class Sentence {
 public:
  explicit Sentence(std::string begin) { parts_.push_back(std::move(begin)); }

  void add(std::string part) { parts_.push_back(std::move(part)); }
  void add_if(bool applies, const std::string& part) {
    if (applies) add(part);
  }
  template <class Number>
  void add_unless(Number usual, const std::string& name, Number number) {
    if (number != usual) add(name + " " + std::to_string(number));
  }
  std::string text() const { return joined(parts_); }

 private:
  std::vector<std::string> parts_;
};

class Teller {
 public:
  explicit Teller(const Scenario& scenario)
      : scenario_(scenario), setup_(*scenario.setup), world_(setup_.world) {}

  Premises tell() {
    say("/starts_at", text_of(setup_.starts_at));
    say("/horizon", text_of(setup_.ends_at - setup_.starts_at));
    for (std::size_t i = 0; i < scenario_.prices.size(); ++i)
      say("/prices/" + std::string(kBilled[i].name), number_in_words(scenario_.prices[i].dollars));
    for (const sim::FaultSpec& fault : setup_.faults) say("/faults", told(fault));
    for (const sim::DeploySpec& deploy : setup_.deploys) say("/deploys", told(deploy));
    for (const sim::EditSpec& edit : setup_.edits) say("/edits", told(edit));
    for (const sim::DeploymentSpec& deployment : world_.deployments) tell(deployment);
    for (auto& [pointer, said] : premises_) std::ranges::sort(said);
    return std::move(premises_);
  }

 private:
  void say(const std::string& pointer, std::string what) {
    premises_[pointer].push_back(std::move(what));
  }

  std::string when(Instant at) const { return "at " + text_of(at - setup_.starts_at); }

  std::string told(const sim::FaultSpec& fault) const {
    const sim::FaultKind& kind = sim::faults()[fault.kind];
    Sentence sentence(std::string(kind.name) + " of " + std::string(name_of(fault.domain)) + ":" +
                      sim::target_name(world_, fault) + " " + when(fault.begins));
    sentence.add(fault.lasts == recovery::kForever ? "for ever" : "for " + text_of(fault.lasts));
    for (const sim::FaultField* field : kind.takes)
      sentence.add(std::string(field->name) + " " + value_of(fault, *field));
    return sentence.text();
  }

  static std::string value_of(const sim::FaultSpec& fault, const sim::FaultField& field) {
    switch (field.kind) {
      case sim::FaultField::Kind::share:
      case sim::FaultField::Kind::part:
      case sim::FaultField::Kind::factor:
        return number_in_words(fault.*field.number);
      case sim::FaultField::Kind::duration:
        return text_of(fault.*field.duration);
      case sim::FaultField::Kind::direction:
        return std::vector{"both", "inbound", "outbound"}[static_cast<std::size_t>(fault.cuts)];
      case sim::FaultField::Kind::reading:
        return fault.monitors_read_unhealthy ? "unhealthy" : "silent";
    }
    return {};
  }

  // Whether it reaches the twin is an answer to the disaster, and no part of it.
  std::string told(const sim::DeploySpec& deploy) const {
    return deploy.change + " of " + world_.deployments[deploy.deployment].name + " " +
           when(deploy.at);
  }

  std::string told(const sim::EditSpec& edit) const {
    const sim::ItemSpec& item = world_.items[edit.item];
    const bool creates = edit.kind == sim::EditSpec::Kind::creates;
    return std::string(creates ? "creates " : "removes ") + name_of(item) + " of " +
           world_.deployments[item.deployment].name + " " + when(edit.at);
  }

  static std::string name_of(const sim::ItemSpec& item) {
    return std::string(sim::name_of(item.data_class)) + ":" + item.name;
  }
  static std::string_view name_of(sim::Domain domain) { return sim::name_of(domain); }
  static std::string_view name_of(sim::WeightRule rule) { return sim::name_of(rule); }

  void tell(const sim::DeploymentSpec& deployment) {
    const std::string pointer = "/world/deployments/" + deployment.name;
    say(pointer + "/airflow_version", std::to_string(deployment.profile.airflow_major));
    if (deployment.is_hibernating) say(pointer + "/is_hibernating", "true");
    for (const sim::HibernationSchedule& schedule : deployment.hibernation_schedules)
      say(pointer + "/hibernation_schedules",
          "sleeps at " + schedule.sleeps_at.text() + ", wakes at " + schedule.wakes_at.text());
    for (const sim::DagSpec& dag : deployment.dags) {
      say(pointer + "/dags/" + dag.name, told(dag, deployment));
      for (std::size_t i = 0; i < dag.tasks.size(); ++i)
        say(pointer + "/dags/" + dag.name + "/tasks", told(dag, i, deployment));
    }
  }

  std::string told(const sim::DagSpec& dag, const sim::DeploymentSpec& deployment) const {
    const sim::DagSpec usual;
    Sentence sentence(told(dag.schedule));
    sentence.add("from " + text_of(dag.start_date));
    sentence.add_if(dag.catchup, "catches up");
    sentence.add_if(dag.depends_on_past, "depends on past");
    sentence.add_if(!dag.is_idempotent, "not idempotent");
    sentence.add_if(dag.paused, "paused");
    sentence.add_unless(usual.max_active_runs, "max_active_runs", dag.max_active_runs);
    sentence.add_unless(usual.max_active_tasks, "max_active_tasks", dag.max_active_tasks);
    if (dag.promised_within) sentence.add("promised within " + text_of(*dag.promised_within));
    if (dag.promised_at) sentence.add("promised at " + text_of(*dag.promised_at));
    add_needs(dag.needs, deployment, sentence);
    return sentence.text();
  }

  std::string told(const sim::ScheduleSpec& schedule) const {
    using Kind = sim::ScheduleSpec::Kind;
    switch (schedule.kind) {
      case Kind::timedelta:
        return "every " + text_of(schedule.every);
      case Kind::cron:
        return schedule.cron->text();
      case Kind::once:
        return "once";
      case Kind::assets:
        return "by assets " + assets(schedule.assets);
      case Kind::external:
        return "by requests, one after " + spread_of(schedule.arrivals);
      case Kind::none:
        return "by nothing";
    }
    return {};
  }

  std::string assets(const std::vector<sim::AssetId>& ids) const {
    std::vector<std::string> names;
    for (const sim::AssetId id : ids) names.push_back(world_.assets[id].name);
    std::ranges::sort(names);
    return joined(names, " ");
  }

  static std::string name_of(const sim::DagSpec& dag, std::size_t task) {
    return dag.tasks[task].name.empty() ? "task " + std::to_string(task + 1) : dag.tasks[task].name;
  }

  std::string told(const sim::DagSpec& dag, std::size_t index,
                   const sim::DeploymentSpec& deployment) const {
    const sim::TaskSpec& task = dag.tasks[index];
    const sim::TaskSpec usual;
    Sentence sentence(name_of(dag, index) + " takes " + spread_of(task.duration));
    for (const std::uint32_t next : task.downstream) sentence.add("before " + name_of(dag, next));
    sentence.add_unless(usual.retries, "retries", task.retries);
    sentence.add_if(task.retries > 0, "retry_delay " + text_of(task.retry_delay));
    sentence.add_if(!task.pool.empty(), "pool " + task.pool);
    sentence.add_unless(usual.pool_slots, "pool_slots", task.pool_slots);
    sentence.add_unless(usual.priority_weight, "priority_weight", task.priority_weight);
    sentence.add_if(task.weight_rule != usual.weight_rule,
                    "weight_rule " + std::string(name_of(task.weight_rule)));
    sentence.add_if(task.queue != 0, "queue " + deployment.worker_queues[task.queue].name);
    sentence.add_unless(usual.xcom_rows, "xcom_rows", task.xcom_rows);
    sentence.add_unless(usual.xcom_bytes, "xcom_bytes", task.xcom_bytes);
    sentence.add_unless(usual.log_bytes, "log_bytes", task.log_bytes);
    sentence.add_if(task.is_xcom_in_object_store, "xcom in the object store");
    sentence.add_if(task.is_deferrable, "deferrable");
    sentence.add_if(!task.updates.empty(), "updates " + assets(task.updates));
    add_needs(task.needs, deployment, sentence);
    if (task.external_job)
      sentence.add("job " + task.external_job->name + " takes " +
                   spread_of(task.external_job->duration));
    return sentence.text();
  }

  void add_needs(const std::vector<sim::Need>& needs, const sim::DeploymentSpec& deployment,
                 Sentence& sentence) const {
    std::vector<std::string> names;
    for (const sim::Need& need : needs) names.push_back(told(need, deployment));
    std::ranges::sort(names);
    for (const std::string& name : names) sentence.add("needs " + name);
  }

  std::string told(const sim::Need& need, const sim::DeploymentSpec& deployment) const {
    switch (need.kind) {
      case sim::NeedKind::item:
        return name_of(world_.items[need.item]);
      case sim::NeedKind::workload_identity:
        return "its workload identity";
      case sim::NeedKind::object_store:
        return "the object store of its region";
      case sim::NeedKind::allow_list:
        return "allow-list " + world_.clusters[deployment.cluster].allow_lists[need.item].name;
    }
    return {};
  }

  const Scenario& scenario_;
  const sim::Setup& setup_;
  const sim::WorldSpec& world_;
  Premises premises_;
};

}  // namespace

Premises premises_of(const Scenario& scenario) { return Teller(scenario).tell(); }

}  // namespace blackstart::drill
