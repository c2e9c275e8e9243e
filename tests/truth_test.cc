#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <cmath>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "drill/campaign/statistics.h"
#include "sim/calendar.h"
#include "sim/distribution.h"
#include "sim/random.h"
#include "tests/erlang.h"

// Whether what is drawn, queued and estimated is what mathematics says: models with known answers,
// driven through the simulator's own random numbers, distributions and calendar.
namespace blackstart::tests {
namespace {

using namespace std::chrono_literals;
using drill::Estimate;
using recovery::Instant;
using sim::Distribution;

// The numbers of one replication.
class Luck {
 public:
  Luck(const std::string& model, std::uint64_t replication)
      : key_{.seed = replication,
             .purpose = sim::hash_name("truth"),
             .entity = sim::hash_name(model)} {}

  double uniform() {
    ++key_.attempt;
    return sim::uniform(key_);
  }
  double exponential(double mean) { return -mean * sim::portable_log(uniform()); }
  // In seconds.
  double drawn(const Distribution& distribution) {
    return std::chrono::duration<double>(distribution.draw(uniform())).count();
  }

 private:
  sim::DrawKey key_;
};

// ---- queues and repair on the calendar: customers come, wait for one of several servers, leave

struct Station {
  double arrivals_per_second = 1;
  int servers = 1;
  int room = 1'000'000;  // for how many, those in service among them
  std::function<double(Luck&)> service;
};

enum class Turn : std::uint8_t { arrival, departure };

class Queue {
 public:
  Queue(Station station, Luck& luck, int present) : station_(std::move(station)), luck_(luck) {
    after(luck_.exponential(1 / station_.arrivals_per_second), Turn::arrival);
    for (int i = 0; i < present; ++i) enter();
  }

  // Calls visit(seconds, present) for each stretch up to `seconds`.
  void run(double seconds, const std::function<void(double, int)>& visit) {
    while (true) {
      const double next = at(calendar_.next_at());
      if (next > seconds) return visit(seconds - now_, present_);
      visit(next - now_, present_);
      now_ = next;
      take(calendar_.pop().event);
    }
  }

  // How long each customer waited who has begun to be served, in order.
  const std::vector<double>& waits() const { return waits_; }

 private:
  static double at(Instant instant) {
    return std::chrono::duration<double>(instant.time_since_epoch()).count();
  }
  void after(double seconds, Turn turn) {
    calendar_.push(Instant(sim::Distribution::Duration(
                       static_cast<std::int64_t>((now_ + seconds) * 1e6 + 0.5))),
                   turn);
  }
  void enter() {
    if (present_ == station_.room) return;
    ++present_;
    waiting_.push_back(now_);
    if (busy_ < station_.servers) serve();
  }
  void serve() {
    ++busy_;
    waits_.push_back(now_ - waiting_.front());
    waiting_.pop_front();
    after(station_.service(luck_), Turn::departure);
  }
  void take(Turn turn) {
    if (turn == Turn::arrival) {
      enter();
      after(luck_.exponential(1 / station_.arrivals_per_second), Turn::arrival);
      return;
    }
    --present_;
    --busy_;
    if (!waiting_.empty()) serve();
  }

