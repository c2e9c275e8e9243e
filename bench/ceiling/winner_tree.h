#pragma once

#include <bit>
#include <cstddef>
#include <utility>
#include <vector>

namespace blackstart::bench {

// A bare winner tree over a fixed number of keys, smallest on top: a ceiling to measure the
// calendar against. Inner nodes hold copies of keys, so that a replay reads no leaf. It checks
// nothing.
template <class Key>
class WinnerTree {
 public:
  // `greatest` fills the leaves that no key has.
  WinnerTree(const std::vector<Key>& keys, Key greatest)
      : leaves_(std::bit_ceil(keys.size())), nodes_(2 * leaves_, Node{greatest, 0}) {
    for (std::size_t i = 0; i < leaves_; ++i) nodes_[leaves_ + i].leaf = leaves_ + i;
    for (std::size_t i = 0; i < keys.size(); ++i) nodes_[leaves_ + i].key = keys[i];
    for (std::size_t i = leaves_; i-- > 1;) nodes_[i] = winner(i);
  }

  const Key& top() const { return nodes_[1].key; }

  // The hold in one walk: the smallest goes, `key` comes in its leaf.
  void replace_top(Key key) {
    std::size_t node = nodes_[1].leaf;
    nodes_[node].key = key;
    Node best = nodes_[node];
    while (node > 1) {
      const Node& rival = nodes_[node ^ 1];
      best = rival.key < best.key ? rival : best;
      node /= 2;
      nodes_[node] = best;
    }
  }

 private:
  struct Node {
    Key key;
    std::size_t leaf;
  };

  const Node& winner(std::size_t node) const {
    const Node& left = nodes_[2 * node];
    const Node& right = nodes_[2 * node + 1];
    return right.key < left.key ? right : left;
  }

  std::size_t leaves_;
  std::vector<Node> nodes_;
};

}  // namespace blackstart::bench
