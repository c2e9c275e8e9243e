#include "app/study_commands.h"

#include <algorithm>
#include <iostream>
#include <optional>

#include "app/arguments.h"
#include "app/campaign_options.h"
#include "drill/campaign/compare.h"
#include "drill/campaign/sensitivity.h"
#include "drill/campaign/sweep.h"
#include "drill/read/problems.h"

namespace blackstart::app {
namespace {

namespace po = boost::program_options;

// A study of half its runs would say something else.
struct Interrupted {};

int unless_interrupted(const std::function<int()>& study) {
  try {
    return study();
  } catch (const Interrupted&) {
    std::cerr << "interrupted; a part of these runs says nothing\n";
    return kInterrupted;
  }
}

std::vector<drill::Row> rehearse_all(const Request& request, const CampaignRequest& campaign,
                                     std::span<const drill::Scenario> variants,
                                     std::span<const drill::PlannedRun> runs) {
  drill::Campaign done = rehearse_watched(request, campaign, variants, runs);
  if (done.was_cancelled) throw Interrupted();
  return std::move(done.rows);
}

// The file is good by itself: which of the values is not is said before what is wrong with it.
drill::Scenario load_varied(const std::string& file, const std::vector<drill::Change>& changes) {
  try {
    return drill::load_scenario(file, changes);
  } catch (const drill::InputError&) {
    std::cerr << "with";
    for (const drill::Change& change : changes)
      std::cerr << " " << change.pointer << "=" << change.value;
    std::cerr << ":\n";
    throw;
  }
}

void add_runs_option(po::options_description& options, const char* runs) {
  options.add_options()("runs", po::value<std::string>()->default_value(runs)->value_name("N"),
                        "of each, under the same seeds");
}

}  // namespace

void add_compare_options(po::options_description& options) {
  add_runs_option(options, "200");
  add_campaign_options(options);
}

int compare_scenarios(const Request& request) {
  if (request.words.size() < 2)
    throw UsageError(
        "compare needs at least two scenarios, e.g. blackstart compare "
        "scenarios/region-outage/reprovision.json scenarios/region-outage/two-clusters.json");
  const CampaignRequest campaign = understand_campaign(request);
  const std::size_t runs = runs_of(request, "runs");
  std::vector<drill::Scenario> scenarios;
  for (const std::string& file : request.words) scenarios.push_back(drill::load_scenario(file));
  drill::check_comparable(scenarios);
  return unless_interrupted([&] {
    const auto plan = drill::runs_of_comparison(scenarios.size(), campaign.seed, runs);
    const auto rows = rehearse_all(request, campaign, scenarios, plan);
    const drill::Comparison comparison = drill::compare(scenarios, rows);
    return write_out(campaign.as_json ? drill::write_comparison_json(comparison, campaign.style)
                                      : drill::write_comparison_text(comparison, campaign.style));
  });
}

void add_sensitivity_options(po::options_description& options) {
  add_runs_option(options, "50");
  options.add_options()("share", po::value<std::string>()->default_value("95%")->value_name("P"),
                        "an objective holds where at least this share of the runs meets it")(
      "break-evens", po::value<std::string>()->default_value("5")->value_name("N"),
      "how long each may take is searched for so many figures, the widest first, and for all that "
      "change a verdict")("svg", po::value<std::string>()->value_name("FILE"),
                          "the picture: a bar per figure");
  add_campaign_options(options);
}

int show_sensitivity(const Request& request) {
  if (request.words.size() != 1)
    throw UsageError(
        "sensitivity needs exactly one scenario, e.g. blackstart sensitivity "
        "scenarios/region-outage/reprovision.json");
  const CampaignRequest campaign = understand_campaign(request);
  const drill::SensitivityPlan plan{
      .first_seed = campaign.seed,
      .runs = runs_of(request, "runs"),
      .required = share_of(request, "share", 0.5, 1),
      .break_even_figures = number_of<std::size_t>(request, "break-evens", 0, 10'000)};
  const drill::Scenario scenario = drill::load_scenario(request.words.front());
  std::optional<std::string> svg;
  if (request.options.contains("svg")) svg = request.options["svg"].as<std::string>();
  InputFiles inputs(request);
  if (svg) must_be_writable(inputs, "--svg " + *svg, *svg);
  return unless_interrupted([&] {
    const drill::Sensitivity found = drill::sensitivity_of(
        scenario, plan,
        [&](std::span<const drill::Scenario> variants, std::span<const drill::PlannedRun> runs) {
          return rehearse_all(request, campaign, variants, runs);
        });
    int code = kGood;
    if (svg) code = write_file("--svg " + *svg, *svg, drill::write_tornado_svg(found));
    return graver(
        code, write_out(campaign.as_json ? drill::write_sensitivity_json(found, campaign.style)
                                         : drill::write_sensitivity_text(found, campaign.style)));
  });
}

void add_sweep_options(po::options_description& options) {
  options.add_options()("vary",
                        po::value<std::vector<std::string>>()->value_name("POINTER=V1,V2,..."),
                        "values for a place in the scenario (a JSON pointer, which may lead into "
                        "the world or the timings); repeatable: every combination");
  add_runs_option(options, "100");
  add_campaign_options(options);
}

int sweep_scenario(const Request& request) {
  if (request.words.size() != 1 || !request.options.contains("vary"))
    throw UsageError(
        "sweep needs one scenario and what to vary, e.g. blackstart sweep "
        "scenarios/region-outage/reprovision.json --vary /detection/misses=2,3,5");
  std::vector<drill::Axis> axes;
  for (const std::string& text : request.options["vary"].as<std::vector<std::string>>()) {
    const auto axis = drill::axis_in(text);
    if (!axis)
      throw UsageError("--vary '" + text +
                       "' is not POINTER=VALUE,VALUE, e.g. /detection/misses=2,3,5");
    if (std::ranges::find(axes, axis->pointer, &drill::Axis::pointer) != axes.end())
      throw UsageError("--vary " + axis->pointer + " is given twice: one list has all its values");
    axes.push_back(*axis);
  }
  const CampaignRequest campaign = understand_campaign(request);
  const std::size_t runs = runs_of(request, "runs");
  std::vector<drill::Scenario> variants;
  for (const auto& changes : drill::grid_of(axes))
    variants.push_back(load_varied(request.words.front(), changes));
  return unless_interrupted([&] {
    const auto plan = drill::runs_of_comparison(variants.size(), campaign.seed, runs);
    const drill::Sweep sweep =
        drill::sweep(axes, variants, rehearse_all(request, campaign, variants, plan));
    return write_out(campaign.as_json ? drill::write_sweep_json(sweep, campaign.style)
                                      : drill::write_sweep_text(sweep, campaign.style));
  });
}

}  // namespace blackstart::app
