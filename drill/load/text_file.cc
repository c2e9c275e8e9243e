#include "drill/load/text_file.h"

#include <boost/locale/utf.hpp>

namespace blackstart::drill {

std::string why_unreadable(const std::filesystem::path& file, std::string_view wanted) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) return "there is no such file";
  if (std::filesystem::is_directory(status))
    return "is a directory; a " + std::string(wanted) + " file is wanted";
  return "";
}

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
