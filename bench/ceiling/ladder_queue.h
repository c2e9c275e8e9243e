#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace blackstart::bench {

// A bare two-level integer ladder queue (Tang, Goh, Thng 2005): a ceiling to measure the calendar
// against. Keys have a `time`, not negative, and come in no earlier than the last one popped. It
// checks nothing and has no bound for bad spreads.
template <class Key>
class LadderQueue {
 public:
  void push(Key key) {
    if (key.time < bottom_end_) {
      bottom_.insert(std::upper_bound(bottom_.begin(), bottom_.end(), key, later), key);
    } else if (const std::uint64_t bucket = bucket_of(key); bucket < buckets_) {
      rung_[bucket].push_back(key);
    } else {
      top_.push_back(key);
    }
  }

  Key pop() {
    while (bottom_.empty()) refill();
    const Key key = bottom_.back();
    bottom_.pop_back();
    return key;
  }

 private:
  static bool later(const Key& a, const Key& b) { return b < a; }
  std::uint64_t bucket_of(const Key& key) const { return (key.time - begin_) >> shift_; }

  void refill() {
    if (next_ == buckets_) return spread_top();
    bottom_.swap(rung_[next_++]);
    bottom_end_ = begin_ + (static_cast<std::uint64_t>(next_) << shift_);
    std::reverse(bottom_.begin(), bottom_.end());
    if (!std::is_sorted(bottom_.begin(), bottom_.end(), later)) {
      std::sort(bottom_.begin(), bottom_.end(), later);
    }
  }

  // The nearer three quarters become about eight keys to a bucket.
  void spread_top() {
    std::vector<std::uint64_t> times;
    const std::size_t stride = top_.size() / 64 + 1;
    for (std::size_t i = 0; i < top_.size(); i += stride) times.push_back(top_[i].time);
    std::sort(times.begin(), times.end());
    begin_ = std::min_element(top_.begin(), top_.end())->time;
    const std::uint64_t spread = times[times.size() * 3 / 4] - begin_;
    shift_ = static_cast<int>(std::bit_width(spread / (top_.size() * 3 / 32 + 1)));
    buckets_ = static_cast<std::size_t>(spread >> shift_) + 1;
    if (rung_.size() < buckets_) rung_.resize(buckets_);
    next_ = 0;
    const auto far = std::stable_partition(
        top_.begin(), top_.end(), [this](const Key& key) { return bucket_of(key) >= buckets_; });
    for (auto key = far; key != top_.end(); ++key) rung_[bucket_of(*key)].push_back(*key);
    top_.erase(far, top_.end());
  }

  std::vector<Key> bottom_;  // latest first
  std::uint64_t bottom_end_ = 0;
  std::vector<std::vector<Key>> rung_;
  std::size_t buckets_ = 0, next_ = 0;
  std::uint64_t begin_ = 0;
  int shift_ = 0;
  std::vector<Key> top_;
};

}  // namespace blackstart::bench
