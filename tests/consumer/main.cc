#include "recovery/engine.h"

int main() {
  using namespace blackstart::recovery;
  const Step network{.name = "network", .operation = "vpc.create", .target = "cluster:production"};
  const Step cluster{.name = "cluster",
                     .operation = "cluster.create",
                     .target = "cluster:production",
                     .needs = {"network"}};
  const Brief brief{.name = "mine", .strategy = "runbook", .runbook = {cluster, network}};
  std::vector<Command> commands;
  Engine engine;
  engine.handle(Instant{}, Begin{std::make_shared<const MissionPlan>(brief), 1}, commands);
  return engine.mission(0).plan().waves().size() == 2 ? 0 : 1;
}
