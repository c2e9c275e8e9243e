#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// How bad an outage was, in its publisher's words. Levels are assumptions: "major" says no number.
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
  bool is_of_zones = false;          // of several: a share of them is a share of the region
  bool is_of_control_plane = false;  // of what is not said to be anything else
  bool is_for_good = false;
  bool is_flapping = false;    // gone and back, again and again
  bool is_of_packets = false;  // the level is a share of them
  bool is_stated = false;      // the level is the publisher's own figure
  bool says_level = false;     // in figures or in words: else it is a guess
  bool is_known = true;        // false: how bad it was is not said in known words: a guess
  std::string nearest;         // of an unknown one: a known word that is like it; empty: none is
  std::string unread;          // words that nobody knows, and shares beside the first
  std::string_view harms_nobody_since;  // where that is not plain
};

Severity severity_of(std::string_view words);

}  // namespace blackstart::drill
