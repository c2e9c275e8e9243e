#pragma once

#include <span>
#include <string>
#include <string_view>

#include "drill/report/report.h"
#include "drill/scenario.h"

namespace blackstart::drill {

// A way to write down what would be done, without doing it. Expected times are the profile's
// medians.
struct PlanFormat {
  std::string_view name;
  std::string_view does;
  std::string (*write)(const Scenario& scenario, const Style& style);
};

// Every format there is.
std::span<const PlanFormat> plan_formats();
// nullptr: there is no such format.
const PlanFormat* find_plan_format(std::string_view name);

}  // namespace blackstart::drill
