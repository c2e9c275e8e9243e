#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "drill/incident/convert.h"
#include "drill/text/durations.h"
#include "drill/text/json.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;

// To the second: what was published is no finer.
std::string onset(Instant instant) {
  return text_of(std::chrono::floor<std::chrono::seconds>(instant));
}

// The same may have been found of several phases.
Json each_once(const std::vector<std::string>& lines) {
  Json list = Json::array();
  for (const std::string& line : lines) {
    if (std::ranges::find(list, Json(line)) == list.end()) list.push_back(line);
  }
  return list;
}

Json origin_of(const Conversion& conversion) {
  const Incident& incident = conversion.incident;
  Json origin = {{"incident", incident.id},
                 {"scope", incident.scope},
                 {"sources", incident.sources},
                 {"confidence", incident.confidence},
                 {"data_loss", incident.data_loss},
                 {"converted", std::to_string(conversion.converted.size()) + " of " +
                                   counted(conversion.impairment_phases, "impairment phase")},
                 {"mapped", each_once(conversion.mapped)},
                 {"assumptions", each_once(conversion.assumptions)}};
  if (!conversion.left_out.empty()) origin["left_out"] = each_once(conversion.left_out);
  return origin;
}

Json fault_of(const DraftFault& draft) {
  Json fault = {{"name", draft.name},
                {"at", text_in_seconds(draft.at)},
                {"kind", draft.kind},
                {"target", draft.target}};
  if (draft.lasts) fault["for"] = text_in_seconds(*draft.lasts);
  for (const auto& [key, figure] : draft.figures) fault[key] = figure;
  for (const auto& [key, word] : draft.says) fault[key] = word;
  return fault;
}

// What `blackstart sweep SCENARIO --vary` takes to try the other ends.
std::string vary(const Conversion& conversion, const UnknownEnd& unknown) {
  const auto fault = std::ranges::find(conversion.faults, unknown.fault, &DraftFault::name);
  std::string text = "/faults/" + std::to_string(fault - conversion.faults.begin()) + "/for";
  std::string before = "=";
  for (const Duration each : unknown.sweep)
    text += std::exchange(before, ",") + text_in_seconds(each);
  return text;
}

Json unknown_end_of(const Conversion& conversion, const UnknownEnd& unknown) {
  Json sweep = Json::array();
  for (const Duration each : unknown.sweep) sweep.push_back(text_in_seconds(each));
  return {{"fault", unknown.fault},
          {"assumed", text_in_seconds(unknown.assumed)},
          {"sweep", sweep},
          {"vary", vary(conversion, unknown)}};
}

Json expectation_of(const Belief& belief) {
  Json expectation = {{"measure", belief.measure}};
  if (!belief.data_class.empty()) expectation["class"] = belief.data_class;
  const bool is_count = belief.equals.find_first_not_of("0123456789") == std::string::npos;
  if (is_count)
    expectation["equals"] = std::stoll(belief.equals);
  else
    expectation["equals"] = belief.equals;
  expectation["because"] = belief.because;
  return expectation;
}

}  // namespace

std::string write_scenario(const Conversion& conversion, const std::string& world) {
  Json scenario = {{"title", conversion.incident.id + ": " + conversion.incident.scope},
                   {"origin", origin_of(conversion)},
                   {"starts_at", onset(conversion.starts_at)},
                   {"horizon", text_in_seconds(conversion.horizon)},
                   {"world", world}};
  if (!conversion.strategy.empty()) {
    scenario["strategy"] = {
        {"kind", conversion.strategy}, {"from", conversion.from}, {"to", conversion.to}};
    // As often as MWAA's published solution looks: aws-samples/mwaa-disaster-recovery@f021f74.
    scenario["detection"] = {
        {"probe_every", "5m"}, {"from", {conversion.to}}, {"declared_by", "incident-commander"}};
  }
  scenario["faults"] = Json::array();
  for (const DraftFault& draft : conversion.faults) scenario["faults"].push_back(fault_of(draft));
  if (!conversion.unknown_ends.empty()) {
    scenario["unknown_ends"] = Json::array();
    for (const UnknownEnd& unknown : conversion.unknown_ends)
      scenario["unknown_ends"].push_back(unknown_end_of(conversion, unknown));
  }
  for (const Belief& belief : conversion.beliefs)
    scenario["expectations"].push_back(expectation_of(belief));
  return text_of_json(scenario);
}

}  // namespace blackstart::drill
