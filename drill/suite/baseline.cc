#include "drill/suite/baseline.h"

#include <nlohmann/json.hpp>

#include "drill/campaign/words.h"
#include "drill/model.h"
#include "drill/read/fields.h"
#include "drill/suite/words.h"
#include "drill/text/json.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "blackstart/baseline/1";

Measured measured(Duration duration) {
  return {Duration(std::chrono::floor<seconds>(duration)).count()};
}

Measured rta_of(const DeploymentOutcome& deployment, Instant end) {
  if (const auto rta = deployment.rta(Milestone::first_success)) return measured(*rta);
  if (deployment.status != Status::not_observed) return {Measured::kNever};
  const auto& fault = deployment.milestones()[Milestone::fault];
  return Measured::unseen(fault ? measured(end - *fault).value : 0);
}

constexpr std::int64_t kLongestOutage = 10LL * 366 * 24 * 3600;  // seconds: no run is longer

std::int64_t read_count(const Node& node, Problems& problems, std::int64_t most) {
  if (!expect(node, Node::Kind::integer, problems)) return 0;
  if (node.integer >= 0 && node.integer <= most) return node.integer;
  problems.add(node.place, std::to_string(node.integer) + " is not from 0 to " +
                               std::to_string(most) + ": no run wrote that");
  return 0;
}

// null: it never comes back.
Measured read_rta(const Node& node, Problems& problems) {
  if (node.is(Node::Kind::null)) return {Measured::kNever};
  if (node.is(Node::Kind::string) && node.string == kNotObserved) return Measured::unseen(0);
  return measured(seconds(read_count(node, problems, kLongestOutage)));
}

Json rta_in_json(Measured rta) {
  if (rta.is_unseen()) return kNotObserved;
  return rta.is_never() ? Json() : Json(Duration(rta.value) / seconds(1));
}

Baseline::Entry read_entry(const Node& node, Problems& problems) {
  Baseline::Entry entry;
  Fields fields(node, problems);
  for (const Node::Member& member : fields.named("rta_seconds"))
    entry.rta[member.key] = read_rta(member.value, problems);
  for (const Node::Member& member : fields.named("lost")) {
    entry.lost[member.key] = read_count(member.value, problems, INT64_MAX);
  }
  fields.finish();
  return entry;
}

Baseline read(const Node& node, Problems& problems) {
  Baseline baseline;
  Fields fields(node, problems);
  if (fields.text("schema") != kSchema) {
    problems.add(node.place, "not a baseline: its \"schema\" is \"" + std::string(kSchema) + "\"");
    return baseline;
  }
  baseline.model = fields.text("model");
  baseline.seed = fields.text("seed");
  for (const Node::Member& member : fields.named("scenarios"))
    baseline.scenarios[member.key] = read_entry(member.value, problems);
  fields.finish();
  return baseline;
}

std::string name_of_loss(const LedgerRow& row) {
  const std::string provenance(sim::name_of(row.provenance));
  return std::string(sim::name_of(row.data_class)) + (provenance.empty() ? "" : ":" + provenance);
}

// Collects what is wrong; the worst of it is the verdict.
class Comparison {
 public:
  Comparison(const Baseline::Entry& was, const Baseline::Entry& is) : was_(was), is_(is) {}

  Judgement judge() {
    for (const auto& [deployment, rta] : is_.rta) compare_rta(deployment, rta);
    for (const auto& [deployment, rta] : was_.rta) {
      if (!is_.rta.contains(deployment)) lost_sight_of(deployment);
    }
    for (const auto& [name, count] : is_.lost) compare_loss(name, count);
    Judgement judgement;
    judgement.verdict = grown_.empty() ? Verdict::met : Verdict::missed;
    if (grown_.empty() && !unseen_.empty()) judgement.verdict = Verdict::unknown;
    grown_.insert(grown_.end(), unseen_.begin(), unseen_.end());
    judgement.measured = grown_.empty() ? "nothing grew" : joined(grown_, "; ");
    return judgement;
  }

 private:
  void compare_rta(const std::string& deployment, Measured now) {
    const auto found = was_.rta.find(deployment);
    if (found == was_.rta.end())
      grown_.push_back(deployment + " was not hit, and now " + outage_in_words(now));
    else if (now.is_known())
      compare_times(deployment, found->second, now);
    else
      miss(deployment, found->second, now);
  }

