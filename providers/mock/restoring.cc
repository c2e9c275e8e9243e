#include <array>

#include "providers/mock/operations.h"
#include "sim/airflow/airflow.h"
#include "sim/protection/protection.h"

namespace blackstart::mock {
namespace {

using sim::Admission;
using sim::Asked;
using sim::BoundStep;
using sim::InstanceId;
using sim::Lack;
using sim::Part;
using sim::Stage;

const std::string& name_of(const Stage& stage, const BoundStep& step) {
  return stage.setup.world.deployments[step.deployment].name;
}

Admission refused(Admission::Kind kind, std::string reason) {
  return {.kind = kind, .reason = std::move(reason)};
}

// One that is where it is, and opens, only as long as that region stands.
std::string rests_on(const sim::CopySpec& copy, bool is_its_key, const std::string& region) {
  return "copy '" + copy.name + "' " + (is_its_key ? "opens only with a key in " : "is in ") +
         region;
}

bool is_lost(const Stage& stage, sim::RegionId region) {
  return stage.world.impairments.is_total(sim::Facet::data, sim::Domain::region, region);
}

// What became of the first that was to hold it, where something did.
std::string why_there_is_none(const Stage& stage, const BoundStep& step, Part part) {
  const sim::WorldSpec& world = stage.setup.world;
  const sim::ClusterSpec& cluster = world.clusters[world.deployments[step.deployment].cluster];
  for (const sim::CopySpec& copy : cluster.copies) {
    const bool is_locked =
        copy.key == sim::CopySpec::Key::regional && is_lost(stage, cluster.region);
    if (!copy.holds[static_cast<std::size_t>(part)]) continue;
    if (!is_locked && !is_lost(stage, copy.region)) continue;
    const sim::RegionId region = is_locked ? cluster.region : copy.region;
    return rests_on(copy, is_locked, world.regions[region].name) + ", which is lost for good";
  }
  return "no copy holds " + std::string(sim::name_of(part)) + " of '" + name_of(stage, step) + "'";
}

// It exists, but where it or its key is nothing answers.
Admission waits_for_its_region(const Stage& stage, const sim::Remains& remains, Part part) {
  const sim::Found found = sim::newest_copy(stage, remains, part, Asked::exists);
  const sim::Site& lost = stage.world.sites[stage.world.instances[remains.of].site];
  const sim::CopySpec& copy = stage.setup.world.clusters[lost.cluster].copies[found.copy];
  const bool is_locked = stage.world.region_is_up(copy.region);
  const sim::RegionId region = is_locked ? lost.region : copy.region;
  return refused(
      Admission::Kind::transient,
      rests_on(copy, is_locked, stage.setup.world.regions[region].name) + ", which is unavailable");
}

template <Part part>
Admission needs_copy(const Stage& stage, const BoundStep& step) {
  const InstanceId primary = stage.world.primary_of[step.deployment];
  if (!stage.world.instances[primary].has_image) {
    return refused(Admission::Kind::permanent,
                   "'" + name_of(stage, step) + "' has no code deployed yet");
  }
  const sim::Remains* remains = sim::remains_of(stage.world, step.deployment, part);
  if (remains == nullptr) {
    return refused(Admission::Kind::permanent, why_there_is_none(stage, step, part));
  }
  if (sim::newest_copy(stage, *remains, part, Asked::opens).copy != sim::kNone) return {};
  return waits_for_its_region(stage, *remains, part);
}

template <Part part>
void restore(Stage& stage, const BoundStep& step) {
  const sim::Remains* remains = sim::remains_of(stage.world, step.deployment, part);
  const bool opens = remains != nullptr &&
                     sim::newest_copy(stage, *remains, part, Asked::opens).copy != sim::kNone;
  if (opens) sim::restore_part(stage, step.deployment, part);
}

// The copies may have failed while one of them was being read.
template <Part part>
recovery::Result what_was_restored(const Stage& stage, const BoundStep& step) {
  if (sim::remains_of(stage.world, step.deployment, part) == nullptr) return {};
  return {.answer = recovery::Answer::transient,
          .reason = "the copy was cut off while it was read"};
}

template <Part part>
constexpr sim::Operation restoring(std::string_view name, std::string_view does,
                                   sim::Lacks undoes = {}) {
  return {.name = name,
          .does = does,
          .target = "deployment",
          .in_place = true,
          .admit = needs_copy<part>,
          .complete = restore<part>,
          .answer = what_was_restored<part>,
          .undoes = undoes};
}

constexpr std::array kRows = {
    restoring<Part::metadata>("metadata.restore",
                              "the metadata database as it was when the newest copy that opens was "
                              "cut; its DAGs stay paused",
                              {Lack::connection, Lack::variable, Lack::pool}),
    restoring<Part::task_logs>("task_logs.restore", "task logs from the newest copy that opens"),
    restoring<Part::xcom_objects>("xcom_objects.restore",
                                  "what XComs refer to, from the newest copy that opens"),
};

}  // namespace

std::span<const sim::Operation> restoring_operations() { return kRows; }

}  // namespace blackstart::mock
