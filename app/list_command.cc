#include "app/list_command.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <utility>

#include "app/usage_error.h"
#include "drill/measure.h"
#include "drill/report/report.h"
#include "providers/mock/operations.h"
#include "recovery/strategy.h"
#include "sim/fault/fault.h"
#include "sim/kubernetes/profile.h"

namespace blackstart::app {
namespace {

// Everything in these tables has a name and says what it does.
template <typename Rows>
void show(const Rows& rows) {
  std::size_t widest = 0;
  for (const auto& row : rows) widest = std::max(widest, row.name.size());
  for (const auto& row : rows) {
    std::cout << row.name << std::string(widest + 2 - row.name.size(), ' ') << row.does << "\n";
  }
}

void show_faults() {
  for (const sim::FaultKind& kind : sim::faults()) {
    std::cout << kind.name << "  " << kind.does << "\n";
    const char* before = "    aimed at: ";
    for (const sim::Domain domain : kind.targets)
      std::cout << std::exchange(before, ", ") << sim::name_of(domain);
    before = "\n    takes: ";
    for (const sim::FaultField* field : kind.takes)
      std::cout << std::exchange(before, ", ") << field->name << " (" << field->does << ")";
    std::cout << "\n";
  }
}

// How Kubernetes and the databases of a world behave where it does not say otherwise.
void show_thresholds() {
  for (const sim::PlatformThreshold& row : sim::platform_thresholds()) {
    const bool has_source = !row.source.empty();
    std::cout << row.key << "  " << row.does << "\n    "
              << (has_source ? "source: " : "assumption: ")
              << (has_source ? row.source : row.assumption) << "\n";
  }
}

struct List {
  std::string_view name;
  void (*show)();
};

constexpr std::array kLists = {
    List{"faults", show_faults},
    List{"operations", [] { show(mock::operations()); }},
    List{"strategies", [] { show(recovery::strategies()); }},
    List{"measures", [] { show(drill::measures()); }},
    List{"thresholds", show_thresholds},
    List{"formats", [] { show(drill::report_formats()); }},
};

}  // namespace

int show_list(const Request& request) {
  if (request.words.size() != 1)
    throw UsageError(
        "list needs the name of one list: faults, operations, strategies, measures, thresholds or "
        "formats");
  const std::string& name = request.words.front();
  const auto* list = std::ranges::find(kLists, name, &List::name);
  if (list == kLists.end()) throw unknown("list", name, names_of(kLists));
  list->show();
  return kGood;
}

}  // namespace blackstart::app
