#include "app/plan_command.h"

#include <iostream>

#include "app/usage_error.h"
#include "drill/report/plan_report.h"

namespace blackstart::app {

namespace po = boost::program_options;

void add_plan_options(po::options_description& options) {
  options.add_options()("format",
                        po::value<std::string>()->default_value("text")->value_name("FORMAT"),
                        "text, json, dot or mermaid");
}

int show_plan(const Request& request) {
  if (request.words.size() != 1)
    throw UsageError(
        "plan needs exactly one scenario, e.g. blackstart plan "
        "scenarios/region-outage/reprovision.json");
  const std::string& name = request.options["format"].as<std::string>();
  const drill::PlanFormat* format = drill::find_plan_format(name);
  if (format == nullptr) throw unknown("format", name, names_of(drill::plan_formats()));
  const drill::Style style{.width = request.surroundings.width,
                           .colour = request.surroundings.takes_colour};
  std::cout << format->write(drill::load_scenario(request.words.front()), style);
  return kGood;
}

}  // namespace blackstart::app
