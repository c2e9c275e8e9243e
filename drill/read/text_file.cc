#include "drill/read/text_file.h"

namespace blackstart::drill {

std::string why_unreadable(const std::filesystem::path& file, std::string_view wanted) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) return "there is no such file";
  if (std::filesystem::is_directory(status))
    return "is a directory; a " + std::string(wanted) + " file is wanted";
  return "";
}

}  // namespace blackstart::drill
