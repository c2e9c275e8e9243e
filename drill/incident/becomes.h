#pragma once

#include <cstdint>
#include <string_view>

#include "drill/incident/thing.h"

namespace blackstart::drill {

enum class Aim : std::uint8_t { zones, each_zone, regions, service, regional_service, clusters };

// In which way a thing was hit, where that makes another fault of it.
enum class Manner : std::uint8_t {
  by_a_share,
  flapping,
  losing_packets,  // and the publisher says how many
};

// What a subject becomes: the kind of fault where all of it was hit and where a part was, the
// part's figure, and what it is aimed at.
struct Becomes {
  Subject subject;
  bool is_control_plane;
  std::string_view all, part;
  std::string_view figure;         // a key of the fault; empty: the part has none
  double (*amount)(double level);  // what the figure is at that level
  Aim aim;
  std::string_view service;
  Manner manner = Manner::by_a_share;
  std::string_view assumes = {};          // what is taken for granted where it is `all`
  std::string_view assumes_of_part = {};  // and where it is `part`
};

// The kind of fault that it is at a level, and the key of its figure; empty: it has none.
std::string_view kind_at(const Becomes& row, double level);
std::string_view figure_at(const Becomes& row, double level);

// Whether each zone has its own of it. APIs and buckets are the region's.
bool is_zonal(const Becomes& row);
// As power or cooling is back, what it took down comes back; as a zone is lost, it is.
bool stands_in_premises(const Becomes& row);

// Whether both are of one thing, however it was hit: what flapped may now lose packets.
bool is_of_one_thing(const Becomes& a, const Becomes& b);

// The row for a subject; nullptr: it is no part of an Airflow data plane.
const Becomes* fault_of(Subject subject, bool is_control_plane, Manner manner = Manner::by_a_share);

}  // namespace blackstart::drill
