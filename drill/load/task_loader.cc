#include "drill/load/task_loader.h"

#include <algorithm>
#include <map>
#include <set>

#include "drill/load/needs.h"
#include "drill/load/timing_loader.h"
#include "drill/read/names.h"

namespace blackstart::drill {
namespace {

constexpr std::string_view kDefaultPool = "default_pool";

class TaskLoader {
 public:
  TaskLoader(Fields& dag, const DagSurroundings& around) : dag_(dag), around_(around) {}

  std::vector<sim::TaskSpec> load() {
    load_settings(dag_, "task_duration", defaults_);
    const Node* tasks = dag_.find("tasks");
    if (tasks != nullptr && tasks->is(Node::Kind::object)) return load_graph(*tasks);
    const auto count = static_cast<std::uint32_t>(dag_.count("tasks", 1, 1, kTasksMax));
    return sim::chain_of(count, defaults_);
  }

 private:
  static constexpr std::int64_t kTasksMax = 10'000;
  static constexpr std::int64_t kWeightMax = 1'000'000;

  // What can be said of one task and, as a default, of all tasks of a DAG.
  void load_settings(Fields& fields, std::string_view duration_key, sim::TaskSpec& task) {
    if (const auto timing = figure(fields, duration_key)) {
      task.duration = timing->distribution;
      task.assumption = timing->assumption;
    }
    task.retries = static_cast<std::uint32_t>(fields.count("retries", task.retries, 0, 1'000));
    task.retry_delay = fields.duration("retry_delay").value_or(task.retry_delay);
    task.xcom_rows =
        static_cast<std::uint32_t>(fields.count("xcom_rows", task.xcom_rows, 0, 1'000));
    task.xcom_bytes = static_cast<std::uint64_t>(
        fields.count("xcom_bytes", static_cast<std::int64_t>(task.xcom_bytes)));
    task.log_bytes = static_cast<std::uint64_t>(
        fields.count("log_bytes", static_cast<std::int64_t>(task.log_bytes)));
    task.is_deferrable = fields.flag("deferrable", task.is_deferrable);
    task.pool_slots =
        static_cast<std::uint32_t>(fields.count("pool_slots", task.pool_slots, 1, 1'000));
    task.priority_weight = static_cast<std::int32_t>(
        fields.count("priority_weight", task.priority_weight, -kWeightMax, kWeightMax));
    task.weight_rule = static_cast<sim::WeightRule>(
        fields.word("weight_rule", static_cast<std::size_t>(task.weight_rule),
                    {sim::kWeightRuleNames.begin(), sim::kWeightRuleNames.end()}, "weight rule"));
    task.is_xcom_in_object_store = fields.word("xcom", task.is_xcom_in_object_store,
                                               {"database", "object_store"}, "place of XComs") != 0;
    load_pool(fields, task);
    load_queue(fields, task);
  }

  std::optional<sim::Timing> figure(Fields& fields, std::string_view key) {
    const Node* node = fields.find(key);
    return node == nullptr ? std::nullopt : load_timing(*node, around_.problems);
  }

  void load_pool(Fields& fields, sim::TaskSpec& task) {
    const Node* node = fields.find("pool", Node::Kind::string);
    if (node == nullptr) return;
    task.pool = node->string == kDefaultPool ? "" : node->string;
    task.pool_item = sim::kNone;
    if (task.pool.empty()) return;
    std::vector<std::string> known = {std::string(kDefaultPool)};
    for (const sim::ItemId item : around_.spec().items) {
      const sim::ItemSpec& thing = around_.world.items[item];
      if (thing.data_class != sim::DataClass::pool) continue;
      known.push_back(thing.name);
      if (thing.name == task.pool) task.pool_item = item;
    }
    if (task.pool_item == sim::kNone) {
      around_.problems.add(node->place, unknown("pool", task.pool, known));
    }
  }

  void load_queue(Fields& fields, sim::TaskSpec& task) {
    const Node* node = fields.find("queue", Node::Kind::string);
    if (node == nullptr) return;
    const std::uint32_t queue = find_named(around_.spec().worker_queues, node->string,
                                           "worker queue", node->place, around_.problems);
    if (queue != sim::kNone) task.queue = queue;
  }

  std::vector<sim::TaskSpec> load_graph(const Node& tasks) {
    if (tasks.members.size() > kTasksMax)
      around_.problems.add(tasks.place, "more than " + std::to_string(kTasksMax) + " tasks");
    for (const Node::Member& member : tasks.members) {
      index_of_.emplace(member.key, static_cast<std::uint32_t>(tasks_.size()));
      sim::TaskSpec task = defaults_;
      task.name = member.key;
      tasks_.push_back(std::move(task));
    }
    if (tasks_.empty()) around_.problems.add(tasks.place, "a DAG has at least one task");
    after_.resize(tasks_.size());
    for (std::size_t i = 0; i < tasks.members.size(); ++i) load_task(i, tasks.members[i].value);
    return in_order(tasks);
  }

  void load_task(std::size_t index, const Node& node) {
    Fields fields(node, around_.problems);
    sim::TaskSpec& task = tasks_[index];
    load_settings(fields, "duration", task);
    task.needs = load_needs(fields, around_.world, around_.deployment, around_.problems);
    for (const std::string& asset : fields.texts("updates"))
      task.updates.push_back(around_.assets.updated(asset));
    if (const Node* job = fields.find("external_job", Node::Kind::object))
      task.external_job = load_job(*job, task);
    if (const Node* after = fields.find("after", Node::Kind::array)) {
      for (const Node& each : after->elements) add_wait(each, index);
    }
    fields.finish();
  }

  // Unless it is said otherwise, the work lasts as long as the task that waits for it.
  sim::ExternalJob load_job(const Node& node, const sim::TaskSpec& task) {
    Fields fields(node, around_.problems);
    sim::ExternalJob job{.name = fields.text("name", task.name),
                         .duration = task.duration,
                         .assumption = task.assumption};
    if (const auto timing = figure(fields, "duration")) {
      job.duration = timing->distribution;
      job.assumption = timing->assumption;
    }
    fields.finish();
    return job;
  }

  void add_wait(const Node& before, std::size_t index) {
    if (!expect(before, Node::Kind::string, around_.problems)) return;
    const auto found = index_of_.find(before.string);
    if (found == index_of_.end()) {
      around_.problems.add(before.place, unknown("task", before.string, names_in(tasks_)));
      return;
    }
    auto& after = after_[index];
    if (std::ranges::find(after, found->second) == after.end()) after.push_back(found->second);
  }

  // Each task after all that it waits for; otherwise in the order of the file.
  std::vector<sim::TaskSpec> in_order(const Node& tasks) {
    std::vector<std::size_t> waits(tasks_.size());
    std::vector<std::vector<std::uint32_t>> followers(tasks_.size());
    std::set<std::uint32_t> ready;
    for (std::uint32_t task = 0; task < tasks_.size(); ++task) {
      waits[task] = after_[task].size();
      for (const std::uint32_t before : after_[task]) followers[before].push_back(task);
      if (waits[task] == 0) ready.insert(task);
    }
    std::vector<std::uint32_t> order;
    while (!ready.empty()) {
      const std::uint32_t next = ready.extract(ready.begin()).value();
      order.push_back(next);
      for (const std::uint32_t task : followers[next]) {
        if (--waits[task] == 0) ready.insert(task);
      }
    }
    if (order.size() == tasks_.size()) return rearranged(order);
    complain_of_cycle(tasks, waits);
    return {};
  }

  std::vector<sim::TaskSpec> rearranged(const std::vector<std::uint32_t>& order) {
    std::vector<std::uint32_t> place(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    std::vector<sim::TaskSpec> tasks;
    for (const std::uint32_t task : order) {
      tasks.push_back(std::move(tasks_[task]));
      for (const std::uint32_t before : after_[task])
        tasks[place[before]].downstream.push_back(place[task]);
    }
    return tasks;
  }

  // From a task that never gets its turn to one that it waits for, until one comes a second time.
  void complain_of_cycle(const Node& tasks, const std::vector<std::size_t>& waits) {
    const auto is_stuck = [&](std::size_t task) { return waits[task] > 0; };
    std::vector<std::size_t> path;
    std::size_t at = 0;
    while (!is_stuck(at)) ++at;
    while (std::ranges::find(path, at) == path.end()) {
      path.push_back(at);
      at = *std::ranges::find_if(after_[at], is_stuck);
    }
    std::string what = "a cycle: " + tasks_[at].name;
    for (auto task = std::ranges::find(path, at) + 1; task != path.end(); ++task)
      what += " after " + tasks_[*task].name;
    around_.problems.add(tasks.members[at].place, what + " after " + tasks_[at].name);
  }

  Fields& dag_;
  const DagSurroundings& around_;
  sim::TaskSpec defaults_;
  std::vector<sim::TaskSpec> tasks_;
  std::map<std::string, std::uint32_t, std::less<>> index_of_;
  std::vector<std::vector<std::uint32_t>> after_;  // per task: those that it waits for
};

}  // namespace

std::vector<sim::TaskSpec> load_tasks(Fields& dag, const DagSurroundings& around) {
  std::vector<sim::TaskSpec> tasks = TaskLoader(dag, around).load();
  sim::add_reads(tasks);
  return tasks;
}

}  // namespace blackstart::drill
