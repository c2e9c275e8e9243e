#include <gtest/gtest.h>

#include <algorithm>

#include "drill/measure/survival.h"
#include "sim/protection/edits.h"
#include "sim/world/holding.h"
#include "tests/measured.h"
#include "tests/small_world.h"

// What comes back from copies, and what does not. The DAG runs at :00, :20 and :40 and takes two
// minutes; the region fails at 07:25.
namespace blackstart::tests {
namespace {

using drill::LedgerRow;
using recovery::Duration;
using sim::CopySpec;
using sim::Part;

struct Rehearsal {
  // Begun at 10 minutes past, finished ten minutes later: the last one is of 07:10.
  Duration backed_up_every = 1h;
  Duration offset = 10min;
  sim::RegionId kept_in = 1;
  CopySpec::Key key = CopySpec::Key::multi_region;
  std::vector<Part> copied = {Part::metadata, Part::task_logs};
  std::vector<sim::Span> paused;
  Duration outage_lasts = recovery::kForever;
  Duration horizon = 24h;
  bool keeps_fernet_key = true;
  CopySpec::InFlight in_flight = CopySpec::InFlight::kept;

  sim::Setup setup() const {
    sim::Setup setup = SmallWorld{.horizon = horizon,
                                  .outage_at = 7h + 25min,
                                  .outage_lasts = outage_lasts,
                                  .dag_every = 20min,
                                  .strategy = "backup_and_restore"}
                           .setup();
    CopySpec copy{.name = "nightly",
                  .every = backed_up_every,
                  .offset = offset,
                  .takes = constantly(10min),
                  .lag = constantly(0min),
                  .region = kept_in,
                  .key = key,
                  .in_flight = in_flight,
                  .paused = paused};
    for (const Part part : copied) copy.holds[static_cast<std::size_t>(part)] = true;
    setup.world.clusters[0].copies.push_back(copy);
    setup.world.deployments[0].keeps_fernet_key = keeps_fernet_key;
    add_item(setup, {.data_class = DataClass::pool,
                     .provenance = Provenance::ui,
                     .name = "warehouse",
                     .deployment = 0,
                     .owner = "team"});
    recovery::Brief brief = setup.missions[0]->brief();
    for (const Part part : copied)
      brief.inventory.clusters[0].copied_parts.emplace_back(name_of(part));
    setup.missions = {std::make_shared<const recovery::MissionPlan>(brief)};
    return setup;
  }

  sim::Simulation run() const { return finished(setup()); }
};

class Ledger {
 public:
  explicit Ledger(const sim::Simulation& simulation) : rows_(ledger_of(simulation)) {
    drill::measure_survival(simulation, drill::gather(simulation), rows_);
  }

  LedgerRow of(DataClass data_class, Provenance provenance = Provenance::none) const {
    return row_of(rows_, data_class, provenance);
  }

