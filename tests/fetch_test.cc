#include "sim/airflow/fetch.h"

#include <gtest/gtest.h>

namespace blackstart::tests {
namespace {

using namespace std::chrono_literals;
using sim::Event;
using sim::EventKind;
using sim::Instant;

constexpr std::size_t kFleet = 500, kEvents = 10;

TEST(FetchAhead, DoesNotFollowAStaleEventToARowThatIsAnothersByNow) {
  sim::World world;
  world.layout = std::make_shared<const sim::Layout>(sim::WorldSpec{});
  world.instances.resize(kFleet);
  world.footings.resize(kFleet);
  world.schedulers.resize(kFleet);
  world.logs.resize(kFleet);
  world.runs.push_back({.instance = 0, .first_task = 1'000'000});
  world.tasks.push_back({.run = 0, .generation = 2});
  sim::Calendar<Event> calendar;
  for (std::size_t i = 0; i < kEvents; ++i)
    calendar.push(Instant(1s * i), {.kind = EventKind::task_ends, .a = 0, .b = 1});
  std::size_t happened = 0;
  for (; !calendar.empty(); ++happened) {
    fetch_ahead(world, calendar);
    calendar.pop();
  }
  EXPECT_EQ(happened, kEvents) << "the layout of a task that is not its run's is no one's memory";
}

}  // namespace
}  // namespace blackstart::tests