  void compare_times(const std::string& deployment, Measured before, Measured now) {
    if (now <= before) return;
    grown_.push_back("RTA of " + deployment + " grew by " +
                     in_words(Duration(now.value - before.value)) + ", from " +
                     in_words(Duration(before.value)) + " to " + in_words(Duration(now.value)));
  }

  // Only what takes longer than it took has grown; of what was not seen, then or now, nobody knows.
  void miss(const std::string& deployment, Measured before, Measured now) {
    if (before.is_known() && before.value <= now.at_least())
      grown_.push_back(deployment + " " + outage_in_words(now) + " any more; it took " +
                       in_words(Duration(before.value)));
    else if (before.is_unseen() || now.is_unseen())
      unseen_.push_back(deployment + " " + outage_in_words(now) +
                        ": nobody can tell whether it grew");
  }

  static std::string outage_in_words(Measured rta) {
    if (rta.is_never()) return "does not come back";
    if (rta.is_unseen()) return std::string(kNotSeenBack);
    return "is out for " + in_words(Duration(rta.value));
  }

  // Renamed, removed, or no longer hit: nobody can tell from here whether that is good news.
  void lost_sight_of(const std::string& deployment) {
    unseen_.push_back(deployment + " is in the baseline and was not hit in this run");
  }

  void compare_loss(const std::string& name, std::int64_t count) {
    const auto found = was_.lost.find(name);
    const std::int64_t before = found == was_.lost.end() ? 0 : found->second;
    if (count <= before) return;
    grown_.push_back(name + " lost grew by " + in_words(count - before) + ", from " +
                     in_words(before) + " to " + in_words(count));
  }

  const Baseline::Entry& was_;
  const Baseline::Entry& is_;
  std::vector<std::string> grown_, unseen_;
};

}  // namespace

std::optional<Baseline> read_baseline(const fs::path& file) {
  if (!fs::exists(file)) return std::nullopt;
  Problems problems;
  const Node node = read_document(file, problems);
  if (problems.any()) throw InputError(problems);
  Baseline baseline = read(node, problems);
  if (problems.any()) throw InputError(problems);
  return baseline;
}

std::string write_baseline(const Baseline& baseline) {
  Json scenarios = Json::object();
  for (const auto& [name, entry] : baseline.scenarios) {
    Json rta = Json::object();
    for (const auto& [deployment, time] : entry.rta) rta[deployment] = rta_in_json(time);
    scenarios[name] = {{"rta_seconds", rta}, {"lost", entry.lost}};
  }
  const Json json = {{"schema", kSchema},
                     {"model", baseline.model},
                     {"seed", baseline.seed},
                     {"scenarios", scenarios}};
  return text_of_json(json);
}

std::string name_in(const fs::path& baseline, const fs::path& scenario) {
  const fs::path folder = fs::absolute(baseline).lexically_normal().parent_path();
  return fs::absolute(scenario).lexically_normal().lexically_relative(folder).generic_string();
}

std::vector<std::string> gone_since(const Baseline& baseline, const fs::path& file) {
  std::vector<std::string> gone;
  for (const auto& [name, entry] : baseline.scenarios) {
    if (!fs::exists(fs::absolute(file).parent_path() / name)) gone.push_back(name);
  }
  return gone;
}

Baseline::Entry entry_of(const Outcome& outcome) {
  Baseline::Entry entry;
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (deployment.status == Status::unaffected) continue;
    entry.rta[deployment.name] = rta_of(deployment, outcome.ends_at);
  }
  for (const LedgerRow& row : outcome.ledger) {
    if (row.lost > 0) entry.lost[name_of_loss(row)] += row.lost;
  }
  return entry;
}

Judgement hold_against(const Baseline& baseline, const std::string& name, const Outcome& outcome) {
  Judgement judgement;
  if (baseline.model != kModelVersion) {
    judgement.measured = "the baseline is of version '" + baseline.model +
                         "' of the model and this is '" + std::string(kModelVersion) +
                         "': the two cannot be compared; --update-baseline begins anew";
  } else if (baseline.seed != std::to_string(outcome.seed)) {
    judgement.measured = "the baseline was made with seed " + baseline.seed +
                         ", this run with seed " + std::to_string(outcome.seed);
  } else if (!baseline.scenarios.contains(name)) {
    judgement.measured = "the baseline does not know it; --update-baseline adds it";
  } else {
    const Baseline::Entry entry = entry_of(outcome);
    judgement = Comparison(baseline.scenarios.at(name), entry).judge();
  }
  judgement.says = "no RTA and no loss grew since the baseline";
  return judgement;
}

}  // namespace blackstart::drill