 private:
  std::vector<LedgerRow> rows_;
};

TEST(Restoring, BringsBackWhatExistedAtTheCutAndLosesWhatCameAfterIt) {
  const Ledger ledger(Rehearsal{}.run());
  // Of 07:20, the one run since 07:10, and its two tasks.
  EXPECT_EQ(ledger.of(DataClass::dag_run).lost, 1);
  EXPECT_EQ(ledger.of(DataClass::task_instance).lost, 2);
  EXPECT_EQ(ledger.of(DataClass::xcom).lost, 2);
  EXPECT_EQ(ledger.of(DataClass::task_log).lost, 2);
  EXPECT_EQ(ledger.of(DataClass::dag_run).unreachable, 0);
  EXPECT_EQ(ledger.of(DataClass::connection, Provenance::ui).lost, 0);
}

TEST(Restoring, TheRpaIsFromTheNewestSurvivingRecordNotFromTheCut) {
  const LedgerRow row = Ledger(Rehearsal{}.run()).of(DataClass::dag_run);
  EXPECT_EQ(row.cut, kStart + 7h + 10min);
  ASSERT_TRUE(row.newest_surviving);
  // The run of 07:00, created within the scheduler's interval.
  EXPECT_GE(*row.newest_surviving, kStart + 7h);
  EXPECT_LE(*row.newest_surviving, kStart + 7h + 2s);
  EXPECT_EQ(row.rpa, kStart + 7h + 25min - *row.newest_surviving);
}

TEST(Restoring, NothingLostIsAnRpaOfZeroHoweverOldTheCut) {
  // As of 06:45 and finished at 06:55; the next would have been of 08:45. The DAG has not begun,
  // and nobody made a connection since.
  sim::Setup setup = Rehearsal{.backed_up_every = 2h, .offset = 45min}.setup();
  setup.world.deployments[0].dags[0].start_date = kStart + 20h;
  const Ledger ledger(finished(setup));
  EXPECT_EQ(ledger.of(DataClass::dag_run).rpa, Duration{0});
  EXPECT_EQ(ledger.of(DataClass::connection, Provenance::ui).rpa, Duration{0});
}

TEST(Restoring, MetadataAndLogsAreTwoRpos) {
  const Ledger ledger(Rehearsal{.copied = {Part::metadata}}.run());
  EXPECT_EQ(ledger.of(DataClass::dag_run).lost, 1);
  EXPECT_EQ(ledger.of(DataClass::task_log).rpa, recovery::kForever);
}

// Its first task waits half an hour for its trigger: at 07:25 those of 07:00 and 07:20 wait.
sim::Setup with_triggers(const Rehearsal& rehearsal) {
  sim::Setup setup = rehearsal.setup();
  setup.world.deployments[0].dags[0].tasks[0].is_deferrable = true;
  setup.world.deployments[0].dags[0].tasks[0].duration = sim::Distribution::constant(30min);
  return setup;
}

TEST(Restoring, TriggersThatWaitedAtTheCutComeBackAndTheOthersAreLost) {
  // As of 07:10, when that of 06:40 had fired: that of 07:00 is there, and that of 07:20 is not.
  const LedgerRow row = Ledger(finished(with_triggers({}))).of(DataClass::trigger);
  EXPECT_EQ(row.existed, 0);
  EXPECT_EQ(row.at_fault, 2);
  EXPECT_EQ(row.lost, 1);
  ASSERT_TRUE(row.newest_surviving);
  EXPECT_GE(*row.newest_surviving, kStart + 7h);
  EXPECT_LE(*row.newest_surviving, kStart + 7h + 2s);
  EXPECT_EQ(row.rpa, kStart + 7h + 25min - *row.newest_surviving);
}

TEST(Restoring, ATriggerThatFiredSinceTheCutIsBackAndANewerOneIsLost) {
  sim::Setup setup = with_triggers({});
  setup.world.deployments[0].dags[0].tasks[0].duration = sim::Distribution::constant(24min);
  const sim::Simulation simulation = finished(setup);
  // As of 07:10 that of 07:00 waited, at 07:25 that of 07:20 alone.
  EXPECT_EQ(Ledger(simulation).of(DataClass::trigger).at_fault, 1);
  EXPECT_EQ(Ledger(simulation).of(DataClass::trigger).lost, 1);
  std::int64_t returned = 0;
  simulation.history().for_each([&](const sim::Record& record) {
    if (record.what == sim::Happening::rows_returned) returned += record.value;
  });
  EXPECT_EQ(returned, 1);
}

TEST(Restoring, TriggersAreGoneWithTheirDatabaseWhereNoCopyHoldsThem) {
  EXPECT_EQ(
      Ledger(finished(with_triggers({.copied = {Part::task_logs}}))).of(DataClass::trigger).lost,
      2);
  const Ledger without_work(finished(with_triggers({.in_flight = CopySpec::InFlight::left_out})));
  EXPECT_EQ(without_work.of(DataClass::trigger).lost, 2);
}

TEST(Restoring, AssetEventsComeBackAsOfTheCut) {
  sim::Setup setup = Rehearsal{}.setup();
  setup.world.assets = {{.name = "orders"}};
  setup.world.deployments[0].dags[0].tasks[0].updates = {0};
  const Ledger ledger(finished(setup));
  // One for each success of the first task: that of 07:20 came after the cut.
  EXPECT_EQ(ledger.of(DataClass::asset_event).existed, ledger.of(DataClass::dag_run).existed);
  EXPECT_EQ(ledger.of(DataClass::asset_event).lost, 1);
  EXPECT_EQ(ledger.of(DataClass::asset_event).at_fault, ledger.of(DataClass::dag_run).at_fault);
}

// Cut at 07:00:30: of two tasks that may not run beside one another one runs and one is scheduled.
TEST(Restoring, WhatWasScheduledIsInFlightLikeWhatWasRunning) {
  sim::Setup setup = Rehearsal{.offset = 30s, .in_flight = CopySpec::InFlight::left_out}.setup();
  sim::DeploymentSpec& deployment = setup.world.deployments[0];
  deployment.profile.parallelism = 1;
  for (sim::TaskSpec& task : deployment.dags[0].tasks) task.downstream.clear();
  EXPECT_EQ(Ledger(finished(setup)).of(DataClass::task_instance).lost, 2 + 2)
      << "of 07:00, which are left out, and of 07:20";
}

TEST(Restoring, TheNewestSurvivingRecordMayBeNewerThanOneThatIsLeftOut) {
  sim::Setup setup = Rehearsal{.in_flight = CopySpec::InFlight::left_out}.setup();
  std::vector<sim::DagSpec>& dags = setup.world.deployments[0].dags;
  dags.push_back(dags[0]);
  dags[1].name = "closing";
  dags[1].schedule.every = 1h;
  dags[1].tasks.resize(1);
  dags[1].tasks[0] = {.duration = sim::Distribution::constant(4h)};
  const LedgerRow row = Ledger(finished(setup)).of(DataClass::task_instance);
  EXPECT_EQ(row.lost, 4 + 2) << "those of 04:00 to 07:00 that were at work, and of 07:20";
  ASSERT_TRUE(row.newest_surviving);
  EXPECT_GE(*row.newest_surviving, kStart + 7h) << "two tasks of 07:00 had ended";
}

TEST(Restoring, ABackupInTheRegionThatIsDestroyedIsNoDisasterRecovery) {
  const auto simulation = Rehearsal{.kept_in = 0}.run();
  const Ledger ledger(simulation);
  EXPECT_EQ(ledger.of(DataClass::dag_run).rpa, recovery::kForever);
  EXPECT_TRUE(drill::measure_restorations(simulation).empty());
}

TEST(Restoring, ABackupInTheRegionThatIsDownIsWaitedFor) {
  const auto simulation = Rehearsal{.kept_in = 0, .outage_lasts = 10h}.run();
  const auto restorations = drill::measure_restorations(simulation);
  ASSERT_EQ(restorations.size(), 2U);
  EXPECT_GE(restorations[0].at, kStart + 17h + 25min);
  EXPECT_EQ(restorations[0].cut, kStart + 7h + 10min);
  EXPECT_EQ(Ledger(simulation).of(DataClass::dag_run).unreachable, 0);
}

TEST(Restoring, WhatOnlyACopyOutOfReachHoldsIsCutOff) {
  const auto simulation = Rehearsal{.kept_in = 0, .outage_lasts = 10h, .horizon = 16h}.run();
  const LedgerRow row = Ledger(simulation).of(DataClass::dag_run);
  EXPECT_EQ(row.lost, 1);
  EXPECT_EQ(row.unreachable, row.present);
}

TEST(Restoring, ASnapshotUnderARegionalKeyOpensNowhereElse) {
  const auto simulation = Rehearsal{.key = CopySpec::Key::regional}.run();
  EXPECT_EQ(Ledger(simulation).of(DataClass::dag_run).rpa, recovery::kForever);
}

TEST(Restoring, ALinkThatWasPausedAtThreeLeavesACopyOfTwo) {
  const auto simulation = Rehearsal{.paused = {{kStart + 3h, Instant::max()}}}.run();
  const LedgerRow row = Ledger(simulation).of(DataClass::dag_run);
  EXPECT_EQ(row.cut, kStart + 2h + 10min);
  // 02:20, 02:40 … 07:20.
  EXPECT_EQ(row.lost, 16);
}

TEST(Restoring, UnderAnotherFernetKeyConnectionsCannotBeReadAndPoolsCan) {
  const Ledger ledger(Rehearsal{.keeps_fernet_key = false}.run());
  EXPECT_EQ(ledger.of(DataClass::connection, Provenance::ui).unreachable, 1);
  EXPECT_EQ(ledger.of(DataClass::pool, Provenance::ui).unreachable, 0);
}

TEST(Restoring, AConnectionMadeAfterTheCutIsLostFromTheCutOn) {
  sim::Setup setup = Rehearsal{}.setup();
  const sim::ItemId fresh = add_item(setup, {.data_class = DataClass::connection,
                                             .provenance = Provenance::ui,
                                             .name = "made at 07:15",
                                             .deployment = 0,
                                             .owner = "team"});
  setup.edits = {{.at = kStart + 7h + 15min, .item = fresh}};
  const LedgerRow row = Ledger(finished(setup)).of(DataClass::connection, Provenance::ui);
  EXPECT_EQ(row.lost_names, std::vector<std::string>{"made at 07:15"});
  EXPECT_EQ(row.at_fault, 2) << "it was there by then";
  EXPECT_EQ(row.rpa, 15min);  // 07:10 to 07:25
}

// Its region is down from 07:25 on: nobody made anything in it at 07:30.
TEST(Restoring, AnEditThatNobodyCouldMakeIsInNoCopy) {
  sim::Setup setup = Rehearsal{}.setup();
  const sim::ItemId never = add_item(setup, {.data_class = DataClass::connection,
                                             .provenance = Provenance::ui,
                                             .name = "never made",
                                             .deployment = 0,
                                             .owner = "team"});
  setup.edits = {{.at = kStart + 7h + 30min, .item = never}};
  const auto simulation = finished(setup);
  EXPECT_FALSE(sim::existed_then(simulation.setup(), simulation.world(), never, kStart + 12h));
  EXPECT_FALSE(sim::exists(simulation.setup(), simulation.world(), never));
}

TEST(Restoring, AConnectionDeletedAfterTheCutIsBack) {
  sim::Setup setup = Rehearsal{}.setup();
  setup.edits = {{.at = kStart + 7h + 15min,
                  .item = add_item(setup, {.data_class = DataClass::connection,
                                           .provenance = Provenance::ui,
                                           .name = "deleted at 07:15",
                                           .deployment = 0,
                                           .owner = "team"}),
                  .kind = sim::EditSpec::Kind::removes}};
  const LedgerRow row = Ledger(finished(setup)).of(DataClass::connection, Provenance::ui);
  EXPECT_EQ(row.existed, 2);
  EXPECT_EQ(row.removed, 1);
  EXPECT_EQ(row.at_fault, 1);
  EXPECT_EQ(row.created, 1) << "by the restore";
  EXPECT_EQ(row.present, 2);
  EXPECT_EQ(row.lost, 0);
}

TEST(Reentering, MakesAnewWhatWasThereAndNothingElse) {
  sim::Setup setup = SmallWorld{}.setup();
  const auto add = [&](std::string name) {
    return add_item(setup, {.data_class = DataClass::connection,
                            .provenance = Provenance::ui,
                            .name = std::move(name),
                            .deployment = 0,
                            .owner = "team"});
  };
  const sim::ItemId gone = add("deleted at 01:00"), later = add("made at 20:00");
  setup.edits = {{.at = kStart + 1h, .item = gone, .kind = sim::EditSpec::Kind::removes},
                 {.at = kStart + 20h, .item = later}};
  setup.ends_at = kStart + 19h;
  EXPECT_EQ(Ledger(finished(setup)).of(DataClass::connection, Provenance::ui).present, 1);
  setup.ends_at = kStart + 21h;
  const LedgerRow row = Ledger(finished(setup)).of(DataClass::connection, Provenance::ui);
  EXPECT_EQ(row.lost_names, std::vector<std::string>{"warehouse"});
  EXPECT_EQ(row.removed, 1);
  EXPECT_EQ(row.created, 1 + 1) << "re-entered, and made at 20:00";
  EXPECT_EQ(row.present, 2);
}

TEST(Restoring, PauseFlagsComeLast) {
  const auto simulation = Rehearsal{}.run();
  const auto restorations = drill::measure_restorations(simulation);
  ASSERT_EQ(restorations.size(), 2U);
  const Instant unpaused = unpaused_at(simulation);
  for (const auto& restoration : restorations) EXPECT_LT(restoration.at, unpaused);
}

// The cut is of 07:01:30: the second task of the 07:00 run was at work, and nobody is at it now.
TEST(Restoring, ATaskThatWasRunningIsNotRetriedBeforeItsDagIsUnpaused) {
  sim::Setup setup = Rehearsal{.offset = 90s}.setup();
  for (sim::TaskSpec& task : setup.world.deployments[0].dags[0].tasks) task.retries = 1;
  const auto simulation = finished(setup);
  const Instant unpaused = unpaused_at(simulation);
  std::optional<Instant> begun;
  bool has_lapsed = false;
  simulation.world().logs[simulation.world().primary_of[0]].for_each(
      [&](const sim::WorkEntry& entry) {
        has_lapsed = has_lapsed || entry.what == sim::Work::task_retries;
        if (entry.what == sim::Work::task_started && !begun) begun = entry.at;
      });
  EXPECT_TRUE(has_lapsed) << "it is found to be a zombie";
  ASSERT_TRUE(begun);
  EXPECT_GE(*begun, unpaused);
}

// Cut at 07:01:30 like the copy that is restored, and kept in east, where nothing opens meanwhile.
sim::Setup with_own_copy(const Rehearsal& rehearsal, CopySpec::InFlight in_flight) {
  sim::Setup setup = rehearsal.setup();
  std::vector<CopySpec>& copies = setup.world.clusters[0].copies;
  CopySpec own = copies[0];
  own.name = "own";
  own.region = kEast;
  own.in_flight = in_flight;
  copies.insert(copies.begin(), own);
  return setup;
}

TEST(Restoring, OfCopiesThatWereCutAtOnceEachGivesWhatItHolds) {
  using InFlight = CopySpec::InFlight;
  const Rehearsal all{.offset = 90s, .outage_lasts = 10h};
  EXPECT_EQ(
      Ledger(finished(with_own_copy(all, InFlight::left_out))).of(DataClass::task_instance).lost, 2)
      << "those of 07:20";
  const Rehearsal less{.offset = 90s, .outage_lasts = 10h, .in_flight = InFlight::left_out};
  EXPECT_EQ(Ledger(finished(with_own_copy(less, InFlight::kept))).of(DataClass::task_instance).lost,
            2 + 1)
      << "and the one at work, which only the copy in east holds";
}

// West, where it was restored and where its copy is, is lost at 20:00.
TEST(Restoring, WhatIsLostAgainWithItsCopiesHasNoCut) {
  sim::Setup setup = Rehearsal{}.setup();
  setup.faults.push_back({.name = "west",
                          .kind = kind_named("region_outage"),
                          .target = kWest,
                          .begins = kStart + 20h,
                          .lasts = recovery::kForever});
  const LedgerRow row = Ledger(finished(setup)).of(DataClass::dag_run);
  EXPECT_EQ(row.present, 0);
  EXPECT_FALSE(row.cut);
}

// The copy of 07:10 is on its way while requests to the buckets of east fail.
TEST(Restoring, ACopyArrivesWhereAPartOfTheRequestsFailsAndNotWhereAllDo) {
  sim::Setup setup = Rehearsal{}.setup();
  setup.faults.insert(setup.faults.begin(), {.name = "buckets",
                                             .kind = kind_named("region_storage_outage"),
                                             .target = kEast,
                                             .begins = kStart + 7h + 15min,
                                             .lasts = 1h,
                                             .share = 0.5});
  EXPECT_EQ(Ledger(finished(setup)).of(DataClass::dag_run).cut, kStart + 7h + 10min);
  setup.faults.front().share = 1;
  EXPECT_EQ(Ledger(finished(setup)).of(DataClass::dag_run).cut, kStart + 6h + 10min);
}

}  // namespace
}  // namespace blackstart::tests
