#include "drill/text/svg.h"

#include <algorithm>

#include "drill/text/xml.h"

namespace blackstart::drill {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + xml_text(value) + "\"";
}

std::string attribute(std::string_view name, int value) {
  return attribute(name, std::to_string(value));
}

std::string_view name_of(Svg::Anchor anchor) {
  switch (anchor) {
    case Svg::Anchor::start:
      return "start";
    case Svg::Anchor::middle:
      return "middle";
    case Svg::Anchor::end:
      return "end";
  }
  return {};
}

}  // namespace

void Svg::write_text(int x, int y, std::string_view text, std::string_view how) {
  pieces_ += "<text" + attribute("x", x) + attribute("y", y) + std::string(how) + ">" +
             xml_text(text) + "</text>\n";
}

void Svg::text(int x, int y, std::string_view text, Anchor anchor) {
  write_text(x, y, text, attribute("text-anchor", name_of(anchor)));
}

void Svg::bold_text(int x, int y, std::string_view text) {
  write_text(x, y, text, attribute("font-weight", "bold"));
}

void Svg::box(const Box& box, std::string_view colour, std::string_view says) {
  pieces_ += "<rect" + attribute("x", box.x) + attribute("y", box.y) +
             attribute("width", std::max(1, box.width)) + attribute("height", box.height) +
             attribute("fill", colour);
  pieces_ += says.empty() ? "/>\n" : "><title>" + xml_text(says) + "</title></rect>\n";
}

void Svg::upright_line(int x, int top, int bottom, std::string_view colour) {
  pieces_ += "<line" + attribute("x1", x) + attribute("x2", x) + attribute("y1", top) +
             attribute("y2", bottom) + attribute("stroke", colour) + "/>\n";
}

std::string Svg::finish(int width, int height) const {
  const std::string size = std::to_string(width) + " " + std::to_string(height);
  return "<svg" + attribute("xmlns", "http://www.w3.org/2000/svg") +
         attribute("viewBox", "0 0 " + size) + attribute("font-family", "sans-serif") +
         attribute("font-size", 13) + ">\n<rect" + attribute("width", width) +
         attribute("height", height) + attribute("fill", "white") + "/>\n" + pieces_ + "</svg>\n";
}

}  // namespace blackstart::drill