  Station station_;
  Luck& luck_;
  sim::Calendar<Turn> calendar_;
  double now_ = 0;
  int present_ = 0, busy_ = 0;
  std::deque<double> waiting_;
  std::vector<double> waits_;
};

// The probability of n customers in a birth-death queue, unnormalised weights down to nothing.
std::vector<double> stationary(double offered, int servers, int room) {
  std::vector<double> weights = {1};
  for (int n = 1; n <= room && weights.back() > 1e-12; ++n)
    weights.push_back(weights.back() * offered / std::min(n, servers));
  double sum = 0;
  for (const double weight : weights) sum += weight;
  for (double& weight : weights) weight /= sum;
  return weights;
}

int drawn_from(const std::vector<double>& probabilities, Luck& luck) {
  double left = luck.uniform();
  for (std::size_t n = 0; n < probabilities.size(); ++n) {
    left -= probabilities[n];
    if (left <= 0) return static_cast<int>(n);
  }
  return static_cast<int>(probabilities.size()) - 1;
}

// The mean over time of what `of` says of the number present. The queue begins in its steady state,
// so that the mean has no bias.
double time_average(Luck& luck, double offered, int servers, int room,
                    const std::function<double(int)>& of) {
  constexpr double kSeconds = 30;
  const int present = drawn_from(stationary(offered, servers, room), luck);
  Queue queue({.arrivals_per_second = offered,
               .servers = servers,
               .room = room,
               .service = [](Luck& its) { return its.exponential(1); }},
              luck, present);
  double area = 0;
  queue.run(kSeconds, [&](double seconds, int n) { area += seconds * of(n); });
  return area / kSeconds;
}

double expected(const std::vector<double>& probabilities, const std::function<double(int)>& of) {
  double sum = 0;
  for (std::size_t n = 0; n < probabilities.size(); ++n)
    sum += probabilities[n] * of(static_cast<int>(n));
  return sum;
}

double queue_length(double offered, int servers) {
  return erlang_c(offered, servers) * offered / (servers - offered);
}

// The mean wait of customers 51 to 80 of a single server at half load.
double mean_wait(Luck& luck, const std::function<double(Luck&)>& service) {
  constexpr std::size_t kWarmUp = 50, kCounted = 30;
  Queue queue({.arrivals_per_second = 0.5, .service = service}, luck, 0);
  for (double until = 100; queue.waits().size() < kWarmUp + kCounted; until += 100)
    queue.run(until, [](double, int) {});
  double sum = 0;
  for (std::size_t i = kWarmUp; i < kWarmUp + kCounted; ++i) sum += queue.waits()[i];
  return sum / kCounted;
}
// Pollaczek and Khinchine: arrivals * E[S^2] / (2 (1 - load)).
double pollaczek(double second_moment) { return 0.5 * second_moment / (2 * 0.5); }

// n components that fail after 10 seconds and are repaired after 2, each by itself.
double up_share(Luck& luck, int components, int needed) {
  constexpr double kSeconds = 60, kUp = 10, kDown = 2;
  sim::Calendar<int> calendar;
  std::vector<bool> up;
  int working = 0;
  double now = 0, area = 0;
  const auto after = [&](int component) {
    const double seconds =
        now + luck.exponential(up[static_cast<std::size_t>(component)] ? kUp : kDown);
    calendar.push(Instant(Distribution::Duration(static_cast<std::int64_t>(seconds * 1e6 + 0.5))),
                  component);
  };
  for (int i = 0; i < components; ++i) {
    up.push_back(luck.uniform() < kUp / (kUp + kDown));
    working += up.back();
    after(i);
  }
  while (now < kSeconds) {
    const double next = std::min(
        kSeconds, std::chrono::duration<double>(calendar.next_at().time_since_epoch()).count());
    if (working >= needed) area += next - now;
    now = next;
    if (now == kSeconds) break;
    const int component = calendar.pop().event;
    const auto index = static_cast<std::size_t>(component);
    up[index] = !up[index];
    working += up[index] ? 1 : -1;
    after(component);
  }
  return area / kSeconds;
}

double largest_of(int count, const std::function<double()>& draw) {
  double largest = 0;
  for (int i = 0; i < count; ++i) largest = std::max(largest, draw());
  return largest;
}

double lognormal_mean(double median, double sigma) { return median * std::exp(sigma * sigma / 2); }

struct Model {
  std::string name;
  double truth = 0;
  std::function<double(Luck&)> replicate;
};

// The median is 100 s; one standard deviation above it lies 150 s, so that sigma is ln 1.5.
const double kOneSigma = 0.84134474606854293;
const Distribution kSkewed = Distribution::quantiles(0.5, 100s, kOneSigma, 150s);
const Distribution kUniform = Distribution::range(10s, 30s);

std::vector<Model> models() {
  return {
      {"exponential", 5, [](Luck& luck) { return luck.exponential(5); }},
      {"uniform", 20, [](Luck& luck) { return luck.drawn(kUniform); }},
      {"lognormal", lognormal_mean(100, std::log(1.5)),
       [](Luck& luck) { return luck.drawn(kSkewed); }},
      {"samples", 4,
       [](Luck& luck) {
         return luck.drawn(Distribution::samples({1s, 2s, 3s, 10s}));
       }},
      {"attempts until one succeeds", 1 / 0.3,
       [](Luck& luck) {
         int attempts = 1;
         while (luck.uniform() > 0.3) ++attempts;
         return static_cast<double>(attempts);
       }},
      {"arrivals in a minute", 6,
       [](Luck& luck) {
         int arrivals = 0;
         for (double at = luck.exponential(10); at < 60; at += luck.exponential(10)) ++arrivals;
         return static_cast<double>(arrivals);
       }},
      {"four stages in turn", 80,
       [](Luck& luck) {
         double sum = 0;
         for (int i = 0; i < 4; ++i) sum += luck.drawn(kUniform);
         return sum;
       }},
      // Each stage is the longest of three activities: 10 + 20 * 3/4.
      {"PERT of three stages", 75,
       [](Luck& luck) {
         double sum = 0;
         for (int i = 0; i < 3; ++i) sum += largest_of(3, [&luck] { return luck.drawn(kUniform); });
         return sum;
       }},
      // 1 + 1/2 + ... + 1/8 means.
      {"the last of eight creations", 761.0 / 280,
       [](Luck& luck) { return largest_of(8, [&luck] { return luck.exponential(1); }); }},
      {"the last of four creations, bounded", 26,
       [](Luck& luck) { return largest_of(4, [&luck] { return luck.drawn(kUniform); }); }},
      {"the first of five", 2,
       [](Luck& luck) {
         double first = luck.exponential(10);
         for (int i = 1; i < 5; ++i) first = std::min(first, luck.exponential(10));
         return first;
       }},
      // Without repair 2 of 4 last until the third failure: 1/4 + 1/3 + 1/2.
      {"2 of 4 without repair", 13.0 / 12,
       [](Luck& luck) {
         std::vector<double> lives;
         for (int i = 0; i < 4; ++i) lives.push_back(luck.exponential(1));
         std::ranges::sort(lives);
         return lives[2];
       }},
      {"availability of one", 10.0 / 12, [](Luck& luck) { return up_share(luck, 1, 1); }},
      {"availability of 2 of 3", 3 * 100.0 / 144 * 2 / 12 + 1000.0 / 1728,
       [](Luck& luck) { return up_share(luck, 3, 2); }},
      {"availability of 1 of 2", 1 - 4.0 / 144, [](Luck& luck) { return up_share(luck, 2, 1); }},
      {"M/M/1 number present", 1,
       [](Luck& luck) {
         return time_average(luck, 0.5, 1, 1000, [](int n) { return double(n); });
       }},
      {"M/M/1 idle share", 0.5,
       [](Luck& luck) {
         return time_average(luck, 0.5, 1, 1000, [](int n) { return n == 0 ? 1.0 : 0.0; });
       }},
      {"M/M/2 queue", queue_length(1.2, 2),
       [](Luck& luck) {
         return time_average(luck, 1.2, 2, 1000, [](int n) { return std::max(0, n - 2) * 1.0; });
       }},
      {"M/M/3 must wait", erlang_c(2, 3),
       [](Luck& luck) {
         return time_average(luck, 2, 3, 1000, [](int n) { return n >= 3 ? 1.0 : 0.0; });
       }},
      {"Erlang B of 3", erlang_b(2, 3),
       [](Luck& luck) {
         return time_average(luck, 2, 3, 3, [](int n) { return n == 3 ? 1.0 : 0.0; });
       }},
      {"Erlang B of 5", erlang_b(3, 5),
       [](Luck& luck) {
         return time_average(luck, 3, 5, 5, [](int n) { return n == 5 ? 1.0 : 0.0; });
       }},
      {"M/M/1/4 number present", expected(stationary(0.8, 1, 4), [](int n) { return double(n); }),
       [](Luck& luck) { return time_average(luck, 0.8, 1, 4, [](int n) { return double(n); }); }},
      {"M/D/1 wait", pollaczek(1),
       [](Luck& luck) { return mean_wait(luck, [](Luck&) { return 1.0; }); }},
      // A service of 0 to 2 seconds: its square is 4/3 on average.
      {"M/G/1 wait", pollaczek(4.0 / 3),
       [](Luck& luck) {
         return mean_wait(luck, [](Luck& its) { return its.drawn(Distribution::range(0s, 2s)); });
       }},
  };
}

constexpr std::size_t kIntervals = 80, kReplications = 30;

// Both at once, of the same replications: each interval's hit or miss, and all together against the
// formula.
TEST(Truth, IntervalsHoldTheTruthAsOftenAsTheySayAndNoFormulaIsOff) {
  ASSERT_GE(models().size(), 20U);
  // Three standard errors of a share of 95 % in that many intervals.
  const double tolerance = 3 * std::sqrt(0.95 * 0.05 / kIntervals);
  for (const Model& model : models()) {
    std::size_t held = 0;
    std::vector<double> all;
    for (std::size_t interval = 0; interval < kIntervals; ++interval) {
      std::vector<double> numbers;
      for (std::size_t i = 0; i < kReplications; ++i) {
        Luck luck(model.name, 1 + interval * kReplications + i);
        numbers.push_back(model.replicate(luck));
      }
      held += drill::mean_of(numbers).interval.holds(model.truth);
      all.insert(all.end(), numbers.begin(), numbers.end());
    }
    const double coverage = static_cast<double>(held) / kIntervals;
    EXPECT_NEAR(coverage, 0.95, tolerance) << model.name;
    const Estimate mean = drill::mean_of(all);
    const double error = (mean.interval.high - mean.value) / 1.96;
    EXPECT_LT(std::abs(mean.value - model.truth) / error, 3)
        << model.name << ": " << mean.value << ", by the formula " << model.truth;
  }
}

struct QuantileModel {
  std::string name;
  double p = 0, truth = 0;
  std::function<double(Luck&)> draw;
};

// The exact probability with which two order statistics hold a quantile is known, and is at least
// 95 %.
TEST(Truth, OrderStatisticsHoldAQuantileAsOftenAsTheBinomialSays) {
  constexpr std::size_t kTries = 200, kNumbers = 200;
  const std::vector<QuantileModel> models = {
      {"median of an exponential", 0.5, 5 * std::log(2),
       [](Luck& luck) { return luck.exponential(5); }},
      {"p90 of an exponential", 0.9, 5 * std::log(10),
       [](Luck& luck) { return luck.exponential(5); }},
      {"p95 of a uniform", 0.95, 29, [](Luck& luck) { return luck.drawn(kUniform); }},
      {"p84 of a lognormal", kOneSigma, 150, [](Luck& luck) { return luck.drawn(kSkewed); }}};
  for (const QuantileModel& model : models) {
    const drill::Ranks ranks = drill::quantile_ranks(model.p, kNumbers);
    const double nominal = drill::binomial_cdf(ranks.high, kNumbers, model.p) -
                           drill::binomial_cdf(ranks.low, kNumbers, model.p);
    EXPECT_GE(nominal, 0.95);
    std::size_t held = 0;
    for (std::size_t attempt = 0; attempt < kTries; ++attempt) {
      Luck luck(model.name, 1 + attempt);
      std::vector<double> numbers;
      for (std::size_t i = 0; i < kNumbers; ++i) numbers.push_back(model.draw(luck));
      std::ranges::sort(numbers);
      held += drill::quantile_of(numbers, model.p).interval.holds(model.truth);
    }
    EXPECT_NEAR(static_cast<double>(held) / kTries, nominal,
                3 * std::sqrt(nominal * (1 - nominal) / kTries))
        << model.name;
  }
}

TEST(Truth, WilsonsIntervalHoldsAProbabilityAsOftenAsItSays) {
  constexpr std::size_t kTries = 300, kRuns = 100;
  std::size_t held = 0;
  for (std::size_t attempt = 0; attempt < kTries; ++attempt) {
    Luck luck("an objective met in 70 %", attempt);
    std::size_t met = 0;
    for (std::size_t i = 0; i < kRuns; ++i) met += luck.uniform() < 0.7;
    held += drill::share_of(met, kRuns).interval.holds(0.7);
  }
  EXPECT_NEAR(static_cast<double>(held) / kTries, 0.95, 3 * std::sqrt(0.95 * 0.05 / kTries));
}

// A correlation of n independent pairs has the standard error 1 / sqrt(n).
TEST(Truth, StreamsOfDifferentNamesAreUncorrelated) {
  constexpr std::size_t kPairs = 2000;
  const std::vector<std::string> names = {"cluster.create production",
                                          "cluster.create production-2",
                                          "vpc.create production",
                                          "a",
                                          "b",
                                          ""};
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = i + 1; j < names.size(); ++j) {
      Luck one(names[i], 1), other(names[j], 1);
      double sum = 0;
      for (std::size_t n = 0; n < kPairs; ++n)
        sum += (one.uniform() - 0.5) * (other.uniform() - 0.5) * 12;
      EXPECT_LT(std::abs(sum / std::sqrt(double(kPairs))), 3.5) << names[i] << ", " << names[j];
    }
  }
}

