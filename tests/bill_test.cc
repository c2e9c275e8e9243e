#include "drill/campaign/bill.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/measured.h"
#include "tests/small_drill.h"

// What runs and what is copied just before the first fault, at the prices of the scenario.
namespace blackstart::tests {
namespace {

using namespace drill;

// A DAG every hour whose run is one row, each of its two tasks another, and each of their XComs
// one.
TEST(Bill, OfASmallWorldIsWorkedOutByHand) {
  SmallDrill drill;
  const double hours = 30 * 24;
  const auto quantity = [](const Bill& bill, Billed billed) {
    return bill.lines[static_cast<std::size_t>(billed)].quantity;
  };
  const Bill bare = bill_of(drill.scenario());
  EXPECT_EQ(quantity(bare, Billed::cluster_hour), hours);
  EXPECT_EQ(quantity(bare, Billed::deployment_hour), hours);
  EXPECT_EQ(quantity(bare, Billed::database_hour), 2 * hours) << "a primary and its standby";
  EXPECT_EQ(quantity(bare, Billed::sent_gb), 0) << "nothing is copied";

  sim::Setup setup = drill.world.setup();
  sim::CopySpec replica{.name = "replica", .kind = sim::CopySpec::Kind::replica, .region = 1};
  replica.holds[static_cast<std::size_t>(sim::Part::metadata)] = true;
  setup.world.clusters[0].copies = {replica};
  Scenario copied = in_world(drill.scenario(), std::move(setup));
  copied.prices[static_cast<std::size_t>(Billed::database_hour)].dollars = 0.5;
  const Bill bill = bill_of(copied);
  EXPECT_EQ(quantity(bill, Billed::database_hour), 3 * hours) << "the replica is a server too";
  EXPECT_EQ(bill.total(), 3 * hours * 0.5);
  // The fault comes with the fifth run of the day, and the first was there when it began.
  const double bytes_an_hour = 3 * 5 * kBytesPerRow / 4;
  EXPECT_NEAR(quantity(bill, Billed::sent_gb), hours * bytes_an_hour / 1e9, 1e-9);
}

double deployment_hours(const std::function<void(sim::DeploymentSpec&)>& change) {
  const SmallDrill drill;
  sim::Setup setup = drill.world.setup();
  change(setup.world.deployments[0]);
  return bill_of(in_world(drill.scenario(), std::move(setup)))
      .lines[static_cast<std::size_t>(Billed::deployment_hour)]
      .quantity;
}

TEST(Bill, WhoSleepsIsNotAskedFor) {
  EXPECT_EQ(deployment_hours([](sim::DeploymentSpec& spec) { spec.is_hibernating = true; }), 0);
  const sim::HibernationSchedule at_night{
      .sleeps_at = std::get<sim::Cron>(sim::Cron::parse("0 20 * * *")),
      .wakes_at = std::get<sim::Cron>(sim::Cron::parse("0 8 * * *"))};
  EXPECT_EQ(deployment_hours(
                [&](sim::DeploymentSpec& spec) { spec.hibernation_schedules.push_back(at_night); }),
            30 * 12);
}

// 24 runs before the start, and those of 01:00 to 03:00: each has two tasks that leave two XComs of
// 1,500 bytes in all.
TEST(Bill, BytesOfXComsAreThoseOfATaskHoweverManyRowsTheyMake) {
  SmallDrill drill;
  sim::Setup setup = drill.world.setup();
  sim::TaskSpec task = setup.world.deployments[0].dags[0].tasks[1];
  task.is_xcom_in_object_store = true;
  task.xcom_rows = 2;
  task.xcom_bytes = 1500;
  setup.world.deployments[0].dags[0].tasks = sim::chain_of(2, task);
  sim::CopySpec copy{.name = "objects", .kind = sim::CopySpec::Kind::replica, .region = 1};
  copy.holds[static_cast<std::size_t>(sim::Part::xcom_objects)] = true;
  setup.world.clusters[0].copies = {copy};
  const Scenario scenario = in_world(drill.scenario(), std::move(setup));
  const Bill bill = bill_of(scenario);
  const auto kept = bill.lines[static_cast<std::size_t>(Billed::stored_gb_month)].quantity;
  EXPECT_NEAR(kept, 27 * 3000 / 1e9, 1e-12);
  const auto outcome = drill::run(scenario, 1, scenario.setup->starts_at);
  const LedgerRow xcoms = row_of(outcome.ledger, DataClass::xcom);
  EXPECT_EQ(xcoms.bytes.lost, xcoms.lost * 750) << "the ledger counts them alike";
}

}  // namespace
}  // namespace blackstart::tests
