#include "app/test_command.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <regex>

#include "app/arguments.h"
#include "app/progress.h"
#include "drill/model.h"
#include "drill/read/problems.h"
#include "drill/suite/baseline.h"
#include "drill/suite/suite.h"
#include "drill/text/words.h"

namespace blackstart::app {
namespace {

namespace po = boost::program_options;
using drill::Baseline;
using drill::Case;

struct SuiteFormat {
  std::string_view name;
  std::string (*write)(std::span<const Case> cases);
};
constexpr std::array kFormats = {SuiteFormat{"junit", drill::write_junit}};

std::vector<FileArgument> known_reports_of(const Request& request) {
  std::vector<FileArgument> reports = reports_of(request, "junit=junit.xml");
  for (const FileArgument& report : reports) {
    if (std::ranges::find(kFormats, report.format, &SuiteFormat::name) == kFormats.end())
      throw unknown("format", report.format, names_of(kFormats));
  }
  return reports;
}

std::regex pattern_in(const std::string& text) {
  try {
    return std::regex(text);
  } catch (const std::regex_error& error) {
    throw UsageError("--filter '" + text + "' is not a regular expression: " + error.what());
  }
}

std::vector<drill::Found> chosen(const Request& request) {
  if (request.words.empty())
    throw UsageError(
        "test needs at least one scenario or directory, e.g. blackstart test scenarios");
  std::vector<drill::Found> found = drill::find_scenarios(request.words);
  if (!request.options.contains("filter")) return found;
  const std::string& filter = request.options["filter"].as<std::string>();
  const std::regex pattern = pattern_in(filter);
  const std::size_t all = found.size();
  std::erase_if(found, [&](const drill::Found& each) {
    return !std::regex_search(each.file.generic_string(), pattern);
  });
  if (!found.empty()) return found;
  throw UsageError("--filter '" + filter + "' matches none of " + drill::counted(all, "scenario"));
}

// Where the baseline was not asked for, nothing is held against it.
class BaselineFile {
 public:
  explicit BaselineFile(const Request& request)
      : updates_(request.options.contains("update-baseline")) {
    if (request.options.contains("baseline")) path_ = request.options["baseline"].as<std::string>();
    if (updates_ && path_.empty())
      throw UsageError("--update-baseline needs the file to write: --baseline FILE");
    if (path_.empty()) return;
    baseline_ = drill::read_baseline(path_);
    if (!baseline_ && !updates_)
      throw UsageError("--baseline " + path_ +
                       ": there is no such file; --update-baseline makes it");
  }

  void judge(std::vector<Case>& cases) const {
    if (path_.empty() || updates_) return;
    for (Case& each : cases) {
      if (each.outcome)
        each.baseline =
            drill::hold_against(*baseline_, drill::name_in(path_, each.file), *each.outcome);
    }
  }

  // Nobody can tell any more whether what is gone had grown.
  int say_what_is_gone() const {
    if (path_.empty() || updates_) return kGood;
    const std::vector<std::string> gone = drill::gone_since(*baseline_, path_);
    std::string text;
    for (const std::string& name : gone)
      text += name + " is in the baseline and is gone; --update-baseline forgets it\n";
    return graver(write_out(text), gone.empty() ? kGood : kUnknown);
  }

  // What was not run this time is kept, unless it is gone, or another model or seed made it.
  int update(const std::vector<Case>& cases, std::uint64_t seed) const {
    if (!updates_) return kGood;
    Baseline next = baseline_.value_or(Baseline{});
    const bool is_foreign = next.model != drill::kModelVersion || next.seed != std::to_string(seed);
    if (is_foreign && !next.scenarios.empty()) {
      std::cerr << path_ << ": what was of model " << next.model << " and seed " << next.seed
                << " is forgotten: " << drill::counted(next.scenarios.size(), "scenario") << "\n";
      next.scenarios.clear();
    }
    for (const std::string& name : drill::gone_since(next, path_)) next.scenarios.erase(name);
    next.model = drill::kModelVersion;
    next.seed = std::to_string(seed);
    for (const Case& each : cases) {
      if (each.outcome)
        next.scenarios[drill::name_in(path_, each.file)] = drill::entry_of(*each.outcome);
    }
    const int code = write_file("--baseline " + path_, path_, drill::write_baseline(next));
    if (code != kGood) return code;
    return write_out("baseline " + path_ +
                     " is written: " + drill::counted(next.scenarios.size(), "scenario") + "\n");
  }

 private:
  bool updates_;
  std::string path_;
  std::optional<Baseline> baseline_;
};

std::vector<Case> rehearse_all(const std::vector<drill::Found>& found,
                               const drill::SuiteSettings& settings) {
  const LastWords words("interrupted; a part of a suite says nothing\n");
  return drill::rehearse(found, settings);
}

int write_reports(const std::vector<FileArgument>& reports, std::span<const Case> cases) {
  int code = kGood;
  for (const FileArgument& report : reports) {
    const auto* format = std::ranges::find(kFormats, report.format, &SuiteFormat::name);
    code = graver(code, write_file("--report " + report.format + "=" + report.path, report.path,
                                   format->write(cases)));
  }
  return code;
}

}  // namespace

void add_test_options(po::options_description& options) {
  const auto text = [] { return po::value<std::string>(); };
  add_threads_option(options);
  options.add_options()("filter", text()->value_name("REGEX"),
                        "only scenarios whose path matches, anywhere in it")(
      "baseline", text()->value_name("FILE"),
      "fails where an RTA or a loss grew since this file was written")(
      "update-baseline", "writes that file instead of comparing with it")(
      "report", po::value<std::vector<std::string>>()->value_name("junit=FILE"),
      "JUnit's XML; repeatable");
  add_seed_option(options);
  add_day_option(options);
  add_look_options(options);
}

int test_suite(const Request& request) {
  const drill::SuiteSettings settings{.seed = seed_of(request),
                                      .today = day_of(request),
                                      .as_of = as_of(request),
                                      .threads = threads_of(request)};
  const drill::Style style = look_of(request);
  const std::vector<FileArgument> reports = known_reports_of(request);
  const BaselineFile baseline(request);
  std::vector<Case> cases = rehearse_all(chosen(request), settings);
  baseline.judge(cases);
  int code = write_out(drill::write_suite(cases, style));
  code = graver(code, baseline.say_what_is_gone());
  if (request.surroundings.in_github_actions)
    code = graver(code, write_out(drill::write_annotations(cases)));
  code = graver(code, write_reports(reports, cases));
  code = graver(code, baseline.update(cases, settings.seed));
  for (const Case& each : cases) code = graver(code, each.exit_code());
  return code;
}

}  // namespace blackstart::app
