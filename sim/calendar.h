#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include "recovery/check.h"
#include "recovery/time.h"

namespace blackstart::sim {

// Where an event stands in the queue: its time, then a number that grows with every push, so that
// ties are first come, first served on every machine. The low bits of `rank` say where the event
// itself lies.
struct CalendarKey {
  // 67 million pending; leaves 2^38 pushes, days of simulating.
  static constexpr int kSlotBits = 26;

  std::uint64_t time = 0;
  std::uint64_t rank = 0;

  std::uint32_t slot() const { return static_cast<std::uint32_t>(rank & ((1u << kSlotBits) - 1)); }
  friend bool operator<(const CalendarKey& a, const CalendarKey& b) {
    return a.time != b.time ? a.time < b.time : a.rank < b.rank;
  }
};

// The keys in order, earliest first: a ladder queue (Tang, Goh, Thng 2005) of one rung. A value of
// a few vectors. It does not know what the keys stand for and checks nothing; Calendar does.
//
//   front: due next. `run_` is sorted, latest first; `early_` is a heap of what came in late and
//          belongs far from the run's end
//   rung:  buckets of equal width after the front, unsorted; the width follows the spread of what
//          was pending
//   far:   everything after the rung, unsorted; becomes the next rung
//
// Every key goes down this ladder once or twice, so a push and a pop cost the same whatever is
// pending. Where the guess of the width is bad, the sort and the heap bound the cost by a
// logarithm.
class CalendarLadder {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  void push(CalendarKey key) {
    ++size_;
    if (key.time <= front_last_) {
      push_front(key);
    } else if (const auto bucket = (key.time - rung_begin_) >> shift_; bucket < rung_.size()) {
      append(rung_[bucket], key);
    } else {
      push_far(key);
    }
  }

  // Not empty.
  CalendarKey pop() {
    if (front_is_empty()) settle();
    const CalendarKey key = pop_front();
    --size_;
    if (front_is_empty()) settle();
    return key;
  }

  // Not empty. The front is empty only when everything came in after the last pop, and then it is
  // all in `far_`.
  std::uint64_t next_time() const {
    if (front_is_empty()) return far_first_;
    if (early_.empty()) return run_.back().time;
    return run_.empty() ? early_.front().time : std::min(run_.back().time, early_.front().time);
  }

  // The key that will be popped after so many others, if it is known and nothing comes in between.
  const CalendarKey* after(std::size_t others) const {
    return run_.size() > others ? &run_[run_.size() - 1 - others] : nullptr;
  }

 private:
  static constexpr std::size_t kFewKeys = 48;   // so few are passed to insert one in its place
  static constexpr std::size_t kPerBucket = 8;  // 4 and 16 measure within a fifth of it
  static constexpr std::size_t kSamples = 64;   // enough to find a quantile to a few per cent
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::uint64_t kLastTime = std::numeric_limits<std::uint64_t>::max();

  // A bucket is a chain of blocks out of one pool: a thousand buckets are still one vector to copy.
  struct Block {
    std::array<CalendarKey, 7> keys;
    std::uint32_t count = 0;
    std::uint32_t next = kNone;
  };
  struct Bucket {
    std::uint32_t first = kNone;
    std::uint32_t last = kNone;
  };

  // A lambda, for a pointer to a function is not inlined into a sort.
  static constexpr auto later = [](const CalendarKey& a, const CalendarKey& b) { return b < a; };

  bool front_is_empty() const { return run_.empty() && early_.empty(); }

  // Most of what comes in here is due soon: a few places from the run's end.
  void push_front(CalendarKey key) {
    if (run_.size() < kFewKeys || key < run_[run_.size() - kFewKeys]) {
      auto place = run_.end();
      while (place != run_.begin() && *(place - 1) < key) --place;
      run_.insert(place, key);
    } else {
      early_.push_back(key);
      std::push_heap(early_.begin(), early_.end(), later);
      if (early_.size() > kFewKeys && early_.size() > size_ / 4) start_over();
    }
  }

  CalendarKey pop_front() {
    const bool is_early = run_.empty() || (!early_.empty() && early_.front() < run_.back());
    if (is_early) std::pop_heap(early_.begin(), early_.end(), later);
    std::vector<CalendarKey>& keys = is_early ? early_ : run_;
    const CalendarKey key = keys.back();
    keys.pop_back();
    return key;
  }

