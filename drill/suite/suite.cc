#include "drill/suite/suite.h"

#include <algorithm>
#include <utility>

#include "drill/campaign/sample.h"
#include "drill/campaign/words.h"
#include "drill/parallel.h"
#include "drill/read/problems.h"
#include "drill/text/shell.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

std::string reproduce(const std::string& command, const std::string& file,
                      const SuiteSettings& settings) {
  return "blackstart " + command + " " + shell_word(file) + " --seed " +
         std::to_string(settings.seed) +
         (settings.as_of.empty() ? "" : " --as-of " + settings.as_of);
}

// Gives `result` what `work` brings about; an exception costs this case alone.
template <class Work>
void attempt(Case& result, const Work& work) {
  try {
    work();
    return;
  } catch (const InputError& error) {
    result.error = error.what();
    result.reproduce = "blackstart check " + shell_word(result.file);
  } catch (const std::exception& error) {
    result.error = std::string("internal error: ") + error.what();
    result.is_bug = true;
  }
  result.outcome.reset();
}

// A scenario with its place in the suite.
struct Rehearsal {
  Case result;
  std::optional<Scenario> scenario;  // nullopt: it could not be loaded
};

Rehearsal rehearse_once(const Found& found, const SuiteSettings& settings) {
  Rehearsal rehearsal{.result = {.file = found.file.generic_string(), .error = found.problem}};
  Case& result = rehearsal.result;
  if (!found.problem.empty()) return rehearsal;
  result.reproduce = reproduce("run", result.file, settings);
  attempt(result, [&] {
    rehearsal.scenario = load_scenario(found.file);
    result.outcome = run(*rehearsal.scenario, settings.seed, settings.today);
  });
  return rehearsal;
}

// As many as the most demanding expectation asks for; 0: one run tells all.
std::size_t runs_asked_for(const Scenario& scenario) {
  constexpr std::size_t kUnlessSaid = 200;
  std::size_t runs = 0;
  for (const Expectation& expectation : scenario.expectations) {
    if (!expectation.needs_campaign()) continue;
    runs = std::max<std::size_t>(runs, expectation.runs > 0 ? expectation.runs : kUnlessSaid);
  }
  return runs;
}

// What one run could not tell is held against many, from the suite's seed on.
void judge_over_runs(Rehearsal& rehearsal, const SuiteSettings& settings) {
  const Scenario& scenario = *rehearsal.scenario;
  const SamplePlan plan{
      .first_seed = settings.seed, .runs = runs_asked_for(scenario), .today = settings.today};
  const Campaign campaign = rehearse(variants_of(scenario, plan), runs_of(scenario, plan),
                                     {.threads = settings.threads, .today = settings.today});
  const Sample sample = reduce(scenario, plan, campaign.rows);
  const std::string again =
      reproduce("sample", rehearsal.result.file, settings) + " --runs " + std::to_string(plan.runs);
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
    if (!scenario.expectations[i].needs_campaign()) continue;
    const JudgedOverRuns& judged = sample.expectations[i];
    const std::string held =
        "it held in " + std::to_string(judged.met) + " of " + counted(plan.runs, "run");
    const std::string others =
        sample.sets == 0 ? "" : "; other inputs: " + inputs_in_words(judged, sample);
    rehearsal.result.outcome->expectations[i] = {
        .says = judged.says,
        .verdict = judged.verdict,
        .measured = (judged.measured.empty() ? held : judged.measured) + others + "; " + again,
        .accepted = judged.accepted,
        .acceptance_expired = judged.acceptance_expired};
  }
}

}  // namespace

int Case::exit_code() const {
  if (is_bug) return 4;
  if (!outcome) return 2;
  const int own = outcome->exit_code();
  const Verdict grown = baseline ? baseline->verdict : Verdict::met;
  if (own == 1 || grown == Verdict::missed) return 1;
  return own == 3 || grown == Verdict::unknown ? 3 : 0;
}

std::vector<NamedJudgement> judgements_of(const Case& each) {
  std::vector<NamedJudgement> named;
  const auto add = [&named](const std::string& kind, const std::vector<Judgement>& judgements) {
    for (std::size_t i = 0; i < judgements.size(); ++i)
      named.push_back({kind + " " + std::to_string(i), &judgements[i]});
  };
  if (!each.outcome) return named;
  add("objective", each.outcome->objectives);
  add("expectation", each.outcome->expectations);
  if (each.baseline) named.push_back({"baseline", &*each.baseline});
  return named;
}

std::vector<Case> rehearse(std::span<const Found> found, const SuiteSettings& settings) {
  std::vector<Rehearsal> rehearsals(found.size());
  for_each_index(found.size(), settings.threads,
                 [&](std::size_t i) { rehearsals[i] = rehearse_once(found[i], settings); });
  std::vector<Case> cases;
  for (Rehearsal& each : rehearsals) {
    if (each.result.outcome && runs_asked_for(*each.scenario) > 0)
      attempt(each.result, [&] { judge_over_runs(each, settings); });
    cases.push_back(std::move(each.result));
  }
  return cases;
}

}  // namespace blackstart::drill
