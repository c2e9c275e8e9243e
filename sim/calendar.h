#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "recovery/check.h"
#include "recovery/time.h"

namespace blackstart::sim {

// The calendar of coming events: the earliest comes first, ties are first come, first served. A
// value: a copy runs on by itself. It does not know what an event means, and has no clock: time is
// what was last popped.
template <class Event>
class Calendar {
  static_assert(std::is_trivially_copyable_v<Event>);

 public:
  using Instant = recovery::Instant;
  struct Due {
    Instant at;
    Event event;
  };

  void push(Instant at, Event event) {
    recovery::check(at >= last_popped_, "nothing is scheduled in the past");
    heap_.push_back({at, next_order_++, event});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }

  Due pop() {
    recovery::check(!empty(), "there is an event to pop");
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const Entry entry = heap_.back();
    heap_.pop_back();
    last_popped_ = entry.at;
    return {entry.at, entry.event};
  }

  Instant next_at() const {
    recovery::check(!empty(), "there is a next event");
    return heap_.front().at;
  }
  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }

 private:
  struct Entry {
    Instant at;
    std::uint64_t order;
    Event event;
  };
  static bool later(const Entry& a, const Entry& b) {
    return a.at != b.at ? a.at > b.at : a.order > b.order;
  }

  std::vector<Entry> heap_;
  std::uint64_t next_order_ = 0;
  Instant last_popped_ = Instant::min();
};

}  // namespace blackstart::sim