// Kolmogorov and Smirnov: sqrt(n) times the largest distance stays below 1.63 in 99 of 100 cases.
void expect_law(const std::string& name, const std::function<double(Luck&)>& draw,
                const std::function<double(double)>& cdf) {
  constexpr std::size_t kNumbers = 3000;
  Luck luck(name, 1);
  std::vector<double> numbers;
  for (std::size_t i = 0; i < kNumbers; ++i) numbers.push_back(draw(luck));
  std::ranges::sort(numbers);
  double distance = 0;
  for (std::size_t i = 0; i < kNumbers; ++i) {
    const double below = static_cast<double>(i) / kNumbers,
                 up_to = static_cast<double>(i + 1) / kNumbers;
    const double law = cdf(numbers[i]);
    distance = std::max({distance, law - below, up_to - law});
  }
  EXPECT_LT(distance * std::sqrt(double(kNumbers)), 1.63) << name;
}

TEST(Truth, DistributionsAreThoseOfBoostMath) {
  const boost::math::lognormal skewed(std::log(100), std::log(1.5));
  const boost::math::uniform flat(10, 30);
  const boost::math::exponential waits(0.2);
  const boost::math::normal normal;
  expect_law(
      "lognormal", [](Luck& luck) { return luck.drawn(kSkewed); },
      [&](double x) { return cdf(skewed, x); });
  expect_law(
      "uniform", [](Luck& luck) { return luck.drawn(kUniform); },
      [&](double x) { return cdf(flat, x); });
  expect_law(
      "exponential", [](Luck& luck) { return luck.exponential(5); },
      [&](double x) { return cdf(waits, x); });
  expect_law(
      "normal", [](Luck& luck) { return sim::normal_quantile(luck.uniform()); },
      [&](double x) { return cdf(normal, x); });
}

}  // namespace
}  // namespace blackstart::tests
