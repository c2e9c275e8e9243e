#include "drill/text/utf8.h"

#include <boost/locale/utf.hpp>

namespace blackstart::drill {

std::optional<std::size_t> invalid_utf8(std::string_view text) {
  using Utf8 = boost::locale::utf::utf_traits<char>;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const char* const start = at;
    const auto code = Utf8::decode(at, end);
    if (code == boost::locale::utf::illegal || code == boost::locale::utf::incomplete) {
      return static_cast<std::size_t>(start - text.data());
    }
  }
  return std::nullopt;
}

}  // namespace blackstart::drill
