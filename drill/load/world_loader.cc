#include "drill/load/world_loader.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "drill/load/deployment_loader.h"
#include "drill/load/people.h"
#include "drill/load/platform_loader.h"
#include "drill/load/protection_loader.h"
#include "drill/read/names.h"
#include "sim/world/footing.h"

namespace blackstart::drill {
namespace {

using sim::DataClass;
using sim::kNone;
using sim::Provenance;

// Digits without a sign, at most `most`; the rest of the text, or nothing.
std::optional<std::string_view> after_number(std::string_view text, unsigned most) {
  unsigned number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || number > most) return std::nullopt;
  return std::string_view(rest, end);
}

// "10.0.0.0/16"
bool is_cidr(std::string_view text) {
  for (const char* const between : {".", ".", ".", "/"}) {
    const auto rest = after_number(text, 255);
    if (!rest || !rest->starts_with(between)) return false;
    text = rest->substr(1);
  }
  const auto rest = after_number(text, 32);
  return rest && rest->empty();
}

// AWS has its global control planes once for each partition, in one region of it: AWS Fault
// Isolation Boundaries; which one, is the region that signs for them (botocore, endpoints.json).
struct Partition {
  std::string_view regions_begin, iam, route53;
};
constexpr std::array kPartitions = {
    Partition{.regions_begin = "us-gov-", .iam = "us-gov-west-1", .route53 = "us-gov-west-1"},
    Partition{.regions_begin = "cn-", .iam = "cn-north-1", .route53 = "cn-northwest-1"},
    Partition{.regions_begin = "", .iam = "us-east-1", .route53 = "us-east-1"}};
constexpr Partition kNoPartition{};

class WorldLoader {
 public:
  WorldLoader(const Node& node, Instant starts_at, std::vector<sim::Person>& people,
              Problems& problems)
      : fields_(node, problems), starts_at_(starts_at), people_(people), problems_(problems) {}

  sim::WorldSpec load() {
    world_.title = fields_.text("title");
    fields_.find("origin");
    load_people(fields_.named("people"), people_, problems_);
    load_provider();
    load_platform_profile(fields_, world_.platform, problems_);
    load_regions();
    load_services();
    load_tiers();
    load_clusters();
    check_types_of_nodes();
    load_deployments();
    fields_.finish();
    return std::move(world_);
  }

 private:
  void load_provider() {
    const std::vector<std::string> known = {"aws", "gcp", "azure"};
    world_.provider = known[fields_.word("provider", 0, known, "provider")];
  }

  // A data plane has two zones on AWS, three elsewhere: astronomer/docs@0fd057ffa
  // astro/resilience.md.
  void load_regions() {
    const Node* regions = fields_.require("regions");
    if (regions == nullptr) return;
    if (regions->is(Node::Kind::object) && regions->members.empty())
      problems_.add(regions->place, "a world has at least one region");
    for (const Node::Member& member : fields_.named("regions")) {
      Fields region(member.value, problems_);
      sim::RegionSpec spec{.name = member.key, .zones = region.texts("zones")};
      if (spec.zones.empty()) {
        for (const char zone : std::string_view(world_.provider == "aws" ? "ab" : "abc")) {
          spec.zones.push_back(member.key + zone);
        }
      }
      if (spec.zones.size() > sim::kZonesMax)
        problems_.add(region.find("zones")->place, "a region has at most 8 zones");
      load_capacity(region, spec, problems_);
      region.finish();
      world_.regions.push_back(std::move(spec));
    }
  }

  void check_types_of_nodes() {
    for (const Node::Member& member : fields_.named("regions")) {
      Fields region(member.value, problems_);
      must_be_types_of_pools(region, world_, problems_);
    }
  }

  void load_services() {
    const Node empty{.kind = Node::Kind::object};
    const Node* node = fields_.find("control_plane", Node::Kind::object);
    Fields control_plane(node == nullptr ? empty : *node, problems_);
    sim::ServiceSpec own{.name = std::string(sim::kControlPlane)};
    if (const Node* home = control_plane.find("region", Node::Kind::string))
      own.region = find_named(world_.regions, home->string, "region", home->place, problems_);
    world_.services.push_back(own);
    load_organization(control_plane);
    control_plane.finish();
    load_service("iam", partition().iam);
    load_service("route53", partition().route53);
    for (const Node::Member& member : fields_.named("global_services")) {
      if (!expect(member.value, Node::Kind::string, problems_)) continue;
      find_named(world_.regions, member.value.string, "region", member.value.place, problems_);
      load_service(member.key, member.value.string);
    }
    for (const std::string_view name : {sim::kConsole, sim::kMonitoring})
      load_service(std::string(name), "");
    sim::add_zones_and_regional_services(world_);
  }

