#include "sim/calendar.h"

#include <gtest/gtest.h>

#include <queue>
#include <string>
#include <tuple>

#include "sim/random.h"

namespace blackstart::sim {
namespace {

using namespace std::chrono_literals;
using recovery::Duration;
using recovery::Instant;

struct Note {
  std::uint64_t number = 0;
  std::uint64_t other = 0;
};

Instant at(Duration since_epoch) { return Instant(since_epoch); }

std::string pop_all(Calendar<char>& calendar) {
  std::string story;
  while (!calendar.empty()) story += calendar.pop().event;
  return story;
}

TEST(Calendar, TheEarliestComesFirstAndTiesAreFirstComeFirstServed) {
  Calendar<char> calendar;
  calendar.push(at(2s), 'c');
  calendar.push(at(1s), 'a');
  calendar.push(at(2s), 'd');
  calendar.push(at(1s), 'b');
  calendar.push(at(-1h), 'X');
  EXPECT_EQ(calendar.next_at(), at(-1h));
  EXPECT_EQ(pop_all(calendar), "Xabcd");
}

TEST(Calendar, WhatIsPushedForNowComesAfterWhatWasAlreadyDueNow) {
  Calendar<char> calendar;
  calendar.push(at(1s), 'a');
  calendar.push(at(1s), 'b');
  EXPECT_EQ(calendar.pop().event, 'a');
  calendar.push(at(1s), 'c');
  EXPECT_EQ(pop_all(calendar), "bc");
}

TEST(Calendar, ACopyCarriesOnByItself) {
  Calendar<char> calendar;
  for (const char letter : std::string("abcdef")) calendar.push(at(letter * 1s), letter);
  calendar.pop();
  Calendar<char> copy = calendar;
  copy.push(copy.next_at(), 'z');
  EXPECT_EQ(pop_all(copy), "bzcdef");
  EXPECT_EQ(pop_all(calendar), "bcdef");
}

TEST(Calendar, PushingIntoThePastIsCaught) {
  Calendar<char> calendar;
  calendar.push(at(5s), 'a');
  calendar.pop();
  EXPECT_THROW(calendar.push(at(5s - 1us), 'b'), recovery::InternalError);
  EXPECT_NO_THROW(calendar.push(at(5s), 'c'));
}

TEST(Calendar, AskingAnEmptyCalendarIsCaught) {
  Calendar<char> calendar;
  EXPECT_THROW(calendar.pop(), recovery::InternalError);
  EXPECT_THROW(calendar.next_at(), recovery::InternalError);
}

TEST(Calendar, TheFirstAndTheLastInstantThereIsAreFine) {
  Calendar<char> calendar;
  for (int i = 0; i < 200; ++i) calendar.push(Instant::max() - i % 2 * 1us, i % 2 ? 'y' : 'z');
  calendar.push(Instant::min(), 'a');
  calendar.push(at(0s), 'b');
  EXPECT_EQ(pop_all(calendar), "ab" + std::string(100, 'y') + std::string(100, 'z'));
}

// What a calendar is checked against: the same thing, written for no other reason than to be
// obviously right.
class Reference {
 public:
  void push(Instant at, Note note) { queue_.push({at, next_++, note.number}); }
  bool empty() const { return queue_.empty(); }
  Instant next_at() const { return std::get<0>(queue_.top()); }
  std::uint64_t pop() {
    const std::uint64_t number = std::get<2>(queue_.top());
    queue_.pop();
    return number;
  }

 private:
  using Row = std::tuple<Instant, std::uint64_t, std::uint64_t>;
  std::priority_queue<Row, std::vector<Row>, std::greater<>> queue_;
  std::uint64_t next_ = 0;
};

// How far ahead events are pushed, as a function of a draw.
using Delay = Duration (*)(double draw);

Duration micros(double value) { return Duration(static_cast<Duration::rep>(value)); }

struct Mix {
  const char* name;
  Delay delay;
};
const Mix kMixes[] = {
    {"always now", [](double) { return Duration::zero(); }},
    {"all tied", [](double) { return Duration(1s); }},
    {"few distinct", [](double u) { return micros(u * 5) * 1000; }},
    {"even", [](double u) { return micros(u * 1e7); }},
    {"exponential", [](double u) { return micros(-1e6 * portable_log(u)); }},
    {"heavy tail", [](double u) { return micros(1 / (u * u * u + 1e-12)); }},
    {"huge gaps", [](double u) { return u < 0.9 ? micros(u * 100) : micros(u * 1e14); }},
    {"bimodal", [](double u) { return u < 0.5 ? micros(u * 1e3) : micros(1e9 + u * 1e6); }},
    {"ever nearer", [](double u) { return micros(portable_exp(30 * u)); }},
};

class Comparison {
 public:
  Comparison(const Mix& mix, std::uint64_t scale) : mix_(mix), scale_(scale) {}

