#include "sim/fault/effects.h"

#include <algorithm>
#include <vector>

#include "sim/airflow/airflow.h"
#include "sim/fault/health.h"
#include "sim/kubernetes/kubernetes.h"
#include "sim/protection/protection.h"
#include "sim/world/holding.h"

namespace blackstart::sim {
namespace {

// What stands at one moment. The difference of two is what went down, or came back, in between.
struct Standing {
  std::vector<bool> sites, instances;
};

Standing standing(const World& world) {
  Standing now;
  for (SiteId id = 0; id < world.sites.size(); ++id) now.sites.push_back(world.site_is_up(id));
  for (InstanceId id = 0; id < world.instances.size(); ++id)
    now.instances.push_back(world.instance_is_up(id));
  return now;
}

void take_down_instance(Stage& stage, InstanceId id, std::uint32_t fault) {
  const Instance& instance = stage.world.instances[id];
  if (instance.is_discarded) return;
  if (stage.world.primary_of[instance.deployment] == id && !stage.world.is_sleeping(id)) {
    stage.record(Happening::deployment_hit, instance.deployment, fault);
  }
  await_success(stage, id);
}

bool would_take_down(const World& world, InstanceId id, std::uint32_t fault) {
  return std::ranges::any_of(world.impairments.active(), [&](const Impairment& each) {
    return each.fault == fault && each.facet == Facet::power && each.magnitude >= 1 &&
           befalls_instance(world, each, id);
  });
}

void hold_down_instance(Stage& stage, InstanceId id, std::uint32_t fault) {
  const DeploymentId deployment = stage.world.instances[id].deployment;
  if (stage.world.primary_of[deployment] == id && would_take_down(stage.world, id, fault))
    stage.record(Happening::also_hit, deployment, fault);
}

void take_down(Stage& stage, const Standing& before, const Standing& now, std::uint32_t fault) {
  for (SiteId id = 0; id < now.sites.size(); ++id) {
    if (before.sites[id] && !now.sites[id]) stage.record(Happening::site_failed, id);
  }
  for (InstanceId id = 0; id < now.instances.size(); ++id) {
    if (now.instances[id]) continue;
    if (before.instances[id])
      take_down_instance(stage, id, fault);
    else
      hold_down_instance(stage, id, fault);
  }
}

void bring_back(Stage& stage, const Standing& before, const Standing& now) {
  for (SiteId id = 0; id < now.sites.size(); ++id) {
    if (!before.sites[id] && now.sites[id]) stage.record(Happening::site_returned, id);
  }
}

struct Aim {
  Domain domain;
  std::uint32_t id;
};

Aim aim_of(const Stage& stage, const FaultSpec& spec) {
  if (spec.domain == Domain::cluster) return {Domain::site, stage.world.site_of[spec.target]};
  return {spec.domain, spec.target};
}

const FaultKind& kind_of(const FaultSpec& spec) { return faults()[spec.kind]; }

void impair(Stage& stage, std::uint32_t fault) {
  const FaultSpec& spec = stage.setup.faults[fault];
  const Aim aim = aim_of(stage, spec);
  for (const Effect& effect : kind_of(spec).impairs) {
    if (effect.takes_place != nullptr && !effect.takes_place(spec)) continue;
    stage.world.impairments.add(
        {.facet = effect.facet,
         .domain = aim.domain,
         .id = aim.id,
         .fault = fault,
         .magnitude = effect.magnitude == nullptr ? 1 : spec.*effect.magnitude});
  }
}

// What the target held and nobody else has: a zone's part is settled by whoever keeps volumes
// there.
void destroy(Stage& stage, std::uint32_t fault) {
  const FaultSpec& spec = stage.setup.faults[fault];
  const Aim aim = aim_of(stage, spec);
  World& world = stage.world;
  const Impairment loss{.facet = Facet::data, .domain = aim.domain, .id = aim.id, .fault = fault};
  world.impairments.add(loss);
  for (InstanceId id = 0; id < world.instances.size(); ++id) {
    if (befalls_instance(world, loss, id)) lose_instance(stage, id);
  }
  for (SiteId id = 0; id < world.sites.size(); ++id) {
    if (!befalls_site(world, loss, id)) continue;
    lose_site(stage, id);
    world.sites[id].is_destroyed = true;
  }
  lose_copies(stage);
  on_zones_change(stage, fault);
}

Instant end_of(const FaultSpec& spec) {
  return spec.lasts == recovery::kForever ? Instant::max() : spec.begins + spec.lasts;
}

bool is_same_place(const FaultSpec& a, const FaultSpec& b) {
  return a.domain == b.domain && a.target == b.target;
}

// The same place is impaired otherwise from this very instant on: in between nothing heals.
bool gives_way(const Stage& stage, std::uint32_t fault) {
  const FaultSpec& spec = stage.setup.faults[fault];
  if (end_of(spec) != stage.now || spec.recovery_symptoms > Duration{0}) return false;
  return std::ranges::any_of(stage.setup.faults, [&](const FaultSpec& each) {
    return each.begins == stage.now && is_same_place(each, spec);
  });
}

bool give_way(Stage& stage, const FaultSpec& place) {
  bool is_any = false;
  for (std::uint32_t id = 0; id < stage.setup.faults.size(); ++id) {
    if (!is_same_place(stage.setup.faults[id], place) || !gives_way(stage, id)) continue;
    if (stage.world.impairments.has_of(id)) stage.record(Happening::fault_healed, id);
    stage.world.impairments.remove_of(id);
    is_any = true;
  }
  return is_any;
}

// What gives way and all that takes its place is one change: the first that begins there brings
// the others along.
void take_over(Stage& stage, std::uint32_t fault) {
  const std::vector<FaultSpec>& all = stage.setup.faults;
  if (stage.world.impairments.has_of(fault)) return;
  const bool is_replacing = give_way(stage, all[fault]);
  for (std::uint32_t id = 0; id < all.size(); ++id) {
    const bool is_with_it = is_replacing && all[id].begins == stage.now &&
                            is_same_place(all[id], all[fault]) &&
                            !stage.world.impairments.has_of(id);
    if (id == fault || is_with_it) impair(stage, id);
  }
}

void heal(Stage& stage, std::uint32_t fault) {
  if (gives_way(stage, fault)) return;
  const Standing before = standing(stage.world);
  stage.world.impairments.remove_of(fault);
  stage.record(Happening::fault_healed, fault);
  bring_back(stage, before, standing(stage.world));
  on_zones_change(stage, fault);
}

void hit(Stage& stage, std::uint32_t fault) {
  const Standing before = standing(stage.world);
  take_over(stage, fault);
  const Standing now = standing(stage.world);
  bring_back(stage, before, now);
  take_down(stage, before, now, fault);
  on_zones_change(stage, fault);
}

// The impaired part of a period, to the microsecond.
Duration impaired_part(const FaultSpec& spec) {
  return Duration(static_cast<Duration::rep>(static_cast<double>(spec.period.count()) * spec.duty));
}

}  // namespace

void begin_impairing(Stage& stage, std::uint32_t fault) {
  const FaultSpec& spec = stage.setup.faults[fault];
  hit(stage, fault);
  if (kind_of(spec).destroys && spec.lasts == recovery::kForever) destroy(stage, fault);
}

void end_impairing(Stage& stage, std::uint32_t fault) {
  const FaultSpec& spec = stage.setup.faults[fault];
  heal(stage, fault);
  if (spec.recovery_symptoms == Duration{0}) return;
  const Aim aim = aim_of(stage, spec);
  stage.world.impairments.add({.facet = Facet::compute,
                               .domain = aim.domain,
                               .id = aim.id,
                               .fault = fault,
                               .magnitude = spec.recovery_slowdown});
  stage.record(Happening::symptoms_began, fault);
  on_zones_change(stage, fault);
  stage.schedule(stage.now + spec.recovery_symptoms, {.kind = EventKind::fault_turns, .a = fault});
}

void end_symptoms(Stage& stage, std::uint32_t fault) {
  heal(stage, fault);
  stage.record(Happening::symptoms_ended, fault);
}

void begin_flapping(Stage& stage, std::uint32_t fault) {
  const FaultSpec& spec = stage.setup.faults[fault];
  hit(stage, fault);
  stage.schedule(stage.now + impaired_part(spec), {.kind = EventKind::fault_turns, .a = fault});
}

void turn_flapping(Stage& stage, std::uint32_t fault) {
  const FaultSpec& spec = stage.setup.faults[fault];
  const bool was_impaired = stage.world.impairments.has_of(fault);
  // Of what began with the last instant of the run nothing could be told.
  const Instant over = was_impaired ? end_of(spec) : std::min(end_of(spec), stage.setup.ends_at);
  if (stage.now >= over) return;
  if (was_impaired)
    heal(stage, fault);
  else
    hit(stage, fault);
  const Duration part = impaired_part(spec);
  stage.schedule(stage.now + (was_impaired ? spec.period - part : part),
                 {.kind = EventKind::fault_turns, .a = fault});
}

}  // namespace blackstart::sim
