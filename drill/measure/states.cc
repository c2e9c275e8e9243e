#include "drill/measure/states.h"

#include <algorithm>
#include <array>
#include <map>

#include "drill/measure/roles.h"
#include "providers/mock/operations.h"

namespace blackstart::drill {
namespace {

using recovery::NoteKind;
using sim::Happening;
using sim::Record;

enum class State : std::uint8_t {
  creating,
  created,
  create_failed,
  deploying,
  healthy,
  unhealthy,
  hibernating,
  pending,
  active,
  failed
};
constexpr std::array<std::string_view, 10> kStateNames = {
    "CREATING",  "CREATED",     "CREATE_FAILED", "DEPLOYING", "HEALTHY",
    "UNHEALTHY", "HIBERNATING", "Pending",       "Active",    "Failed"};

std::string name_of(State state) {
  return std::string(kStateNames[static_cast<std::size_t>(state)]);
}

// What a step that is under way, done or failed says of its target.
struct StepSays {
  std::string_view operation;
  NoteKind note;
  State state;
};

constexpr std::array kSteps = {
    StepSays{"cluster.create", NoteKind::step_started, State::creating},
    StepSays{"cluster.create", NoteKind::step_failed, State::create_failed},
    StepSays{"deployment.create", NoteKind::step_started, State::creating},
    StepSays{"deployment.create", NoteKind::step_done, State::deploying},
    StepSays{"twin.activate", NoteKind::step_done, State::healthy},
    StepSays{"peering.request", NoteKind::step_done, State::pending},
    StepSays{"peering.accept", NoteKind::step_done, State::active},
    StepSays{"peering.accept", NoteKind::step_failed, State::failed},
};

class States {
 public:
  explicit States(const sim::Simulation& simulation)
      : simulation_(simulation), world_(simulation.setup().world), roles_(simulation) {}

  std::vector<StateChange> read() {
    begin();
    simulation_.history().for_each([this](const Record& record) {
      see(record);
      roles_.see(record);
    });
    expire_requests();
    return std::move(changes_);
  }

 private:
  void begin() {
    const Instant start = simulation_.setup().starts_at;
    for (const auto& cluster : world_.clusters) {
      changes_.push_back({start, "cluster:" + cluster.name, name_of(State::created)});
      for (const sim::ItemId item : cluster.items) {
        if (world_.items[item].data_class != sim::DataClass::peering) continue;
        changes_.push_back({start, "peering:" + cluster.name + "/" + world_.items[item].name,
                            name_of(State::active)});
      }
    }
    for (sim::DeploymentId id = 0; id < world_.deployments.size(); ++id)
      changes_.push_back({start, deployment(id),
                          name_of(roles_.is_asleep(id) ? State::hibernating : State::healthy)});
  }

  void see(const Record& record) {
    switch (record.what) {
      case Happening::deployment_hit:
        if (record.c == 0) change(record, deployment(record.a), State::unhealthy);
        return;
      case Happening::deployment_sleeps:
        return change(record, deployment(record.a), State::hibernating);
      case Happening::instance_fenced:
        return see_taken_down(record);
      case Happening::taken_down:
        if (record.c == 0) see_taken_down(record);
        return;
      case Happening::instance_healthy:
        if (!roles_.is_fenced(record.a))
          change(record, deployment(roles_.deployment_of(record.a)), State::healthy);
        return;
      case Happening::infrastructure_ready: {
        const sim::Site& site = simulation_.world().sites[record.a];
        return change(record, "cluster:" + world_.clusters[site.cluster].name, State::created);
      }
      case Happening::mission_note:
        return see_note(record);
      default:
        return;
    }
  }

  void see_note(const Record& record) {
    const auto kind = static_cast<NoteKind>(record.code);
    if (kind < NoteKind::step_started || kind > NoteKind::step_skipped) return;
    const recovery::Step& step = simulation_.engine().mission(record.a).step(record.b);
    const auto says = std::ranges::find_if(kSteps, [&](const StepSays& each) {
      return each.operation == step.operation && each.note == kind;
    });
    if (says == kSteps.end()) return;
    if (says->state == State::pending) requested_[step.target] = record.at;
    if (says->state == State::active) requested_.erase(step.target);
    const bool is_void_already =
        says->state == State::failed && has_expired(step.target, record.at);
    if (is_void_already) return;
    const bool stands = says->state == State::deploying || says->state == State::healthy;
    change(record, step.target,
           stands && is_asleep(step.target) ? State::hibernating : says->state);
  }

  bool is_asleep(const std::string& subject) const {
    for (sim::DeploymentId id = 0; id < world_.deployments.size(); ++id) {
      if (deployment(id) == subject) return roles_.is_asleep(id);
    }
    return false;
  }

  bool has_expired(const std::string& peering, Instant at) const {
    const auto requested = requested_.find(peering);
    const auto lasts = mock::peering_request_lasts(world_);
    return lasts && requested != requested_.end() && requested->second + *lasts < at;
  }

  // A request that nobody answered is void although nobody looks at it.
  void expire_requests() {
    for (const auto& [peering, at] : requested_) {
      if (!has_expired(peering, simulation_.now())) continue;
      changes_.push_back(
          {at + *mock::peering_request_lasts(world_), peering, name_of(State::failed)});
    }
    std::ranges::stable_sort(changes_, {}, &StateChange::at);
  }

  // Of one that was down already nothing changes.
  void see_taken_down(const Record& record) {
    const std::string subject = deployment(roles_.deployment_of(record.a));
    const auto latest =
        std::find_if(changes_.rbegin(), changes_.rend(),
                     [&](const StateChange& change) { return change.subject == subject; });
    if (roles_.is_primary(record.a) && latest->state != name_of(State::unhealthy) &&
        latest->state != name_of(State::hibernating))
      change(record, subject, State::unhealthy);
  }

  void change(const Record& record, std::string subject, State state) {
    changes_.push_back({record.at, std::move(subject), name_of(state)});
  }

  std::string deployment(sim::DeploymentId id) const {
    return "deployment:" + world_.deployments[id].name;
  }

  const sim::Simulation& simulation_;
  const sim::WorldSpec& world_;
  Roles roles_;                               // before the record that is being read
  std::map<std::string, Instant> requested_;  // peerings that nobody has accepted yet
  std::vector<StateChange> changes_;
};

}  // namespace

std::span<const std::string_view> state_names() { return kStateNames; }

std::vector<StateChange> measure_states(const sim::Simulation& simulation) {
  return States(simulation).read();
}

}  // namespace blackstart::drill
