#include "drill/load/protection_loader.h"

#include <algorithm>
#include <span>

#include "drill/load/timing_loader.h"
#include "drill/read/names.h"

namespace blackstart::drill {
namespace {

using sim::CopySpec;

sim::Timing assumed(Duration duration, const char* why) {
  return {sim::Distribution::constant(duration), "", why};
}

sim::Timing published(Duration duration, const char* source) {
  return {sim::Distribution::constant(duration), source, ""};
}

// No figure, and so nothing to be wrong about.
sim::Timing by_nature(const char* why) { return published(Duration{0}, why); }

class CopyLoader {
 public:
  CopyLoader(const Node::Member& member, const sim::WorldSpec& world, sim::RegionId home,
             Problems& problems)
      : fields_(member.value, problems), world_(world), home_(home), problems_(problems) {
    copy_.name = member.key;
  }

  CopySpec load() {
    copy_.kind = static_cast<CopySpec::Kind>(word("kind", sim::kCopyKindNames));
    load_parts();
    copy_.in_flight = static_cast<CopySpec::InFlight>(word("in_flight", sim::kInFlightNames));
    copy_.key = static_cast<CopySpec::Key>(word("key", sim::kKeyNames));
    load_region();
    load_schedule();
    load_pauses();
    fields_.finish();
    return std::move(copy_);
  }

 private:
  bool is_backup() const { return copy_.kind == CopySpec::Kind::backup; }

  // The index of one of the known words; the first is the default.
  std::size_t word(std::string_view key, std::span<const std::string_view> known) {
    return fields_.word(key, 0, {known.begin(), known.end()}, "word");
  }

  void load_part(const Node& node) {
    const std::vector<std::string> known(sim::kPartNames.begin(), sim::kPartNames.end());
    if (const auto part = word_in(node, known, "word", problems_)) copy_.holds[*part] = true;
  }

  void load_parts() {
    fields_.require("copies");
    const Node* list = fields_.find("copies", Node::Kind::array);
    if (list == nullptr) return;
    for (const Node& node : list->elements) {
      if (expect(node, Node::Kind::string, problems_)) load_part(node);
    }
  }

  void load_region() {
    copy_.region = home_;
    if (const Node* region = fields_.find("region", Node::Kind::string)) {
      copy_.region = find_named(world_.regions, region->string, "region", region->place, problems_);
    }
    if (!is_backup() && copy_.region == home_) {
      problems_.add(fields_.node().place,
                    "a replica stands in another region than its cluster; name it by \"region\"");
    }
  }

  void load_schedule() {
    copy_.every = is_backup() ? Duration(std::chrono::hours(1)) : std::chrono::minutes(1);
    if (const Node* every = fields_.find("every")) {
      copy_.every = duration_of(*every, problems_).value_or(copy_.every);
      if (copy_.every < std::chrono::seconds(1)) {
        problems_.add(every->place, "a copy is made at most every \"1s\"");
        copy_.every = std::chrono::seconds(1);
      }
    }
    copy_.offset = fields_.duration("offset").value_or(Duration{0});
    if (copy_.offset >= copy_.every)
      problems_.add(fields_.find("offset")->place, "an offset is shorter than \"every\"");
    copy_.takes =
        figure("takes", is_backup() ? assumed(std::chrono::minutes(10), "no published figure")
                                    : by_nature("a replica is fed, not taken"));
    copy_.lag = figure("lag", usual_lag());
  }

  sim::Timing usual_lag() const {
    if (copy_.region == home_) return by_nature("it is kept where it was taken");
    if (is_backup()) {
      return published(std::chrono::minutes(15),
                       "S3 Replication Time Control: 99.99 % of objects within 15 min");
    }
    return published(std::chrono::seconds(5), "Aurora Global Database: 0 to 5 s behind");
  }

  sim::Timing figure(std::string_view key, const sim::Timing& usual) {
    const Node* node = fields_.find(key);
    return node == nullptr ? usual : load_timing(*node, problems_).value_or(usual);
  }

  void load_pauses() {
    const Node* list = fields_.find("paused", Node::Kind::array);
    if (list == nullptr) return;
    for (const Node& node : list->elements) {
      Fields pause(node, problems_);
      const sim::Span span{.from = pause.instant("from").value_or(Instant::min()),
                           .until = pause.instant("until").value_or(Instant::max())};
      pause.finish();
      if (span.from >= span.until) problems_.add(node.place, "\"from\" comes before \"until\"");
      copy_.paused.push_back(span);
    }
    std::ranges::sort(copy_.paused, {}, &sim::Span::from);
  }

  Fields fields_;
  const sim::WorldSpec& world_;
  sim::RegionId home_;
  Problems& problems_;
  CopySpec copy_;
};

}  // namespace

std::vector<CopySpec> load_protection(const std::vector<Node::Member>& members,
                                      const sim::WorldSpec& world, sim::RegionId home,
                                      Problems& problems) {
  std::vector<CopySpec> copies;
  for (const Node::Member& member : members) {
    copies.push_back(CopyLoader(member, world, home, problems).load());
  }
  return copies;
}

}  // namespace blackstart::drill
