#include "drill/report/page.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace blackstart::drill {
namespace {

constexpr int kIndent = 2;
constexpr int kGap = 2;
constexpr int kWrapsDownTo = 16;
constexpr int kWrapsInNeedDownTo = 8;

bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

int columns_of(std::string_view text) {
  return static_cast<int>(
      std::ranges::count_if(text, [](char c) { return !continues_a_character(c); }));
}

// Names come from files: an escape sequence in one must not reach the terminal.
std::string printable(std::string_view text) {
  std::string safe(text);
  for (char& c : safe) {
    if (static_cast<unsigned char>(c) < 0x20U || c == 0x7F) c = '?';
  }
  return safe;
}

std::size_t bytes_of_columns(std::string_view text, int columns) {
  std::size_t at = 0;
  while (at < text.size() && columns > 0) {
    ++at;
    while (at < text.size() && continues_a_character(text[at])) ++at;
    --columns;
  }
  return at;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// It joins the parts of a name, and neither those of a number nor a sign to one.
bool is_joint(std::string_view text, std::size_t at) {
  constexpr std::string_view kJoints = "-_./:";
  if (kJoints.find(text[at]) == std::string_view::npos) return false;
  if (at == 0 || text[at - 1] == ' ') return false;
  return !is_digit(text[at - 1]) || at + 1 == text.size() || !is_digit(text[at + 1]);
}

// Where the first line of `text` ends: at a space if there is one, else after what joins the parts
// of a name, else in the middle of a word.
std::size_t break_at(std::string_view text, int width) {
  const std::size_t limit = bytes_of_columns(text, width);
  if (limit == text.size() || text[limit] == ' ') return limit;
  const std::size_t space = text.rfind(' ', limit);
  const bool is_usable = space != std::string_view::npos && text.find_first_not_of(' ') < space;
  if (is_usable) return space;
  for (std::size_t at = limit; at-- > 0;)
    if (is_joint(text, at)) return at + 1;
  return limit;
}

std::vector<std::string> wrap(std::string_view raw, int width, int width_after) {
  const std::string safe = printable(raw);
  std::string_view rest = safe;
  std::vector<std::string> lines;
  do {
    const std::size_t end = break_at(rest, std::max(1, lines.empty() ? width : width_after));
    lines.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(' ', end)));
  } while (!rest.empty());
  return lines;
}

// Of what lies between two places at which the text may be broken.
int longest_between(std::string_view text,
                    bool (*is_break)(std::string_view text, std::size_t at)) {
  int longest = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && !is_break(text, at)) continue;
    const bool stays_with_it = at < text.size() && text[at] != ' ';
    const std::size_t end = at + (stays_with_it ? 1 : 0);
    longest = std::max(longest, columns_of(text.substr(begin, end - begin)));
    begin = std::min(at + 1, text.size());
  }
  return longest;
}

bool is_space(std::string_view text, std::size_t at) { return text[at] == ' '; }

int longest_word(std::string_view text) { return longest_between(text, is_space); }

int longest_part(std::string_view text) {
  return longest_between(text, [](std::string_view whole, std::size_t at) {
    return is_space(whole, at) || is_joint(whole, at);
  });
}

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(0, count)), ' ');
}

int sum_of(const std::vector<int>& widths) {
  int sum = kIndent - kGap;
  for (const int width : widths) sum += width + kGap;
  return sum;
}

int widest_in(const Table& table, std::size_t column, int (*width_of)(std::string_view)) {
  int widest = 0;
  for (const auto& row : table.rows)
    widest = std::max({widest, width_of(row[column].text), width_of(row[column].below)});
  return widest;
}

}  // namespace

Colour colour_of(Verdict verdict) {
  constexpr std::array kColours = {Colour::none, Colour::good, Colour::bad, Colour::doubtful};
  return kColours[static_cast<std::size_t>(verdict)];
}

std::string Page::paint(const std::string& text, Colour colour) const {
  constexpr std::array<std::string_view, 5> kCodes = {"", "\x1b[1m", "\x1b[1;32m", "\x1b[1;31m",
                                                      "\x1b[1;33m"};
  if (!style_.colour || colour == Colour::none) return text;
  return std::string(kCodes[static_cast<std::size_t>(colour)]) + text + "\x1b[0m";
}

