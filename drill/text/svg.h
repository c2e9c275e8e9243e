#pragma once

#include <string>
#include <string_view>

namespace blackstart::drill {

// Pixels from values: `from` lies at `left`, `to` at `left + width`.
struct Scale {
  double from = 0, to = 1;
  int left = 0, width = 1;
  int at(double value) const {
    return left + static_cast<int>((value - from) / (to - from) * width);
  }
};

// A picture on white, in letters of 13 pixels, piece by piece. It escapes what it is told.
class Svg {
 public:
  enum class Anchor { start, middle, end };
  struct Box {
    int x = 0, y = 0, width = 0, height = 0;
  };

  void text(int x, int y, std::string_view text, Anchor anchor = Anchor::start);
  void bold_text(int x, int y, std::string_view text);
  // What it says is shown where the pointer rests. At least one pixel wide.
  void box(const Box& box, std::string_view colour, std::string_view says = {});
  void upright_line(int x, int top, int bottom, std::string_view colour);
  // The whole document.
  std::string finish(int width, int height) const;

 private:
  void write_text(int x, int y, std::string_view text, std::string_view how);

  std::string pieces_;
};

}  // namespace blackstart::drill
