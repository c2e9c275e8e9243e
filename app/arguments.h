#pragma once

#include <charconv>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/command_line.h"
#include "app/usage_error.h"
#include "drill/report/report.h"

// What several commands read from their options in the same way.
namespace blackstart::app {

template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// `range` says in words what is allowed: "from 80 to 160". Throws UsageError.
template <typename Number>
Number number_of(const Request& request, const std::string& option, std::string_view range,
                 Number low, Number high) {
  const std::string& text = request.options[option].as<std::string>();
  const auto number = number_in<Number>(text);
  if (number && *number >= low && *number <= high) return *number;
  throw UsageError("--" + option + " '" + text + "' is not a whole number " + std::string(range));
}

template <typename Number>
Number number_of(const Request& request, const std::string& option, Number low, Number high) {
  const std::string range = "from " + std::to_string(low) + " to " + std::to_string(high);
  return number_of(request, option, range, low, high);
}

// How many seeds a command takes that keeps something of every one.
inline constexpr std::size_t kSeedsMax = 1'000'000;

// FORMAT=FILE.
struct FileArgument {
  std::string format, path;
};
// Every --report. Throws UsageError; `example` is shown where one is neither.
std::vector<FileArgument> reports_of(const Request& request, const std::string& example);

// --seed, --as-of, --width and --color, which mean the same wherever they are.
void add_seed_option(boost::program_options::options_description& options);
void add_day_option(boost::program_options::options_description& options);
void add_look_options(boost::program_options::options_description& options);
void add_threads_option(boost::program_options::options_description& options);
std::uint64_t seed_of(const Request& request);
std::string as_of(const Request& request);  // as typed; empty: it was not
drill::Instant day_of(const Request& request);
drill::Style look_of(const Request& request);
unsigned threads_of(const Request& request);

// Gives kBadInput where the file cannot be written, and says so on standard error.
int write_file(const std::string& option, const std::string& path, const std::string& text);
// Gives kBadInput where standard output cannot be written; main says so, once.
int write_out(const std::string& text);

// What a command reads: the files it is told of, and those that loading them reads. They are loaded
// once, when there is a file that might be one of them; `request` outlives this.
class InputFiles {
 public:
  explicit InputFiles(const Request& request) : request_(request) {}
  bool contains(const std::filesystem::path& path);

 private:
  const Request& request_;
  std::optional<std::vector<std::filesystem::path>> named_, loaded_;
};
// Throw UsageError where the file cannot be written, or where the command reads it: asked before
// anything is done whose result would be lost.
void must_be_writable(InputFiles& inputs, const std::string& option, const std::string& path);
void must_not_be_read(InputFiles& inputs, const std::string& option, const std::string& path);

}  // namespace blackstart::app
