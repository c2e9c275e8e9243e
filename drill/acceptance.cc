#include "drill/acceptance.h"

#include <nlohmann/json.hpp>

#include "drill/text/words.h"

namespace blackstart::drill {

std::string acceptance_in_words(const std::optional<Accepted>& accepted,
                                const std::optional<Accepted>& expired) {
  const auto& given = accepted ? accepted : expired;
  if (!given) return "";
  return "accepted by " + given->owner + " until " + day_in_utc(given->until) +
         (accepted ? "" : ", which is over") + ": " + given->reason;
}

nlohmann::ordered_json in_json(const std::optional<Accepted>& accepted) {
  if (!accepted) return {};
  return {{"reason", accepted->reason},
          {"owner", accepted->owner},
          {"until", day_in_utc(accepted->until)}};
}

}  // namespace blackstart::drill
