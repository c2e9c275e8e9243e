#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "drill/report/report.h"

namespace blackstart::drill {

enum class Colour : std::uint8_t { none, bold, good, bad, doubtful };
Colour colour_of(Verdict verdict);

struct Cell {
  std::string text;
  Colour colour = Colour::none;
  std::string below;  // on lines of its own, under the text; empty: none
};

struct Column {
  std::string title;
  enum class Align : std::uint8_t { left, right } align = Align::left;
  bool wraps = false;  // gives way first when the table is too wide
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

// Lines of text that are never wider than the style's width: what does not fit is wrapped. Control
// characters come out as '?'.
class Page {
 public:
  explicit Page(const Style& style) : style_(style) {}

  void heading(std::string_view text);
  void blank() { text_ += '\n'; }
  // `hang`: how far the lines after the first are indented.
  void paragraph(std::string_view text, int hang = 2, Colour colour = Colour::none);
  void table(const Table& table);
  // A shell command, broken only between its arguments.
  void command(std::string_view line);
  const Style& style() const { return style_; }
  std::string take() { return std::move(text_); }

 private:
  std::vector<int> widths_of(const Table& table) const;
  void row(const Table& table, const std::vector<int>& widths, const std::vector<Cell>& cells);
  std::string paint(const std::string& text, Colour colour) const;

  const Style& style_;
  std::string text_;
};

}  // namespace blackstart::drill
