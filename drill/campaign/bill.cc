#include "drill/campaign/bill.h"

#include <algorithm>
#include <numeric>

#include "drill/campaign/prefix.h"
#include "sim/initial_world.h"
#include "sim/world/hibernation.h"

namespace blackstart::drill {
namespace {

using sim::CopySpec;
using sim::Part;

constexpr std::uint64_t kSeed = 1;  // peace has little luck in it
constexpr double kHours = 30 * 24;
constexpr double kBytesPerGb = 1e9;

double count(std::ptrdiff_t number) { return static_cast<double>(number); }

// Of the XComs that a Deployment keeps outside its database, an object a row: the mean of its
// tasks.
double bytes_per_object(const sim::DeploymentSpec& deployment) {
  double bytes = 0, objects = 0;
  for (const sim::DagSpec& dag : deployment.dags) {
    for (const sim::TaskSpec& task : dag.tasks) {
      if (!task.is_xcom_in_object_store) continue;
      bytes += static_cast<double>(task.xcom_bytes);
      objects += static_cast<double>(task.xcom_rows);
    }
  }
  return objects == 0 ? 0 : bytes / objects;
}

double bytes_of(Part part, const sim::RowCounts& rows, const sim::DeploymentSpec& deployment) {
  switch (part) {
    case Part::metadata:
      return kBytesPerRow *
             static_cast<double>(std::accumulate(rows.rows.begin(), rows.rows.end(), 0LL) -
                                 rows[sim::DataClass::task_log]);
    case Part::task_logs:
      return static_cast<double>(rows.bytes_of(sim::DataClass::task_log));
    case Part::xcom_objects:
      return static_cast<double>(rows.xcom_objects) * bytes_per_object(deployment);
  }
  return 0;
}

class Accountant {
 public:
  explicit Accountant(const Scenario& scenario)
      : scenario_(scenario),
        spec_(scenario.setup->world),
        peace_(prefix_of(scenario, kSeed)),
        before_(sim::initial_world(*scenario.setup)) {}

  Bill bill() {
    count_what_runs();
    for (sim::ClusterId id = 0; id < spec_.clusters.size(); ++id) {
      for (const CopySpec& copy : spec_.clusters[id].copies) count_copy(id, copy);
    }
    for (std::size_t i = 0; i < bill_.lines.size(); ++i)
      bill_.lines[i].dollars = bill_.lines[i].quantity * scenario_.prices[i].dollars;
    return bill_;
  }

 private:
  double& quantity(Billed billed) { return bill_.lines[static_cast<std::size_t>(billed)].quantity; }
  const sim::World& world() const { return peace_.world(); }

  void count_what_runs() {
    quantity(Billed::cluster_hour) = kHours * count(std::ssize(world().sites));
    quantity(Billed::node_hour) = kHours * count(std::ssize(world().platform.nodes));
    for (const sim::Instance& instance : world().instances)
      quantity(Billed::deployment_hour) += hours_awake(spec_.deployments[instance.deployment]);
    for (const sim::SitePlatform& site : world().platform.sites)
      quantity(Billed::database_hour) += kHours * (site.database.has_standby ? 2 : 1);
  }

  double hours_awake(const sim::DeploymentSpec& deployment) const {
    using Hours = std::chrono::duration<double, std::ratio<3600>>;
    const Instant begins = scenario_.setup->starts_at;
    return Hours(sim::time_awake(deployment, begins, begins + std::chrono::hours(30 * 24))).count();
  }

  void count_copy(sim::ClusterId cluster, const CopySpec& copy) {
    const bool leaves_region = copy.region != spec_.clusters[cluster].region;
    const bool is_server = copy.kind == CopySpec::Kind::replica &&
                           copy.holds[static_cast<std::size_t>(Part::metadata)];
    if (is_server) quantity(Billed::database_hour) += kHours;
    for (std::size_t i = 0; i < sim::kParts; ++i) {
      if (!copy.holds[i]) continue;
      const Volume volume = volume_of(cluster, static_cast<Part>(i));
      quantity(Billed::stored_gb_month) += volume.gb;
      if (leaves_region) quantity(Billed::sent_gb) += volume.grows_by_gb;
    }
  }

  struct Volume {
    double gb = 0, grows_by_gb = 0;  // in 30 days
  };

  Volume volume_of(sim::ClusterId cluster, Part part) const {
    Volume volume;
    for (sim::InstanceId id = 0; id < before_.instances.size(); ++id) {
      const sim::Instance& instance = world().instances[id];
      if (world().sites[instance.site].cluster != cluster) continue;
      const sim::DeploymentSpec& deployment = spec_.deployments[instance.deployment];
      const double gb = bytes_of(part, instance.rows, deployment) / kBytesPerGb;
      const double at_first = bytes_of(part, before_.instances[id].rows, deployment) / kBytesPerGb;
      volume.gb += gb;
      volume.grows_by_gb += (gb - at_first) * kHours / hours_of_peace();
    }
    return volume;
  }

  double hours_of_peace() const {
    const Duration peace =
        std::max<Duration>(peace_.now() - scenario_.setup->starts_at, std::chrono::minutes(1));
    return std::chrono::duration<double, std::ratio<3600>>(peace).count();
  }

  const Scenario& scenario_;
  const sim::WorldSpec& spec_;
  sim::Simulation peace_;
  sim::World before_;
  Bill bill_;
};

}  // namespace

double Bill::total() const {
  return std::accumulate(lines.begin(), lines.end(), 0.0,
                         [](double sum, const Line& line) { return sum + line.dollars; });
}

Bill bill_of(const Scenario& scenario) { return Accountant(scenario).bill(); }

}  // namespace blackstart::drill
