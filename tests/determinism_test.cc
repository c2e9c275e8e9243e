#include "drill/determinism.h"

#include <gtest/gtest.h>

#include "tests/small_world.h"

namespace blackstart::tests {
namespace {

using drill::Happened;
using sim::EventKind;

Happened wake(int minute, std::uint32_t subject = 0) {
  return {kStart + std::chrono::minutes(minute), {.kind = EventKind::engine_wakes, .a = subject}};
}

TEST(Determinism, TheFirstDifferenceIsInTimeKindSubjectOrLength) {
  const std::vector<Happened> run = {wake(1), wake(2), wake(3)};
  EXPECT_EQ(drill::first_difference(run, run), std::nullopt);
  EXPECT_EQ(drill::first_difference(run, std::vector{wake(1), wake(3), wake(3)}), 1U);
  EXPECT_EQ(drill::first_difference(run, std::vector{wake(1), wake(2), wake(3, 7)}), 2U);
  EXPECT_EQ(drill::first_difference(run, std::vector{wake(1), wake(2)}), 2U);
  EXPECT_EQ(drill::first_difference(std::vector<Happened>{}, run), 0U);
}

TEST(Determinism, ARunIsRepeatedAnewAndFromACopyAtEachFault) {
  const auto repetition = drill::check_determinism(binding_of(SmallWorld{}.setup()), 7);
  EXPECT_FALSE(repetition.parting);
  EXPECT_EQ(repetition.runs,
            (std::vector<std::string>{"the second run", "a copy taken when outage begins",
                                      "a copy taken when outage ends"}));
  sim::Simulation simulation = simulate(SmallWorld{}.setup(), 7);
  simulation.run_until(simulation.setup().ends_at);
  EXPECT_EQ(repetition.digest, simulation.digest());
  EXPECT_EQ(repetition.events, simulation.events());
}

// A table of five buckets, walked in their order, whose hash has a secret that changes: as it does
// from process to process in many a library, here from call to call.
void wakes_in_hash_order(sim::Stage& stage, const sim::BoundStep&) {
  static std::uint32_t secret = 0;
  ++secret;
  for (std::uint32_t bucket = 0; bucket < 5; ++bucket) {
    const std::uint32_t subject = (bucket + secret) % 5;
    stage.schedule(stage.now, {.kind = EventKind::engine_wakes, .a = subject});
  }
}

TEST(Determinism, APlantedHashOrderIsCaughtAndItsFirstEventNamed) {
  std::vector<sim::Operation> operations(mock::operations().begin(), mock::operations().end());
  for (sim::Operation& operation : operations) {
    if (operation.name == "ticket.open") operation.complete = wakes_in_hash_order;
  }
  const auto binding = binding_of(SmallWorld{}.setup(), operations);
  const auto repetition = drill::check_determinism(binding, 1);
  ASSERT_TRUE(repetition.parting);
  EXPECT_EQ(repetition.parting->run, "the second run");
  // The outage at 04:00 is declared 5 min after its third missed probe at 04:01:00; the ticket
  // takes its writer another 5 to come and 10 to write.
  const std::string at = "2026-01-05T04:21:00Z engine_wakes ";
  EXPECT_EQ(repetition.parting->was.substr(0, at.size()), at);
  EXPECT_EQ(repetition.parting->is.substr(0, at.size()), at);
  EXPECT_NE(repetition.parting->was, repetition.parting->is);
}

}  // namespace
}  // namespace blackstart::tests
