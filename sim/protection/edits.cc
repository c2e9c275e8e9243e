#include "sim/protection/edits.h"

#include <algorithm>

#include "sim/fault/health.h"
#include "sim/world/holding.h"

namespace blackstart::sim {
namespace {

// Edits alternate in sense only: what is there already is not made again.
bool existed_before(const Setup& setup, ItemId item) {
  for (const EditSpec& edit : setup.edits) {
    if (edit.item == item) return edit.kind == EditSpec::Kind::removes;
  }
  return true;
}

bool can_change_anything(const Stage& stage) {
  const std::vector<ServiceSpec>& services = stage.setup.world.services;
  const auto own = std::ranges::find(services, kControlPlane, &ServiceSpec::name);
  const auto id = static_cast<ServiceId>(own - services.begin());
  return own == services.end() || service_error_share(stage.setup.world, stage.world, id) < 1;
}

// Whether the twin has the change too: it must be there to take it, and may be the primary by now.
bool reaches_twin(const Stage& stage, const DeploySpec& deploy) {
  const InstanceId twin = stage.world.twin_of[deploy.deployment];
  if (twin == kNone) return deploy.reaches_twin;
  if (twin == stage.world.primary_of[deploy.deployment]) return true;
  return deploy.reaches_twin && stage.world.instance_is_up(twin);
}

}  // namespace

bool existed_then(const Setup& setup, const World& world, ItemId item, Instant at) {
  bool existed = existed_before(setup, item);
  for (std::size_t i = 0; i < setup.edits.size(); ++i) {
    const EditSpec& edit = setup.edits[i];
    if (edit.item == item && edit.at <= at && !world.edit_is_refused[i])
      existed = edit.kind == EditSpec::Kind::creates;
  }
  return existed;
}

bool is_made_later(const Setup& setup, ItemId item) { return !existed_before(setup, item); }

void make_edit(Stage& stage, std::uint32_t index) {
  const EditSpec& edit = stage.setup.edits[index];
  const InstanceId primary = stage.world.primary_of[stage.setup.world.items[edit.item].deployment];
  if (!stage.world.answers_requests(primary)) {
    stage.world.edit_is_refused[index] = true;
    return stage.record(Happening::edit_refused, index);
  }
  if (edit.kind == EditSpec::Kind::creates)
    recreate_at_instance(stage, primary, edit.item);
  else
    remove_from_instance(stage, primary, edit.item);
}

void make_deploy(Stage& stage, std::uint32_t index) {
  const DeploySpec& deploy = stage.setup.deploys[index];
  const InstanceId primary = stage.world.primary_of[deploy.deployment];
  if (!can_change_anything(stage) || !stage.world.instance_is_up(primary))
    return stage.record(Happening::change_refused, index);
  stage.record(Happening::change_deployed, index, reaches_twin(stage, deploy) ? 1 : 0);
}

}  // namespace blackstart::sim
