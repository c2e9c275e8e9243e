#include "drill/load/peace_loader.h"

#include <algorithm>

#include "drill/read/names.h"

namespace blackstart::drill {
namespace {

class PeaceLoader {
 public:
  PeaceLoader(sim::Setup& setup, Problems& problems) : setup_(setup), problems_(problems) {}

  void load_deploy(const Node& node) {
    Fields fields(node, problems_);
    sim::DeploySpec deploy{.change = fields.text("change", "image"),
                           .reaches_twin = fields.flag("reaches_twin", true)};
    deploy.at = instant_in(fields);
    if (deploy.at > setup_.ends_at)
      problems_.add(fields.find("at")->place, "is after the horizon: nothing would be deployed");
    deploy.deployment = deployment_in(fields);
    fields.finish();
    setup_.deploys.push_back(std::move(deploy));
  }

  void load_edit(const Node& node) {
    Fields fields(node, problems_);
    sim::EditSpec edit;
    edit.at = instant_in(fields);
    if (edit.at > setup_.ends_at)
      problems_.add(fields.find("at")->place, "is after the horizon: nothing would be edited");
    const Node* creates = fields.find("creates", Node::Kind::string);
    const Node* removes = fields.find("removes", Node::Kind::string);
    const Node* thing = creates != nullptr ? creates : removes;
    edit.kind = creates != nullptr ? sim::EditSpec::Kind::creates : sim::EditSpec::Kind::removes;
    if ((fields.find("creates") == nullptr) == (fields.find("removes") == nullptr))
      problems_.add(node.place, "an edit either \"creates\" or \"removes\" something");
    const sim::DeploymentId deployment = deployment_in(fields);
    if (thing != nullptr && deployment != sim::kNone) edit.item = made_in_ui(deployment, *thing);
    fields.finish();
    if (edit.item != sim::kNone) setup_.edits.push_back(edit);
  }

 private:
  Instant instant_in(Fields& fields) {
    fields.require("at");
    return setup_.starts_at + fields.duration("at").value_or(Duration{0});
  }

  sim::DeploymentId deployment_in(Fields& fields) {
    const Node* name = fields.require("deployment", Node::Kind::string);
    if (name == nullptr) return sim::kNone;
    return find_named(setup_.world.deployments, name->string, "Deployment", name->place, problems_);
  }

  // "connection:warehouse", which the world lists under what is made in the UI.
  sim::ItemId made_in_ui(sim::DeploymentId deployment, const Node& thing) {
    std::vector<std::string> known;
    for (const sim::ItemId item : setup_.world.deployments[deployment].items) {
      const sim::ItemSpec& spec = setup_.world.items[item];
      if (spec.provenance != sim::Provenance::ui) continue;
      known.push_back(std::string(name_of(spec.data_class)) + ":" + spec.name);
      if (known.back() == thing.string) return item;
    }
    problems_.add(thing.place, unknown("thing", thing.string, known));
    return sim::kNone;
  }

  sim::Setup& setup_;
  Problems& problems_;
};

}  // namespace

void load_deploys(Fields& scenario, sim::Setup& setup, Problems& problems) {
  const Node* list = scenario.find("deploys", Node::Kind::array);
  if (list == nullptr) return;
  for (const Node& node : list->elements) PeaceLoader(setup, problems).load_deploy(node);
}

void load_edits(Fields& scenario, sim::Setup& setup, Problems& problems) {
  const Node* list = scenario.find("edits", Node::Kind::array);
  if (list == nullptr) return;
  for (const Node& node : list->elements) PeaceLoader(setup, problems).load_edit(node);
  std::ranges::stable_sort(setup.edits, {}, &sim::EditSpec::at);
}

}  // namespace blackstart::drill
