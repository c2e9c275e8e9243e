#include "drill/says.h"

#include <algorithm>

#include "drill/bound.h"
#include "drill/measures.h"
#include "drill/text/durations.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

using drill::in_words;  // the overloads here are about bounds and selections

std::string whom(const Selection& of) {
  if (!of.tier.empty()) return "tier " + of.tier;
  if (!of.dag.empty()) return "DAG " + of.dag;
  if (!of.tag.empty()) return "tag " + of.tag;
  if (!of.cluster.empty()) return "cluster " + of.cluster;
  return of.deployment.empty() ? "every Deployment" : of.deployment;
}

std::string in_words(const Selection& of) {
  std::string text;
  for (const auto& [kind, pattern] : {std::pair{"deployment:", &of.deployment},
                                      {"tier:", &of.tier},
                                      {"cluster:", &of.cluster},
                                      {"dag:", &of.dag},
                                      {"tag:", &of.tag},
                                      {"", &of.data_class},
                                      {":", &of.provenance}}) {
    if (!pattern->empty())
      text += std::string(*kind == ':' || text.empty() ? "" : " ") + kind + *pattern;
  }
  return text.empty() ? text : " " + text;
}

std::string in_words(const Bound& bound, Unit unit) {
  const std::string kind(std::ranges::find(kBounds, bound.kind, &BoundRow::kind)->says);
  if (bound.value == Bound::Value::word) return kind + " " + bound.word;
  if (bound.value == Bound::Value::all) return kind + " all";
  if (bound.kind == Bound::Kind::never || bound.kind == Bound::Kind::eventually) return kind;
  return kind + " " +
         (unit == Unit::duration ? text_of(Duration(bound.number)) : in_words(bound.number));
}

}  // namespace

std::string says_of(const Objective& objective) {
  std::string says = whom(objective.of);
  if (objective.disruption == kByRecovery)
    says += ", taken down by recovery";
  else if (!objective.disruption.empty())
    says += ", " + objective.disruption + " lost";
  if (objective.rto)
    says += "; RTO " + text_of(*objective.rto) + " to " + std::string(name_of(objective.to)) +
            " since " + std::string(name_of(objective.since));
  for (const auto& [data_class, rpo] : objective.rpo)
    says += "; RPO " + data_class + " " + text_of(rpo);
  return says;
}

std::string says_of(const Expectation& expectation) {
  std::string says = (expectation.statistic.empty() ? "" : expectation.statistic + " of ") +
                     expectation.measure + in_words(expectation.of);
  const Measure& measure = *find_measure(expectation.measure);
  if (measure.heeds.milestones)
    says += " to " + std::string(name_of(expectation.to)) + " since " +
            std::string(name_of(expectation.since));
  for (const Bound& bound : expectation.bounds)
    says += (&bound == &expectation.bounds.front() ? " " : " and ") + in_words(bound, measure.unit);
  if (expectation.when) says += " at " + text_of(*expectation.when);
  if (!expectation.because.empty()) says += " (" + expectation.because + ")";
  return says;
}

}  // namespace blackstart::drill
