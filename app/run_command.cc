#include "app/run_command.h"

#include <fstream>
#include <iostream>

#include "app/options.h"
#include "app/usage_error.h"
#include "drill/load/problems.h"
#include "drill/report/report.h"
#include "drill/report/words.h"

namespace blackstart::app {
namespace {

namespace po = boost::program_options;
using drill::ReportFormat;

struct ReportFile {
  const ReportFormat* format;
  std::string path;
};

struct RunRequest {
  std::uint64_t seed = 1;
  const ReportFormat* format = nullptr;
  std::vector<ReportFile> files;
  drill::Instant today{};
  std::string as_of;  // as typed; empty: it was not
  drill::Style style;
};

const ReportFormat* format_named(std::string_view name) {
  const ReportFormat* format = drill::find_report_format(name);
  if (format == nullptr) throw unknown("format", name, names_of(drill::report_formats()));
  return format;
}

ReportFile report_file(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals + 1 == text.size()) {
    throw UsageError("--report '" + text + "' is not FORMAT=FILE, e.g. json=outcome.json");
  }
  return {format_named(std::string_view(text).substr(0, equals)), text.substr(equals + 1)};
}

RunRequest understand(const Request& request) {
  if (request.words.empty())
    throw UsageError(
        "run needs at least one scenario, e.g. blackstart run "
        "scenarios/region-outage/reprovision.json");
  RunRequest run;
  run.seed = number_of<std::uint64_t>(request, "seed", "of at most 64 bits", 0, UINT64_MAX);
  run.format = format_named(request.options["format"].as<std::string>());
  run.today = request.surroundings.today;
  run.style = {
      .width = request.surroundings.width, .colour = wants_colour(request), .reproduce = {}};
  run.style.as_list = request.words.size() > 1;
  if (request.options.contains("width"))
    run.style.width = number_of<int>(request, "width", "from 80 to 160", 80, 160);
  if (request.options.contains("as-of")) {
    run.as_of = request.options["as-of"].as<std::string>();
    run.today = as_of(request);
  }
  if (!request.options.contains("report")) return run;
  for (const std::string& text : request.options["report"].as<std::vector<std::string>>())
    run.files.push_back(report_file(text));
  return run;
}

std::string reproduce(const RunRequest& run, const std::vector<std::string>& scenarios) {
  std::string line = "blackstart run";
  for (const std::string& scenario : scenarios) line += " " + drill::quoted(scenario);
  return line + " --seed " + std::to_string(run.seed) +
         (run.as_of.empty() ? "" : " --as-of " + run.as_of);
}

// A bad scenario or a bug in one run costs that run and no other. The outcome is appended where
// there is one.
int run_one(const RunRequest& run, const std::string& file, std::vector<drill::Outcome>& outcomes) {
  try {
    outcomes.push_back(drill::run(drill::load_scenario(file), run.seed, run.today));
    return outcomes.back().exit_code();
  } catch (const drill::InputError& error) {
    std::cerr << error.what() << "\n";
    return kBadInput;
  } catch (const std::exception& error) {
    std::cerr << "internal error: " << error.what()
              << "\nthis is a bug in blackstart; the line that reproduces it:\n  "
              << reproduce(run, {file}) << "\n";
    return kInternalError;
  }
}

int write_file(const ReportFile& file, std::span<const drill::Outcome> outcomes,
               drill::Style style) {
  style.colour = false;
  std::ofstream out(file.path, std::ios::binary);
  out << file.format->write(outcomes, style) << std::flush;
  if (out) return kGood;
  std::cerr << "--report " << file.format->name << "=" << file.path
            << ": cannot write to this file\n";
  return kBadInput;
}

int write_reports(const RunRequest& run, std::span<const drill::Outcome> outcomes) {
  int code = kGood;
  for (const ReportFile& file : run.files)
    code = graver(code, write_file(file, outcomes, run.style));
  std::cout << run.format->write(outcomes, run.style) << std::flush;
  if (std::cout) return code;
  std::cerr << "cannot write to standard output\n";
  return kBadInput;
}

}  // namespace

void add_run_options(po::options_description& options) {
  const auto text = [] { return po::value<std::string>(); };
  options.add_options()("seed", text()->default_value("1")->value_name("N"),
                        "the same seed gives the same bytes")(
      "format", text()->default_value("text")->value_name("FORMAT"),
      "what goes to standard output: text or json")(
      "report", po::value<std::vector<std::string>>()->value_name("FORMAT=FILE"),
      "what goes to files; repeatable")(
      "width", text()->value_name("N"),
      "columns of the text, 80 to 160; the terminal's if not given")(
      "color", text()->default_value("auto")->value_name("WHEN"), "auto, always or never")(
      "as-of", text()->value_name("DATE"),
      "the day that decides which accepted misses have expired; today if not given");
}

int run_scenarios(const Request& request) {
  RunRequest run = understand(request);
  run.style.reproduce = reproduce(run, request.words);
  std::vector<drill::Outcome> outcomes;
  int code = kGood;
  for (const std::string& file : request.words) code = graver(code, run_one(run, file, outcomes));
  return outcomes.empty() ? code : graver(code, write_reports(run, outcomes));
}

}  // namespace blackstart::app
