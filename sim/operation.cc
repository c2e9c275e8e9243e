#include "sim/operation.h"

#include <algorithm>
#include <stdexcept>

#include "recovery/check.h"
#include "sim/initial_world.h"
#include "sim/random.h"

namespace blackstart::sim {
namespace {

template <class Range>
std::uint32_t index_of(const Range& range, std::string_view name) {
  const auto found =
      std::ranges::find(range, name, [](const auto& each) { return std::string_view(each.name); });
  return found == range.end() ? kNone : static_cast<std::uint32_t>(found - range.begin());
}

ItemId item_named(const WorldSpec& world, ClusterId cluster, DataClass data_class,
                  std::string_view name) {
  for (const ItemId item : world.clusters[cluster].items) {
    if (world.items[item].data_class == data_class && world.items[item].name == name) return item;
  }
  return kNone;
}

struct Target {
  std::string_view kind, first, second;  // kind:first/second
};

Target parse_target(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {.kind = text};
  const std::string_view kind = text.substr(0, colon), rest = text.substr(colon + 1);
  const std::size_t slash = rest.find('/');
  // Nothing is told by its Deployment, whose name may hold anything.
  if (slash == std::string_view::npos || kind == "deployment") return {.kind = kind, .first = rest};
  return {.kind = kind, .first = rest.substr(0, slash), .second = rest.substr(slash + 1)};
}

}  // namespace

Binding::Binding(std::shared_ptr<const Setup> setup, std::span<const Operation> operations)
    : setup_(std::move(setup)),
      operations_(operations),
      stock_(stock_of(*setup_, initial_world(*setup_))) {
  for (const DeploymentSpec& deployment : setup_->world.deployments)
    row_classes_.push_back(row_classes_of(deployment));
  for (const Operation& operation : operations_) {
    global_services_.push_back(operation.global_service.empty()
                                   ? kNone
                                   : index_of(setup_->world.services, operation.global_service));
  }
  for (const auto& mission : setup_->missions) {
    first_.push_back(static_cast<std::uint32_t>(steps_.size()));
    for (recovery::StepIndex i = 0; i < mission->step_count(); ++i) {
      try {
        steps_.push_back(bind(mission->step(i), mission->brief().move));
      } catch (const std::invalid_argument& error) {
        throw BindingError(i, error.what());
      }
    }
  }
}

std::uint32_t Binding::first_step(const recovery::MissionPlan& mission) const {
  const auto found =
      std::ranges::find(setup_->missions, &mission, [](const auto& each) { return each.get(); });
  recovery::check(found != setup_->missions.end(), "a mission was begun that is not the setup's");
  return first_[static_cast<std::size_t>(found - setup_->missions.begin())];
}

BoundStep Binding::bind(const recovery::Step& step, const recovery::Move& move) const {
  BoundStep bound;
  bound.operation = index_of(operations_, step.operation);
  if (bound.operation == kNone)
    throw std::invalid_argument("unknown operation '" + step.operation + "'");
  const Operation& operation = operations_[bound.operation];
  const std::string_view aimed_at = parse_target(step.target).kind;
  if (aimed_at != operation.target) {
    throw std::invalid_argument("'" + step.operation + "' is done to a " +
                                std::string(operation.target) + ", not to '" + step.target + "'");
  }
  bound.name_hash = hash_name(step.name);
  const auto timing = setup_->timings.find(step.operation);
  if (timing == setup_->timings.end()) {
    throw std::invalid_argument("no timing for operation '" + step.operation + "'");
  }
  bound.timing = &timing->second;
  if (!step.owner.empty()) {
    bound.person = index_of(setup_->people, step.owner);
    if (bound.person == kNone) throw std::invalid_argument("unknown person '" + step.owner + "'");
  }
  bind_target(step, bound);
  bound.region = operation.target == "region" ? region_named(parse_target(step.target).first)
                                              : region_named(move.to);
  for (const auto& [parameter, value] : step.with) {
    if (parameter == "region")
      bound.region = region_named(value);
    else if (parameter == "from")
      bound.vantage = region_named(value);
    else if (parameter == "pool")
      bound.pool = pool_named(bound.cluster, value);
    else
      throw std::invalid_argument("unknown parameter '" + parameter +
                                  "'; known: region, from, pool");
  }
  if (!operation.regional_service.empty()) {
    bound.regional_service =
        index_of(setup_->world.services, std::string(operation.regional_service) + "/" +
                                             setup_->world.regions[bound.region].name);
  }
  return bound;
}

std::uint32_t Binding::pool_named(ClusterId cluster, std::string_view name) const {
  if (cluster == kNone) throw std::invalid_argument("only a cluster has node pools");
  const std::uint32_t pool = index_of(setup_->world.clusters[cluster].node_pools, name);
  if (pool == kNone) {
    throw std::invalid_argument("cluster '" + setup_->world.clusters[cluster].name +
                                "' has no node pool '" + std::string(name) + "'");
  }
  return pool;
}

RegionId Binding::region_named(std::string_view name) const {
  const RegionId region = index_of(setup_->world.regions, name);
  if (region == kNone) throw std::invalid_argument("unknown region '" + std::string(name) + "'");
  return region;
}

void Binding::bind_target(const recovery::Step& step, BoundStep& bound) const {
  const WorldSpec& world = setup_->world;
  const Target target = parse_target(step.target);
  const auto require = [&](std::uint32_t found) {
    if (found == kNone) throw std::invalid_argument("unknown target '" + step.target + "'");
    return found;
  };
  if (target.kind == "region") {
    require(index_of(world.regions, target.first));
  } else if (target.kind == "deployment") {
    bound.deployment = require(index_of(world.deployments, target.first));
  } else if (target.kind == "cluster") {
    bound.cluster = require(index_of(world.clusters, target.first));
  } else if (target.kind == "allow_list") {
    bound.cluster = require(index_of(world.clusters, target.first));
    bound.allow_list = require(index_of(world.clusters[bound.cluster].allow_lists, target.second));
  } else if (const auto data_class = data_class_named(target.kind)) {
    bound.cluster = require(index_of(world.clusters, target.first));
    bound.item = require(item_named(world, bound.cluster, *data_class, target.second));
  } else {
    require(kNone);
  }
}

}  // namespace blackstart::sim
