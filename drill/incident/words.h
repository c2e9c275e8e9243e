#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The words that publishers use for how bad an outage was and what it hit, read by their parts:
// "near_total_AZ" is near, total and AZ. Levels are assumptions: "major" says no number.
namespace blackstart::drill {

enum class Role : std::uint8_t {
  impairs,
  lessens,  // some of it is left
  ends,
  tells,  // something was said or prepared; nothing changed for anybody
};

struct Severity {
  Role role = Role::impairs;
  double level = 0.5;  // how much of what it hit is gone, 0 to 1
  double left = 0.5;   // of a phase that lessens: how much remains
  bool is_of_zone = false, is_of_region = false, is_global = false, is_of_tenant = false;
  bool is_for_good = false;
  bool is_known = true;  // false: no part of it is, and the level is a guess
  std::string nearest;   // of an unknown one: a known word that is like it; empty: none is
};

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
  outside,  // known, and no part of an Airflow data plane
};

struct Thing {
  Subject subject = Subject::outside;
  bool is_control_plane = false;  // changes to it, not what runs
  bool is_global = false;
  bool is_premises = false;  // what machines, disks and databases stand in: as it fares, they do
  bool is_deleted = false;   // of a tenant: its resources are gone, and not only out of reach
  bool is_known = true;
  std::string taken_for;  // of one that is known by a part only, or a slip of the pen
  std::string nearest;    // of one that is not known; empty: nothing is like it
};

Severity severity_of(std::string_view words);
Thing thing_of(std::string_view words);

// The parts of what somebody wrote, in lower case: "single AZ, partial" is single, az, partial.
std::vector<std::string> parts_of(std::string_view words);

}  // namespace blackstart::drill