  void push_far(CalendarKey key) {
    far_first_ = std::min(far_first_, key.time);
    far_last_ = std::max(far_last_, key.time);
    far_.push_back(key);
  }

  void append(Bucket& bucket, CalendarKey key) {
    if (bucket.last == kNone || blocks_[bucket.last].count == blocks_[bucket.last].keys.size()) {
      extend(bucket);
    }
    Block& block = blocks_[bucket.last];
    block.keys[block.count++] = key;
  }

  void extend(Bucket& bucket) {
    const std::uint32_t fresh = take_block();
    (bucket.last == kNone ? bucket.first : blocks_[bucket.last].next) = fresh;
    bucket.last = fresh;
  }

  std::uint32_t take_block() {
    if (free_block_ == kNone) {
      blocks_.emplace_back();
      return static_cast<std::uint32_t>(blocks_.size() - 1);
    }
    const std::uint32_t block = free_block_;
    free_block_ = blocks_[block].next;
    blocks_[block].count = 0;
    blocks_[block].next = kNone;
    return block;
  }

  // Moves a bucket's keys to the end of `keys`, in the order in which they came.
  void drain(Bucket& bucket, std::vector<CalendarKey>& keys) {
    for (std::uint32_t index = bucket.first; index != kNone;) {
      Block& block = blocks_[index];
      keys.insert(keys.end(), block.keys.begin(), block.keys.begin() + block.count);
      const std::uint32_t next = block.next;
      block.next = free_block_;
      free_block_ = index;
      index = next;
    }
    bucket = {};
  }

  // Fills the front, which is empty, with what comes next.
  void settle() {
    if (size_ == 0 || !next_bucket()) {
      rung_.clear();
      bucket_ = 0;
      if (size_ != 0) descend();
    }
  }

  bool next_bucket() {
    while (bucket_ < rung_.size() && rung_[bucket_].first == kNone) ++bucket_;
    if (bucket_ == rung_.size()) return false;
    drain(rung_[bucket_], run_);
    const std::uint64_t last = (bucket_ << shift_) | ((std::uint64_t{1} << shift_) - 1);
    front_last_ = last > kLastTime - rung_begin_ ? kLastTime : rung_begin_ + last;
    ++bucket_;
    sort_run();
    return true;
  }

  void sort_run() {
    // Ties and events that were planned in order arrive sorted.
    if (std::is_sorted(run_.begin(), run_.end()))
      std::reverse(run_.begin(), run_.end());
    else
      std::sort(run_.begin(), run_.end(), later);
  }

  // From far to the rung, or straight to the front where a rung would not pay.
  void descend() {
    if (far_.size() <= kFewKeys || far_first_ == far_last_) {
      run_.swap(far_);
      front_last_ = far_last_;
      forget_far();
      sort_run();
      return;
    }
    build_rung();
    next_bucket();
  }

  void forget_far() {
    far_.clear();
    far_first_ = kLastTime;
    far_last_ = 0;
  }

  // As wide as the nearest quarter asks for, where most is pushed to later; no further than the
  // nearer three quarters, for a few stragglers in the distance would stretch it.
  void build_rung() {
    const auto [quarter, spread] = nearer_spreads();
    const std::uint64_t in_quarter = far_.size() / 4 / kPerBucket + 1;
    const std::uint64_t width = std::max(quarter / in_quarter, spread / far_.size());
    shift_ = static_cast<int>(std::bit_width(width));
    rung_begin_ = far_first_;
    bucket_ = 0;
    rung_.assign((spread >> shift_) + 1, {});
    std::vector<CalendarKey> keys;
    keys.swap(far_);
    forget_far();
    for (const CalendarKey& key : keys) {
      const std::uint64_t bucket = (key.time - rung_begin_) >> shift_;
      bucket < rung_.size() ? append(rung_[bucket], key) : push_far(key);
    }
  }

