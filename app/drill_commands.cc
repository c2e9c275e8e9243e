#include "app/drill_commands.h"

#include <algorithm>
#include <array>
#include <iostream>

#include "app/arguments.h"
#include "app/progress.h"
#include "drill/actual/calibrate.h"
#include "drill/actual/compare.h"

namespace blackstart::app {
namespace {

namespace po = boost::program_options;

struct ComparisonFormat {
  std::string_view name;
  std::string (*write)(const drill::DrillComparison& comparison, const drill::Style& style);
};
constexpr std::array kFormats = {ComparisonFormat{"text", drill::write_comparison_text},
                                 ComparisonFormat{"json", drill::write_comparison_json}};

const ComparisonFormat& format_of(const Request& request) {
  const std::string& name = request.options["format"].as<std::string>();
  const auto* format = std::ranges::find(kFormats, name, &ComparisonFormat::name);
  if (format == kFormats.end()) throw unknown("format", name, names_of(kFormats));
  return *format;
}

const std::string& required(const Request& request, const std::string& option,
                            const std::string& example) {
  if (request.options.contains(option)) return request.options[option].as<std::string>();
  throw UsageError("calibrate needs --" + option + ", e.g. " + example);
}

// Empty: nobody asked for it.
std::string people_file(const Request& request) {
  return request.options.contains("people") ? request.options["people"].as<std::string>() : "";
}

int write_responses(const Request& request, const drill::Calibration& calibration) {
  const std::string file = people_file(request);
  if (file.empty()) {
    if (!calibration.people.empty())
      std::cerr << "left out: how long people took to respond; --people FILE writes it\n";
    return kGood;
  }
  if (!calibration.people.empty()) return write_file("--people " + file, file, calibration.people);
  std::cerr << "no drill says when somebody was asked (column 'asked'): nothing for --people\n";
  return kUnknown;
}

}  // namespace

void add_compare_drill_options(po::options_description& options) {
  options.add_options()(
      "runs", po::value<std::string>()->default_value("200")->value_name("N"),
      "seeds that the prediction rests on: of the work of each step, and of the response to "
      "it where the drill has a column 'asked'")(
      "format", po::value<std::string>()->default_value("text")->value_name("FORMAT"),
      "text or json");
  add_threads_option(options);
  add_seed_option(options);
  add_look_options(options);
}

int compare_with_drill(const Request& request) {
  if (request.words.size() != 2)
    throw UsageError(
        "compare-drill needs a scenario and what happened, e.g. blackstart compare-drill "
        "drill.json "
        "actual.csv");
  const drill::CompareSettings settings{
      .first_seed = seed_of(request),
      .runs = number_of<std::size_t>(request, "runs", 1, kSeedsMax),
      .threads = threads_of(request)};
  const drill::Style style = look_of(request);
  const ComparisonFormat& format = format_of(request);
  const LastWords words("interrupted; a part of these runs says nothing\n");
  const drill::DrillComparison comparison = drill::compare_drill(
      drill::load_scenario(request.words[0]), drill::read_actual(request.words[1]), settings);
  return graver(write_out(format.write(comparison, style)), comparison.exit_code());
}

void add_calibrate_options(po::options_description& options) {
  options.add_options()("scenario", po::value<std::string>()->value_name("SCENARIO"),
                        "whose plan the steps are of")(
      "out", po::value<std::string>()->value_name("FILE"),
      "where the timings go: of the work alone, from started to finished")(
      "people", po::value<std::string>()->value_name("FILE"),
      "where it goes how long people took to respond, from asked to started, as a scenario's "
      "\"people\"");
}

int calibrate_from_drills(const Request& request) {
  if (request.words.empty())
    throw UsageError(
        "calibrate needs what happened, e.g. blackstart calibrate actual.csv --scenario drill.json "
        "--out timings.json");
  const std::string& scenario = required(request, "scenario", "--scenario drill.json");
  const std::string& out = required(request, "out", "--out timings.json");
  InputFiles inputs(request);
  must_be_writable(inputs, "--out " + out, out);
  if (const std::string people = people_file(request); !people.empty())
    must_be_writable(inputs, "--people " + people, people);
  std::vector<drill::ActualDrill> drills;
  for (const std::string& file : request.words) drills.push_back(drill::read_actual(file));
  const drill::Calibration calibration = drill::calibrate(drill::load_scenario(scenario), drills);
  for (const std::string& each : calibration.left_out) std::cerr << "left out: " << each << "\n";
  if (!calibration.timings.empty())
    return graver(write_responses(request, calibration),
                  write_file("--out " + out, out, calibration.timings));
  std::cerr << "no step of these drills is one of the plan's: nothing to write\n";
  return kUnknown;
}

}  // namespace blackstart::app
