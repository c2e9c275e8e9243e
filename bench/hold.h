#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "bench/ceiling/quaternary_heap.h"
#include "sim/calendar.h"
#include "sim/event.h"
#include "sim/random.h"

// The classic hold: pop the earliest, push one later, with the number pending kept. Whatever is
// measured against a bare loop, is measured against one of these.
namespace blackstart::bench {

struct Key {
  std::uint64_t time = 0;
  std::uint64_t rank = 0;

  friend bool operator<(const Key& a, const Key& b) {
    return a.time != b.time ? a.time < b.time : a.rank < b.rank;
  }
};

// Drawn beforehand, so that drawing is not measured; a power of two, so that wrapping round costs
// nothing; so many that no branch predictor knows them by heart.
constexpr std::size_t kIncrements = 1 << 16;
using Increments = std::vector<std::uint64_t>;

inline std::uint64_t exponential(double draw) {
  return static_cast<std::uint64_t>(-1e9 * sim::portable_log(draw));
}
// Nine in ten soon, the rest a hundred times as far away.
inline std::uint64_t bimodal(double draw) {
  return static_cast<std::uint64_t>(draw < 0.9 ? draw * 1e8 : 1e10 + (draw - 0.9) * 1e8);
}
inline std::uint64_t tied(double) { return 1'000'000; }

struct Spread {
  std::string name;
  std::uint64_t (*increment)(double draw);
};
inline const Spread kSpreads[] = {
    {"exponential", exponential}, {"bimodal", bimodal}, {"tied", tied}};

inline Increments draw_increments(const Spread& spread) {
  Increments increments;
  for (std::uint64_t i = 0; i < kIncrements; ++i) {
    increments.push_back(spread.increment(sim::uniform({.seed = 1, .entity = i})));
  }
  return increments;
}

// The k-th increment, for ever; `next` also breaks ties.
class Feed {
 public:
  explicit Feed(const Spread& spread) : increments_(draw_increments(spread)) {}
  Key after(std::uint64_t time) {
    const std::uint64_t increment = increments_[next_ % kIncrements];
    return {time + increment, next_++};
  }

 private:
  Increments increments_;
  std::uint64_t next_ = 0;
};

struct CalendarHold {
  sim::Calendar<sim::Event> calendar;

  CalendarHold(Feed& feed, std::size_t pending) {
    for (std::size_t i = 0; i < pending; ++i) calendar.push(to_instant(feed.after(0)), {});
  }
  static recovery::Instant to_instant(Key key) {
    return recovery::Instant(recovery::Duration(static_cast<recovery::Duration::rep>(key.time)));
  }
  void operator()(Feed& feed) {
    const auto due = calendar.pop();
    const auto now = static_cast<std::uint64_t>(due.at.time_since_epoch().count());
    calendar.push(to_instant(feed.after(now)), due.event);
  }
};

struct HeapHold {
  QuaternaryHeap<Key> heap;

  HeapHold(Feed& feed, std::size_t pending) {
    for (std::size_t i = 0; i < pending; ++i) heap.push(feed.after(0));
  }
  void operator()(Feed& feed) { heap.replace_top(feed.after(heap.top().time)); }
};

template <class Hold>
void measure_hold(benchmark::State& state, const Spread& spread, std::size_t pending) {
  Feed feed(spread);
  Hold hold(feed, pending);
  // Twice through, so that what is measured is the steady state and not the filling.
  for (std::size_t i = 0; i < 2 * pending; ++i) hold(feed);
  for (auto _ : state) hold(feed);
  benchmark::DoNotOptimize(hold);
  state.SetItemsProcessed(state.iterations());
}

}  // namespace blackstart::bench
