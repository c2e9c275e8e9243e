#include "drill/incident/convert.h"

#include <algorithm>

#include "drill/incident/beliefs.h"
#include "drill/incident/course.h"
#include "drill/incident/draft.h"
#include "drill/incident/map.h"
#include "drill/incident/stretches.h"
#include "drill/incident/translate.h"

namespace blackstart::drill {
namespace {

// Over at the instant at which it began.
bool came_to_nothing(const Claim& claim) { return claim.until && *claim.until <= claim.since; }

void leave_out_what_came_to_nothing(const std::vector<Claim>& claims, Conversion& result) {
  std::erase_if(result.converted, [&](std::size_t phase) {
    const auto is_of_it = [phase](const Claim& claim) { return claim.phase == phase; };
    const bool is_over = std::ranges::any_of(claims, is_of_it) &&
                         std::ranges::all_of(claims, [&](const Claim& claim) {
                           return !is_of_it(claim) || came_to_nothing(claim);
                         });
    if (is_over)
      result.left_out.push_back("phase " + std::to_string(phase + 1) +
                                ": it ends at the instant at which it begins");
    return is_over;
  });
}

}  // namespace

Conversion convert(const Incident& incident, const sim::WorldSpec& world) {
  Conversion result;
  result.incident = incident;
  result.assumptions = incident.assumptions;
  PlaceMap places(incident, world);
  Course course;
  translate(world, places, course, result);
  const std::vector<Claim> claims = course.finish(incident.lasted, kAssumedTail);
  leave_out_what_came_to_nothing(claims, result);
  const std::vector<Stretch> stretches = stretches_of(claims);
  const std::vector<std::string>& assumed = course.assumptions();
  result.assumptions.insert(result.assumptions.end(), assumed.begin(), assumed.end());
  draft(stretches, world, places, result);
  result.beliefs = beliefs_of(incident, stretches);
  return result;
}

}  // namespace blackstart::drill
