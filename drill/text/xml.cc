#include "drill/text/xml.h"

#include "drill/text/utf8.h"

namespace blackstart::drill {
namespace {

// U+FFFE and U+FFFF.
bool is_no_character(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; }

// Empty: it stands for itself.
std::string_view escape_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\n':
      return "&#10;";
    default:
      return "";
  }
}

}  // namespace

std::string xml_text(std::string_view text) {
  const bool is_utf8 = !invalid_utf8(text);
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const std::string_view escape = escape_of(c);
    if (is_utf8 && is_no_character(text.substr(i))) {
      safe += '?';
      i += 2;
    } else if (!escape.empty()) {
      safe += escape;
    } else {
      const bool is_unreadable = !is_utf8 && (c & 0x80) != 0;
      safe += is_unreadable || is_control(c) ? '?' : c;
    }
  }
  return safe;
}

}  // namespace blackstart::drill
