#include "app/command_line.h"

#include <algorithm>
#include <array>
#include <iostream>

#include "app/campaign_options.h"
#include "app/check_command.h"
#include "app/digests_command.h"
#include "app/drill_commands.h"
#include "app/import_command.h"
#include "app/list_command.h"
#include "app/plan_command.h"
#include "app/run_command.h"
#include "app/sample_command.h"
#include "app/study_commands.h"
#include "app/test_command.h"
#include "app/usage_error.h"

namespace blackstart::app {
namespace {

namespace po = boost::program_options;

void add_nothing(po::options_description&) {}

const std::array kCommands = {
    Command{"run", "rehearse scenarios and report what came of it", "run SCENARIO... [OPTIONS]",
            "blackstart run scenarios/region-outage/reprovision.json\n"
            "blackstart run scenarios/region-outage/*.json --seed 7 --format json\n"
            "blackstart run drill.json --report json=outcome.json --report text=outcome.txt",
            add_run_options, run_scenarios},
    Command{"sample", "rehearse one scenario many times and report the distributions",
            "sample SCENARIO [--runs N | --precision P] [OPTIONS]",
            "blackstart sample scenarios/region-outage/reprovision.json --runs 500\n"
            "blackstart sample drill.json --precision 1% --csv runs.csv\n"
            "blackstart sample drill.json --runs 4000 --shard 1/4 --csv part-1.csv",
            add_sample_options, sample_scenario},
    Command{"sensitivity",
            "say which figures the recovery time hangs on, and how long each may take",
            "sensitivity SCENARIO [OPTIONS]",
            "blackstart sensitivity scenarios/region-outage/reprovision.json\n"
            "blackstart sensitivity drill.json --svg tornado.svg",
            add_sensitivity_options, show_sensitivity},
    Command{"compare", "hold scenarios of one disaster against each other, with the same luck",
            "compare SCENARIO SCENARIO... [OPTIONS]",
            "blackstart compare scenarios/region-outage/reprovision.json \\\n"
            "    scenarios/region-outage/two-clusters.json",
            add_compare_options, compare_scenarios},
    Command{"sweep", "rehearse one scenario with some of its values varied",
            "sweep SCENARIO --vary POINTER=V1,V2,... [OPTIONS]",
            "blackstart sweep drill.json --vary /detection/misses=2,3,5\n"
            "blackstart sweep drill.json --vary /timings/cluster.create/p95=15m,60m \\\n"
            "    --vary /detection/probe_every=10s,60s",
            add_sweep_options, sweep_scenario},
    Command{"merge", "put the shards of a sample together", "merge FILE... [OPTIONS]",
            "blackstart merge part-*.csv", add_output_options, merge_files},
    Command{"plan", "show what would be done, without doing it", "plan SCENARIO [OPTIONS]",
            "blackstart plan scenarios/region-outage/reprovision.json\n"
            "blackstart plan drill.json --format dot | dot -Tsvg > plan.svg",
            add_plan_options, show_plan},
    Command{"check", "say what is wrong with scenarios, and run nothing", "check SCENARIO...",
            "blackstart check scenarios/region-outage/*.json", add_nothing, check_scenarios},
    Command{"test", "rehearse a directory of scenarios as a suite, for a build to gate on",
            "test PATH... [OPTIONS]",
            "blackstart test scenarios\n"
            "blackstart test drills --report junit=junit.xml \\\n"
            "    --baseline drills/baseline.json",
            add_test_options, test_suite},
    Command{"compare-drill", "hold a real drill against what was predicted of it",
            "compare-drill SCENARIO ACTUAL.CSV [OPTIONS]",
            "blackstart compare-drill drill.json game-day.csv\n"
            "blackstart compare-drill scenarios/region-outage/reprovision.json \\\n"
            "    examples/drills/me-south-1-elearning.csv --runs 500",
            add_compare_drill_options, compare_with_drill},
    Command{"calibrate", "write the timings that real drills measured",
            "calibrate ACTUAL.CSV... --scenario SCENARIO --out FILE [--people FILE]",
            "blackstart calibrate spring.csv autumn.csv --scenario drill.json \\\n"
            "    --out timings.json",
            add_calibrate_options, calibrate_from_drills},
    Command{"digests", "fingerprints of many seeds, to compare builds and machines by",
            "digests PATH... [OPTIONS]",
            "blackstart digests scenarios --seeds 20\n"
            "blackstart digests scenarios --table digests.txt",
            add_digests_options, show_digests},
    Command{"import", "turn published outages into scenarios of your own world",
            "import incident FACTS [ID] --world FILE [--out FILE]",
            "blackstart import incident outages.json aws-us-east-1-2021-12-07 \\\n"
            "    --world scenarios/worlds/astro-aws-two-regions.json --out that-day.json\n"
            "blackstart run that-day.json",
            add_import_options, import_something},
    Command{"list", "say what there is to build scenarios from", "list WHAT", list_examples(),
            add_nothing, show_list},
};

constexpr std::string_view kExitCodes =
    "Exit codes: 0 met (or accepted), 1 missed, 2 bad input or usage, 3 unknown,\n"
    "            4 a bug, 130 interrupted\n"
    "Verdicts are those of run, sample, merge and test; any other command ends with 0\n"
    "when it has answered, with 3 when there was nothing to answer from\n";

void show_all_help(std::ostream& out) {
  out << "blackstart rehearses a disaster before it happens\n\n";
  for (const Command& command : kCommands) {
    out << "  blackstart " << command.usage << "\n      " << command.does << "\n";
  }
  out << "\n  blackstart COMMAND --help\n      the command's options, with examples\n"
         "  blackstart --version\n\n"
         "To begin with:\n"
         "  blackstart run scenarios/region-outage/reprovision.json\n\n"
      << kExitCodes;
}

void show_help(const Command& command, const po::options_description& options) {
  std::cout << "blackstart " << command.usage << "\n  " << command.does << "\n\n"
            << options << "\nExamples:\n  ";
  for (const char c : command.examples) std::cout << (c == '\n' ? "\n  " : std::string(1, c));
  std::cout << "\n\n" << kExitCodes;
}

std::vector<std::string> names_of_options(const po::options_description& options) {
  std::vector<std::string> names;
  for (const auto& option : options.options()) names.push_back("--" + option->long_name());
  return names;
}

// Words and options, as typed; abbreviated options are not guessed at, so that a new option never
// changes what an old line means.
Request parse(const std::vector<std::string>& arguments, const po::options_description& options) {
  po::options_description all;
  all.add(options).add_options()("words", po::value<std::vector<std::string>>());
  const auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  po::variables_map parsed;
  try {
    po::store(po::command_line_parser(arguments)
                  .options(all)
                  .positional(po::positional_options_description().add("words", -1))
                  .style(style)
                  .run(),
              parsed);
  } catch (const po::unknown_option& error) {
    const std::vector<std::string> names = names_of_options(options);
    throw unknown("option", error.get_option_name(),
                  std::vector<std::string_view>(names.begin(), names.end()));
  } catch (const po::error& error) {
    throw UsageError(error.what());
  }
  Request request{.options = parsed};
  if (parsed.contains("words")) request.words = parsed["words"].as<std::vector<std::string>>();
  return request;
}

int obey(const Command& command, const std::vector<std::string>& arguments,
         const Surroundings& surroundings) {
  po::options_description options("Options");
  command.add_options(options);
  options.add_options()("help", "show this");
  Request request = parse(arguments, options);
  request.surroundings = surroundings;
  if (!request.options.contains("help")) return command.act(request);
  show_help(command, options);
  return kGood;
}

}  // namespace

int graver(int a, int b) {
  constexpr std::array kGravity = {0, 2, 3, 1, 4};  // by exit code
  return kGravity[static_cast<std::size_t>(a)] >= kGravity[static_cast<std::size_t>(b)] ? a : b;
}

std::span<const Command> commands() { return kCommands; }

int obey(const std::vector<std::string>& arguments, const Surroundings& surroundings) {
  if (arguments.empty()) {
    show_all_help(std::cerr);
    return kBadInput;
  }
  const std::string& name = arguments.front();
  const bool asks_about_all = name == "--help" || name == "-h" || name == "--version";
  if (asks_about_all && arguments.size() > 1)
    throw UsageError(name + " stands alone, without '" + arguments[1] + "'");
  if (name == "--version") {
    std::cout << "blackstart " BLACKSTART_VERSION "\n";
    return kGood;
  }
  if (asks_about_all) {
    show_all_help(std::cout);
    return kGood;
  }
  const auto* command = std::ranges::find(kCommands, name, &Command::name);
  if (command == kCommands.end()) {
    std::vector<std::string_view> known = names_of(kCommands);
    known.insert(known.end(), {"--help", "--version"});
    throw unknown("command", name, known);
  }
  return obey(*command, {arguments.begin() + 1, arguments.end()}, surroundings);
}

}  // namespace blackstart::app
