#include "sim/airflow/fetch.h"

#include <gtest/gtest.h>

namespace blackstart::tests {
namespace {

using namespace std::chrono_literals;
using sim::Event;
using sim::EventKind;
using sim::Instant;

constexpr std::size_t kFleet = 500;

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
  for (int i = 0; i < 10; ++i)
    calendar.push(Instant(1s * i), {.kind = EventKind::task_ends, .a = 0, .b = 1});
  while (!calendar.empty()) {
    fetch_ahead(world, calendar);
    calendar.pop();
  }
}

}  // namespace
}  // namespace blackstart::tests
