#include "drill/measure/timeline.h"

#include <array>
#include <map>
#include <set>
#include <string_view>

#include "drill/measure/roles.h"
#include "drill/text/durations.h"
#include "sim/fault/fault.h"
#include "sim/kubernetes/nodes.h"

namespace blackstart::drill {
namespace {

using recovery::NoteKind;
using sim::Happening;
using sim::Record;

// In the order of NoteKind. Empty: not worth a line.
constexpr std::array<std::string_view, 16> kNotes = {
    "the first missed probe",
    "failure detected",
    "the region is seen again: stood down",
    "disaster declared",
    "recovery started",
    "",
    "waits",
    "timed out",
    "done",
    "failed",
    "skipped",
    "",
    "recovery completed",
    "recovery given up",
    "recovery cancelled",
    "what is left of the recovery is planned anew",
};

class Teller {
 public:
  Teller(const sim::Simulation& simulation, const Evidence& evidence)
      : simulation_(simulation),
        evidence_(evidence),
        world_(simulation.setup().world),
        roles_(simulation) {}

  std::vector<TimelineEntry> tell() {
    simulation_.history().for_each([this](const Record& record) {
      see(record);
      roles_.see(record);
    });
    return std::move(entries_);
  }

 private:
  void see(const Record& record) {
    switch (record.what) {
      case Happening::fault_began:
        return say(record, fault(record) + " begins" + what_it_spares(record),
                   "fault:" + fault_name(record));
      case Happening::fault_ended:
        return say(record, fault(record) + " ends", "fault:" + fault_name(record));
      case Happening::symptoms_began:
        return say(record, "what it left behind makes work slow", "fault:" + fault_name(record));
      case Happening::symptoms_ended:
        return say(record, "its recovery symptoms pass", "fault:" + fault_name(record));
      case Happening::deployment_hit:
        return see_hit(record);
      case Happening::deployment_sleeps:
        return say(record, name(record.a) + " hibernates", deployment(record.a));
      case Happening::deployment_wakes:
        return say(record, name(record.a) + " wakes", deployment(record.a));
      case Happening::change_deployed:
        return see_change(record);
      case Happening::change_refused:
        return see_refused_change(record);
      case Happening::edit_refused:
        return see_refused_edit(record);
      case Happening::call_refused:
        refused_by_[{record.a, record.b}] = record.c;
        return;
      case Happening::mission_note:
        return see_note(record);
      case Happening::instance_fenced:
        if (roles_.is_primary(record.a))
          see_taken_down(record, deployment_of(record), "it is fenced");
        return;
      case Happening::primary_changed:
        return see_taken_down(record, record.a, "another takes its place");
      case Happening::database_unreached:
      case Happening::database_reached:
        return see_way_to_database(record);
      case Happening::instance_healthy:
        return see_healthy(record);
      case Happening::rows_lost:
        return see_rows_lost(record);
      case Happening::database_failed:
      case Happening::database_promoted:
      case Happening::database_ready:
      case Happening::standby_ready:
      case Happening::zone_shifted:
      case Happening::shift_ended:
      case Happening::launch_refused:
        return see_platform(record);
      case Happening::pod_stuck:
        return say(record, name(deployment_of(record)) + "'s pod is stuck on a node that is silent",
                   deployment(deployment_of(record)));
      case Happening::part_restored:
        return see_restoration(record);
      case Happening::backlog_drained:
        return see_drained(record);
      case Happening::dag_succeeded:
        return see_success(record);
      default:
        return;
    }
  }

  void say(const Record& record, std::string what, std::string subject) {
    entries_.push_back({.at = record.at, .what = std::move(what), .subject = std::move(subject)});
  }

  std::string fault_name(const Record& record) const {
    return simulation_.setup().faults[record.a].name;
  }
  std::string fault(const Record& record) const {
    const sim::FaultSpec& spec = simulation_.setup().faults[record.a];
    const sim::FaultKind& kind = sim::faults()[spec.kind];
    return std::string(kind.name) + " of " + sim::target_name(world_, spec);
  }
  std::string what_it_spares(const Record& record) const {
    const sim::FaultSpec& spec = simulation_.setup().faults[record.a];
    if (!sim::takes_nodes(sim::faults()[spec.kind])) return "";
    const bool is_none = sim::nodes_taken(world_, simulation_.world(), spec).is_none();
    return is_none ? "; its share is less than half a node, so it takes none" : "";
  }
  const std::string& name(sim::DeploymentId id) const { return world_.deployments[id].name; }
  std::string deployment(sim::DeploymentId id) const { return "deployment:" + name(id); }
  sim::DeploymentId deployment_of(const Record& record) const {
    return roles_.deployment_of(record.a);
  }

