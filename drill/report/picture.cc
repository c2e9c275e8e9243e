#include <algorithm>
#include <map>

#include "drill/report/report.h"
#include "drill/report/words.h"
#include "drill/text/svg.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

constexpr int kWidth = 1000, kLeft = 330, kRight = 20, kRow = 22, kBar = 14;
constexpr std::size_t kLanesMax = 40;  // of a chart; more cannot be told apart

// What a stretch of time was spent on.
struct Kind {
  std::string_view colour, says;
};
constexpr Kind kFault{"#555555", "lasts"};
constexpr Kind kDown{"#b03a2e", "down"};
constexpr Kind kUseless{"#e0a030", "HEALTHY, and no task has succeeded"};
constexpr Kind kBehind{"#8fbc8f", "useful, works off its backlog"};
constexpr Kind kProvider{"#4a7ab0", "a provider at work, or waited for"};
constexpr Kind kPerson{"#e0a030", "a person at work, or waited for"};
constexpr Kind kAsked{"#e4dccb", "asked"};
constexpr Kind kBusy{"#e0a030", "at it"};

struct Stretch {
  Instant from{};
  std::optional<Instant> to;  // nullopt: it lasted when the run ended
  const Kind* kind = nullptr;
  std::string says;
};

struct Lane {
  std::string label;
  std::vector<Stretch> stretches;  // a later one hides those before it
};

struct Chart {
  std::string heading;
  std::vector<const Kind*> legend;
  std::vector<Lane> lanes;
};

void add(Lane& lane, Instant from, std::optional<Instant> to, const Kind& kind,
         const std::string& what) {
  if (to && *to <= from) return;
  const std::string how_long = to ? in_words(Duration(*to - from)) : "to the end of the run";
  lane.stretches.push_back({from, to, &kind, what + ": " + how_long});
}

Chart faults_chart(const Outcome& outcome) {
  Chart chart{.heading = "Faults"};
  for (const FaultSpan& fault : outcome.faults) {
    Lane& lane = chart.lanes.emplace_back(Lane{.label = fault.kind + " of " + fault.target});
    add(lane, fault.began, fault.ended, kFault, lane.label);
  }
  return chart;
}

void add(Lane& lane, const Outage& outage) {
  const std::optional<Instant> healthy = outage.at[Milestone::scheduler];
  add(lane, outage.began, healthy ? healthy : outage.ended, kDown, "down");
  if (healthy) add(lane, *healthy, outage.ended, kUseless, "HEALTHY without a task success");
  const std::optional<Instant> drained = outage.at[Milestone::backlog_drained];
  if (outage.ended && drained) add(lane, *outage.ended, drained, kBehind, "behind");
}

Lane lane_of(const DeploymentOutcome& deployment) {
  const auto rta = deployment.rta(Milestone::first_success);
  Lane lane{.label = deployment.name + (rta ? ", " + in_words(*rta) : ", not back")};
  for (const Outage& outage : deployment.outages) add(lane, outage);
  return lane;
}

Chart deployments_chart(const Outcome& outcome) {
  Chart chart{.heading = "Deployments", .legend = {&kDown, &kUseless, &kBehind}};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (!deployment.outages.empty()) chart.lanes.push_back(lane_of(deployment));
  }
  return chart;
}

Chart path_chart(const Outcome& outcome) {
  Chart chart{.heading = "Critical path of " + outcome.critical_path.deployment,
              .legend = {&kProvider, &kPerson}};
  for (const CriticalStep& step : outcome.critical_path.steps) {
    Lane& lane = chart.lanes.emplace_back(Lane{.label = step.step});
    add(lane, step.started, step.finished, step.owner.empty() ? kProvider : kPerson,
        step.why.empty() ? step.step : step.step + " (" + step.why + ")");
  }
  return chart;
}

Chart people_chart(const Outcome& outcome) {
  Chart chart{.heading = "People", .legend = {&kAsked, &kBusy}};
  std::map<std::string, std::size_t> lane_of_owner;
  const auto lane_of = [&](const std::string& owner) -> Lane& {
    const auto [found, is_new] = lane_of_owner.try_emplace(owner, chart.lanes.size());
    if (is_new) chart.lanes.push_back({.label = owner});
    return chart.lanes[found->second];
  };
  for (const ManualStep& step : outcome.manual_steps)
    add(lane_of(step.owner), step.asked, step.begun, kAsked, step.step + ", asked");
  for (const ManualStep& step : outcome.manual_steps) {
    if (step.begun) add(lane_of(step.owner), *step.begun, step.finished, kBusy, step.step);
  }
  return chart;
}

// What fits beside the bars.
std::string shortened(const std::string& label) {
  constexpr std::size_t kBytesMax = 46;
  if (label.size() <= kBytesMax) return label;
  std::size_t end = kBytesMax;
  while (end > 0 && (static_cast<unsigned char>(label[end]) & 0xC0U) == 0x80U) --end;
  return label.substr(0, end) + "\u2026";
}

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

