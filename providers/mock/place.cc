#include "providers/mock/place.h"

#include "sim/world/holding.h"

namespace blackstart::mock {
namespace {

sim::Admission given(bool stands, const char* what, const sim::Stage& stage,
                     const sim::BoundStep& step) {
  if (stands) return {};
  return {.kind = sim::Admission::Kind::permanent,
          .reason = "cluster '" + stage.setup.world.clusters[step.cluster].name + "' has no " +
                    what + " in " + stage.setup.world.regions[step.region].name + " yet"};
}

}  // namespace

sim::Admission needs_vpc(const sim::Stage& stage, const sim::BoundStep& step) {
  const sim::Site& site = stage.world.sites[site_of(stage, step)];
  return given(site.region == step.region, "VPC", stage, step);
}

sim::Admission needs_network(const sim::Stage& stage, const sim::BoundStep& step) {
  const sim::Site& site = stage.world.sites[site_of(stage, step)];
  return given(site.region == step.region && site.has_nat, "network", stage, step);
}

sim::Admission needs_cluster(const sim::Stage& stage, const sim::BoundStep& step) {
  const sim::Site& site = stage.world.sites[site_of(stage, step)];
  return given(site.region == step.region && site.is_created, "control plane", stage, step);
}

sim::Admission needs_issuer(const sim::Stage& stage, const sim::BoundStep& step) {
  const sim::Site& site = stage.world.sites[site_of(stage, step)];
  return given(site.region == step.region && site.issuer_is_registered, "OIDC provider", stage,
               step);
}

void restore(sim::Stage& stage, const sim::BoundStep& step, sim::DataClass data_class,
             sim::Provenance provenance) {
  for (const sim::ItemId item : stage.setup.world.clusters[step.cluster].items) {
    const sim::ItemSpec& spec = stage.setup.world.items[item];
    if (spec.data_class == data_class && spec.provenance == provenance) {
      sim::hold_at_site(stage.setup, stage.world, site_of(stage, step), item);
    }
  }
}

}  // namespace blackstart::mock