  void grow() {
    const Instant when = now_ + mix_.delay(draw());
    calendar_.push(when, {.number = number_, .other = ~number_});
    reference_.push(when, {.number = number_++});
  }
  void shrink() {
    ASSERT_EQ(calendar_.next_at(), reference_.next_at());
    const auto due = calendar_.pop();
    ASSERT_EQ(due.at, reference_.next_at());
    ASSERT_EQ(due.event.number, reference_.pop());
    ASSERT_EQ(due.event.other, ~due.event.number);
    now_ = due.at;
  }
  void hold() {
    shrink();
    grow();
  }
  bool chance(double probability) { return draw() < probability; }
  bool empty() const {
    EXPECT_EQ(calendar_.empty(), reference_.empty());
    return calendar_.empty();
  }
  std::size_t size() const { return calendar_.size(); }

 private:
  double draw() {
    return uniform({.seed = scale_, .purpose = 9, .entity = draws_++, .attempt = 0});
  }

  Mix mix_;
  std::uint64_t scale_;
  Calendar<Note> calendar_;
  Reference reference_;
  Instant now_ = at(1000s);
  std::uint64_t number_ = 0;
  std::uint64_t draws_ = 0;
};

void fill_hold_and_drain(const Mix& mix, std::size_t pending) {
  Comparison comparison(mix, pending);
  while (comparison.size() < pending) comparison.grow();
  for (std::size_t i = 0; i < 3 * pending && !testing::Test::HasFatalFailure(); ++i) {
    comparison.hold();
  }
  while (!comparison.empty() && !testing::Test::HasFatalFailure()) comparison.shrink();
}

TEST(Calendar, HoldsAgreeWithThePriorityQueueAtEveryScaleAndSpread) {
  for (const Mix& mix : kMixes) {
    for (const std::size_t pending : {1u, 2u, 10u, 49u, 100u, 1'000u, 10'000u, 100'000u}) {
      SCOPED_TRACE(std::string(mix.name) + ", pending " + std::to_string(pending));
      ASSERT_NO_FATAL_FAILURE(fill_hold_and_drain(mix, pending));
    }
  }
}

// Grows and shrinks by turns, through empty and back, so that every path between front, rung and
// far is walked.
void wander(const Mix& mix, std::uint64_t scale, double growth) {
  Comparison comparison(mix, scale);
  for (std::uint64_t step = 0; step < 20 * scale && !testing::Test::HasFatalFailure(); ++step) {
    const bool growing = step / scale % 2 == 0;
    if (comparison.empty() || comparison.chance(growing ? growth : 1 - growth)) {
      comparison.grow();
    } else {
      comparison.shrink();
    }
  }
  while (!comparison.empty() && !testing::Test::HasFatalFailure()) comparison.shrink();
}

TEST(Calendar, RandomOperationsAgreeWithThePriorityQueue) {
  for (const Mix& mix : kMixes) {
    for (const std::uint64_t scale : {10u, 100u, 1'000u, 20'000u}) {
      SCOPED_TRACE(std::string(mix.name) + ", scale " + std::to_string(scale));
      ASSERT_NO_FATAL_FAILURE(wander(mix, scale, 0.9));
      ASSERT_NO_FATAL_FAILURE(wander(mix, scale, 0.55));
    }
  }
}

TEST(Calendar, ACopyOfAManyTimesPoppedCalendarPopsTheSame) {
  Calendar<Note> calendar;
  for (std::uint64_t i = 0; i < 5'000; ++i)
    calendar.push(at(Duration(i * 7919 % 5'003)), {.number = i});
  for (int i = 0; i < 1'234; ++i) calendar.push(calendar.pop().at + 3ms, {.number = 1});
  Calendar<Note> copy = calendar;
  while (!calendar.empty()) {
    const auto due = calendar.pop();
    const auto same = copy.pop();
    ASSERT_EQ(due.at, same.at);
    ASSERT_EQ(due.event.number, same.event.number);
  }
  EXPECT_TRUE(copy.empty());
}

}  // namespace
}  // namespace blackstart::sim
