#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace blackstart::sim {

// An append-only list. Sealed chunks are shared between copies, so that a fork costs the open tail
// only. An empty one allocates nothing.
template <class Entry, std::size_t kChunk>
class SharedLog {
 public:
  void append(const Entry& entry) {
    if (open_.size() == kChunk) seal();
    open_.push_back(entry);
  }
  std::size_t size() const { return sealed_.size() * kChunk + open_.size(); }
  const Entry& operator[](std::size_t index) const {
    const std::size_t chunk = index / kChunk;
    return chunk < sealed_.size() ? (*sealed_[chunk])[index % kChunk] : open_[index % kChunk];
  }

  // Calls visit(const Entry&) for each entry, oldest first.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const auto& chunk : sealed_) {
      for (const Entry& entry : *chunk) visit(entry);
    }
    for (const Entry& entry : open_) visit(entry);
  }

 private:
  void seal() {
    sealed_.push_back(std::make_shared<const std::vector<Entry>>(std::move(open_)));
    open_ = {};
    open_.reserve(kChunk);
  }

  std::vector<std::shared_ptr<const std::vector<Entry>>> sealed_;
  std::vector<Entry> open_;
};

}  // namespace blackstart::sim
