#include "drill/acceptance.h"
#include "drill/report/sections.h"
#include "drill/report/words.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

Colour colour_of(Standing standing, Verdict verdict) {
  if (standing == Standing::not_evaluated) return Colour::none;
  return standing == Standing::accepted ? Colour::doubtful : colour_of(verdict);
}

Cell verdict_cell(const Judgement& judgement) {
  const Standing standing = standing_of(judgement);
  return {std::string(name_of(standing)), colour_of(standing, judgement.verdict)};
}

std::string measured(const Judgement& judgement) {
  if (!judgement.not_evaluated.empty()) return judgement.not_evaluated;
  const std::string acceptance = acceptance_in_words(judgement);
  return judgement.measured + (acceptance.empty() ? "" : " (" + acceptance + ")");
}

void write_judgements(const std::vector<Judgement>& judgements, Page& page) {
  Table table{.columns = {{}, {.wraps = true}, {.wraps = true}}};
  for (const Judgement& judgement : judgements) {
    table.rows.push_back(
        {verdict_cell(judgement), {.text = judgement.says}, {.text = measured(judgement)}});
  }
  page.table(table);
}

}  // namespace

void write_identity(const Outcome& outcome, Page& page) {
  page.paragraph("seed " + std::to_string(outcome.seed) + "  digest " +
                 hexadecimal(outcome.digest) + "  " +
                 counted(static_cast<std::size_t>(outcome.events), "event"));
  page.paragraph(outcome.title.empty() ? outcome.file : outcome.title, 0, Colour::bold);
  page.paragraph(outcome.file +
                 (outcome.strategy.empty() ? ", no strategy" : ", strategy " + outcome.strategy) +
                 ", " + in_utc(outcome.starts_at) + " to " + in_utc(outcome.ends_at) + " UTC");
}

void write_verdict(const Outcome& outcome, Page& page) {
  page.blank();
  page.paragraph("Objectives: " + verdict_in_words(outcome), 2,
                 outcome.verdict() == Verdict::none ? Colour::bold : colour_of(outcome.verdict()));
  if (!outcome.objectives.empty()) write_judgements(outcome.objectives, page);
  if (outcome.expectations.empty()) return;
  page.heading("Expectations");
  write_judgements(outcome.expectations, page);
}

}  // namespace blackstart::drill
