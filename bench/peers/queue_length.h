#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

// What every M/M/1 of this folder shares, so that they differ in their event core alone.
namespace blackstart::peers {

constexpr double kArrivalsPerSecond = 0.8;
constexpr double kServicesPerSecond = 1.0;
constexpr int kBatches = 40;

// Exponential durations in seconds, from a SplitMix64 stream.
class Exponential {
 public:
  Exponential(double per_second, std::uint64_t seed) : mean_(1 / per_second), state_(seed) {}
  double operator()() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    z ^= z >> 31;
    return -std::log((static_cast<double>(z >> 11) + 0.5) * 0x1p-53) * mean_;
  }

 private:
  double mean_;
  std::uint64_t state_;
};

// The number of customers present, averaged over time in equal batches of customers.
class QueueLength {
 public:
  explicit QueueLength(std::uint64_t customers) : per_batch_(customers / kBatches) {}

  // The number present changed to `present` at `now`, in seconds.
  void changed(double now, std::uint64_t present) {
    area_ += static_cast<double>(present_) * (now - since_);
    since_ = now;
    present_ = present;
  }
  // Whether the last batch is full.
  bool served(double now) {
    if (++served_ % per_batch_ != 0) return false;
    means_.push_back(area_ / (now - batch_began_));
    area_ = 0;
    batch_began_ = now;
    return means_.size() == kBatches;
  }
  // A line per batch, for peers.py.
  void print() const {
    for (const double mean : means_) std::printf("%.9g\n", mean);
  }

 private:
  std::uint64_t per_batch_;
  std::uint64_t served_ = 0, present_ = 0;
  double area_ = 0, since_ = 0, batch_began_ = 0;
  std::vector<double> means_;
};

inline std::uint64_t customers_asked_for(int count, char** arguments) {
  return count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1'000'000;
}

}  // namespace blackstart::peers
