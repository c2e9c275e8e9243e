#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/command_line.h"
#include "app/usage_error.h"
#include "drill/report/report.h"

// Reading what was typed after an option. Everything here throws UsageError.
namespace blackstart::app {

template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// `range` says in words what `low` and `high` are: "from 1 to 64".
template <typename Number>
Number number_of(const Request& request, const std::string& option, std::string_view range,
                 Number low, Number high) {
  const std::string& text = request.options[option].as<std::string>();
  const auto number = number_in<Number>(text);
  if (number && *number >= low && *number <= high) return *number;
  throw UsageError("--" + option + " '" + text + "' is not a whole number " + std::string(range));
}

// "2%" and "0.02" are the same.
double share_of(const Request& request, const std::string& option, double low, double high);
// --as-of, or today.
recovery::Instant as_of(const Request& request);
// --color
bool wants_colour(const Request& request);
// Of --seed, 64 bits.
std::uint64_t seed_of(const Request& request);
// Writes a file that --`option` asked for. kBadInput and a message where it cannot.
int write_file(const std::string& option, const std::string& path, const std::string& text);
// Writes to standard output; likewise.
int write_out(const std::string& text);

}  // namespace blackstart::app
