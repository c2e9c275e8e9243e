#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "recovery/inventory.h"
#include "recovery/plan.h"

namespace blackstart::recovery {

// Where a recovery leads, and who stands in between.
struct Move {
  std::string from;  // region
  std::string to;    // region
  std::string ticket_opened_by = "platform-team";
  std::string vendor = "vendor-support";
  bool operator==(const Move&) const = default;
};

// The provider APIs that steps go through, each with a rate limit of its own.
std::span<const std::string_view> apis();

// A way to recover: inventory and direction in, the steps of a plan out. Pure; the steps are free
// of problems.
struct Strategy {
  std::string_view name;
  std::string_view does;
  std::vector<Step> (*steps)(const Inventory& inventory, const Move& move);
  std::string_view probe = "region.probe";  // what detection asks of move.from
  bool leaves_region = true;                // false: `to` is `from`
};

// Every strategy there is, in the order of rising cost.
std::span<const Strategy> strategies();
// nullptr: there is no such strategy.
const Strategy* find_strategy(std::string_view name);

std::vector<Step> in_region_steps(const Inventory& inventory, const Move& move);
std::vector<Step> reprovision_steps(const Inventory& inventory, const Move& move);
std::vector<Step> backup_and_restore_steps(const Inventory& inventory, const Move& move);
std::vector<Step> two_clusters_steps(const Inventory& inventory, const Move& move);

}  // namespace blackstart::recovery
