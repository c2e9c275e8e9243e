#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "recovery/time.h"

namespace blackstart::recovery {

struct Detection {
  Duration probe_every = std::chrono::seconds(30);
  // After it the vantage point counts as silent, not the target as dead.
  Duration probe_timeout = std::chrono::seconds(10);
  std::uint32_t misses = 3;       // this many missed ...
  std::uint32_t of = 3;           // ... of the latest this many (at most 64)
  std::vector<std::string> from;  // vantage points: regions
  bool operator==(const Detection&) const = default;
};

enum class Probe : std::uint8_t { seen, missed, silent };

// What a probe misses, by name: one zone of many. A miss that names nothing misses all there is.
using Missing = std::set<std::string>;

// Turns probe outcomes into one opinion. A vantage point suspects its target when `misses` of its
// latest `of` reports are misses; the detector believes the majority of the vantage points that
// report at all. Those that are silent (themselves in the dead region, cut off) have no vote, and
// where nobody reports it believes what it believed before: silence is neither a miss nor a
// sighting.
class Detector {
 public:
  Detector() = default;
  explicit Detector(const Detection& detection);

  void observe(std::uint32_t vantage, Probe outcome, const Missing& missing = {});
  bool believes_failed() const { return believes_; }
  // At least one reporting vantage point sees a miss and the majority does not agree yet.
  bool is_suspicious() const;
  // The detector that watches on once something is done about all that is missing now. Missing the
  // same again is no miss, until a whole window of reports in a row has seen it.
  Detector watching_on() const;

 private:
  using History = std::uint64_t;  // newest report in the lowest bit, 1 is a miss
  struct Vantage {
    History history = 0;
    std::uint32_t misses = 0;  // in its window
    bool reports = false;
    Missing missing;                       // in the newest report
    std::map<std::string, History> known;  // something is done about it
  };
  // Whether it misses something that nothing is done about yet.
  bool brings_news(Vantage& vantage) const;
  void form_opinion();

  std::uint32_t misses_ = 3;
  History window_ = 0b111;
  std::vector<Vantage> vantages_;
  bool believes_ = false;
};

}  // namespace blackstart::recovery
