#include "drill/measure/log_tails.h"

#include "sim/airflow/access.h"

namespace blackstart::drill {
namespace {

using sim::Work;

std::int64_t being_written(const sim::World& world, sim::InstanceId id) {
  std::int64_t tails = 0;
  sim::for_each_task(world, id,
                     [&](std::uint32_t task) { tails += sim::has_worker(world.tasks[task]); });
  return tails;
}

// Reads a work log, oldest entry first.
class Reader {
 public:
  explicit Reader(const std::vector<OutageTrace>& outages) : outages_(outages) {
    tails_.outages.resize(outages.size());
  }

  void see(const sim::WorkEntry& entry) {
    while (begun_ < outages_.size() && outages_[begun_].began < entry.at) begin_next();
    tails_.begun += entry.what == Work::task_started;
    tails_.uploaded += uploads_log(entry);
    if (loses_log(entry)) see_loss(entry.at);
  }

  LogTails read() {
    while (begun_ < outages_.size()) begin_next();
    return std::move(tails_);
  }

 private:
  std::int64_t at_work() const { return tails_.begun - tails_.lost - tails_.uploaded; }

  void begin_next() { tails_.outages[begun_++].there += at_work(); }

  // What is killed in the instant of the fault was there to be lost.
  void see_loss(sim::Instant at) {
    ++tails_.lost;
    if (begun_ < outages_.size() && outages_[begun_].began == at) {
      ++tails_.outages[begun_].lost;
      ++tails_.outages[begun_].there;
    } else if (begun_ > 0) {
      ++tails_.outages[begun_ - 1].lost;
    }
  }

  const std::vector<OutageTrace>& outages_;
  std::size_t begun_ = 0;  // how many of them
  LogTails tails_;
};

}  // namespace

LogTails log_tails_of(const sim::Simulation& simulation, sim::InstanceId id,
                      const DeploymentTrace& deployment) {
  const sim::World& world = simulation.world();
  Reader reader(deployment.outages);
  world.logs[id].for_each([&](const sim::WorkEntry& entry) { reader.see(entry); });
  LogTails tails = reader.read();
  tails.being_written = being_written(world, id);
  return tails;
}

}  // namespace blackstart::drill
