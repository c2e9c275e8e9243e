#include "app/arguments.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "drill/scenario.h"
#include "drill/suite/find.h"
#include "drill/text/durations.h"

namespace blackstart::app {
namespace {

namespace fs = std::filesystem;
namespace po = boost::program_options;

bool wants_colour(const Request& request) {
  const std::vector<std::string_view> known = {"auto", "always", "never"};
  const std::string& when = request.options["color"].as<std::string>();
  if (std::ranges::find(known, when) == known.end()) throw unknown("--color", when, known);
  return when == "always" || (when == "auto" && request.surroundings.takes_colour);
}

auto text() { return po::value<std::string>(); }

FileArgument file_argument(const std::string& text, const std::string& example) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals + 1 == text.size())
    throw UsageError("--report '" + text + "' is not FORMAT=FILE, e.g. " + example);
  return {text.substr(0, equals), text.substr(equals + 1)};
}

// Where writing to it would write to, also through a link to what is not there yet.
fs::path target_of(fs::path path) {
  constexpr int kMostLinks = 40;  // as many as Linux follows, path_resolution(7)
  std::error_code error;
  for (int links = 0; links < kMostLinks && fs::is_symlink(path, error); ++links)
    path = path.parent_path() / fs::read_symlink(path, error);
  const fs::path found = fs::weakly_canonical(fs::absolute(path), error);
  return error ? fs::absolute(path).lexically_normal() : found;
}

// Whatever links lead there; it need not exist.
bool are_one_file(const fs::path& a, const fs::path& b) {
  std::error_code none_there;
  return fs::equivalent(a, b, none_there) || target_of(a) == target_of(b);
}

// A directory stands for the scenarios below it.
std::vector<fs::path> files_named_in(const Request& request) {
  std::vector<std::string> names = request.words;
  for (const char* option : {"scenario", "world", "baseline"}) {
    if (request.options.contains(option))
      names.push_back(request.options[option].as<std::string>());
  }
  std::vector<fs::path> files;
  for (const drill::Found& found : drill::find_scenarios(names)) files.push_back(found.file);
  return files;
}

// All that loading these files reads.
std::vector<fs::path> files_read_for(const std::vector<fs::path>& files) {
  std::vector<fs::path> all;
  for (const fs::path& file : files) {
    std::error_code error;
    // What comes through a pipe can be read only once.
    if (fs::is_regular_file(file, error))
      std::ranges::copy(drill::files_read_for(file), std::back_inserter(all));
  }
  return all;
}

}  // namespace

bool InputFiles::contains(const fs::path& path) {
  const auto is_it = [&](const fs::path& file) { return are_one_file(file, path); };
  if (!named_) named_ = files_named_in(request_);
  if (std::ranges::any_of(*named_, is_it)) return true;
  std::error_code error;
  if (!fs::exists(path, error)) return false;
  if (!loaded_) loaded_ = files_read_for(*named_);
  return std::ranges::any_of(*loaded_, is_it);
}

void must_not_be_read(InputFiles& inputs, const std::string& option, const std::string& path) {
  if (inputs.contains(path))
    throw UsageError(option + ": is read by this command, which would replace it");
}

// The second of two in one file would replace the first.
std::vector<FileArgument> reports_of(const Request& request, const std::string& example) {
  std::vector<FileArgument> reports;
  InputFiles inputs(request);
  if (!request.options.contains("report")) return reports;
  for (const std::string& text : request.options["report"].as<std::vector<std::string>>()) {
    const FileArgument report = file_argument(text, example);
    for (const FileArgument& other : reports) {
      if (are_one_file(report.path, other.path))
        throw UsageError("--report '" + text + "': another report goes to this file");
    }
    must_not_be_read(inputs, "--report " + text, report.path);
    reports.push_back(report);
  }
  return reports;
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
  options.add_options()(
      "width", text()->value_name("N"),
      "columns of the text, 80 to 160; if not given the terminal's, elsewhere 100")(
      "color", text()->default_value("auto")->value_name("WHEN"), "auto, always or never");
}

void add_threads_option(po::options_description& options) {
  options.add_options()("threads", text()->value_name("T"),
                        "at most so many at once; the machine's if not given");
}

std::uint64_t seed_of(const Request& request) {
  return number_of<std::uint64_t>(request, "seed", "of at most 64 bits", 0, UINT64_MAX);
}

std::string as_of(const Request& request) {
  return request.options.contains("as-of") ? request.options["as-of"].as<std::string>() : "";
}

drill::Instant day_of(const Request& request) {
  if (!request.options.contains("as-of")) return request.surroundings.end_of_today;
  const auto date = drill::read_last_day(as_of(request));
  if (const auto* day = std::get_if<drill::Instant>(&date)) return *day;
  throw UsageError("--as-of '" + as_of(request) + "': " + std::get<drill::Misread>(date).what);
}

drill::Style look_of(const Request& request) {
  drill::Style style{.width = request.surroundings.width, .colour = wants_colour(request)};
  if (request.options.contains("width")) style.width = number_of<int>(request, "width", 80, 160);
  return style;
}

unsigned threads_of(const Request& request) {
  if (!request.options.contains("threads")) return request.surroundings.cores;
  return number_of<unsigned>(request, "threads", 1, 1024);
}

int write_file(const std::string& option, const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text << std::flush;
  if (out) return kGood;
  std::cerr << option << ": cannot write to this file\n";
  return kBadInput;
}

void must_be_writable(InputFiles& inputs, const std::string& option, const std::string& path) {
  must_not_be_read(inputs, option, path);
  std::error_code error;
  const bool was_there = fs::exists(fs::symlink_status(path, error));
  const bool can_be = std::ofstream(path, std::ios::app).is_open();
  if (!was_there) fs::remove(path, error);
  if (!can_be) throw UsageError(option + ": cannot write to this file");
}

int write_out(const std::string& text) {
  std::cout << text << std::flush;
  return std::cout ? kGood : kBadInput;
}

}  // namespace blackstart::app
