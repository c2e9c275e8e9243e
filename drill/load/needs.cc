#include "drill/load/needs.h"

namespace blackstart::drill {
namespace {

using sim::kNone;

class NeedLoader {
 public:
  NeedLoader(const sim::WorldSpec& world, const sim::DeploymentSpec& deployment)
      : world_(world), deployment_(deployment), cluster_(world.clusters[deployment.cluster]) {}

  std::vector<sim::Need> named(const std::string& wanted) const {
    if (wanted == kIdentity) return {{.kind = sim::NeedKind::workload_identity}};
    if (wanted == kObjectStore) return {{.kind = sim::NeedKind::object_store}};
    for (std::uint32_t i = 0; i < cluster_.allow_lists.size(); ++i) {
      if (name_of_list(i) == wanted) return {{.kind = sim::NeedKind::allow_list, .item = i}};
    }
    std::vector<sim::Need> needs;
    for (const auto* items : {&cluster_.items, &deployment_.items}) {
      for (const sim::ItemId item : *items) {
        if (is_meant(world_.items[item], wanted))
          needs.push_back({.kind = sim::NeedKind::item, .item = item});
      }
    }
    return needs;
  }

  std::vector<std::string> known() const {
    std::vector<std::string> names = {std::string(kIdentity), std::string(kObjectStore)};
    for (std::uint32_t i = 0; i < cluster_.allow_lists.size(); ++i)
      names.push_back(name_of_list(i));
    for (const auto* items : {&cluster_.items, &deployment_.items}) {
      for (const sim::ItemId item : *items) names.push_back(name_of_item(world_.items[item]));
    }
    return names;
  }

 private:
  static constexpr std::string_view kIdentity = "workload_identity";
  static constexpr std::string_view kObjectStore = "object_store";

  std::string name_of_list(std::uint32_t list) const {
    return "allow_list:" + cluster_.allow_lists[list].name;
  }
  static std::string name_of_item(const sim::ItemSpec& item) {
    return std::string(name_of(item.data_class)) + ":" + item.name;
  }
  bool is_meant(const sim::ItemSpec& item, const std::string& wanted) const {
    return name_of_item(item) == wanted ||
           (item.via != kNone && name_of_item(world_.items[item.via]) == wanted);
  }

  const sim::WorldSpec& world_;
  const sim::DeploymentSpec& deployment_;
  const sim::ClusterSpec& cluster_;
};

}  // namespace

std::vector<sim::Need> load_needs(Fields& fields, const sim::WorldSpec& world,
                                  sim::DeploymentId deployment, Problems& problems) {
  std::vector<sim::Need> needs;
  const Node* list = fields.find("needs", Node::Kind::array);
  const sim::DeploymentSpec& spec = world.deployments[deployment];
  if (list == nullptr || spec.cluster == kNone) return needs;
  const NeedLoader loader(world, spec);
  for (const Node& node : list->elements) {
    if (!expect(node, Node::Kind::string, problems)) continue;
    const auto found = loader.named(node.string);
    needs.insert(needs.end(), found.begin(), found.end());
    if (found.empty()) {
      problems.add(node.place, unknown("need", node.string, loader.known()));
    }
  }
  return needs;
}

}  // namespace blackstart::drill
