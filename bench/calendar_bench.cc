#include <benchmark/benchmark.h>

#include <limits>
#include <string>
#include <vector>

#include "bench/ceiling/ladder_queue.h"
#include "bench/ceiling/winner_tree.h"
#include "bench/hold.h"

// One run measures the calendar and the bare loops it is compared with, so that their quotient is
// not about the machine.
namespace blackstart::bench {
namespace {

constexpr std::size_t kPending[] = {100, 10'000, 1'000'000};

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
