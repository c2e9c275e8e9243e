#include <algorithm>
#include <array>
#include <sstream>

#include "drill/report/page.h"
#include "drill/report/words.h"
#include "drill/suite/suite.h"
#include "drill/suite/words.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

struct Light {
  std::string_view word;
  Colour colour;
};
constexpr Light kGreen{"green", Colour::good}, kAmber{"amber", Colour::doubtful},
    kRed{"red", Colour::bad};

// Red keeps the build from passing, unknown included; amber passes and is not what one wants.
Light light_of(const Case& each) {
  if (each.exit_code() != 0) return kRed;
  const auto judgements = judgements_of(each);
  const bool is_accepted = std::ranges::any_of(
      judgements, [](const auto& named) { return named.judgement->accepted.has_value(); });
  return is_accepted || judgements.empty() ? kAmber : kGreen;
}

std::string counts_of(const Case& each) {
  std::array<std::size_t, kStandings> counts{};
  for (const NamedJudgement& named : judgements_of(each))
    ++counts[static_cast<std::size_t>(standing_of(*named.judgement))];
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < kStandings; ++i) {
    if (counts[i] > 0)
      parts.push_back(std::to_string(counts[i]) + " " +
                      std::string(name_of(static_cast<Standing>(i))));
  }
  return parts.empty() ? "asks for nothing" : joined(parts);
}

std::string slowest_of(const Outcome& outcome) {
  std::optional<Duration> slowest;
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (deployment.status == Status::unaffected) continue;
    const auto rta = deployment.rta(Milestone::first_success);
    if (deployment.status == Status::not_observed)
      return deployment.name + " " + std::string(kNotSeenBack);
    if (!rta) return deployment.name + " does not come back";
    slowest = std::max(slowest, rta);
  }
  return slowest ? "RTA " + in_words(*slowest) : "no Deployment was hit";
}

std::string summary_of(const Case& each) {
  if (each.is_bug) return "internal error";
  if (!each.outcome) return "bad input";
  return counts_of(each) + "; " + slowest_of(*each.outcome);
}

// A line each, however wide: programs look for a path in them, and people copy it from there.
std::string lines_of(std::span<const Case> cases, Style style) {
  constexpr int kWithoutEnd = 1'000'000;
  style.width = kWithoutEnd;
  Page page(style);
  Table table{.columns = {{}, {}, {}}};
  for (const Case& each : cases) {
    const Light light = light_of(each);
    table.rows.push_back({{.text = std::string(light.word), .colour = light.colour},
                          {.text = each.file},
                          {.text = summary_of(each)}});
  }
  page.table(table);
  return page.take();
}

void write_failure(const Case& each, Page& page) {
  page.heading(each.file);
  std::istringstream errors(each.error);
  for (std::string line; std::getline(errors, line);) page.paragraph("  " + line, 4);
  for (const NamedJudgement& named : judgements_of(each)) {
    if (!is_wrong(*named.judgement)) continue;
    page.paragraph("  " + std::string(name_of(standing_of(*named.judgement))) + " " + named.name +
                       ": " + named.judgement->says,
                   4);
    page.paragraph("    " + measured_in_words(*named.judgement), 6);
  }
  if (const std::string step = longest_step(each); !step.empty())
    page.paragraph("  the longest step: " + step, 4);
  if (!each.reproduce.empty()) page.command(each.reproduce);
}

void write_total(std::span<const Case> cases, Page& page) {
  std::vector<std::string> parts;
  for (const Light& light : {kGreen, kAmber, kRed}) {
    const auto count = std::ranges::count_if(
        cases, [&](const Case& each) { return light_of(each).word == light.word; });
    if (count > 0) parts.push_back(std::to_string(count) + " " + std::string(light.word));
  }
  page.heading(counted(cases.size(), "scenario") + ": " + joined(parts));
}

}  // namespace

std::string write_suite(std::span<const Case> cases, const Style& style) {
  Page page(style);
  for (const Case& each : cases) {
    if (each.exit_code() != 0) write_failure(each, page);
  }
  write_total(cases, page);
  return lines_of(cases, style) + "\n" + page.take();
}

}  // namespace blackstart::drill