  // The distances from the first key in `far_` to about its 25th and its 75th percentile.
  std::array<std::uint64_t, 2> nearer_spreads() const {
    std::array<std::uint64_t, kSamples> times;
    for (std::size_t i = 0; i < kSamples; ++i) times[i] = far_[i * far_.size() / kSamples].time;
    std::sort(times.begin(), times.end());
    return {times[kSamples / 4] - far_first_, times[kSamples * 3 / 4] - far_first_};
  }

  // The buckets have become too wide for what is pushed now: everything goes back up the ladder.
  void start_over() {
    for (const CalendarKey& key : run_) push_far(key);
    for (const CalendarKey& key : early_) push_far(key);
    run_.clear();
    early_.clear();
    std::vector<CalendarKey> keys;
    for (; bucket_ < rung_.size(); ++bucket_) drain(rung_[bucket_], keys);
    for (const CalendarKey& key : keys) push_far(key);
    settle();
  }

  std::vector<CalendarKey> run_;
  std::vector<CalendarKey> early_;
  std::uint64_t front_last_ = 0;  // the front holds every key up to and including this time

  std::vector<Bucket> rung_;
  std::size_t bucket_ = 0;  // the next one to come due
  std::uint64_t rung_begin_ = 0;
  int shift_ = 0;  // a bucket is 2^shift_ microseconds wide
  std::vector<Block> blocks_;
  std::uint32_t free_block_ = kNone;

  std::vector<CalendarKey> far_;
  std::uint64_t far_first_ = kLastTime;
  std::uint64_t far_last_ = 0;

  std::size_t size_ = 0;
};

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

  // `at` is not before the instant last popped (checked).
  void push(Instant at, Event event) {
    recovery::check(at >= last_popped_, "nothing is scheduled in the past");
    recovery::check(pushes_ < kPushesMax, "a calendar takes 2^38 events in its life");
    const std::uint64_t slot = keep(event);
    ladder_.push({to_key(at), pushes_++ << CalendarKey::kSlotBits | slot});
  }

  // Not empty (checked).
  Due pop() {
    recovery::check(!empty(), "an empty calendar has nothing to pop");
    const CalendarKey key = ladder_.pop();
    if (const CalendarKey* soon = ladder_.after(kFetchedAhead))
      __builtin_prefetch(&events_[soon->slot()]);
    last_popped_ = to_instant(key.time);
    free_.push_back(key.slot());
    return {last_popped_, events_[key.slot()]};
  }

  // Not empty (checked).
  Instant next_at() const {
    recovery::check(!empty(), "an empty calendar has no next event");
    return to_instant(ladder_.next_time());
  }
  bool empty() const { return ladder_.empty(); }
  std::size_t size() const { return ladder_.size(); }

  // Probably the event that comes after so many others; nullptr: not known. For fetching what it
  // will ask for.
  const Event* probably_after(std::size_t others) const {
    const CalendarKey* key = ladder_.after(others);
    return key == nullptr ? nullptr : &events_[key->slot()];
  }

 private:
  static constexpr std::size_t kFetchedAhead = 8;
  static constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;
  static constexpr std::uint64_t kPushesMax = std::uint64_t{1} << (64 - CalendarKey::kSlotBits);
  static constexpr std::size_t kPendingMax = std::size_t{1} << CalendarKey::kSlotBits;

  // Instants before 1970 are negative; with the sign bit flipped they come first among unsigned
  // numbers.
  static std::uint64_t to_key(Instant at) {
    return static_cast<std::uint64_t>(at.time_since_epoch().count()) ^ kSignBit;
  }
  static Instant to_instant(std::uint64_t time) {
    return Instant(recovery::Duration(static_cast<recovery::Duration::rep>(time ^ kSignBit)));
  }

  // The slot freed last is the one still in the processor's cache.
  std::uint32_t keep(const Event& event) {
    if (free_.empty()) {
      recovery::check(events_.size() < kPendingMax, "a calendar holds 2^26 pending events");
      events_.push_back(event);
      return static_cast<std::uint32_t>(events_.size() - 1);
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    events_[slot] = event;
    return slot;
  }

  CalendarLadder ladder_;
  std::vector<Event> events_;
  std::vector<std::uint32_t> free_;
  std::uint64_t pushes_ = 0;
  Instant last_popped_ = Instant::min();
};

}  // namespace blackstart::sim
