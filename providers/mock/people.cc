#include <array>

#include "providers/mock/operations.h"

namespace blackstart::mock {
namespace {

constexpr sim::Operation by_people(std::string_view name, std::string_view does,
                                   std::string_view target) {
  return {.name = name, .does = does, .target = target, .service = {}};
}

constexpr std::array kRows = {
    by_people("disaster.declare", "a person decides that this is a disaster", "region"),
    by_people("ticket.open", "the customer asks the vendor for recovery", "region"),
    by_people("ticket.respond", "the vendor's support reacts and begins", "region"),
    by_people("callers.repoint",
              "whoever calls the Deployments from outside is pointed at the new place", "cluster"),
};

}  // namespace

std::span<const sim::Operation> people_operations() { return kRows; }

}  // namespace blackstart::mock
