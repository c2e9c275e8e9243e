#include "app/campaign_options.h"

#include <thread>

#include "app/options.h"
#include "app/progress.h"
#include "drill/campaign/sample.h"

namespace blackstart::app {

namespace po = boost::program_options;

void add_output_options(po::options_description& options) {
  const auto text = [] { return po::value<std::string>(); };
  options.add_options()("format", text()->default_value("text")->value_name("FORMAT"),
                        "what goes to standard output: text or json")(
      "width", text()->value_name("N"),
      "columns of the text, 80 to 160; the terminal's if not given")(
      "color", text()->default_value("auto")->value_name("WHEN"), "auto, always or never");
}

void add_campaign_options(po::options_description& options) {
  const auto text = [] { return po::value<std::string>(); };
  options.add_options()("seed", text()->default_value("1")->value_name("N"),
                        "the seed of the first run; the others follow")(
      "threads", text()->value_name("N"),
      "1 to 256, all processors if not given; changes no result")(
      "as-of", text()->value_name("DATE"),
      "the day that decides which accepted misses have expired; today if not given");
  add_output_options(options);
}

CampaignRequest understand_output(const Request& request) {
  CampaignRequest campaign;
  const std::string& format = request.options["format"].as<std::string>();
  if (format != "text" && format != "json") throw unknown("format", format, {"text", "json"});
  campaign.as_json = format == "json";
  campaign.style = {
      .width = request.surroundings.width, .colour = wants_colour(request), .reproduce = {}};
  if (request.options.contains("width"))
    campaign.style.width = number_of<int>(request, "width", "from 80 to 160", 80, 160);
  return campaign;
}

CampaignRequest understand_campaign(const Request& request) {
  CampaignRequest campaign = understand_output(request);
  campaign.seed = seed_of(request);
  campaign.today = as_of(request);
  campaign.threads = std::max(1U, std::thread::hardware_concurrency());
  if (request.options.contains("threads"))
    campaign.threads = number_of<unsigned>(request, "threads", "from 1 to 256", 1, 256);
  return campaign;
}

std::size_t runs_of(const Request& request, const std::string& option) {
  return number_of<std::size_t>(request, option, "from 1 to " + std::to_string(drill::kRunsMax), 1,
                                drill::kRunsMax);
}

drill::Campaign rehearse_watched(const Request& request, const CampaignRequest& campaign,
                                 std::span<const drill::Scenario> worlds,
                                 std::span<const drill::PlannedRun> runs,
                                 const std::function<bool(std::span<const drill::Row>)>& enough) {
  const InterruptNote interrupt;
  Progress progress(runs.size(), request.surroundings);
  return drill::rehearse(worlds, runs,
                         {.threads = campaign.threads,
                          .today = campaign.today,
                          .enough = enough,
                          .watch = [&progress](std::size_t done) { progress.tell(done); },
                          .cancelled = interrupt.noted()});
}

}  // namespace blackstart::app