  const Partition& partition() const {
    if (world_.provider != "aws" || world_.regions.empty()) return kNoPartition;
    return *std::ranges::find_if(kPartitions, [this](const Partition& each) {
      return world_.regions.front().name.starts_with(each.regions_begin);
    });
  }

  // A home that is not modelled cannot fail in this world.
  void load_service(const std::string& name, std::string_view home) {
    auto found = std::ranges::find(world_.services, name, &sim::ServiceSpec::name);
    if (found == world_.services.end()) found = world_.services.insert(found, {.name = name});
    found->region = kNone;
    for (std::uint32_t i = 0; i < world_.regions.size(); ++i) {
      if (world_.regions[i].name == home) found->region = i;
    }
  }

  void load_organization(Fields& control_plane) {
    const std::pair<const char*, DataClass> kinds[] = {
        {"organization_settings", DataClass::organization_setting},
        {"workspace_settings", DataClass::workspace_setting},
        {"users", DataClass::user}};
    for (const auto& [key, data_class] : kinds) {
      const std::int64_t count = control_plane.count(key, 0, 0, 100'000);
      for (std::int64_t i = 1; i <= count; ++i) {
        world_.items.push_back(
            {.data_class = data_class, .name = std::string(key) + "-" + std::to_string(i)});
      }
    }
  }

  void load_tiers() {
    world_.tiers = fields_.texts("tiers");
    if (world_.tiers.empty()) world_.tiers = {"critical", "high", "standard", "low"};
  }

  std::string owner(Fields& fields, std::string_view key, const std::string& fallback) {
    const std::string name = fields.text(key, fallback);
    const Node* node = fields.node().find(key);
    find_named(people_, name, "person", node == nullptr ? fields.node().place : node->place,
               problems_);
    return name;
  }

  void load_clusters() {
    if (fields_.require("clusters") == nullptr) return;
    const auto& members = fields_.named("clusters");
    for (const Node::Member& member : members) {
      world_.clusters.push_back({.name = member.key});
      if (member.key.find('/') != std::string::npos)
        problems_.add(member.place,
                      "a cluster's name has no '/': it parts the cluster from what "
                      "belongs to it, as in \"route:production/office\"");
    }
    for (std::uint32_t i = 0; i < members.size(); ++i) load_cluster(i, members[i].value);
  }

  void load_cluster(sim::ClusterId id, const Node& node) {
    Fields fields(node, problems_);
    sim::ClusterSpec& spec = world_.clusters[id];
    if (const Node* region = fields.require("region")) {
      spec.region =
          find_named(world_.regions, fields.text("region"), "region", region->place, problems_);
    }
    if (const Node* twin = fields.find("twin", Node::Kind::string)) {
      spec.twin = find_named(world_.clusters, twin->string, "cluster", twin->place, problems_);
      if (spec.twin == id) problems_.add(twin->place, "a cluster is not its own twin");
    }
    load_platform(fields, world_, spec, problems_);
    load_network(id, fields);
    for (const Node::Member& member : fields.named("configuration")) {
      const bool is_restored = member.value.string == "restored";
      if (!is_restored && member.value.string != "not_restored") {
        problems_.add(member.value.place, "expected \"restored\" or \"not_restored\"");
      }
      add(id, {.data_class = DataClass::cluster_configuration,
               .provenance = is_restored ? Provenance::restored : Provenance::not_restored,
               .name = member.key});
    }
    spec.copies = load_protection(fields.named("protection"), world_, spec.region, problems_);
    fields.finish();
  }

  std::optional<std::string> cidr(Fields& fields, std::string_view key) {
    const Node* node = fields.find(key, Node::Kind::string);
    if (node == nullptr) return std::nullopt;
    if (is_cidr(node->string)) return node->string;
    problems_.add(node->place,
                  "'" + node->string + "' is not a CIDR block such as \"10.0.0.0/16\"");
    return std::nullopt;
  }

  void load_network(sim::ClusterId id, Fields& fields) {
    const Node empty{.kind = Node::Kind::object};
    const Node* node = fields.find("vpc", Node::Kind::object);
    Fields vpc(node == nullptr ? empty : *node, problems_);
    add(id, {.data_class = DataClass::vpc, .name = cidr(vpc, "cidr").value_or("vpc")});
    vpc.find("subnets", Node::Kind::object);
    vpc.find("origin");
    for (const std::string& address : vpc.texts("egress_ips")) {
      add(id, {.data_class = DataClass::egress_ip, .name = address});
    }
    vpc.finish();
    for (const Node::Member& member : fields.named("peerings")) {
      Fields peering(member.value, problems_);
      const std::string is = cidr(peering, "cidr").value_or("");
      const std::string entered = cidr(peering, "reaccepted_cidr").value_or(is);
      add(id, {.data_class = DataClass::peering,
               .name = member.key,
               .owner = owner(peering, "accepted_by", "network-team"),
               .wrong_elsewhere = entered == is ? "" : entered});
      peering.finish();
    }
    load_handmade(id, fields, "routes", DataClass::route);
    load_handmade(id, fields, "security_group_rules", DataClass::security_group_rule);
    for (const Node::Member& member : fields.named("allow_lists")) {
      Fields list(member.value, problems_);
      world_.clusters[id].allow_lists.push_back(
          {.name = member.key, .owner = owner(list, "updated_by", "data-source-owner")});
      list.finish();
    }
    if (world_.clusters[id].allow_lists.size() > 64)
      problems_.add(fields.node().place, "more than 64 allow-lists");
  }

  void load_handmade(sim::ClusterId id, Fields& fields, std::string_view key,
                     DataClass data_class) {
    for (const Node::Member& member : fields.named(key)) {
      Fields thing(member.value, problems_);
      const std::string maker = thing.text("made_by", "vendor");
      if (maker != "vendor" && maker != "customer") {
        problems_.add(thing.find("made_by")->place, "expected \"vendor\" or \"customer\"");
      }
      sim::ItemSpec item{
          .data_class = data_class,
          .provenance = maker == "customer" ? Provenance::customer : Provenance::vendor,
          .name = member.key};
      item.owner = owner(thing, "recreated_by", "network-team");
      thing.text("destination");
      if (const Node* via = thing.find("via", Node::Kind::string))
        item.via = peering_named(id, *via);
      thing.text("note");
      thing.finish();
      add(id, std::move(item));
    }
  }

  sim::ItemId peering_named(sim::ClusterId id, const Node& via) {
    std::vector<std::string> known;
    for (const sim::ItemId item : world_.clusters[id].items) {
      if (world_.items[item].data_class != DataClass::peering) continue;
      known.push_back("peering:" + world_.items[item].name);
      if (known.back() == via.string) return item;
    }
    problems_.add(via.place, unknown("peering", via.string, known));
    return kNone;
  }

  void add(sim::ClusterId cluster, sim::ItemSpec item) {
    item.cluster = cluster;
    world_.clusters[cluster].items.push_back(static_cast<sim::ItemId>(world_.items.size()));
    world_.items.push_back(std::move(item));
  }

  void load_deployments() {
    if (fields_.require("deployments") == nullptr) return;
    Assets assets(world_, problems_);
    for (const Node::Member& member : fields_.named("deployments")) {
      const auto id = static_cast<sim::DeploymentId>(world_.deployments.size());
      world_.deployments.push_back({.name = member.key});
      load_deployment(member.value, people_, {world_, id, starts_at_, assets, problems_});
    }
    assets.finish();
  }

  Fields fields_;
  Instant starts_at_;
  std::vector<sim::Person>& people_;
  Problems& problems_;
  sim::WorldSpec world_;
};

}  // namespace

sim::WorldSpec load_world(const Node& node, Instant starts_at, std::vector<sim::Person>& people,
                          Problems& problems) {
  return WorldLoader(node, starts_at, people, problems).load();
}

}  // namespace blackstart::drill
