#include "drill/selection.h"

#include <algorithm>

namespace blackstart::drill {

bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') {
    return matches(pattern.substr(1), text) || (!text.empty() && matches(pattern, text.substr(1)));
  }
  return !text.empty() && pattern.front() == text.front() &&
         matches(pattern.substr(1), text.substr(1));
}

bool matches_or_any(std::string_view pattern, std::string_view text) {
  return pattern.empty() || matches(pattern, text);
}

bool matches(const Selection& selection, const DeploymentOutcome& deployment) {
  const auto has_dag = [&] {
    return std::ranges::any_of(deployment.dags,
                               [&](const DagOutcome& dag) { return matches(selection, dag); });
  };
  return matches_or_any(selection.deployment, deployment.name) &&
         matches_or_any(selection.cluster, deployment.cluster) &&
         (selection.tier.empty() || selection.tier == deployment.tier) &&
         (!selection.selects_dags() || has_dag());
}

bool matches(const Selection& selection, const DagOutcome& dag) {
  const auto has_it = [&](const std::string& tag) { return matches(selection.tag, tag); };
  return matches_or_any(selection.dag, dag.name) &&
         (selection.tag.empty() || std::ranges::any_of(dag.tags, has_it));
}

bool matches(const Selection& selection, const LedgerRow& row) {
  // Rows are not told per DAG.
  return !selection.selects_dags() && matches_or_any(selection.deployment, row.deployment) &&
         matches_or_any(selection.cluster, row.deployment.empty() ? row.cluster : row.home) &&
         (selection.tier.empty() || selection.tier == row.tier) &&
         matches_or_any(selection.data_class, name_of(row.data_class)) &&
         matches_or_any(selection.provenance, name_of(row.provenance));
}

Selection of_class(Selection selection, std::string_view text) {
  const std::size_t colon = text.find(':');
  selection.data_class = text.substr(0, colon);
  if (colon != std::string_view::npos) selection.provenance = text.substr(colon + 1);
  return selection;
}

}  // namespace blackstart::drill
