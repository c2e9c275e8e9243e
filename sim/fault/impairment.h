#pragma once

#include <cstdint>
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
  void add(const Impairment& impairment) { active_.push_back(impairment); }
  void remove_of(std::uint32_t fault);
  bool has_of(std::uint32_t fault) const;

  // Independent causes: what one leaves is what the next can take. 0 where there are none.
  double share(Facet facet, Domain domain, std::uint32_t id) const;
  // Causes multiply. 1 where there are none.
  double factor(Facet facet, Domain domain, std::uint32_t id) const;
  bool is_total(Facet facet, Domain domain, std::uint32_t id) const {
    return share(facet, domain, id) >= 1;
  }
  const std::vector<Impairment>& active() const { return active_; }

 private:
  std::vector<Impairment> active_;  // a handful: as many as there are faults under way
};

}  // namespace blackstart::sim
