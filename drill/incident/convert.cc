#include "drill/incident/convert.h"

#include "drill/incident/beliefs.h"
#include "drill/incident/course.h"
#include "drill/incident/draft.h"
#include "drill/incident/map.h"
#include "drill/incident/stretches.h"
#include "drill/incident/translate.h"

namespace blackstart::drill {

Conversion convert(const Incident& incident, const sim::WorldSpec& world) {
  Conversion result;
  result.incident = incident;
  result.assumptions = incident.assumptions;
  PlaceMap places(incident, world);
  Course course;
  translate(world, places, course, result);
  const std::vector<Stretch> stretches = stretches_of(course.finish(incident.lasted, kAssumedTail));
  const std::vector<std::string>& assumed = course.assumptions();
  result.assumptions.insert(result.assumptions.end(), assumed.begin(), assumed.end());
  draft(stretches, world, places, result);
  result.beliefs = beliefs_of(incident, stretches);
  return result;
}

}  // namespace blackstart::drill