void Page::heading(std::string_view text) {
  if (!text_.empty()) blank();
  paragraph(text, 0, Colour::bold);
}

void Page::paragraph(std::string_view text, int hang, Colour colour) {
  bool is_first = true;
  for (const std::string& line : wrap(text, style_.width, style_.width - hang)) {
    text_ += (is_first ? "" : spaces(hang)) + paint(line, colour) + "\n";
    is_first = false;
  }
}

// First the columns that may wrap give way, the widest first; then titles take several lines and
// they give way further, and after them all columns, down to what can only be broken in mid-word;
// in the end that is.
std::vector<int> Page::widths_of(const Table& table) const {
  const std::size_t columns = table.columns.size();
  std::vector<int> widths, narrow, unbroken;  // narrow: a title on several lines
  for (std::size_t i = 0; i < columns; ++i) {
    const std::string& title = table.columns[i].title;
    const int widest = widest_in(table, i, columns_of);
    widths.push_back(std::max(widest, columns_of(title)));
    narrow.push_back(std::max(widest, longest_word(title)));
    unbroken.push_back(std::max(widest_in(table, i, longest_part), longest_word(title)));
  }
  const auto fits_after_giving = [&](bool all_give, auto&& least) {
    while (sum_of(widths) > style_.width) {
      std::size_t chosen = columns;
      for (std::size_t i = 0; i < columns; ++i) {
        const bool gives = (all_give || table.columns[i].wraps) && widths[i] > least(i);
        if (gives && (chosen == columns || widths[i] > widths[chosen])) chosen = i;
      }
      if (chosen == columns) return false;
      --widths[chosen];
    }
    return true;
  };
  const auto unbroken_and = [&](int least) {
    return [&unbroken, least](std::size_t i) { return std::max(least, unbroken[i]); };
  };
  if (fits_after_giving(false, unbroken_and(kWrapsDownTo))) return widths;
  widths = narrow;
  const bool fits = fits_after_giving(false, unbroken_and(kWrapsInNeedDownTo)) ||
                    fits_after_giving(true, unbroken_and(1));
  if (!fits) fits_after_giving(true, [](std::size_t) { return 1; });
  return widths;
}

void Page::row(const Table& table, const std::vector<int>& widths, const std::vector<Cell>& cells) {
  std::vector<std::vector<std::string>> lines;
  std::size_t height = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    lines.push_back(wrap(cells[i].text, widths[i], widths[i]));
    if (!cells[i].below.empty())
      std::ranges::move(wrap(cells[i].below, widths[i], widths[i]), std::back_inserter(lines[i]));
    height = std::max(height, lines.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string out;
    int missing = kIndent;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string text = line < lines[i].size() ? lines[i][line] : "";
      const int padding = widths[i] - columns_of(text);
      const bool is_right = table.columns[i].align == Column::Align::right;
      if (!text.empty()) {
        out += spaces(missing + (is_right ? padding : 0)) + paint(text, cells[i].colour);
        missing = is_right ? 0 : padding;
      } else {
        missing += padding;
      }
      missing += kGap;
    }
    text_ += out + "\n";
  }
}

void Page::table(const Table& table) {
  const std::vector<int> widths = widths_of(table);
  std::vector<Cell> titles;
  for (const Column& column : table.columns) titles.push_back({column.title, Colour::bold});
  if (std::ranges::any_of(table.columns,
                          [](const Column& column) { return !column.title.empty(); })) {
    row(table, widths, titles);
  }
  for (const auto& cells : table.rows) row(table, widths, cells);
}

void Page::command(std::string_view raw) {
  const std::string safe = printable(raw);
  std::string line = spaces(kIndent), argument;
  bool is_quoted = false;
  const auto finish_argument = [&] {
    if (columns_of(line) + columns_of(argument) + 3 > style_.width && columns_of(line) > kIndent) {
      text_ += line + " \\\n";
      line = spaces(2 * kIndent) + argument;
    } else {
      line += (columns_of(line) > kIndent ? " " : "") + argument;
    }
    argument.clear();
  };
  for (const char c : safe) {
    if (c == '\'') is_quoted = !is_quoted;
    if (c == ' ' && !is_quoted)
      finish_argument();
    else
      argument += c;
  }
  finish_argument();
  text_ += line + "\n";
}

}  // namespace blackstart::drill
