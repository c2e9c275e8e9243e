#pragma once

#include <map>
#include <string>
#include <vector>

#include "drill/scenario.h"

namespace blackstart::drill {

// What happens to a scenario, whatever it does about it: start, horizon, prices, faults and the
// work there is to do (DAGs and their Airflow's version, requests from outside, deploys, edits in
// the UI). By JSON pointer, what is meant and not how it is written; where order means nothing,
// several in the order of their texts.
using Premises = std::map<std::string, std::vector<std::string>>;
Premises premises_of(const Scenario& scenario);

}  // namespace blackstart::drill
