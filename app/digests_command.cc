#include "app/digests_command.h"

#include <iostream>

#include "app/arguments.h"
#include "app/progress.h"
#include "drill/parallel.h"
#include "drill/read/problems.h"
#include "drill/suite/find.h"
#include "drill/text/words.h"
#include "sim/simulation.h"

namespace blackstart::app {
namespace {

namespace po = boost::program_options;

struct Row {
  std::uint64_t digest = 0, events = 0;
};

// Of the seeds 1, 2, 3, ...
std::vector<Row> rows_of(const drill::Scenario& scenario, std::size_t seeds, unsigned threads) {
  std::vector<Row> rows(seeds);
  drill::for_each_index(seeds, threads, [&](std::size_t i) {
    sim::Simulation simulation(scenario.binding, i + 1);
    simulation.run_until(scenario.setup->ends_at);
    rows[i] = {simulation.digest(), simulation.events()};
  });
  return rows;
}

std::string line_of(const std::string& file, std::size_t seed, const Row& row) {
  return file + " " + std::to_string(seed) + " " + drill::hexadecimal(row.digest) + " " +
         std::to_string(row.events) + "\n";
}

// One line for all seeds: it changes when any of them does.
std::string folded(const std::string& file, const std::vector<Row>& rows) {
  std::uint64_t digest = 0, events = 0;
  for (const Row& row : rows) {
    digest = digest * 0x100000001b3ULL ^ row.digest;
    events += row.events;
  }
  return file + "  seeds 1 to " + std::to_string(rows.size()) + "  digest " +
         drill::hexadecimal(digest) + "  " + drill::in_words(static_cast<std::int64_t>(events)) +
         " events\n";
}

}  // namespace

void add_digests_options(po::options_description& options) {
  options.add_options()("seeds", po::value<std::string>()->default_value("1000")->value_name("N"),
                        "the seeds 1 to N")(
      "table", po::value<std::string>()->value_name("FILE"),
      "a line per scenario and seed: file, seed, digest, events");
  add_threads_option(options);
}

int show_digests(const Request& request) {
  if (request.words.empty())
    throw UsageError(
        "digests needs at least one scenario or directory, e.g. blackstart digests scenarios");
  const auto seeds = number_of<std::size_t>(request, "seeds", 1, kSeedsMax);
  const unsigned threads = threads_of(request);
  std::string table_file;
  if (request.options.contains("table")) table_file = request.options["table"].as<std::string>();
  InputFiles inputs(request);
  if (!table_file.empty()) must_be_writable(inputs, "--table " + table_file, table_file);
  const LastWords words("interrupted; the scenarios above are complete, and no table is written\n");
  int code = kGood;
  std::string table;
  for (const drill::Found& found : drill::find_scenarios(request.words)) {
    if (!found.problem.empty()) {
      std::cerr << found.problem << "\n";
      code = kBadInput;
      continue;
    }
    try {
      const std::string file = found.file.generic_string();
      const std::vector<Row> rows = rows_of(drill::load_scenario(found.file), seeds, threads);
      for (std::size_t i = 0; i < rows.size(); ++i) table += line_of(file, i + 1, rows[i]);
      std::cout << folded(file, rows) << std::flush;
    } catch (const drill::InputError& error) {
      std::cerr << error.what() << "\n";
      code = kBadInput;
    }
  }
  if (table_file.empty()) return code;
  return graver(code, write_file("--table " + table_file, table_file, table));
}

}  // namespace blackstart::app
