#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// What an outage hit, in its publisher's words.
namespace blackstart::drill {

enum class Subject : std::uint8_t {
  machines,
  disks,
  database,
  kubernetes,
  network,
  buckets,
  dns,
  identity,
  console,
  monitoring,
  capacity,
  everything,
  tenant,
  between_regions,  // a network that the model has no fault for: those of the regions are fine
  outside,          // known, and no part of an Airflow data plane
};

struct Thing {
  Subject subject = Subject::outside;
  bool is_control_plane = false;  // changes to it, not what runs
  bool is_global = false;
  bool is_premises = false;  // what machines, disks and databases stand in: as it recovers, they do
  bool is_deleted = false;   // of a tenant: its resources are gone, and not only out of reach
  bool is_known = true;
  std::string taken_for;  // of one that is known by a part only, or a slip of the pen
  std::string nearest;    // of one that is not known; empty: nothing is like it
};

Thing thing_of(std::string_view words);

}  // namespace blackstart::drill
