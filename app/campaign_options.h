#pragma once

#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/progress.h"
#include "drill/campaign/campaign.h"
#include "drill/report/report.h"

// What all commands of many runs have in common.
namespace blackstart::app {

// --format, --width, --color
void add_output_options(boost::program_options::options_description& options);
// The output options, --seed, --threads and --as-of.
void add_campaign_options(boost::program_options::options_description& options);

struct CampaignRequest {
  std::uint64_t seed = 1;
  unsigned threads = 1;
  bool as_json = false;
  drill::Instant today{};
  drill::Style style;
};
// Reads the style and the format alone.
CampaignRequest understand_output(const Request& request);
CampaignRequest understand_campaign(const Request& request);

// "2%" and "0.02" are the same. Throws UsageError.
double share_of(const Request& request, const std::string& option, double low, double high);
// The number of runs that --`option` asks for, at least one. Throws UsageError.
std::size_t runs_of(const Request& request, const std::string& option);

// Carries out the runs under the eyes of whoever waits for them: progress on standard error, Ctrl-C
// ends it early.
drill::Campaign rehearse_watched(
    const Request& request, const CampaignRequest& campaign,
    std::span<const drill::Scenario> variants, std::span<const drill::PlannedRun> runs,
    const std::function<bool(std::span<const drill::Row>)>& enough = {}, const Stint& stint = {});

}  // namespace blackstart::app
