#pragma once

#include <span>
#include <string_view>

#include "drill/outcome.h"
#include "drill/reading.h"

namespace blackstart::drill {

// What an RPA is called where nothing survived.
inline constexpr std::string_view kForEver = "for ever";

// What an expectation may say to a measure; the rest means nothing to it.
struct Heeds {
  bool milestones = false;  // "to" and "since"
  bool data_class = false;
  bool dags = false;  // or their tags
};

// Something that expectations can be about.
struct Measure {
  std::string_view name;
  std::string_view does;
  Reading (*read)(const Outcome& outcome, const Expectation& asked);
  Heeds heeds = {};
  Unit unit = Unit::count;
  std::string_view endless = "never";                      // what is said of it where it has no end
  std::span<const std::string_view> (*words)() = nullptr;  // all there are, where it is a word
  Extra reads = Extra::none;
};

// Every measure there is.
std::span<const Measure> measures();
// In the measure's unit.
Reading reading_of(const Measure& measure, const Outcome& outcome, const Expectation& asked);
// nullptr: there is no such measure.
const Measure* find_measure(std::string_view name);

}  // namespace blackstart::drill
