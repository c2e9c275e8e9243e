#include "recovery/journal.h"

#include <nlohmann/json.hpp>

#include "recovery/check.h"

namespace nlohmann {

template <>
struct adl_serializer<blackstart::recovery::Duration> {
  static void to_json(json& out, const blackstart::recovery::Duration& duration) {
    out = duration.count();
  }
  static void from_json(const json& in, blackstart::recovery::Duration& duration) {
    duration = blackstart::recovery::Duration(in.get<std::int64_t>());
  }
};

template <>
struct adl_serializer<blackstart::recovery::Instant> {
  static void to_json(json& out, const blackstart::recovery::Instant& instant) {
    out = instant.time_since_epoch().count();
  }
  static void from_json(const json& in, blackstart::recovery::Instant& instant) {
    instant = blackstart::recovery::Instant(blackstart::recovery::Duration(in.get<std::int64_t>()));
  }
};

}  // namespace nlohmann

namespace blackstart::recovery {

using Json = nlohmann::json;

// What a journal holds of each type: every member, so that what is replayed is what was told.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Inventory::Handwork, name, owner)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Inventory::Cluster, name, region, twin, node_pools, peerings,
                                   customer_routes, customer_security_group_rules, allow_lists,
                                   copied_parts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Inventory::Deployment, name, cluster, tier, owner, ui_made,
                                   reaches, uses_workload_identity, has_alert_emails)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Inventory, as_of, clusters, deployments)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Retry, attempts_max, backoff_first, backoff_max)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Step, name, operation, target, with, needs, owner, api, tier,
                                   timeout, retry, expected)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Move, from, to, ticket_opened_by, vendor)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Detection, probe_every, probe_timeout, misses, of, from)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Brief, name, inventory, strategy, move, runbook, detection,
                                   declared_by, expected, responds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CallId, mission, step, attempt)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Result, answer, reason, facts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Answered, call, result)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Cancel, mission)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Resumed, lease_generation)
NLOHMANN_JSON_SERIALIZE_ENUM(Answer, {{Answer::ok, "ok"},
                                      {Answer::transient, "transient"},
                                      {Answer::permanent, "permanent"}})

namespace {

struct InWords {
  Json operator()(const Begin& begin) const {
    return {{"begin", {{"brief", begin.mission->brief()}, {"jitter_seed", begin.jitter_seed}}}};
  }
  Json operator()(const Answered& answered) const { return {{"answered", answered}}; }
  Json operator()(const Woken&) const { return {{"woken", true}}; }
  Json operator()(const Cancel& cancel) const { return {{"cancel", cancel}}; }
  Json operator()(const Resumed& resumed) const { return {{"resumed", resumed}}; }
};

Input input_in(const Json& line) {
  if (const auto found = line.find("begin"); found != line.end()) {
    return Begin{.mission = std::make_shared<const MissionPlan>(found->at("brief").get<Brief>()),
                 .jitter_seed = found->at("jitter_seed").get<std::uint64_t>()};
  }
  if (const auto found = line.find("answered"); found != line.end()) return found->get<Answered>();
  if (const auto found = line.find("cancel"); found != line.end()) return found->get<Cancel>();
  if (const auto found = line.find("resumed"); found != line.end()) return found->get<Resumed>();
  if (line.contains("woken")) return Woken{};
  throw JournalError("none of begin, answered, woken, cancel, resumed");
}

void tell(std::string_view text, Replay& replay) {
  const Json line = Json::parse(text);
  replay.as_of = line.at("at").get<Instant>();
  std::vector<Command> told_before;
  replay.engine.handle(replay.as_of, input_in(line), told_before);
}

}  // namespace

std::string journal_line(Instant now, const Input& input) {
  Json line = std::visit(InWords{}, input);
  line["at"] = now;
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Replay replay(std::string_view journal, const Limits& limits) {
  Replay replay{.engine = Engine(limits)};
  for (std::size_t number = 1; !journal.empty(); ++number) {
    const std::size_t end = journal.find('\n');
    if (end == std::string_view::npos) {
      replay.was_shorn = true;
      break;
    }
    try {
      tell(journal.substr(0, end), replay);
    } catch (const std::exception& error) {
      throw JournalError("line " + std::to_string(number) + " of the journal: " + error.what());
    }
    journal.remove_prefix(end + 1);
  }
  return replay;
}

}  // namespace blackstart::recovery
