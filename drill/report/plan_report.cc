#include "drill/report/plan_report.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "drill/report/page.h"
#include "drill/text/json.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

using recovery::Plan;
using recovery::Step;
using recovery::StepIndex;
using Json = nlohmann::ordered_json;

// A scenario in which nothing is recovered has no mission: its plan is empty.
const Plan& plan_of(const Scenario& scenario) {
  static const Plan kNothing;
  return scenario.setup->missions.empty() ? kNothing : scenario.setup->missions.front()->plan();
}

Duration total_of(const Plan& plan) {
  Duration total{0};
  for (const StepIndex index : plan.critical_path()) total += plan.steps()[index].expected;
  return total;
}

// "cluster:production, pool worker"
std::string target_in_words(const Step& step) {
  const auto pool = step.with.find("pool");
  return step.target + (pool == step.with.end() ? "" : ", pool " + pool->second);
}

// What can be done at the same time is a wave.
void write_waves(const Plan& plan, Page& page) {
  Table table{.columns = {{.title = "wave", .align = Column::Align::right},
                          {.title = "operation", .wraps = true},
                          {.title = "target", .wraps = true},
                          {.title = "who", .wraps = true},
                          {.title = "expected", .align = Column::Align::right}}};
  const auto waves = plan.waves();
  for (std::size_t wave = 0; wave < waves.size(); ++wave) {
    for (const StepIndex index : waves[wave]) {
      const Step& step = plan.steps()[index];
      const bool is_first = index == waves[wave].front();
      table.rows.push_back({{.text = is_first ? std::to_string(wave + 1) : ""},
                            {.text = step.operation},
                            {.text = target_in_words(step)},
                            {.text = step.owner},
                            {.text = in_words(step.expected)}});
    }
  }
  page.heading("Steps, in waves of what can be done at the same time");
  page.table(table);
}

void write_predicted_path(const Plan& plan, Page& page) {
  Table table{.columns = {{.title = "from", .align = Column::Align::right},
                          {.title = "expected", .align = Column::Align::right},
                          {.title = "step", .wraps = true},
                          {.title = "who", .wraps = true}}};
  Duration from{0};
  for (const StepIndex index : plan.critical_path()) {
    const Step& step = plan.steps()[index];
    table.rows.push_back({{.text = offset_in_words(from)},
                          {.text = in_words(step.expected)},
                          {.text = step.name},
                          {.text = step.owner}});
    from += step.expected;
  }
  page.heading("Predicted critical path, from the start of the recovery: " + in_words(from));
  page.table(table);
}

bool asks_somebody_for_two_things_at_once(const Plan& plan) {
  return std::ranges::any_of(plan.waves(), [&](const std::vector<StepIndex>& wave) {
    std::set<std::string> asked;
    return std::ranges::any_of(wave, [&](StepIndex index) {
      const std::string& owner = plan.steps()[index].owner;
      return !owner.empty() && !asked.insert(owner).second;
    });
  });
}

std::string write_plan_text(const Scenario& scenario, const Style& style) {
  const Plan& plan = plan_of(scenario);
  Page page(style);
  page.paragraph(scenario.title, 0, Colour::bold);
  if (plan.steps().empty()) {
    page.paragraph("no strategy: nothing would be done");
    return page.take();
  }
  const bool is_by_hand = !scenario.setup->missions.front()->brief().runbook.empty();
  page.paragraph((is_by_hand ? "a runbook in place of strategy " : "strategy ") +
                 scenario.strategy + ", " + scenario.from + " to " + scenario.to + ": " +
                 counted(plan.steps().size(), "step") + " in " +
                 counted(plan.waves().size(), "wave") + ", expected " + in_words(total_of(plan)));
  write_waves(plan, page);
  write_predicted_path(plan, page);
  if (asks_somebody_for_two_things_at_once(plan))
    page.paragraph(
        "  (expected as if everybody could do several things at once; in a run a person does one "
        "after the other)",
        3);
  return page.take();
}

Json step_as_json(const Plan& plan, StepIndex index, std::size_t wave) {
  const Step& step = plan.steps()[index];
  return {{"name", step.name},
          {"operation", step.operation},
          {"target", step.target},
          {"with", step.with},
          {"needs", step.needs},
          {"owner", step.owner},
          {"tier", step.tier},
          {"wave", wave + 1},
          {"expected", std::chrono::duration<double>(step.expected).count()}};
}

