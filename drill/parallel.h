#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace blackstart::drill {

// Calls work(i) for every i below `count`, once each, on at most `threads` threads. Each call may
// touch only what belongs to its index, so that nobody can tell how many threads there were. `work`
// must not throw.
template <class Work>
void for_each_index(std::size_t count, unsigned threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i) others.emplace_back(take);
  take();
}

}  // namespace blackstart::drill
