#include <string_view>

#include "drill/report/words.h"
#include "drill/suite/suite.h"
#include "drill/suite/words.h"

namespace blackstart::drill {
namespace {

// GitHub, "Workflow commands for GitHub Actions": percent signs and line ends are escaped
// everywhere, in properties colons and commas as well.
std::string escaped(std::string_view text, bool is_property) {
  std::string safe;
  for (const char c : text) {
    if (c == '%')
      safe += "%25";
    else if (c == '\r')
      safe += "%0D";
    else if (c == '\n')
      safe += "%0A";
    else if (is_property && c == ':')
      safe += "%3A";
    else if (is_property && c == ',')
      safe += "%2C";
    else
      safe += c;
  }
  return safe;
}

std::string annotation(std::string_view level, const Case& each, const std::string& title,
                       const std::string& message) {
  return "::" + std::string(level) + " file=" + escaped(each.file, true) +
         ",title=" + escaped(title, true) + "::" + escaped(message, false) + "\n";
}

}  // namespace

std::string write_annotations(std::span<const Case> cases) {
  std::string text;
  for (const Case& each : cases) {
    if (!each.outcome) text += annotation("error", each, "cannot be run", each.error);
    for (const NamedJudgement& named : judgements_of(each)) {
      const Standing standing = standing_of(*named.judgement);
      if (standing == Standing::met || standing == Standing::not_evaluated) continue;
      const std::string title = std::string(name_of(standing)) + ": " + named.name;
      const std::string message = named.judgement->says + "\n" +
                                  measured_in_words(*named.judgement) + "\n" + each.reproduce;
      text +=
          annotation(standing == Standing::accepted ? "warning" : "error", each, title, message);
    }
  }
  return text;
}

}  // namespace blackstart::drill
