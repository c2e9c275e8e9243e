#include "drill/suite/suite.h"

#include "drill/load/problems.h"
#include "drill/parallel.h"
#include "drill/text/shell.h"

namespace blackstart::drill {
namespace {

std::string reproduce(const std::string& file, const SuiteSettings& settings) {
  return "blackstart run " + shell_word(file) + " --seed " + std::to_string(settings.seed) +
         (settings.as_of.empty() ? "" : " --as-of " + settings.as_of);
}

Case rehearse_one(const Found& found, const SuiteSettings& settings) {
  Case result{.file = found.file.generic_string(), .outcome = {}, .error = found.problem};
  if (!found.problem.empty()) return result;
  result.reproduce = reproduce(result.file, settings);
  try {
    result.outcome = run(load_scenario(found.file), settings.seed, settings.today);
  } catch (const InputError& error) {
    result.error = error.what();
    result.reproduce = "blackstart check " + shell_word(result.file);
  } catch (const std::exception& error) {
    result.error = std::string("internal error: ") + error.what();
    result.is_bug = true;
  }
  return result;
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
  std::vector<Case> cases(found.size());
  for_each_index(found.size(), settings.threads,
                 [&](std::size_t i) { cases[i] = rehearse_one(found[i], settings); });
  return cases;
}

}  // namespace blackstart::drill
