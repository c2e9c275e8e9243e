#include "app/usage_error.h"

#include "drill/read/problems.h"

namespace blackstart::app {

UsageError unknown(std::string_view kind, std::string_view given,
                   const std::vector<std::string_view>& known) {
  std::string text = "unknown " + std::string(kind) + " '" + std::string(given) + "'";
  const std::string nearest = drill::suggestion(given, {known.begin(), known.end()});
  if (nearest.find("did you mean") != std::string::npos) text += nearest;
  text += text.back() == '?' ? " known: " : "; known: ";
  bool is_first = true;
  for (const std::string_view name : known) {
    text += (is_first ? "" : ", ") + std::string(name);
    is_first = false;
  }
  return UsageError(text);
}

}  // namespace blackstart::app