std::string write_plan_json(const Scenario& scenario, const Style&) {
  const Plan& plan = plan_of(scenario);
  Json steps = Json::array(), path = Json::array();
  const auto waves = plan.waves();
  for (std::size_t wave = 0; wave < waves.size(); ++wave) {
    for (const StepIndex index : waves[wave]) steps.push_back(step_as_json(plan, index, wave));
  }
  for (const StepIndex index : plan.critical_path()) path.push_back(plan.steps()[index].name);
  Json json = {{"schema", "blackstart/plan/1"},
               {"scenario", scenario.file.generic_string()},
               {"title", scenario.title},
               {"strategy", scenario.strategy},
               {"from", scenario.from},
               {"to", scenario.to},
               {"expected", std::chrono::duration<double>(total_of(plan)).count()},
               {"critical_path", std::move(path)},
               {"steps", std::move(steps)}};
  return text_of_json(json);
}

using Escapes = std::map<char, std::string_view>;
const Escapes kOfDot = {{'"', "\\\""}, {'\\', "\\\\"}};
// Mermaid's labels are HTML: https://mermaid.js.org/syntax/flowchart.html, "Entity codes".
const Escapes kOfMermaid = {
    {'"', "#quot;"}, {'#', "#35;"}, {'&', "#amp;"}, {'<', "#lt;"}, {'>', "#gt;"}};

std::string escaped(std::string_view text, const Escapes& escapes) {
  std::string safe;
  for (const char c : text) {
    const auto escape = escapes.find(c);
    if (escape != escapes.end())
      safe += escape->second;
    else
      safe += static_cast<unsigned char>(c) < 0x20U ? '?' : c;
  }
  return safe;
}

std::vector<bool> on_critical_path(const Plan& plan) {
  std::vector<bool> is_on(plan.steps().size(), false);
  for (const StepIndex index : plan.critical_path()) is_on[index] = true;
  return is_on;
}

std::string write_plan_dot(const Scenario& scenario, const Style&) {
  const Plan& plan = plan_of(scenario);
  const std::vector<bool> is_critical = on_critical_path(plan);
  std::string text = "digraph plan {\n  rankdir=LR;\n  node [shape=box];\n";
  for (StepIndex i = 0; i < plan.steps().size(); ++i) {
    const Step& step = plan.steps()[i];
    text += "  s" + std::to_string(i) + " [label=\"" + escaped(step.name, kOfDot) + "\\n" +
            in_words(step.expected) +
            (step.owner.empty() ? "" : "\\n" + escaped(step.owner, kOfDot)) + "\"" +
            (is_critical[i] ? ", penwidth=3" : "") + "];\n";
  }
  for (StepIndex i = 0; i < plan.steps().size(); ++i) {
    for (const StepIndex next : plan.unlocks(i))
      text += "  s" + std::to_string(i) + " -> s" + std::to_string(next) + ";\n";
  }
  return text + "}\n";
}

std::string write_plan_mermaid(const Scenario& scenario, const Style&) {
  const Plan& plan = plan_of(scenario);
  const std::vector<bool> is_critical = on_critical_path(plan);
  std::string text = "flowchart LR\n";
  for (StepIndex i = 0; i < plan.steps().size(); ++i) {
    const Step& step = plan.steps()[i];
    text += "  s" + std::to_string(i) + "[\"" + escaped(step.name, kOfMermaid) + "<br/>" +
            in_words(step.expected) +
            (step.owner.empty() ? "" : "<br/>" + escaped(step.owner, kOfMermaid)) + "\"]" +
            (is_critical[i] ? ":::critical" : "") + "\n";
  }
  for (StepIndex i = 0; i < plan.steps().size(); ++i) {
    for (const StepIndex next : plan.unlocks(i))
      text += "  s" + std::to_string(i) + " --> s" + std::to_string(next) + "\n";
  }
  return text + "  classDef critical stroke-width:4px\n";
}

constexpr std::array kPlanFormats = {
    PlanFormat{"text", "waves and the predicted critical path", write_plan_text},
    PlanFormat{"json", "for programs: schema blackstart/plan/1", write_plan_json},
    PlanFormat{"dot", "a graph for Graphviz", write_plan_dot},
    PlanFormat{"mermaid", "a graph for Markdown", write_plan_mermaid},
};

}  // namespace

std::span<const PlanFormat> plan_formats() { return kPlanFormats; }

const PlanFormat* find_plan_format(std::string_view name) {
  const auto* found = std::ranges::find(kPlanFormats, name, &PlanFormat::name);
  return found == kPlanFormats.end() ? nullptr : found;
}

}  // namespace blackstart::drill
