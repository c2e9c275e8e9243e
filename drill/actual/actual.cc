#include "drill/actual/actual.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include "drill/read/text_file.h"
#include "drill/text/durations.h"
#include "drill/text/utf8.h"

namespace blackstart::drill {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

struct Field {
  std::string text;
  std::size_t at = 0;  // where it begins in its record
};

// The fields of one record. Inside quotes a comma is a comma and a doubled quote is a quote.
std::vector<Field> fields_of(const std::string& record) {
  std::vector<Field> fields(1);
  bool is_quoted = false;
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (record[i] == '"' && is_quoted && i + 1 < record.size() && record[i + 1] == '"')
      fields.back().text += record[++i];
    else if (record[i] == '"')
      is_quoted = !is_quoted;
    else if (record[i] == ',' && !is_quoted)
      fields.push_back({.at = i + 1});
    else
      fields.back().text += record[i];
  }
  for (Field& field : fields) {
    field.at += std::min(record.find_first_not_of(" \t", field.at), record.size()) - field.at;
    field.text = trimmed(field.text);
  }
  return fields;
}

// Spreadsheets like to begin a cell with a capital.
std::string in_small_letters(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// "2026-03-14T23:00:00+01:00" is 2026-03-14T22:00:00Z. nullopt: it is not so far from UTC.
std::optional<Instant> instant_with_offset(const std::string& text) {
  static constexpr std::string_view kShape = "+00:00", kDigits = "0123456789";
  if (text.size() <= kShape.size()) return std::nullopt;
  const std::string offset = text.substr(text.size() - kShape.size());
  const bool is_offset =
      (offset[0] == '+' || offset[0] == '-') && offset[3] == ':' &&
      (offset.substr(1, 2) + offset.substr(4)).find_first_not_of(kDigits) == std::string::npos;
  const auto local = read_instant(text.substr(0, text.size() - kShape.size()) + "Z");
  if (!is_offset || !std::holds_alternative<Instant>(local)) return std::nullopt;
  const Duration ahead = std::chrono::hours(std::stoi(offset.substr(1, 2))) +
                         std::chrono::minutes(std::stoi(offset.substr(4)));
  return std::get<Instant>(local) - (offset[0] == '+' ? ahead : -ahead);
}

std::string why_no_instant(const std::string& text, const Misread& misread) {
  const auto meant = instant_with_offset(text);
  return meant ? "'" + text + "' is not in UTC; write it in UTC: " + text_of(*meant)
               : misread.what + ", in UTC";
}

class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : file_(file) {
    drill_.file = file.generic_string();
  }

  ActualDrill read() {
    std::ifstream in(file_, std::ios::binary);
    if (const std::string why_not = why_unreadable(file_, "CSV"); !why_not.empty())
      add_to_all(why_not);
    else if (!in)
      add_to_all("cannot be read");
    while (const auto record = next_record(in)) {
      record_ = *record;
      if (invalid_utf8(record_))
        add("not UTF-8");
      else if (!trimmed(record_).empty() && trimmed(record_).front() != '#')
        read_line(fields_of(record_));
    }
    if (drill_.steps.empty() && !problems_.any())
      add_to_all("no step in it; a line is step,started,finished");
    if (problems_.any()) throw InputError(problems_);
    return std::move(drill_);
  }

 private:
  // A line and, where quotes are open at its end, those that follow (RFC 4180). nullopt: there is
  // none left.
  std::optional<std::string> next_record(std::istream& in) {
    line_ = next_line_;
    std::string record;
    for (std::string line; std::getline(in, line);) {
      ++next_line_;
      record += (record.empty() ? "" : "\n") + line;
      if (line_ == 1 && record.starts_with("\xEF\xBB\xBF"))
        record.erase(0, 3);  // as spreadsheets do
      if (std::ranges::count(record, '"') % 2 == 0 || record.starts_with('#')) return record;
    }
    if (!record.empty()) add("the quote that is opened here is not closed");
    return std::nullopt;
  }

  void add_to_all(std::string what) { problems_.add({.file = drill_.file}, std::move(what)); }

  // Of the record as a whole, or of what begins there in it.
  void add(std::string what, std::size_t at = 0) {
    const std::string before = record_.substr(0, at);
    const auto breaks = std::ranges::count(before, '\n');
    const std::size_t start = breaks == 0 ? 0 : before.rfind('\n') + 1;
    const auto column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(start),
                                      before.end(), [](char c) { return (c & 0xC0) != 0x80; });
    problems_.add({.file = drill_.file,
                   .line = line_ + static_cast<std::uint32_t>(breaks),
                   .column = 1 + static_cast<std::uint32_t>(column)},
                  std::move(what));
  }

  void read_line(const std::vector<Field>& fields) {
    if (!has_header_) return read_header(fields);
    if (fields.size() != width_) {
      return add("expected " + std::to_string(width_) + " fields as in the first line, found " +
                 std::to_string(fields.size()));
    }
    const Field &name = fields[columns_[0]], &end = fields[columns_[2]];
    ActualStep step{.name = name.text, .line = line_};
    if (step.name.empty()) return add("the step has no name", name.at);
    const auto seen = std::ranges::find(drill_.steps, step.name, &ActualStep::name);
    if (seen != drill_.steps.end())
      return add("step '" + step.name + "' is in line " + std::to_string(seen->line) + " already",
                 name.at);
    const auto started = instant_in(fields[columns_[1]], kNames[1]);
    const auto finished = instant_in(end, kNames[2]);
    const bool is_readable = read_asked(fields, step);
    if (!started || !finished || !is_readable) return;
    if (step.asked && *started < *step.asked)
      return add("step '" + step.name + "' is started before somebody was asked",
                 fields[columns_[1]].at);
    if (*finished < *started)
      return add("step '" + step.name + "' is finished before it is started", end.at);
    step.started = *started;
    step.finished = *finished;
    drill_.steps.push_back(std::move(step));
  }

  // A cell that is left empty says nothing.
  bool read_asked(const std::vector<Field>& fields, ActualStep& step) {
    if (!asked_ || fields[*asked_].text.empty()) return true;
    step.asked = instant_in(fields[*asked_], kAsked);
    return step.asked.has_value();
  }

  void read_header(const std::vector<Field>& fields) {
    has_header_ = true;
    width_ = fields.size();
    must_be_of_commas(fields);
    for (std::size_t i = 0; i < kNames.size(); ++i) columns_[i] = column_needed(kNames[i], fields);
    asked_ = column_named(kAsked, fields);
  }

  // What a spreadsheet writes where a comma is a decimal sign.
  void must_be_of_commas(const std::vector<Field>& fields) {
    const std::size_t separator = record_.find_first_of(";\t");
    if (fields.size() > 1 || separator == std::string::npos) return;
    const bool is_tab = record_[separator] == '\t';
    add("fields are separated by commas, not " + std::string(is_tab ? "tabs" : "';'"), separator);
    throw InputError(problems_);
  }

  std::size_t column_needed(std::string_view name, const std::vector<Field>& fields) {
    if (const auto column = column_named(name, fields)) return *column;
    add("no column '" + std::string(name) +
        "'; the first line names the columns: step,started,finished");
    throw InputError(problems_);
  }

  std::optional<std::size_t> column_named(std::string_view name, const std::vector<Field>& fields) {
    const auto is_it = [&](const Field& field) { return in_small_letters(field.text) == name; };
    const auto found = std::ranges::find_if(fields, is_it);
    if (found == fields.end()) return std::nullopt;
    const auto again = std::find_if(found + 1, fields.end(), is_it);
    if (again != fields.end()) add("more than one column '" + std::string(name) + "'", again->at);
    return static_cast<std::size_t>(found - fields.begin());
  }

  std::optional<Instant> instant_in(const Field& field, std::string_view column) {
    const auto instant = read_instant(field.text);
    if (const auto* at = std::get_if<Instant>(&instant)) return *at;
    add(std::string(column) + ": " + why_no_instant(field.text, std::get<Misread>(instant)),
        field.at);
    return std::nullopt;
  }

  static constexpr std::array<std::string_view, 3> kNames = {"step", "started", "finished"};
  static constexpr std::string_view kAsked = "asked";

  std::filesystem::path file_;
  ActualDrill drill_;
  Problems problems_;
  std::string record_;
  std::uint32_t line_ = 0, next_line_ = 1;
  bool has_header_ = false;
  std::size_t width_ = 0;
  std::array<std::size_t, 3> columns_{};  // where kNames stand
  std::optional<std::size_t> asked_;
};

}  // namespace

ActualDrill read_actual(const std::filesystem::path& file) { return Reader(file).read(); }

}  // namespace blackstart::drill
