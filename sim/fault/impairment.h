#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace blackstart::sim {

// What fails together. A fault is aimed at one of the first five; a cluster's is felt by the site
// it stands on when the fault begins, so that its replacement elsewhere is not hit.
enum class Domain : std::uint8_t { region, zone, cluster, service, deployment, site };

std::string_view name_of(Domain domain);

// One thing that can be wrong with a failure domain, and what its magnitude means.
enum class Facet : std::uint8_t {
  power,            // share of the machines that do not run
  data,             // share of what only it held that is destroyed
  storage,          // share of the buckets and backups that cannot be read
  inbound,          // share of what is sent to it that does not arrive
  outbound,         // share of what it sends that does not arrive
  packets,          // share of packets that are lost, both ways
  compute,          // how many times longer work takes
  disks,            // how many times longer reads and writes take
  changes,          // share of the calls to its control plane that are refused
  latency,          // how many times longer its control plane takes
  hosted_services,  // share of calls refused by the global control planes that live in it
  launches,         // share of launches refused for want of capacity
  alarms,           // monitors in it read "unhealthy" whatever they look at
  silence,          // monitors in it say nothing
};
inline constexpr std::size_t kFacets = 14;

struct Impairment {
  Facet facet{};
  Domain domain{};
  std::uint32_t id = 0;  // of the region, zone, ...
  std::uint32_t fault = 0;
  double magnitude = 1;
};

// What is wrong at this moment: one row per fault, facet and domain. Health is asked of it and
// never stored, so that overlapping faults compose and each heals its own part only.
class Impairments {
 public:
  void add(const Impairment& impairment);
  void remove_of(std::uint32_t fault);
  bool has_of(std::uint32_t fault) const;

  // Independent causes: what one leaves is what the next can take. 0 where there are none.
  double share(Facet facet, Domain domain, std::uint32_t id) const {
    return is_any(facet, domain) ? share_of(facet, domain, id) : 0;
  }
  // Causes multiply. 1 where there are none.
  double factor(Facet facet, Domain domain, std::uint32_t id) const {
    return is_any(facet, domain) ? factor_of(facet, domain, id) : 1;
  }
  bool is_total(Facet facet, Domain domain, std::uint32_t id) const {
    return share(facet, domain, id) >= 1;
  }
  // Whether anything in a domain of this kind is impaired so. Most questions end here.
  bool is_any(Facet facet, Domain domain) const {
    return (domains_[static_cast<std::size_t>(facet)] >> static_cast<unsigned>(domain) & 1U) != 0;
  }
  const std::vector<Impairment>& active() const { return active_; }

 private:
  std::span<const Impairment> of(Facet facet) const {
    const auto at = static_cast<std::size_t>(facet);
    return std::span(active_).subspan(first_[at], first_[at + 1] - first_[at]);
  }
  double share_of(Facet facet, Domain domain, std::uint32_t id) const;
  double factor_of(Facet facet, Domain domain, std::uint32_t id) const;
  void index();

  std::vector<Impairment> active_;                  // by facet, then as they came
  std::array<std::uint32_t, kFacets + 1> first_{};  // of a facet, in active_
  std::array<std::uint8_t, kFacets> domains_{};     // of a facet: bit per domain that has one
};

}  // namespace blackstart::sim
