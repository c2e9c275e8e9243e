#include "app/arguments.h"

#include "app/options.h"

namespace blackstart::app {
namespace {

namespace po = boost::program_options;

auto text() { return po::value<std::string>(); }

}  // namespace

FileArgument file_argument(const std::string& text, const std::string& example) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals + 1 == text.size())
    throw UsageError("--report '" + text + "' is not FORMAT=FILE, e.g. " + example);
  return {text.substr(0, equals), text.substr(equals + 1)};
}

void add_seed_option(po::options_description& options) {
  options.add_options()("seed", text()->default_value("1")->value_name("N"),
                        "the same seed gives the same bytes");
}

void add_day_option(po::options_description& options) {
  options.add_options()(
      "as-of", text()->value_name("DATE"),
      "the day that decides which accepted misses have expired; today if not given");
}

void add_look_options(po::options_description& options) {
  options.add_options()("width", text()->value_name("N"),
                        "columns of the text, 80 to 160; the terminal's if not given")(
      "color", text()->default_value("auto")->value_name("WHEN"), "auto, always or never");
}

void add_threads_option(po::options_description& options) {
  options.add_options()("threads", text()->value_name("T"),
                        "1 to 256, all processors if not given; changes no result");
}

std::string day_as_typed(const Request& request) {
  return request.options.contains("as-of") ? request.options["as-of"].as<std::string>() : "";
}

drill::Style look_of(const Request& request) {
  drill::Style style{
      .width = request.surroundings.width, .colour = wants_colour(request), .reproduce = {}};
  if (request.options.contains("width"))
    style.width = number_of<int>(request, "width", "from 80 to 160", 80, 160);
  return style;
}

unsigned threads_of(const Request& request) {
  if (!request.options.contains("threads")) return request.surroundings.cores;
  return number_of<unsigned>(request, "threads", "from 1 to 256", 1, 256);
}

}  // namespace blackstart::app