  void see_change(const Record& record) {
    const sim::DeploySpec& deploy = simulation_.setup().deploys[record.a];
    const bool is_drift = simulation_.setup().deploys_to_twins && record.b == 0;
    say(record,
        name(deploy.deployment) + " is deployed: " + deploy.change +
            (is_drift ? " (the twin was not reached: drift)" : ""),
        deployment(deploy.deployment));
  }

  void see_refused_change(const Record& record) {
    const sim::DeploySpec& deploy = simulation_.setup().deploys[record.a];
    say(record, name(deploy.deployment) + " cannot be deployed to: " + deploy.change,
        deployment(deploy.deployment));
  }

  void see_refused_edit(const Record& record) {
    const sim::ItemSpec& item = world_.items[simulation_.setup().edits[record.a].item];
    say(record,
        "nobody can edit " + std::string(name_of(item.data_class)) + " " + item.name + " of " +
            name(item.deployment),
        deployment(item.deployment));
  }

  void see_hit(const Record& record) {
    const bool was_up = go_down(record.a);
    const bool goes_on = record.c != 0;
    hit_by_[record.a] = record.b;
    say(record,
        name(record.a) + (!was_up   ? " is hit again before it is back"
                          : goes_on ? " is hit and goes on"
                                    : " goes down"),
        deployment(record.a));
  }

  void see_healthy(const Record& record) {
    if (roles_.is_fenced(record.a)) return;
    const sim::DeploymentId id = deployment_of(record);
    const bool is_idle_twin =
        record.a == simulation_.world().twin_of[id] && !roles_.is_primary(record.a);
    say(record,
        name(id) + (is_idle_twin ? "'s twin" : "") + " is HEALTHY: its scheduler's heart beats",
        deployment(id));
  }

  // Whether it was up.
  bool go_down(sim::DeploymentId id) {
    backlogs_.insert(id);
    return hit_.insert(id).second;
  }

  // Once for each time that it went down: a scheduler that restarts later has its own to work off.
  void see_drained(const Record& record) {
    const sim::DeploymentId id = deployment_of(record);
    if (backlogs_.erase(id) > 0)
      say(record, name(id) + " has worked off its backlog", deployment(id));
  }

  // Worth a line only of a Deployment that was back.
  void see_taken_down(const Record& record, sim::DeploymentId id, const std::string& how) {
    if (!roles_.is_asleep(id) && go_down(id))
      say(record, name(id) + " is up and is taken down by its own recovery: " + how,
          deployment(id));
  }

  // All classes that a Deployment loses at one instant share a line.
  void see_rows_lost(const Record& record) {
    const std::string rows = std::to_string(record.value) + " " +
                             std::string(name_of(static_cast<sim::DataClass>(record.code)));
    const bool goes_on = !entries_.empty() && entries_.back().at == record.at &&
                         entries_.back().what.starts_with(name(record.a) + " loses ");
    if (goes_on)
      entries_.back().what += ", " + rows;
    else
      say(record, name(record.a) + " loses " + rows, deployment(record.a));
  }

  void see_platform(const Record& record) {
    const sim::Site& site = simulation_.world().sites[record.a];
    const std::string cluster = world_.clusters[site.cluster].name;
    const auto zone = [&] { return world_.regions[site.region].zones[record.b]; };
    std::string what;
    if (record.what == Happening::database_failed) {
      databases_down_.insert(record.a);
      what = record.c == 0 ? "the database's primary in " + zone() + " is lost"
                           : "the database's standby in " + zone() + " is lost while it takes over";
    } else if (record.what == Happening::database_promoted) {
      what = "the database's standby in " + zone() + " is promoted";
    } else if (record.what == Happening::database_ready) {
      if (databases_down_.erase(record.a) == 0) return;
      what = "the database is reached again";
    } else if (record.what == Happening::standby_ready) {
      what = "the database has a new standby in " + zone();
    } else if (record.what == Happening::zone_shifted) {
      what = "nothing is started in " + zone() + " any more";
    } else if (record.what == Happening::shift_ended) {
      what = "no other zone is left: pods are started in " + zone() + " again";
    } else {
      what = std::to_string(record.c) + (record.c == 1 ? " node" : " nodes") + " of pool " +
             world_.clusters[site.cluster].node_pools[record.b].name + " cannot be launched";
    }
    say(record, cluster + ": " + what, "cluster:" + cluster);
  }

