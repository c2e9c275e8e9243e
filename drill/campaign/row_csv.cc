#include "drill/campaign/row_csv.h"

#include <algorithm>
#include <charconv>

#include "drill/campaign/words.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

// Runs of other inputs are no runs of the scenario: who reads the rows as a table skips them.
constexpr std::string_view kOtherInputs = "#";

std::string quoted_where_needed(const std::string& name) {
  if (name.find_first_of(",\"\r\n") == std::string::npos) return name;
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? "\"\"" : std::string(1, c == '\n' ? ' ' : c);
  return quoted + "\"";
}

// Seconds, exactly: "75.000001".
std::string in_seconds(std::int64_t microseconds) {
  constexpr std::int64_t kSecond = 1'000'000;
  std::string text = std::to_string(microseconds / kSecond);
  if (microseconds % kSecond == 0) return text;
  const std::string fraction = std::to_string(microseconds % kSecond);
  return text + "." + std::string(6 - fraction.size(), '0') + fraction;
}

std::string cell_of(Measured measured, const Quantity& quantity) {
  if (measured.is_nothing()) return "";
  if (measured.is_never()) return std::string(quantity.endless);
  if (measured.is_unseen()) return std::string(kNotObserved);
  return quantity.unit == Unit::duration ? in_seconds(measured.value)
                                         : std::to_string(measured.value);
}

template <class Number>
bool read_number(std::string_view text, Number& number, int base = 10) {
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number, base);
  return read.ec == std::errc{} && read.ptr == end;
}

bool read_seconds(std::string_view text, std::int64_t& microseconds) {
  const std::size_t dot = std::min(text.find('.'), text.size());
  std::int64_t seconds = 0;
  std::string fraction(text.substr(std::min(dot + 1, text.size())));
  if (fraction.size() > 6 || !read_number(text.substr(0, dot), seconds)) return false;
  if (seconds < 0 || seconds > Measured::kNever / 2'000'000) return false;
  fraction.resize(6, '0');
  std::int64_t rest = 0;
  microseconds = seconds * 1'000'000;
  if (!read_number(std::string_view(fraction), rest) || rest < 0) return false;
  microseconds += rest;
  return true;
}

bool read_cell(std::string_view text, const Quantity& quantity, Measured& measured) {
  if (text.empty()) return measured = {}, true;
  if (text == quantity.endless) return measured = {Measured::kNever}, true;
  if (text == kNotObserved) return measured = {Measured::kUnseen}, true;
  return quantity.unit == Unit::duration ? read_seconds(text, measured.value)
                                         : read_number(text, measured.value);
}

bool read_verdict(std::string_view text, Verdict& verdict) {
  for (const Verdict each : {Verdict::met, Verdict::missed, Verdict::unknown}) {
    if (name_of(each) == text) return verdict = each, true;
  }
  return false;
}

}  // namespace

std::string fingerprint(std::uint64_t hash) { return hexadecimal(hash, 1); }

std::string titles_of(const Scenario& scenario) {
  std::string line = "run,inputs,seed,digest";
  for (std::size_t i = 0; i < scenario.objectives.size(); ++i)
    line += ",objective:" + std::to_string(i);
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i)
    line += ",expectation:" + std::to_string(i) + ":verdict";
  for (const Quantity& quantity : quantities_of(scenario))
    line += "," + quoted_where_needed(quantity.name);
  return line;
}

std::string line_of(const Row& row, std::span<const Quantity> quantities) {
  std::string line(row.variant > 0 ? kOtherInputs : "");
  line += std::to_string(row.number) + "," + std::to_string(row.variant) + "," +
          std::to_string(row.seed) + "," + fingerprint(row.digest);
  for (const Verdict verdict : row.objectives) line += "," + std::string(name_of(verdict));
  for (const Verdict verdict : row.expectations) line += "," + std::string(name_of(verdict));
  for (std::size_t i = 0; i < quantities.size(); ++i)
    line += "," + cell_of(row.measured[i], quantities[i]);
  return line;
}

RowReader::RowReader(const Scenario& scenario)
    : scenario_(scenario), quantities_(quantities_of(scenario)) {}

std::optional<Row> RowReader::read(std::string_view line, std::uint32_t variant) {
  rest_ = line;
  if (variant > 0 && rest_.starts_with(kOtherInputs)) rest_.remove_prefix(kOtherInputs.size());
  is_at_end_ = false;
  Row row;
  bool is_good = read_number(next(), row.number) && read_number(next(), row.variant) &&
                 read_number(next(), row.seed) && read_number(next(), row.digest, 16);
  for (std::size_t i = 0; i < scenario_.objectives.size(); ++i)
    is_good = read_verdict(next(), row.objectives.emplace_back()) && is_good;
  for (std::size_t i = 0; i < scenario_.expectations.size(); ++i)
    is_good = read_verdict(next(), row.expectations.emplace_back()) && is_good;
  for (const Quantity& quantity : quantities_) {
    if (is_at_end_) return std::nullopt;
    is_good = read_cell(next(), quantity, row.measured.emplace_back()) && is_good;
  }
  return is_good && is_at_end_ ? std::optional(std::move(row)) : std::nullopt;
}

std::string_view RowReader::next() {
  const std::size_t comma = rest_.find(',');
  const std::string_view cell = rest_.substr(0, comma);
  is_at_end_ = comma == std::string_view::npos;
  rest_.remove_prefix(is_at_end_ ? rest_.size() : comma + 1);
  return cell;
}

}  // namespace blackstart::drill
