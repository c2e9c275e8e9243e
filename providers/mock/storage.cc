#include <array>

#include "providers/mock/operations.h"
#include "providers/mock/place.h"

namespace blackstart::mock {
namespace {

using sim::BoundStep;
using sim::Lack;
using sim::Stage;

void create_database(Stage& stage, const BoundStep& step) {
  stage.world.sites[site_of(stage, step)].has_database = true;
  stage.record(sim::Happening::database_ready, site_of(stage, step));
}

void create_log_bucket(Stage& stage, const BoundStep& step) {
  stage.world.sites[site_of(stage, step)].has_log_bucket = true;
}

constexpr std::array kRows = {
    sim::Operation{.name = "database.create",
                   .does = "the Postgres server that all Deployments of a cluster share, empty",
                   .target = "cluster",
                   .global_service = "control_plane",
                   .in_place = true,
                   .regional_service = "database",
                   .admit = needs_vpc,
                   .complete = create_database,
                   .undoes = {Lack::platform}},
    sim::Operation{.name = "log_bucket.create",
                   .does = "the bucket for task logs, empty",
                   .target = "cluster",
                   .global_service = "control_plane",
                   .in_place = true,
                   .regional_service = "storage",
                   .admit = needs_vpc,
                   .complete = create_log_bucket},
};

}  // namespace

std::span<const sim::Operation> storage_operations() { return kRows; }

}  // namespace blackstart::mock
