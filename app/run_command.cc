#include "app/run_command.h"

#include <iostream>

#include "app/arguments.h"
#include "app/bug.h"
#include "drill/campaign/prefix.h"
#include "drill/determinism.h"
#include "drill/read/problems.h"
#include "drill/report/report.h"
#include "drill/text/shell.h"
#include "drill/text/words.h"

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
  std::optional<std::uint64_t> prefix_seed;  // nullopt: the same from the beginning
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

RunRequest understand(const Request& request) {
  if (request.words.empty())
    throw UsageError(
        "run needs at least one scenario, e.g. blackstart run "
        "scenarios/region-outage/reprovision.json");
  RunRequest run;
  run.seed = seed_of(request);
  if (request.options.contains("prefix-seed"))
    run.prefix_seed =
        number_of<std::uint64_t>(request, "prefix-seed", "of at most 64 bits", 0, UINT64_MAX);
  run.format = format_named(request.options["format"].as<std::string>());
  run.today = day_of(request);
  run.as_of = as_of(request);
  run.style = look_of(request);
  run.style.as_list = request.words.size() > 1;
  for (const FileArgument& report : reports_of(request, "json=outcome.json"))
    run.files.push_back({format_named(report.format), report.path});
  return run;
}

std::string reproduce(const RunRequest& run, const std::vector<std::string>& scenarios) {
  std::vector<std::string> arguments = {"run"};
  arguments.insert(arguments.end(), scenarios.begin(), scenarios.end());
  if (run.prefix_seed)
    arguments.insert(arguments.end(), {"--prefix-seed", std::to_string(*run.prefix_seed)});
  arguments.insert(arguments.end(), {"--seed", std::to_string(run.seed)});
  if (!run.as_of.empty()) arguments.insert(arguments.end(), {"--as-of", run.as_of});
  return drill::shell_line(arguments);
}

drill::Outcome rehearse(const RunRequest& run, const drill::Scenario& scenario) {
  if (!run.prefix_seed) return drill::run(scenario, run.seed, run.today);
  return drill::run_from(scenario, drill::prefix_of(scenario, *run.prefix_seed), run.seed,
                         run.today);
}

// A bad scenario or a bug in one run costs that run and no other. The outcome is appended where
// there is one.
int run_one(const RunRequest& run, const std::string& file, std::vector<drill::Outcome>& outcomes) {
  try {
    outcomes.push_back(rehearse(run, drill::load_scenario(file)));
    return outcomes.back().exit_code();
  } catch (const drill::InputError& error) {
    std::cerr << error.what() << "\n";
    return kBadInput;
  } catch (const std::exception& error) {
    return report_bug(error, reproduce(run, {file}));
  }
}

int write_reports(const RunRequest& run, std::span<const drill::Outcome> outcomes) {
  int code = kGood;
  drill::Style plain = run.style;
  plain.colour = false;
  for (const ReportFile& file : run.files) {
    const std::string option = "--report " + std::string(file.format->name) + "=" + file.path;
    code = graver(code, write_file(option, file.path, file.format->write(outcomes, plain)));
  }
  return graver(code, write_out(run.format->write(outcomes, run.style)));
}

void tell_parting(const drill::Parting& parting) {
  std::cerr << parting.run << " parts from the first one after "
            << drill::counted(parting.alike, "event") << "\n  the first: " << parting.was
            << "\n  it:        " << parting.is << "\n";
}

// A run that cannot be repeated is a bug, whoever wrote it.
int check_repetition(const RunRequest& run, const std::string& file) {
  const auto repetition = drill::check_determinism(drill::load_scenario(file).binding, run.seed);
  if (repetition.parting) {
    std::cerr << "internal error: " << file << " with seed " << run.seed
              << " is not deterministic\n";
    tell_parting(*repetition.parting);
    return kInternalError;
  }
  std::cout << "deterministic: " << file << ", seed " << run.seed << ", digest "
            << drill::hexadecimal(repetition.digest) << ", "
            << drill::counted(static_cast<std::size_t>(repetition.events), "event") << "\n";
  for (const std::string& other : repetition.runs)
    std::cout << "  " << other << " went the same way, event by event\n";
  return kGood;
}

int check_repetitions(const RunRequest& run, const std::vector<std::string>& files) {
  int code = kGood;
  for (const std::string& file : files) {
    try {
      code = graver(code, check_repetition(run, file));
    } catch (const drill::InputError& error) {
      std::cerr << error.what() << "\n";
      code = graver(code, kBadInput);
    }
  }
  return code;
}

}  // namespace

void add_run_options(po::options_description& options) {
  add_seed_option(options);
  options.add_options()("format",
                        po::value<std::string>()->default_value("text")->value_name("FORMAT"),
                        "what goes to standard output: text, json or svg")(
      "report", po::value<std::vector<std::string>>()->value_name("FORMAT=FILE"),
      "what goes to files, in the same formats; repeatable")(
      "prefix-seed", po::value<std::string>()->value_name("N"),
      "the seed until the first fault begins, as runs of sample --share-prefix have one")(
      "check-determinism",
      "runs again and from copies taken in mid-run, and names the first event that differs");
  add_look_options(options);
  add_day_option(options);
}

int run_scenarios(const Request& request) {
  RunRequest run = understand(request);
  if (request.options.contains("check-determinism")) {
    if (run.format->name != "text" || !run.files.empty())
      throw UsageError(
          "--check-determinism says whether a run repeats, in words alone; without it the run is "
          "reported");
    return check_repetitions(run, request.words);
  }
  run.style.reproduce = reproduce(run, request.words);
  std::vector<drill::Outcome> outcomes;
  int code = kGood;
  for (const std::string& file : request.words) code = graver(code, run_one(run, file, outcomes));
  return outcomes.empty() ? code : graver(code, write_reports(run, outcomes));
}

}  // namespace blackstart::app
