#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/fault/impairment.h"
#include "sim/setup.h"

namespace blackstart::sim {

struct Stage;

// What a fault may say of itself beside its kind, target and time; each kind takes some of them.
struct FaultField {
  enum class Kind : std::uint8_t { share, part, factor, duration, direction, reading } kind;
  std::string_view name;
  std::string_view does;
  double FaultSpec::*number = nullptr;      // of a share, a part or a factor
  Duration FaultSpec::*duration = nullptr;  // of a duration
};

// One facet that a kind of fault impairs, and how much of it.
struct Effect {
  Facet facet;
  double FaultSpec::*magnitude = nullptr;           // nullptr: all of it
  bool (*takes_place)(const FaultSpec&) = nullptr;  // nullptr: always
};

// What a fault does where its row says nothing else.
// Impairs what the row says; what was up and is so no longer goes down.
void begin_impairing(Stage& stage, std::uint32_t fault);
// Heals its own part; what nothing else keeps down returns. Where it has recovery symptoms, work is
// slow until they pass.
void end_impairing(Stage& stage, std::uint32_t fault);
// The symptoms pass.
void end_symptoms(Stage& stage, std::uint32_t fault);

// A kind of fault: what it can be aimed at, which disruption an objective counts it as, what it
// may be given, what it impairs, and what begins, turns and ends with it.
struct FaultKind {
  std::string_view name;
  std::string_view does;
  std::string_view disruption;
  std::span<const Domain> targets;  // the first is what a bare name means
  std::string_view only;            // the one name it can be aimed at; empty: any
  std::string_view of_others;       // the kind that does the same to another name
  std::span<const FaultField* const> takes;
  std::span<const Effect> impairs;
  bool destroys = false;  // without an end, what only the target held is gone
  void (*begin)(Stage&, std::uint32_t fault) = begin_impairing;
  // Between its begin and its end, and after it.
  void (*turn)(Stage&, std::uint32_t fault) = end_symptoms;
  void (*end)(Stage&, std::uint32_t fault) = end_impairing;
};

// Every kind of fault there is: what befalls regions, zones, clusters and Deployments, services.
std::span<const FaultKind> faults();

// Whether this kind of fault takes a share of the nodes where it is aimed.
bool takes_nodes(const FaultKind& kind);
// Whether it ends and begins again by itself, as long as it is on.
bool flaps(const FaultKind& kind);
// What the fault is aimed at, as its file calls it.
const std::string& target_name(const WorldSpec& world, const FaultSpec& fault);

std::span<const FaultKind> region_faults();
std::span<const FaultKind> zone_faults();
std::span<const FaultKind> cluster_faults();
std::span<const FaultKind> service_faults();

}  // namespace blackstart::sim
