#include <array>
#include <chrono>
#include <string>

#include "providers/mock/operations.h"
#include "providers/mock/place.h"
#include "sim/kubernetes/zones.h"
#include "sim/world/holding.h"

namespace blackstart::mock {
namespace {

using sim::Admission;
using sim::BoundStep;
using sim::DataClass;
using sim::Happening;
using sim::Lack;
using sim::Provenance;
using sim::SiteId;
using sim::Stage;

// From here on steps are about the new network; the old one is there, should its region return.
void create_vpc(Stage& stage, const BoundStep& step) {
  for (const sim::ItemId item : stage.setup.world.clusters[step.cluster].items)
    stage.world.requested_at[item] = sim::kNever;
  const SiteId fresh = sim::add_site(stage.setup, stage.world, step.cluster, step.region);
  stage.world.site_of[step.cluster] = fresh;
  restore(stage, step, DataClass::vpc, Provenance::none);
  stage.record(Happening::network_ready, fresh);
}

// New gateways come with new addresses: the old ones are lost, as many are created.
void create_nat_gateways(Stage& stage, const BoundStep& step) {
  stage.world.sites[site_of(stage, step)].has_nat = true;
  for (const sim::ItemId item : stage.setup.world.clusters[step.cluster].items) {
    if (stage.setup.world.items[item].data_class == DataClass::egress_ip) {
      sim::recreate_at_site(stage, site_of(stage, step), item);
    }
  }
}

// When mec1-az2 was lost (March 2026), allocating and associating addresses failed region-wide for
// half a day.
Admission needs_addresses(const Stage& stage, const BoundStep& step) {
  if (!sim::region_is_short(stage.setup.world, stage.world, step.region))
    return needs_vpc(stage, step);
  return {.kind = Admission::Kind::transient,
          .reason = "no address can be associated while a zone of " +
                    stage.setup.world.regions[step.region].name + " is lost"};
}

void restore_routes(Stage& stage, const BoundStep& step) {
  restore(stage, step, DataClass::route, Provenance::vendor);
}

void restore_rules(Stage& stage, const BoundStep& step) {
  restore(stage, step, DataClass::security_group_rule, Provenance::vendor);
}

void request_peering(Stage& stage, const BoundStep& step) {
  stage.world.requested_at[step.item] = stage.now;
  stage.record(Happening::peering_pending, site_of(stage, step), step.item);
}

void bring_back_item(Stage& stage, const BoundStep& step) {
  sim::recreate_at_site(stage, site_of(stage, step), step.item);
}

// astronomer/docs@0fd057ffa astro/connect-aws.md
constexpr std::chrono::days kRequestLasts{7};

// On GCP and Azure the customer's half needs no request.
Admission needs_request(const Stage& stage, const BoundStep& step) {
  Admission admission = needs_vpc(stage, step);
  if (admission.kind != Admission::Kind::accepted) return admission;
  const bool is_asked_for = stage.world.requested_at[step.item] != sim::kNever;
  if (is_asked_for || !peering_request_lasts(stage.setup.world)) return {};
  return {.kind = Admission::Kind::permanent,
          .reason =
              "nobody has requested peering '" + stage.setup.world.items[step.item].name + "' yet"};
}

bool has_expired(const Stage& stage, const BoundStep& step) {
  const recovery::Instant requested_at = stage.world.requested_at[step.item];
  const auto lasts = peering_request_lasts(stage.setup.world);
  return lasts && requested_at != sim::kNever && stage.now - requested_at > *lasts;
}

void accept_peering(Stage& stage, const BoundStep& step) {
  if (!has_expired(stage, step)) bring_back_item(stage, step);
}

recovery::Result what_became_of_the_request(const Stage& stage, const BoundStep& step) {
  if (!has_expired(stage, step)) return {};
  return {.answer = recovery::Answer::permanent,
          .reason = "the request expired after " + std::to_string(kRequestLasts.count()) + " days"};
}

void let_addresses_in(Stage& stage, const BoundStep& step) {
  stage.world.sites[site_of(stage, step)].allowed |= std::uint64_t{1} << step.allow_list;
}

void point_names(Stage& stage, const BoundStep& step) {
  stage.world.callers_reach[step.cluster] = site_of(stage, step);
}

constexpr std::array kRows = {
    sim::Operation{.name = "vpc.create",
                   .does = "VPC, subnets and route tables of a cluster",
                   .target = "cluster",
                   .global_service = "control_plane",
                   .in_place = true,
                   .regional_service = "network",
                   .complete = create_vpc},
    sim::Operation{.name = "nat_gateway.create",
                   .does = "NAT gateways, which bring new egress IPs",
                   .target = "cluster",
                   .in_place = true,
                   .regional_service = "network",
                   .admit = needs_addresses,
                   .complete = create_nat_gateways},
    sim::Operation{.name = "routes.restore",
                   .does = "the routes that the vendor had made",
                   .target = "cluster",
                   .in_place = true,
                   .regional_service = "network",
                   .admit = needs_vpc,
                   .complete = restore_routes,
                   .undoes = {Lack::route}},
    sim::Operation{.name = "security_group_rules.restore",
                   .does = "the security-group rules the vendor had made",
                   .target = "cluster",
                   .in_place = true,
                   .regional_service = "network",
                   .admit = needs_vpc,
                   .complete = restore_rules,
                   .undoes = {Lack::security_group_rule}},
    sim::Operation{.name = "peering.request",
                   .does = "asks for a VPC peering, which is then pending",
                   .target = "peering",
                   .in_place = true,
                   .regional_service = "network",
                   .admit = needs_vpc,
                   .complete = request_peering},
    sim::Operation{.name = "peering.accept",
                   .does = "the customer re-accepts the peering request",
                   .target = "peering",
                   .global_service = "console",
                   .in_place = true,
                   .regional_service = "network",
                   .admit = needs_request,
                   .complete = accept_peering,
                   .answer = what_became_of_the_request,
                   .undoes = {Lack::peering}},
    sim::Operation{.name = "route.recreate",
                   .does = "the customer re-creates a route made in the cloud console",
                   .target = "route",
                   .global_service = "console",
                   .in_place = true,
                   .regional_service = "network",
                   .admit = needs_vpc,
                   .complete = bring_back_item,
                   .undoes = {Lack::route}},
    sim::Operation{
        .name = "security_group_rule.recreate",
        .does = "the customer re-creates a security-group rule made in the cloud console",
        .target = "security_group_rule",
        .global_service = "console",
        .in_place = true,
        .regional_service = "network",
        .admit = needs_vpc,
        .complete = bring_back_item,
        .undoes = {Lack::security_group_rule}},
    sim::Operation{.name = "allow_list.update",
                   .does = "the owner of a data source lets the new egress IPs in",
                   .target = "allow_list",
                   .admit = needs_network,
                   .complete = let_addresses_in,
                   .undoes = {Lack::allow_list}},
    sim::Operation{.name = "dns.update",
                   .does = "a cluster's names point at its new place, and whoever calls by them "
                           "follows; a twin has names of its own",
                   .target = "cluster",
                   .global_service = "route53",
                   .complete = point_names,
                   .leads_callers = true,
                   .undoes = {Lack::callers}},
};

}  // namespace

// On GCP and Azure both sides create their half, and no request expires.
std::optional<recovery::Duration> peering_request_lasts(const sim::WorldSpec& world) {
  if (world.provider != "aws") return std::nullopt;
  return kRequestLasts;
}

std::span<const sim::Operation> network_operations() { return kRows; }

}  // namespace blackstart::mock
