#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace blackstart::bench {

// A bare implicit 4-ary heap of keys, smallest on top: a ceiling to measure the calendar against.
// It checks nothing.
template <class Key>
class QuaternaryHeap {
 public:
  void push(Key key) {
    keys_.push_back(key);
    std::size_t hole = keys_.size() - 1;
    while (hole > 0 && key < keys_[(hole - 1) / 4]) {
      keys_[hole] = keys_[(hole - 1) / 4];
      hole = (hole - 1) / 4;
    }
    keys_[hole] = key;
  }

  const Key& top() const { return keys_.front(); }

  // The hold in one walk: the smallest goes, `key` comes.
  void replace_top(Key key) {
    std::size_t hole = 0;
    for (std::size_t child = 1; child < keys_.size(); child = 4 * hole + 1) {
      const std::size_t best = smallest_of(child);
      if (!(keys_[best] < key)) break;
      keys_[hole] = keys_[best];
      hole = best;
    }
    keys_[hole] = key;
  }

 private:
  std::size_t smallest_of(std::size_t child) const {
    if (child + 4 > keys_.size()) {
      const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(child);
      return static_cast<std::size_t>(std::min_element(first, keys_.end()) - keys_.begin());
    }
    const std::size_t left = keys_[child + 1] < keys_[child] ? child + 1 : child;
    const std::size_t right = keys_[child + 3] < keys_[child + 2] ? child + 3 : child + 2;
    return keys_[right] < keys_[left] ? right : left;
  }

  std::vector<Key> keys_;
};

}  // namespace blackstart::bench