  // Where a zone is lost and the database is not, it is the PgBouncers in between.
  void see_way_to_database(const Record& record) {
    const sim::DeploymentId id = deployment_of(record);
    if (record.what == Happening::database_reached) {
      if (cut_off_.erase(record.a) > 0)
        say(record, name(id) + " reaches its database again: a PgBouncer runs", deployment(id));
      return;
    }
    const auto hit = hit_by_.find(id);
    const bool is_zones =
        hit != hit_by_.end() && simulation_.setup().faults[hit->second].domain == sim::Domain::zone;
    const sim::SiteId site = simulation_.world().instances[record.a].site;
    if (!is_zones || databases_down_.contains(site)) return;
    cut_off_.insert(record.a);
    say(record, name(id) + " cannot reach its database: its last PgBouncer is lost",
        deployment(id));
  }

  void see_restoration(const Record& record) {
    const sim::DeploymentSpec& spec = world_.deployments[deployment_of(record)];
    const sim::CopySpec& copy = world_.clusters[spec.cluster].copies[record.b];
    say(record,
        spec.name + " has its " + std::string(name_of(static_cast<sim::Part>(record.c))) +
            " back as of " + text_of(Instant(Duration(record.value))) + ", from copy '" +
            copy.name + "'",
        deployment(deployment_of(record)));
  }

  // The first success after it went down; the thousands before and after say nothing new.
  void see_success(const Record& record) {
    const sim::DeploymentId id = deployment_of(record);
    if (hit_.erase(id) > 0) say(record, name(id) + " has its first task success", deployment(id));
  }

  void see_note(const Record& record) {
    const auto kind = static_cast<NoteKind>(record.code);
    const recovery::MissionPlan& mission = simulation_.engine().mission(record.a);
    std::string what(kNotes[record.code]);
    const StepTrace& step = evidence_.missions[record.a].steps[record.b];
    if (kind == NoteKind::answer_ignored && step.done_unheard == record.at)
      what = "done, after it was given up on";
    if (what.empty() || (kind == NoteKind::step_timed_out && mission.is_probe(record.b))) return;
    const bool is_about_step = kind >= NoteKind::step_started && kind <= NoteKind::answer_ignored;
    if (!is_about_step) return say(record, what, "region:" + mission.brief().move.from);
    if (kind == NoteKind::step_waits) {
      if (!waiting_.insert({record.a, record.b}).second) return;
      const auto refused_by = refused_by_.find({record.a, record.b});
      if (refused_by != refused_by_.end() && refused_by->second != sim::kNone) {
        what += " for " + service(refused_by->second);
      }
    }
    say(record, mission.step(record.b).name + ": " + what, mission.step(record.b).target);
  }

  std::string service(sim::ServiceId id) const {
    const sim::ServiceSpec& spec = world_.services[id];
    return spec.name + (spec.region == sim::kNone
                            ? ""
                            : ", whose control plane lives in " + world_.regions[spec.region].name);
  }

  const sim::Simulation& simulation_;
  const Evidence& evidence_;
  const sim::WorldSpec& world_;
  Roles roles_;  // before the record that is being read
  std::vector<TimelineEntry> entries_;
  std::set<sim::DeploymentId> hit_;                    // and without a success since
  std::set<sim::DeploymentId> backlogs_;               // that are to be worked off
  std::map<sim::DeploymentId, std::uint32_t> hit_by_;  // the latest fault
  std::set<sim::InstanceId> cut_off_;
  std::set<sim::SiteId> databases_down_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> waiting_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, sim::ServiceId>
      refused_by_;  // by mission and step
};

}  // namespace

std::vector<TimelineEntry> tell_timeline(const sim::Simulation& simulation,
                                         const Evidence& evidence) {
  return Teller(simulation, evidence).tell();
}

}  // namespace blackstart::drill
