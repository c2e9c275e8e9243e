#include "app/options.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>

#include "drill/text/durations.h"

namespace blackstart::app {

double share_of(const Request& request, const std::string& option, double low, double high) {
  const std::string& text = request.options[option].as<std::string>();
  const bool is_percent = text.ends_with('%');
  const auto number = number_in<double>(std::string_view(text).substr(0, text.size() - is_percent));
  const double share = number.value_or(-1) / (is_percent ? 100 : 1);
  if (share >= low && share <= high) return share;
  throw UsageError("--" + option + " '" + text + "' is not a share such as 2% or 0.02, " +
                   std::to_string(low) + " to " + std::to_string(high));
}

recovery::Instant as_of(const Request& request) {
  if (!request.options.contains("as-of")) return request.surroundings.today;
  const std::string& text = request.options["as-of"].as<std::string>();
  const auto date = drill::read_last_day(text);
  if (const auto* day = std::get_if<recovery::Instant>(&date)) return *day;
  throw UsageError("--as-of '" + text + "': " + std::get<drill::Misread>(date).what);
}

bool wants_colour(const Request& request) {
  const std::vector<std::string_view> known = {"auto", "always", "never"};
  const std::string& when = request.options["color"].as<std::string>();
  if (std::ranges::find(known, when) == known.end()) throw unknown("--color", when, known);
  return when == "always" || (when == "auto" && request.surroundings.is_terminal);
}

std::uint64_t seed_of(const Request& request) {
  return number_of<std::uint64_t>(request, "seed", "of at most 64 bits", 0, UINT64_MAX);
}

int write_file(const std::string& option, const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text << std::flush;
  if (out) return kGood;
  std::cerr << "--" << option << " " << path << ": cannot write to this file\n";
  return kBadInput;
}

int write_out(const std::string& text) {
  std::cout << text << std::flush;
  if (std::cout) return kGood;
  std::cerr << "cannot write to standard output\n";
  return kBadInput;
}

}  // namespace blackstart::app
