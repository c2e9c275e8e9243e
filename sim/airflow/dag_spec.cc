#include "sim/airflow/dag_spec.h"

namespace blackstart::sim {

std::vector<TaskSpec> chain_of(std::uint32_t count, const TaskSpec& task) {
  std::vector<TaskSpec> tasks(count, task);
  for (std::uint32_t i = 0; i + 1 < count; ++i) tasks[i].downstream = {i + 1};
  return tasks;
}

}  // namespace blackstart::sim
