#include "drill/load/dag_loader.h"

#include <algorithm>

#include "drill/load/needs.h"
#include "drill/load/task_loader.h"
#include "drill/load/timing_loader.h"
#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

using sim::ScheduleSpec;

constexpr Duration kShortestSchedule = std::chrono::seconds(1);
constexpr const char* kNoSchedule =
    "no schedule; write a cron expression such as \"0 6 * * *\", a preset such as \"@daily\", a "
    "duration such as \"1h\", {\"assets\": [...]}, \"external\" or \"none\"";
constexpr Duration kAssumedArrivals = std::chrono::days(1);  // no figure: one request a day

class DagLoader {
 public:
  DagLoader(const Node::Member& member, const DagSurroundings& around)
      : fields_(member.value, around.problems), around_(around) {
    dag_.name = member.key;
  }

  sim::DagSpec load() {
    load_schedule();
    dag_.start_date = fields_.instant("start_date").value_or(around_.starts_at);
    const bool is_airflow_2 = around_.spec().profile.airflow_major < 3;
    dag_.schedule.timetable =
        is_airflow_2 ? ScheduleSpec::Timetable::data_interval : ScheduleSpec::Timetable::trigger;
    dag_.catchup = fields_.flag("catchup", is_airflow_2);
    dag_.max_active_runs = limit("max_active_runs", dag_.max_active_runs);
    dag_.max_active_tasks = limit("max_active_tasks", dag_.max_active_tasks);
    dag_.depends_on_past = fields_.flag("depends_on_past", false);
    dag_.is_idempotent = fields_.flag("idempotent", true);
    dag_.paused = fields_.flag("paused", false);
    dag_.tags = fields_.texts("tags");
    load_promise();
    dag_.needs = load_needs(fields_, around_.world, around_.deployment, around_.problems);
    dag_.tasks = load_tasks(fields_, around_);
    fields_.finish();
    return std::move(dag_);
  }

 private:
  std::uint32_t limit(std::string_view key, std::uint32_t fallback) {
    return static_cast<std::uint32_t>(fields_.count(key, fallback, 1, 100'000));
  }

  void complain(const Node& node, std::string what) {
    around_.problems.add(node.place, std::move(what));
  }

  void load_schedule() {
    const Node* node = fields_.find("schedule");
    if (node == nullptr) return take_cron("@daily", fields_.node());
    if (node->is(Node::Kind::string)) return load_schedule(*node);
    if (node->is(Node::Kind::object)) return load_trigger(*node);
    dag_.schedule.kind = ScheduleSpec::Kind::none;
    if (!node->is(Node::Kind::null)) {
      complain(*node, std::string(name_of(node->kind)) + " is " + kNoSchedule);
    }
  }

  void load_schedule(const Node& node) {
    const std::string& text = node.string;
    if (text == "none") {
      dag_.schedule.kind = ScheduleSpec::Kind::none;
    } else if (text == "external") {
      take_arrivals(sim::Distribution::constant(kAssumedArrivals));
    } else if (text == "@once") {
      dag_.schedule.kind = ScheduleSpec::Kind::once;
    } else if (text.starts_with('@') || text.find(' ') != std::string::npos) {
      take_cron(text, node);
    } else {
      load_timedelta(node);
    }
  }

  void take_cron(const std::string& text, const Node& node) {
    dag_.schedule.kind = ScheduleSpec::Kind::cron;
    const auto read = sim::Cron::parse(text);
    if (const auto* mistake = std::get_if<sim::CronMistake>(&read))
      complain(node, mistake->what + (text.starts_with('@') ? " @once" : ""));
    else
      dag_.schedule.cron = std::get<sim::Cron>(read);
  }

  void load_timedelta(const Node& node) {
    dag_.schedule.kind = ScheduleSpec::Kind::timedelta;
    const auto read = read_duration(node.string);
    const auto* every = std::get_if<Duration>(&read);
    if (every == nullptr) {
      complain(node, "'" + node.string + "' is " + kNoSchedule);
    } else if (*every < kShortestSchedule) {
      complain(node, "a schedule is at least \"1s\"");
    } else {
      dag_.schedule.every = *every;
    }
  }

  void take_arrivals(sim::Distribution arrivals) {
    dag_.schedule.kind = ScheduleSpec::Kind::external;
    dag_.schedule.arrivals = std::move(arrivals);
  }

  void load_arrivals(const Node& node) {
    const auto timing = load_timing(node, around_.problems);
    if (!timing) return;
    if (timing->distribution.median() < kShortestSchedule)
      complain(node, "requests come at least \"1s\" after one another");
    take_arrivals(timing->distribution);
  }

  // {"assets": […]}, or {"external": how long from one request to the next}.
  void load_trigger(const Node& node) {
    Fields fields(node, around_.problems);
    const Node* assets = fields.find("assets", Node::Kind::array);
    const Node* arrivals = fields.find("external");
    fields.finish();
    if ((assets == nullptr) == (arrivals == nullptr))
      complain(node, "a DAG is triggered either by \"assets\" or by \"external\" requests");
    if (arrivals != nullptr) {
      load_arrivals(*arrivals);
    } else if (assets != nullptr) {
      load_assets(*assets);
    }
  }

  void load_assets(const Node& list) {
    dag_.schedule.kind = ScheduleSpec::Kind::assets;
    const sim::DagRef self{around_.deployment,
                           static_cast<std::uint32_t>(around_.spec().dags.size())};
    for (const Node& asset : list.elements) {
      if (!expect(asset, Node::Kind::string, around_.problems)) continue;
      dag_.schedule.assets.push_back(around_.assets.awaited(asset.string, asset.place, self));
    }
    if (list.elements.empty() || list.elements.size() > kAssetsMax)
      complain(list, "a DAG waits for 1 to " + std::to_string(kAssetsMax) + " assets");
  }

  // "45m" after a run is due or triggered, or "07:30": the first such time of day, UTC, after that.
  void load_promise() {
    const Node* node = fields_.find("deliver_by", Node::Kind::string);
    if (node == nullptr) return;
    if (node->string.find(':') != std::string::npos)
      dag_.promised_at = time_of_day(*node);
    else
      dag_.promised_within = duration_of(*node, around_.problems);
    if (dag_.schedule.kind == ScheduleSpec::Kind::none)
      complain(*node, "means nothing without a \"schedule\": no run of it ever comes due");
  }

  std::optional<Duration> time_of_day(const Node& node) {
    const auto read = read_instant("1970-01-01T" + node.string + ":00Z");
    if (const auto* instant = std::get_if<Instant>(&read)) return instant->time_since_epoch();
    complain(node, "'" + node.string + "' is not a time of day; write it such as \"07:30\"");
    return std::nullopt;
  }

  static constexpr std::size_t kAssetsMax = 32;  // one bit each

  Fields fields_;
  const DagSurroundings& around_;
  sim::DagSpec dag_;
};

}  // namespace

void load_dag(const Node::Member& member, const DagSurroundings& around) {
  sim::DagSpec dag = DagLoader(member, around).load();
  around.spec().dags.push_back(std::move(dag));
}

}  // namespace blackstart::drill
