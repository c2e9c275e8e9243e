#include <benchmark/benchmark.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "bench/ceiling/ladder_queue.h"
#include "bench/ceiling/quaternary_heap.h"
#include "bench/ceiling/winner_tree.h"
#include "sim/calendar.h"
#include "sim/event.h"
#include "sim/random.h"

// The classic hold: pop the earliest, push one later, with the number pending kept. One run
// measures the calendar and the bare loops it is compared with, so that their quotient is not about
// the machine.
namespace blackstart::bench {
namespace {

using recovery::Duration;
using recovery::Instant;

struct Key {
  std::uint64_t time = 0;
  std::uint64_t rank = 0;

  friend bool operator<(const Key& a, const Key& b) {
    return a.time != b.time ? a.time < b.time : a.rank < b.rank;
  }
};

// Drawn beforehand, so that drawing is not measured; a power of two, so that wrapping round costs
// nothing.
constexpr std::size_t kIncrements = 1 << 16;
using Increments = std::vector<std::uint64_t>;

std::uint64_t exponential(double draw) {
  return static_cast<std::uint64_t>(-1e9 * sim::portable_log(draw));
}
// Nine in ten soon, the rest a hundred times as far away.
std::uint64_t bimodal(double draw) {
  return static_cast<std::uint64_t>(draw < 0.9 ? draw * 1e8 : 1e10 + (draw - 0.9) * 1e8);
}
std::uint64_t tied(double) { return 1'000'000; }

struct Spread {
  std::string name;
  std::uint64_t (*increment)(double draw);
};
const Spread kSpreads[] = {{"exponential", exponential}, {"bimodal", bimodal}, {"tied", tied}};
constexpr std::size_t kPending[] = {100, 10'000, 1'000'000};

Increments draw_increments(const Spread& spread) {
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
  static Instant to_instant(Key key) {
    return Instant(Duration(static_cast<Duration::rep>(key.time)));
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

std::vector<Key> first_keys(Feed& feed, std::size_t pending) {
  std::vector<Key> keys;
  for (std::size_t i = 0; i < pending; ++i) keys.push_back(feed.after(0));
  return keys;
}

struct WinnerTreeHold {
  WinnerTree<Key> tree;

  WinnerTreeHold(Feed& feed, std::size_t pending)
      : tree(first_keys(feed, pending), Key{std::numeric_limits<std::uint64_t>::max(), 0}) {}
  void operator()(Feed& feed) { tree.replace_top(feed.after(tree.top().time)); }
};

struct LadderHold {
  LadderQueue<Key> ladder;

  LadderHold(Feed& feed, std::size_t pending) {
    for (std::size_t i = 0; i < pending; ++i) ladder.push(feed.after(0));
  }
  void operator()(Feed& feed) { ladder.push(feed.after(ladder.pop().time)); }
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

template <class Hold>
void register_holds(const std::string& name) {
  for (const Spread& spread : kSpreads) {
    for (const std::size_t pending : kPending) {
      const std::string title = "hold/" + name + "/" + spread.name + "/" + std::to_string(pending);
      const auto run = [spread, pending](benchmark::State& state) {
        measure_hold<Hold>(state, spread, pending);
      };
      benchmark::RegisterBenchmark(title.c_str(), run);
    }
  }
}

void copy_calendar(benchmark::State& state) {
  Feed feed(kSpreads[0]);
  CalendarHold hold(feed, 1'000);
  for (int i = 0; i < 2'000; ++i) hold(feed);
  for (auto _ : state) {
    sim::Calendar<sim::Event> copy = hold.calendar;
    benchmark::DoNotOptimize(copy);
  }
  state.SetItemsProcessed(state.iterations());
}

// Registered before main, which benchmark_main brings.
const bool kRegistered = [] {
  register_holds<CalendarHold>("calendar");
  register_holds<HeapHold>("heap");
  register_holds<WinnerTreeHold>("winner_tree");
  register_holds<LadderHold>("ladder");
  benchmark::RegisterBenchmark("copy/calendar/1000", copy_calendar);
  return true;
}();

}  // namespace
}  // namespace blackstart::bench
