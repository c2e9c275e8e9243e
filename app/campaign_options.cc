#include "app/campaign_options.h"

#include <sstream>

#include "app/arguments.h"
#include "drill/campaign/sample.h"
#include "drill/campaign/words.h"

namespace blackstart::app {

namespace po = boost::program_options;

void add_output_options(po::options_description& options) {
  options.add_options()("format",
                        po::value<std::string>()->default_value("text")->value_name("FORMAT"),
                        "what goes to standard output: text or json");
  add_look_options(options);
}

void add_campaign_options(po::options_description& options) {
  options.add_options()("seed", po::value<std::string>()->default_value("1")->value_name("N"),
                        "of the first run; the others follow");
  add_threads_option(options);
  add_day_option(options);
  add_output_options(options);
}

CampaignRequest understand_output(const Request& request) {
  CampaignRequest campaign;
  const std::string& format = request.options["format"].as<std::string>();
  if (format != "text" && format != "json") throw unknown("format", format, {"text", "json"});
  campaign.as_json = format == "json";
  campaign.style = look_of(request);
  return campaign;
}

CampaignRequest understand_campaign(const Request& request) {
  CampaignRequest campaign = understand_output(request);
  campaign.seed = seed_of(request);
  campaign.today = day_of(request);
  campaign.threads = threads_of(request);
  return campaign;
}

double share_of(const Request& request, const std::string& option, double low, double high) {
  const std::string& text = request.options[option].as<std::string>();
  const bool is_percent = text.ends_with('%');
  const auto number = number_in<double>(std::string_view(text).substr(0, text.size() - is_percent));
  const double share = number.value_or(-1) / (is_percent ? 100 : 1);
  if (share >= low && share <= high) return share;
  std::ostringstream range;
  range << low * 100 << "% to " << high * 100 << "%";
  const std::string example = low < 0.02 ? "2% or 0.02" : "95% or 0.95";
  throw UsageError("--" + option + " '" + text + "' is not a share such as " + example + ", from " +
                   range.str());
}

std::size_t runs_of(const Request& request, const std::string& option) {
  return number_of<std::size_t>(request, option, 1, drill::kRunsMax);
}

drill::Campaign rehearse_watched(const Request& request, const CampaignRequest& campaign,
                                 std::span<const drill::Scenario> variants,
                                 std::span<const drill::PlannedRun> runs,
                                 const std::function<bool(std::span<const drill::Row>)>& enough,
                                 const Stint& stint) {
  const InterruptNote interrupt;
  Progress progress(stint, runs.size(), request.surroundings);
  return drill::rehearse(variants, runs,
                         {.threads = campaign.threads,
                          .today = campaign.today,
                          .enough = enough,
                          .watch = [&progress](std::size_t done) { progress.tell(done); },
                          .cancelled = interrupt.noted()});
}

}  // namespace blackstart::app
