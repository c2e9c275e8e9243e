#pragma once

#include <span>
#include <string>
#include <vector>

#include "drill/incident/course.h"
#include "drill/incident/reading.h"

namespace blackstart::drill {

// What ends, or is less, as a phase says that something recovers: what the entry's thing is, where
// the entry says. What heals later by its own word is ended by no other before, unless that one
// says more closely where. A recovery of a zone that ends nothing is told.
class Relief {
 public:
  Relief(std::span<const PhaseWords> phases, const PlaceMap& places, Course& course, Notes& notes)
      : phases_(phases), places_(places), course_(course), notes_(notes) {}

  // False: it ends nothing, and nothing is less.
  bool relieve(std::size_t phase, const Remainder& left);

 private:
  bool relieve(const Affected& entry, const Remainder& left);
  void tell_what_stays_lost(const Affected& entry, const Course::Chooses& is_chosen);
  void tell_what_was_back_before(const Affected& entry, const Course::Chooses& is_chosen,
                                 const Remainder& left);
  void tell_that_nothing_ends(const Affected& entry, const Remainder& left);
  void split_regions(const std::vector<std::string>& zones, const Course::Chooses& is_meant);
  std::vector<std::string> all_zones() const;
  bool is_there(const Claim& each, const Affected& entry) const;
  bool heals_later_by_itself(const Claim& each, const Affected& entry) const;
  bool says_more_closely(const Affected& entry, const Claim& claim) const;
  bool is_elsewhere(const Claim& each, const Affected& entry, const Remainder& left) const;
  bool is_in(const std::string& region, const std::string& target) const;
  const PhaseWords& now() const { return phases_[phase_]; }

  std::span<const PhaseWords> phases_;
  const PlaceMap& places_;
  Course& course_;
  Notes& notes_;
  std::size_t phase_ = 0;
};

}  // namespace blackstart::drill
