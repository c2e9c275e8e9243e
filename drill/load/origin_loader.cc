#include "drill/load/origin_loader.h"

#include "drill/read/names.h"

namespace blackstart::drill {
namespace {

Origin origin_of(const Node& node, Problems& problems) {
  Fields fields(node, problems);
  fields.require("incident");
  Origin origin{.incident = fields.text("incident"),
                .scope = fields.text("scope"),
                .confidence = fields.text("confidence"),
                .data_loss = fields.text("data_loss"),
                .converted = fields.text("converted"),
                .sources = fields.texts("sources"),
                .mapped = fields.texts("mapped"),
                .assumptions = fields.texts("assumptions"),
                .left_out = fields.texts("left_out")};
  fields.finish();
  return origin;
}

AssumedEnd assumed_end_of(const Node& node, const sim::Setup& setup, Problems& problems) {
  Fields fields(node, problems);
  AssumedEnd end{.fault = fields.text("fault"), .vary = fields.text("vary")};
  if (const Node* fault = fields.require("fault"))
    find_named(setup.faults, end.fault, "fault", fault->place, problems);
  fields.require("assumed");
  end.assumed = fields.duration("assumed").value_or(Duration{0});
  if (const Node* sweep = fields.find("sweep", Node::Kind::array)) {
    for (const Node& each : sweep->elements) {
      if (const auto lasts = duration_of(each, problems)) end.sweep.push_back(*lasts);
    }
  }
  fields.finish();
  return end;
}

}  // namespace

void load_origin(Fields& fields, const sim::Setup& setup, Scenario& scenario, Problems& problems) {
  if (const Node* origin = fields.find("origin", Node::Kind::object))
    scenario.origin = origin_of(*origin, problems);
  if (const Node* ends = fields.find("unknown_ends", Node::Kind::array)) {
    for (const Node& each : ends->elements)
      scenario.unknown_ends.push_back(assumed_end_of(each, setup, problems));
  }
}

}  // namespace blackstart::drill