// The virtual time from left to right, alike for all charts of an outcome.
class Clock {
 public:
  Clock(const Outcome& outcome, const std::vector<Chart>& charts) : zero_(first_fault(outcome)) {
    Instant from = zero_, to = zero_ + std::chrono::minutes(1);
    for (const Chart& chart : charts) {
      for (const Lane& lane : chart.lanes) {
        for (const Stretch& stretch : lane.stretches) {
          from = std::min(from, stretch.from);
          to = std::max(to, stretch.to.value_or(stretch.from));
        }
      }
    }
    from_ = from - zero_;
    to_ = to - zero_ + (to - from) / 30;  // what has not ended reaches farther than what has
    scale_ = {.from = seconds(from_),
              .to = seconds(to_),
              .left = kLeft,
              .width = kWidth - kLeft - kRight};
  }

  int at(Instant instant) const { return scale_.at(seconds(instant - zero_)); }
  int edge() const { return scale_.left + scale_.width; }

  // Round times since the first fault, at most ten.
  std::vector<Instant> ticks() const {
    const Duration apart = tick();
    std::vector<Instant> ticks;
    for (Duration each = from_ / apart * apart; each <= to_; each += apart) {
      if (each >= from_) ticks.push_back(zero_ + each);
    }
    return ticks;
  }
  std::string in_words(Instant instant) const { return offset_in_words(instant - zero_); }

 private:
  Duration tick() const {
    using namespace std::chrono_literals;
    for (const Duration apart : std::initializer_list<Duration>{
             10s, 30s, 1min, 2min, 5min, 10min, 15min, 30min, 1h, 2h, 3h, 6h, 12h, 24h, 48h}) {
      if ((to_ - from_) / apart < 10) return apart;
    }
    return (to_ - from_) / 9;
  }

  Instant zero_;
  Duration from_{}, to_{};
  Scale scale_;
};

void draw_legend(const Chart& chart, int y, Svg& picture) {
  int x = kLeft;
  for (const Kind* kind : chart.legend) {
    picture.box({x, y - 10, 10, 10}, kind->colour);
    picture.text(x + 15, y, kind->says);
    x += 40 + 15 * static_cast<int>(kind->says.size()) / 2;
  }
}

void draw_lane(const Lane& lane, const Clock& clock, int y, Svg& picture) {
  picture.text(kLeft - 10, y + kBar - 3, shortened(lane.label), Svg::Anchor::end);
  for (const Stretch& stretch : lane.stretches) {
    const int left = clock.at(stretch.from);
    const int right = stretch.to ? clock.at(*stretch.to) : clock.edge();
    picture.box({left, y, right - left, kBar}, stretch.kind->colour, stretch.says);
  }
}

// Returns where it ends.
int draw_chart(const Chart& chart, const Clock& clock, int y, Svg& picture) {
  const std::size_t shown = std::min(chart.lanes.size(), kLanesMax);
  picture.bold_text(10, y, shortened(chart.heading));
  draw_legend(chart, y, picture);
  y += 12;
  const int bottom = y + static_cast<int>(shown) * kRow;
  for (const Instant tick : clock.ticks()) {
    picture.upright_line(clock.at(tick), y, bottom, "#dddddd");
    picture.text(clock.at(tick), bottom + 14, clock.in_words(tick), Svg::Anchor::middle);
  }
  for (std::size_t i = 0; i < shown; ++i, y += kRow)
    draw_lane(chart.lanes[i], clock, y + 4, picture);
  if (shown < chart.lanes.size())
    picture.text(10, bottom + 14, "and " + std::to_string(chart.lanes.size() - shown) + " more");
  return bottom + 24;
}

int draw(const Outcome& outcome, int y, Svg& picture) {
  std::vector<Chart> charts = {faults_chart(outcome), deployments_chart(outcome),
                               path_chart(outcome), people_chart(outcome)};
  std::erase_if(charts, [](const Chart& chart) { return chart.lanes.empty(); });
  const Clock clock(outcome, charts);
  picture.bold_text(10, y, outcome.title);
  picture.text(10, y + 20,
               outcome.file + ", seed " + std::to_string(outcome.seed) + ": objectives " +
                   verdict_in_words(outcome) + "; times since " + in_utc(first_fault(outcome)) +
                   " UTC");
  y += 50;
  if (charts.empty()) picture.text(10, y, "No Deployment was hit, and nobody was asked.");
  for (const Chart& chart : charts) y = draw_chart(chart, clock, y, picture) + 20;
  return y;
}

}  // namespace

std::string write_svg(std::span<const Outcome> outcomes, const Style& style) {
  Svg picture;
  int y = 24;
  for (const Outcome& outcome : outcomes) y = draw(outcome, y, picture) + 20;
  if (!style.reproduce.empty()) picture.text(10, y, style.reproduce);
  return picture.finish(kWidth, y + 20);
}

}  // namespace blackstart::drill
