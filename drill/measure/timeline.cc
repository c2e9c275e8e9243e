#include "drill/measure/timeline.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "drill/measure/roles.h"
#include "drill/text/durations.h"
#include "drill/text/words.h"
#include "sim/fault/fault.h"
#include "sim/kubernetes/nodes.h"

namespace blackstart::drill {
namespace {

using recovery::NoteKind;
using sim::Happening;
using sim::Record;

// What the engine notes and what it says of it; other notes are not worth a line.
struct NoteRow {
  NoteKind kind;
  std::string_view says;
  bool is_about_step = false;
};
constexpr std::array kNotes = {
    NoteRow{NoteKind::suspected, "the first missed probe"},
    NoteRow{NoteKind::detected, "failure detected"},
    NoteRow{NoteKind::stood_down, "the region is seen again: stood down"},
    NoteRow{NoteKind::declared, "disaster declared"},
    NoteRow{NoteKind::started, "recovery started"},
    NoteRow{NoteKind::step_waits, "waits", true},
    NoteRow{NoteKind::step_timed_out, "timed out", true},
    NoteRow{NoteKind::step_done, "done", true},
    NoteRow{NoteKind::step_failed, "failed", true},
    NoteRow{NoteKind::step_skipped, "skipped", true},
    NoteRow{NoteKind::answer_ignored, "done, after it was given up on", true},
    NoteRow{NoteKind::completed, "recovery completed"},
    NoteRow{NoteKind::given_up, "recovery given up"},
    NoteRow{NoteKind::cancelled, "recovery cancelled"},
    NoteRow{NoteKind::superseded, "what is left of the recovery is planned anew"},
};

// What happens to a cluster in a zone, around the zone's name.
struct ZoneRow {
  Happening what;
  std::string_view before, after;
};
constexpr std::array kInZones = {
    ZoneRow{Happening::database_promoted, "the database's standby in ", " is promoted"},
    ZoneRow{Happening::standby_ready, "the database has a new standby in ", ""},
    ZoneRow{Happening::zone_shifted, "nothing is started in ", " any more"},
    ZoneRow{Happening::shift_ended, "no other zone is left: pods are started in ", " again"},
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
  struct Row {
    Happening what;
    void (Teller::*see)(const Record& record);
  };
  static const Row kRows[];

  void see(const Record& record);

  void say(const Record& record, std::string what, std::string subject) {
    entries_.push_back({.at = record.at, .what = std::move(what), .subject = std::move(subject)});
  }

  void say_of_fault(const Record& record, std::string what) {
    say(record, std::move(what), "fault:" + simulation_.setup().faults[record.a].name);
  }
  void say_of_deployment(const Record& record, sim::DeploymentId id, const std::string& what) {
    say(record, name(id) + what, "deployment:" + name(id));
  }
  void say_of_cluster(const Record& record, const std::string& what) {
    const std::string& cluster = world_.clusters[site(record).cluster].name;
    say(record, cluster + ": " + what, "cluster:" + cluster);
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
  sim::DeploymentId deployment_of(const Record& record) const {
    return roles_.deployment_of(record.a);
  }
  const sim::Site& site(const Record& record) const { return simulation_.world().sites[record.a]; }
  const std::string& zone(const Record& record) const {
    return world_.regions[site(record).region].zones[record.b];
  }

  void see_fault_begin(const Record& record) {
    say_of_fault(record, fault(record) + " begins" + what_it_spares(record));
  }
  void see_fault_end(const Record& record) { say_of_fault(record, fault(record) + " ends"); }
  void see_symptoms_begin(const Record& record) {
    say_of_fault(record, "what it left behind makes work slow");
  }
  void see_symptoms_end(const Record& record) {
    say_of_fault(record, "its recovery symptoms pass");
  }
  void see_sleep(const Record& record) { say_of_deployment(record, record.a, " hibernates"); }
  void see_wake(const Record& record) { say_of_deployment(record, record.a, " wakes"); }
  void see_stuck_pod(const Record& record) {
    say_of_deployment(record, deployment_of(record), "'s pod is stuck on a node that is silent");
  }
  void see_refusal(const Record& record) { refusals_[{record.a, record.b}] = record; }

  void see_change(const Record& record) {
    const sim::DeploySpec& deploy = simulation_.setup().deploys[record.a];
    const bool is_drift = simulation_.setup().deploys_to_twins && record.b == 0;
    say_of_deployment(
        record, deploy.deployment,
        " is deployed: " + deploy.change + (is_drift ? " (the twin was not reached: drift)" : ""));
  }

  void see_refused_change(const Record& record) {
    const sim::DeploySpec& deploy = simulation_.setup().deploys[record.a];
    say_of_deployment(record, deploy.deployment, " cannot be deployed to: " + deploy.change);
  }

  void see_refused_edit(const Record& record) {
    const sim::ItemSpec& item = world_.items[simulation_.setup().edits[record.a].item];
    say(record,
        "nobody can edit " + std::string(name_of(item.data_class)) + " " + item.name + " of " +
            name(item.deployment),
        "deployment:" + name(item.deployment));
  }

  void see_hit(const Record& record) {
    const bool was_up = go_down(record.a);
    const bool goes_on = record.c != 0;
    hit_by_[record.a] = record.b;
    say_of_deployment(record, record.a,
                      !was_up   ? " is hit again before it is back"
                      : goes_on ? " is hit and goes on"
                                : " goes down");
  }

  void see_healthy(const Record& record) {
    if (roles_.is_fenced(record.a)) return;
    const sim::DeploymentId id = deployment_of(record);
    const bool is_idle_twin =
        record.a == simulation_.world().twin_of[id] && !roles_.is_primary(record.a);
    say_of_deployment(
        record, id,
        std::string(is_idle_twin ? "'s twin" : "") + " is HEALTHY: its scheduler's heart beats");
  }

  // Whether it was up.
  bool go_down(sim::DeploymentId id) {
    backlogs_.insert(id);
    return hit_.insert(id).second;
  }

  // Once for each time that it went down: a scheduler that restarts later has its own to work off.
  void see_drained(const Record& record) {
    const sim::DeploymentId id = deployment_of(record);
    if (backlogs_.erase(id) > 0) say_of_deployment(record, id, " has worked off its backlog");
  }

  void see_fenced(const Record& record) {
    if (roles_.is_primary(record.a)) see_taken_down(record, deployment_of(record), "it is fenced");
  }
  void see_replaced(const Record& record) {
    see_taken_down(record, record.a, "another takes its place");
  }
  void see_moved(const Record& record) {
    see_taken_down(record, deployment_of(record), "what it stands on is moved");
  }
  // Worth a line only of a Deployment that was back.
  void see_taken_down(const Record& record, sim::DeploymentId id, const std::string& how) {
    if (!roles_.is_asleep(id) && go_down(id))
      say_of_deployment(record, id, " is up and is taken down by its own recovery: " + how);
  }

  // All classes that a Deployment loses at one instant share a line.
  void see_rows_lost(const Record& record) {
    const std::string rows = in_words(record.value) + " " +
                             std::string(name_of(static_cast<sim::DataClass>(record.code)));
    const bool goes_on = !entries_.empty() && entries_.back().at == record.at &&
                         entries_.back().what.starts_with(name(record.a) + " loses ");
    if (goes_on)
      entries_.back().what += ", " + rows;
    else
      say_of_deployment(record, record.a, " loses " + rows);
  }

  void see_database_fail(const Record& record) {
    databases_down_.insert(record.a);
    say_of_cluster(record, record.c == 0 ? "the database's primary in " + zone(record) + " is lost"
                                         : "the database's standby in " + zone(record) +
                                               " is lost while it takes over");
  }

  void see_database_back(const Record& record) {
    if (databases_down_.erase(record.a) > 0)
      say_of_cluster(record, "the database is reached again");
  }

  void see_in_zone(const Record& record) {
    const ZoneRow& row = *std::ranges::find(kInZones, record.what, &ZoneRow::what);
    say_of_cluster(record, std::string(row.before) + zone(record) + std::string(row.after));
  }

  void see_launch_refused(const Record& record) {
    const sim::NodePoolSpec& pool = world_.clusters[site(record).cluster].node_pools[record.b];
    const std::string& why = reason_of(simulation_.world(), record);
    say_of_cluster(record, std::to_string(record.c) + (record.c == 1 ? " node" : " nodes") +
                               " of pool " + pool.name + " cannot be launched" +
                               (why.empty() ? "" : ": " + why));
  }

  // Where a zone is lost and the database is not, it is the PgBouncers in between.
  void see_way_to_database_lost(const Record& record) {
    const sim::DeploymentId id = deployment_of(record);
    const auto hit = hit_by_.find(id);
    const bool is_zones =
        hit != hit_by_.end() && simulation_.setup().faults[hit->second].domain == sim::Domain::zone;
    if (!is_zones || databases_down_.contains(simulation_.world().instances[record.a].site)) return;
    cut_off_.insert(record.a);
    say_of_deployment(record, id, " cannot reach its database: its last PgBouncer is lost");
  }

  void see_way_to_database_back(const Record& record) {
    if (cut_off_.erase(record.a) == 0) return;
    say_of_deployment(record, deployment_of(record),
                      " reaches its database again: a PgBouncer runs");
  }

  void see_restoration(const Record& record) {
    const sim::DeploymentId id = deployment_of(record);
    const sim::CopySpec& copy = world_.clusters[world_.deployments[id].cluster].copies[record.b];
    say_of_deployment(record, id,
                      " has its " + std::string(name_of(static_cast<sim::Part>(record.c))) +
                          " back as of " + text_of(Instant(Duration(record.value))) +
                          ", from copy '" + copy.name + "'");
  }

  // The first success after it went down; the thousands before and after say nothing new.
  void see_success(const Record& record) {
    const sim::DeploymentId id = deployment_of(record);
    if (hit_.erase(id) > 0) say_of_deployment(record, id, " has its first task success");
  }

  void see_note(const Record& record) {
    const auto kind = static_cast<NoteKind>(record.code);
    const auto* note = std::ranges::find(kNotes, kind, &NoteRow::kind);
    if (note == kNotes.end()) return;
    const std::string what(note->says);
    const recovery::MissionPlan& mission = simulation_.engine().mission(record.a);
    if (!note->is_about_step) return say(record, what, "region:" + mission.brief().move.from);
    if (!is_worth_a_line(kind, record)) return;
    const recovery::Step& step = mission.step(record.b);
    say(record, step.name + ": " + what + why_it_was_refused(kind, record), step.target);
  }

  // Of the times that a step waits, the first.
  bool is_worth_a_line(NoteKind kind, const Record& record) {
    switch (kind) {
      case NoteKind::step_timed_out:
        return !simulation_.engine().mission(record.a).is_probe(record.b);
      case NoteKind::step_waits:
        return waiting_.insert({record.a, record.b}).second;
      case NoteKind::answer_ignored:
        return evidence_.missions[record.a].steps[record.b].done_unheard == record.at;
      default:
        return true;
    }
  }

  // What comes of a refusal is noted at its instant.
  std::string why_it_was_refused(NoteKind kind, const Record& record) const {
    const auto refusal = refusals_.find({record.a, record.b});
    if (refusal == refusals_.end() || refusal->second.at != record.at) return "";
    if (kind == NoteKind::step_waits && refusal->second.c != sim::kNone)
      return " for " + service(refusal->second.c);
    const bool is_its_end = kind == NoteKind::step_waits || kind == NoteKind::step_failed;
    return is_its_end ? ": " + reason_of(simulation_.world(), refusal->second) : "";
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
  std::map<std::pair<std::uint32_t, std::uint32_t>, Record> refusals_;  // by mission and step
};

// Whatever else happens goes without saying.
constexpr Teller::Row Teller::kRows[] = {
    {Happening::fault_began, &Teller::see_fault_begin},
    {Happening::fault_ended, &Teller::see_fault_end},
    {Happening::symptoms_began, &Teller::see_symptoms_begin},
    {Happening::symptoms_ended, &Teller::see_symptoms_end},
    {Happening::deployment_hit, &Teller::see_hit},
    {Happening::deployment_sleeps, &Teller::see_sleep},
    {Happening::deployment_wakes, &Teller::see_wake},
    {Happening::change_deployed, &Teller::see_change},
    {Happening::change_refused, &Teller::see_refused_change},
    {Happening::edit_refused, &Teller::see_refused_edit},
    {Happening::call_refused, &Teller::see_refusal},
    {Happening::mission_note, &Teller::see_note},
    {Happening::instance_fenced, &Teller::see_fenced},
    {Happening::primary_changed, &Teller::see_replaced},
    {Happening::taken_down, &Teller::see_moved},
    {Happening::database_unreached, &Teller::see_way_to_database_lost},
    {Happening::database_reached, &Teller::see_way_to_database_back},
    {Happening::instance_healthy, &Teller::see_healthy},
    {Happening::rows_lost, &Teller::see_rows_lost},
    {Happening::database_failed, &Teller::see_database_fail},
    {Happening::database_ready, &Teller::see_database_back},
    {Happening::database_promoted, &Teller::see_in_zone},
    {Happening::standby_ready, &Teller::see_in_zone},
    {Happening::zone_shifted, &Teller::see_in_zone},
    {Happening::shift_ended, &Teller::see_in_zone},
    {Happening::launch_refused, &Teller::see_launch_refused},
    {Happening::pod_stuck, &Teller::see_stuck_pod},
    {Happening::part_restored, &Teller::see_restoration},
    {Happening::backlog_drained, &Teller::see_drained},
    {Happening::dag_succeeded, &Teller::see_success},
};

void Teller::see(const Record& record) {
  const auto* row = std::ranges::find(kRows, record.what, &Row::what);
  if (row != std::end(kRows)) (this->*row->see)(record);
}

}  // namespace

std::vector<TimelineEntry> tell_timeline(const sim::Simulation& simulation,
                                         const Evidence& evidence) {
  return Teller(simulation, evidence).tell();
}

}  // namespace blackstart::drill
