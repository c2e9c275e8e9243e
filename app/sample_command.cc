#include "app/sample_command.h"

#include <iostream>

#include "app/arguments.h"
#include "app/campaign_options.h"
#include "drill/campaign/sample_report.h"
#include "drill/campaign/shard.h"

namespace blackstart::app {
namespace {

namespace po = boost::program_options;

constexpr std::size_t kRunsPerPrefix = 10;

struct SampleRequest {
  CampaignRequest campaign;
  drill::SamplePlan plan;
  drill::Shard shard;
  std::string csv;  // empty: none
};

drill::Shard shard_in(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto index = number_in<std::size_t>(std::string_view(text).substr(0, slash));
  const auto count = slash == std::string::npos
                         ? std::nullopt
                         : number_in<std::size_t>(std::string_view(text).substr(slash + 1));
  if (index && count && *index >= 1 && *index <= *count && *count <= 10'000)
    return {*index, *count};
  throw UsageError("--shard '" + text + "' is not a part of a whole, e.g. 2/8");
}

void check(const SampleRequest& sample, const Request& request) {
  if (sample.plan.precision && request.options.contains("runs"))
    throw UsageError("--runs and --precision exclude each other; --max-runs bounds a precision");
  if (!sample.plan.precision && !request.options["max-runs"].defaulted())
    throw UsageError("--max-runs bounds a --precision; --runs says how many runs there are");
  if (sample.shard.count == 1) return;
  if (sample.plan.precision)
    throw UsageError("--shard goes with --runs: shards cannot agree where a precision is reached");
  if (sample.csv.empty())
    throw UsageError("--shard needs --csv FILE, for `blackstart merge` to read");
}

SampleRequest understand(const Request& request) {
  if (request.words.size() != 1)
    throw UsageError(
        "sample needs exactly one scenario, e.g. blackstart sample "
        "scenarios/region-outage/reprovision.json --runs 1000");
  SampleRequest sample{.campaign = understand_campaign(request)};
  sample.plan.first_seed = sample.campaign.seed;
  sample.plan.today = sample.campaign.today;
  const auto& options = request.options;
  if (options.contains("precision")) {
    sample.plan.precision = share_of(request, "precision", 1e-6, 0.5);
    sample.plan.runs = runs_of(request, "max-runs");
  }
  if (options.contains("runs")) sample.plan.runs = runs_of(request, "runs");
  sample.plan.required = share_of(request, "share", 0.5, 0.9999);
  sample.plan.sets = number_of<std::size_t>(request, "inputs", 0, drill::kSetsMax);
  if (options.contains("share-prefix")) sample.plan.runs_per_prefix = kRunsPerPrefix;
  if (options.contains("shard")) sample.shard = shard_in(options["shard"].as<std::string>());
  if (options.contains("csv")) sample.csv = options["csv"].as<std::string>();
  check(sample, request);
  return sample;
}

// The scenario's own runs, which may be enough before all are done, then those of other inputs.
drill::Campaign carry_out(const Request& request, const SampleRequest& sample,
                          const drill::Scenario& scenario) {
  std::vector<drill::PlannedRun> runs = drill::runs_of(scenario, sample.plan);
  std::erase_if(runs, [&](const drill::PlannedRun& run) { return !sample.shard.has(run); });
  const auto first_of_sets =
      std::ranges::find_if(runs, [](const drill::PlannedRun& run) { return run.variant > 0; });
  const std::vector<drill::Scenario> variants = drill::variants_of(scenario, sample.plan);
  const auto enough = [&sample](std::span<const drill::Row> rows) {
    return drill::are_enough(sample.plan, rows);
  };
  const auto of_sets_planned = static_cast<std::size_t>(runs.end() - first_of_sets);
  drill::Campaign campaign =
      rehearse_watched(request, sample.campaign, variants, {runs.begin(), first_of_sets}, enough,
                       {.runs_after = of_sets_planned});
  if (campaign.was_cancelled) return campaign;
  drill::Campaign of_sets =
      rehearse_watched(request, sample.campaign, variants, {first_of_sets, runs.end()}, {},
                       {.name = "other inputs"});
  campaign.was_cancelled = of_sets.was_cancelled;
  std::ranges::move(of_sets.rows, std::back_inserter(campaign.rows));
  return campaign;
}

int report(const drill::Sample& sample, const CampaignRequest& campaign) {
  const auto write = campaign.as_json ? drill::write_sample_json : drill::write_sample_text;
  return graver(write_out(write(sample, campaign.style)), sample.exit_code());
}

}  // namespace

void add_sample_options(po::options_description& options) {
  const auto text = [] { return po::value<std::string>(); };
  options.add_options()("runs", text()->value_name("N"), "how many; 1000 if not given")(
      "precision", text()->value_name("P"),
      "as many runs as it takes, in hundreds, until the 95 % interval of the mean RTA (the slowest "
      "Deployment's, fault to first success) reaches at most P of that mean to either side, e.g. "
      "1%")("max-runs", text()->default_value("10000")->value_name("N"), "but no more than this")(
      "share", text()->default_value("95%")->value_name("P"),
      "an objective is met where at least this share of the runs meets it, beyond sampling error")(
      "inputs", text()->default_value("20")->value_name("K"),
      "sets of inputs that assumptions and samples are varied by, up to 100 runs each; 0: none")(
      "share-prefix",
      "runs share what comes before the first fault, 10 at a time; intervals allow for it")(
      "shard", text()->value_name("I/N"), "carry out every N-th run only; needs --csv")(
      "csv", text()->value_name("FILE"), "a row per run, for `blackstart merge` and spreadsheets");
  add_campaign_options(options);
}

int sample_scenario(const Request& request) {
  const SampleRequest sample = understand(request);
  const drill::Scenario scenario = drill::load_scenario(request.words.front());
  InputFiles inputs(request);
  if (!sample.csv.empty()) must_be_writable(inputs, "--csv " + sample.csv, sample.csv);
  const drill::Campaign campaign = carry_out(request, sample, scenario);
  int code = kGood;
  if (!sample.csv.empty())
    code = write_file("--csv " + sample.csv, sample.csv,
                      drill::write_rows(scenario, sample.plan, sample.shard, campaign.rows));
  if (sample.shard.count == 1) {
    drill::Sample reduced = drill::reduce(scenario, sample.plan, campaign.rows);
    reduced.was_cancelled = campaign.was_cancelled;
    code = graver(code, report(reduced, sample.campaign));
  } else if (code == kGood) {
    std::cout << (campaign.was_cancelled ? "interrupted: " : "") << "shard " << sample.shard.index
              << " of " << sample.shard.count << ": " << campaign.rows.size() << " runs in "
              << sample.csv << "\n";
  }
  return campaign.was_cancelled ? kInterrupted : code;
}

int merge_files(const Request& request) {
  if (request.words.empty())
    throw UsageError("merge needs the files of all shards, e.g. blackstart merge part-*.csv");
  const CampaignRequest campaign = understand_output(request);
  const drill::Merged merged = drill::merge_shards({request.words.begin(), request.words.end()});
  return report(drill::reduce(merged.scenario, merged.plan, merged.rows), campaign);
}

}  // namespace blackstart::app
