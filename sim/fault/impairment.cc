#include "sim/fault/impairment.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace blackstart::sim {
namespace {

static_assert(static_cast<std::size_t>(Facet::silence) + 1 == kFacets);
static_assert(static_cast<unsigned>(Domain::site) < 8, "a byte has a bit for each domain");

bool is_about(const Impairment& each, Domain domain, std::uint32_t id) {
  return each.domain == domain && each.id == id;
}

}  // namespace

std::string_view name_of(Domain domain) {
  constexpr std::array<std::string_view, 6> kNames = {"region",  "zone",       "cluster",
                                                      "service", "deployment", "site"};
  return kNames[static_cast<std::size_t>(domain)];
}

void Impairments::add(const Impairment& impairment) {
  active_.insert(std::ranges::upper_bound(active_, impairment.facet, {}, &Impairment::facet),
                 impairment);
  index();
}

void Impairments::remove_of(std::uint32_t fault) {
  std::erase_if(active_, [&](const Impairment& each) { return each.fault == fault; });
  index();
}

void Impairments::index() {
  first_ = {};
  domains_ = {};
  for (const Impairment& each : active_) {
    const auto facet = static_cast<std::size_t>(each.facet);
    ++first_[facet + 1];
    domains_[facet] =
        static_cast<std::uint8_t>(domains_[facet] | 1U << static_cast<unsigned>(each.domain));
  }
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
}

bool Impairments::has_of(std::uint32_t fault) const {
  return std::ranges::find(active_, fault, &Impairment::fault) != active_.end();
}

double Impairments::share_of(Facet facet, Domain domain, std::uint32_t id) const {
  double left = 1;
  for (const Impairment& each : of(facet)) {
    if (is_about(each, domain, id)) left *= 1 - each.magnitude;
  }
  return 1 - left;
}

double Impairments::factor_of(Facet facet, Domain domain, std::uint32_t id) const {
  double factor = 1;
  for (const Impairment& each : of(facet)) {
    if (is_about(each, domain, id)) factor *= each.magnitude;
  }
  return factor;
}

}  // namespace blackstart::sim
