#include "sim/protection/edits.h"

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

}  // namespace

bool existed_then(const Setup& setup, ItemId item, Instant at) {
  bool existed = existed_before(setup, item);
  for (const EditSpec& edit : setup.edits) {
    if (edit.item == item && edit.at <= at) existed = edit.kind == EditSpec::Kind::creates;
  }
  return existed;
}

bool is_made_later(const Setup& setup, ItemId item) { return !existed_before(setup, item); }

void make_edit(Stage& stage, std::uint32_t index) {
  const EditSpec& edit = stage.setup.edits[index];
  const InstanceId primary = stage.world.primary_of[stage.setup.world.items[edit.item].deployment];
  const Instance& instance = stage.world.instances[primary];
  if (instance.is_discarded || !instance.has_image || !stage.world.site_is_up(instance.site))
    return;
  stage.world.in_use[edit.item] = edit.kind == EditSpec::Kind::creates ? 1 : 0;
  if (edit.kind == EditSpec::Kind::creates)
    recreate_at_instance(stage, primary, edit.item);
  else
    remove_from_instance(stage, primary, edit.item);
}

}  // namespace blackstart::sim
