#include "drill/actual/actual.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include "drill/load/text_file.h"
#include "drill/text/durations.h"
#include "drill/text/utf8.h"

namespace blackstart::drill {
namespace {

// The fields of one line. Inside quotes a comma is a comma and a doubled quote is a quote.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  bool is_quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && is_quoted && i + 1 < line.size() && line[i + 1] == '"')
      fields.back() += line[++i];
    else if (line[i] == '"')
      is_quoted = !is_quoted;
    else if (line[i] == ',' && !is_quoted)
      fields.emplace_back();
    else
      fields.back() += line[i];
  }
  return fields;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : file_(file) {
    drill_.file = file.generic_string();
  }

  ActualDrill read() {
    std::ifstream in(file_, std::ios::binary);
    if (const std::string why_not = why_unreadable(file_, "CSV"); !why_not.empty())
      add(why_not);
    else if (!in)
      add("cannot be read");
    while (const auto record = next_record(in)) {
      if (invalid_utf8(*record))
        add("not UTF-8");
      else if (!record->empty() && record->front() != '#')
        read_line(fields_of(*record));
    }
    line_ = 0;
    if (drill_.steps.empty() && !problems_.any())
      add("no step in it; a line is step,started,finished");
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
      if (std::ranges::count(record, '"') % 2 == 0 || record.starts_with('#'))
        return trimmed(record);
    }
    if (!record.empty()) add("the quote that is opened here is not closed");
    return std::nullopt;
  }

  void add(std::string what) {
    problems_.add({.file = drill_.file, .line = line_, .column = 1}, std::move(what));
  }

  void read_line(const std::vector<std::string>& fields) {
    if (!has_header_) return read_header(fields);
    if (fields.size() != width_) {
      return add("expected " + std::to_string(width_) + " fields as in the first line, found " +
                 std::to_string(fields.size()));
    }
    ActualStep step{.name = trimmed(fields[columns_[0]]), .line = line_};
    if (step.name.empty()) return add("the step has no name");
    const auto seen = std::ranges::find(drill_.steps, step.name, &ActualStep::name);
    if (seen != drill_.steps.end())
      return add("step '" + step.name + "' is in line " + std::to_string(seen->line) + " already");
    const auto started = instant_in(trimmed(fields[columns_[1]]), kNames[1]);
    const auto finished = instant_in(trimmed(fields[columns_[2]]), kNames[2]);
    if (!started || !finished) return;
    if (*finished < *started)
      return add("step '" + step.name + "' is finished before it is started");
    step.started = *started;
    step.finished = *finished;
    drill_.steps.push_back(std::move(step));
  }

  void read_header(const std::vector<std::string>& fields) {
    has_header_ = true;
    width_ = fields.size();
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      const auto is_it = [&](const std::string& field) { return trimmed(field) == kNames[i]; };
      const auto found = std::ranges::find_if(fields, is_it);
      if (found == fields.end()) {
        add("no column '" + std::string(kNames[i]) +
            "'; the first line names the columns: step,started,finished");
        throw InputError(problems_);
      }
      if (std::count_if(fields.begin(), fields.end(), is_it) > 1)
        add("more than one column '" + std::string(kNames[i]) + "'");
      columns_[i] = static_cast<std::size_t>(found - fields.begin());
    }
  }

  std::optional<Instant> instant_in(const std::string& text, std::string_view column) {
    const auto instant = read_instant(text);
    if (const auto* at = std::get_if<Instant>(&instant)) return *at;
    add(std::string(column) + ": " + std::get<Misread>(instant).what);
    return std::nullopt;
  }

  static constexpr std::array<std::string_view, 3> kNames = {"step", "started", "finished"};

  std::filesystem::path file_;
  ActualDrill drill_;
  Problems problems_;
  std::uint32_t line_ = 0, next_line_ = 1;
  bool has_header_ = false;
  std::size_t width_ = 0;
  std::array<std::size_t, 3> columns_{};  // where kNames stand
};

}  // namespace

ActualDrill read_actual(const std::filesystem::path& file) { return Reader(file).read(); }

}  // namespace blackstart::drill
