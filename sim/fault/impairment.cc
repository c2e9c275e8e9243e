#include "sim/fault/impairment.h"

#include <algorithm>
#include <array>

namespace blackstart::sim {
namespace {

bool is_about(const Impairment& each, Facet facet, Domain domain, std::uint32_t id) {
  return each.facet == facet && each.domain == domain && each.id == id;
}

}  // namespace

std::string_view name_of(Domain domain) {
  constexpr std::array<std::string_view, 6> kNames = {"region",  "zone",       "cluster",
                                                      "service", "deployment", "site"};
  return kNames[static_cast<std::size_t>(domain)];
}

void Impairments::remove_of(std::uint32_t fault) {
  std::erase_if(active_, [&](const Impairment& each) { return each.fault == fault; });
}

bool Impairments::has_of(std::uint32_t fault) const {
  return std::ranges::find(active_, fault, &Impairment::fault) != active_.end();
}

double Impairments::share(Facet facet, Domain domain, std::uint32_t id) const {
  double left = 1;
  for (const Impairment& each : active_) {
    if (is_about(each, facet, domain, id)) left *= 1 - each.magnitude;
  }
  return 1 - left;
}

double Impairments::factor(Facet facet, Domain domain, std::uint32_t id) const {
  double factor = 1;
  for (const Impairment& each : active_) {
    if (is_about(each, facet, domain, id)) factor *= each.magnitude;
  }
  return factor;
}

}  // namespace blackstart::sim
