#pragma once

#include "drill/campaign/inputs.h"

namespace blackstart::drill {

// Every duration of the scenario that its runs may draw or read, known for sure or not. How far
// apart requests from outside come is no such figure: that is luck, whoever says so.
std::vector<InputFigure> figures_of(const Scenario& scenario);

}  // namespace blackstart::drill
