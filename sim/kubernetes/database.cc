#include "sim/kubernetes/database.h"

#include <utility>

#include "sim/fault/health.h"
#include "sim/kubernetes/luck.h"
#include "sim/kubernetes/members.h"
#include "sim/kubernetes/pods.h"
#include "sim/kubernetes/zones.h"
#include "sim/world/holding.h"

namespace blackstart::sim {
namespace {

using State = DatabaseCopies::State;

DatabaseCopies& copies_of(Stage& stage, SiteId site) {
  return stage.world.platform.sites[site].database;
}

bool answers(const Stage& stage, SiteId site, std::uint8_t zone) {
  return zone < kZonesMax && zone_answers(stage.setup.world, stage.world, site, zone);
}

bool has_power(const Stage& stage, SiteId site, std::uint8_t zone) {
  const ZoneId id = zone_id(stage.setup.world, stage.world.sites[site].region, zone);
  return stage.world.site_is_up(site) && zone_has_power(stage.setup.world, stage.world, id);
}

bool is_destroyed(const Stage& stage, SiteId site, std::uint8_t zone) {
  if (zone >= kZonesMax) return true;
  const ZoneId id = zone_id(stage.setup.world, stage.world.sites[site].region, zone);
  return zone_is_destroyed(stage.setup.world, stage.world, id);
}

void enter(DatabaseCopies& copies, State state) {
  copies.state = state;
  ++copies.generation;
}

// Of a whole site that is down its database is not worth a word. While the standby takes over it is
// the one that matters: the primary is lost already.
void record_failure(Stage& stage, SiteId site) {
  if (!stage.world.site_is_up(site)) return;
  const DatabaseCopies& copies = copies_of(stage, site);
  const bool is_standby = copies.state == State::promoting;
  stage.record(Happening::database_failed, site, is_standby ? copies.standby : copies.primary,
               is_standby);
}

void promote(Stage& stage, SiteId site) {
  DatabaseCopies& copies = copies_of(stage, site);
  if (copies.state != State::waiting) record_failure(stage, site);
  enter(copies, State::promoting);
  stage.record(Happening::promotion_began, site, copies.standby);
  stage.schedule(
      stage.now + draw(stage, "database.promote", site_name(stage, site), copies.generation),
      {.kind = EventKind::database_promoted, .a = site, .b = copies.generation});
}

void wait(Stage& stage, SiteId site) {
  record_failure(stage, site);
  enter(copies_of(stage, site), State::waiting);
}

void settle(Stage& stage, SiteId site) {
  DatabaseCopies& copies = copies_of(stage, site);
  enter(copies, State::settling);
  stage.schedule(
      stage.now + draw(stage, "database.settle", site_name(stage, site), copies.generation),
      {.kind = EventKind::database_settled, .a = site, .b = copies.generation});
}

// Connections outlast a cut that is too short for a failover; one that was settling has none yet.
void lose_primary(Stage& stage, SiteId site, bool standby_answers) {
  DatabaseCopies& copies = copies_of(stage, site);
  copies.decided_at = stage.now + stage.setup.world.platform.failover_decided_after;
  copies.has_lost_connections = copies.state != State::serving;
  if (standby_answers)
    promote(stage, site);
  else
    wait(stage, site);
}

// The names still lead to it.
void take_back_primary(Stage& stage, SiteId site) {
  DatabaseCopies& copies = copies_of(stage, site);
  stage.record(Happening::database_returned, site, copies.primary);
  if (copies.has_lost_connections || stage.now >= copies.decided_at) return settle(stage, site);
  enter(copies, State::serving);
  stage.record(Happening::database_ready, site);
}

// Where a new standby can be built: any other zone of the site that answers.
std::uint8_t zone_for_standby(const Stage& stage, SiteId site) {
  const SitePlatform& platform = stage.world.platform.sites[site];
  for (const std::uint32_t zone : platform.zones) {
    const auto candidate = static_cast<std::uint8_t>(zone);
    if (candidate != platform.database.primary && answers(stage, site, candidate)) return candidate;
  }
  return kZonesMax;
}

void build_standby(Stage& stage, SiteId site) {
  DatabaseCopies& copies = copies_of(stage, site);
  const bool is_missing = copies.has_standby && copies.standby == kZonesMax;
  if (!is_missing || copies.is_copying || !answers(stage, site, copies.primary)) return;
  const std::uint8_t zone = zone_for_standby(stage, site);
  if (zone == kZonesMax) return;
  copies.is_copying = true;
  copies.copies_to = zone;
  ++copies.standby_generation;
  stage.schedule(
      stage.now + draw(stage, "standby.create", site_name(stage, site), copies.standby_generation),
      {.kind = EventKind::standby_created, .a = site, .b = copies.standby_generation, .c = zone});
}

// What either end lost on the way has to be copied from the beginning.
void interrupt_copying(Stage& stage, SiteId site) {
  DatabaseCopies& copies = copies_of(stage, site);
  if (answers(stage, site, copies.primary) && answers(stage, site, copies.copies_to)) return;
  if (!std::exchange(copies.is_copying, false)) return;
  ++copies.standby_generation;
}

// The primary goes on committing without it, so it is of no use until it has copied everything
// anew.
void drop_lost_standby(Stage& stage, SiteId site) {
  DatabaseCopies& copies = copies_of(stage, site);
  const bool is_needed = copies.state != State::serving && copies.state != State::settling;
  if (copies.standby == kZonesMax || is_needed || answers(stage, site, copies.standby)) return;
  copies.dropped = std::exchange(copies.standby, kZonesMax);
  copies.dropped_at = stage.now;
}

// One that was out of reach too briefly to be given up catches up with what it missed.
void take_back_standby(Stage& stage, SiteId site) {
  DatabaseCopies& copies = copies_of(stage, site);
  const Instant given_up_at = copies.dropped_at + stage.setup.world.platform.failover_decided_after;
  const bool is_late = copies.dropped == kZonesMax || stage.now >= given_up_at;
  if (is_late || copies.state != State::serving || copies.standby != kZonesMax) return;
  if (copies.dropped == copies.primary || !answers(stage, site, copies.dropped)) return;
  copies.standby = copies.dropped;
  copies.is_copying = false;
  ++copies.standby_generation;
}

// Lost in the same instant, the two hold the same: nothing was committed in between.
void keep_what_fell_together(Stage& stage, SiteId site) {
  DatabaseCopies& copies = copies_of(stage, site);
  const bool fell_now = copies.standby == kZonesMax && copies.dropped_at == stage.now;
  if (fell_now && !answers(stage, site, copies.primary)) copies.standby = copies.dropped;
}

void lose_metadata(Stage& stage, SiteId site) {
  enter(copies_of(stage, site), State::destroyed);
  for_each_instance(stage.world, site, [&](InstanceId id) { lose_database(stage, id); });
}

void follow_primary(Stage& stage, SiteId site) {
  DatabaseCopies& copies = copies_of(stage, site);
  const bool primary_answers = answers(stage, site, copies.primary);
  const bool standby_answers = answers(stage, site, copies.standby);
  switch (copies.state) {
    case State::serving:
    case State::settling:
      if (!primary_answers) lose_primary(stage, site, standby_answers);
      break;
    case State::waiting:
      if (primary_answers)
        take_back_primary(stage, site);
      else if (standby_answers)
        promote(stage, site);
      break;
    case State::promoting:
      if (primary_answers && stage.now < copies.decided_at)
        take_back_primary(stage, site);
      else if (!standby_answers)
        wait(stage, site);
      break;
    case State::destroyed:
      break;
  }
  if (!has_power(stage, site, copies.primary)) copies.has_lost_connections = true;
}

void renew(Stage& stage, SiteId site) {
  DatabaseCopies& copies = copies_of(stage, site);
  if (copies.state == State::destroyed || !stage.world.sites[site].has_database) return;
  keep_what_fell_together(stage, site);
  if (is_destroyed(stage, site, copies.primary) && is_destroyed(stage, site, copies.standby))
    return lose_metadata(stage, site);
  follow_primary(stage, site);
  take_back_standby(stage, site);
  drop_lost_standby(stage, site);
  interrupt_copying(stage, site);
  build_standby(stage, site);
}

}  // namespace

void renew_databases(Stage& stage) {
  for (SiteId site = 0; site < stage.world.platform.sites.size(); ++site) renew(stage, site);
}

void promote_if_asked(Stage& stage, SiteId site) {
  DatabaseCopies& copies = copies_of(stage, site);
  const bool may = copies.state == State::serving && answers(stage, site, copies.standby);
  const bool should = !zone_is_trusted(stage, site, copies.primary);
  if (!may || !should) return;
  copies.decided_at = stage.now;
  promote(stage, site);
}

void on_database_promoted(Stage& stage, SiteId site, std::uint32_t generation) {
  DatabaseCopies& copies = copies_of(stage, site);
  if (copies.generation != generation || copies.state != State::promoting) return;
  copies.primary = copies.standby;
  copies.standby = kZonesMax;
  stage.record(Happening::database_promoted, site, copies.primary);
  settle(stage, site);
  build_standby(stage, site);
  if (stage.setup.world.platform.schedulers_exit_on_failover) restart_schedulers(stage, site);
}

void on_database_settled(Stage& stage, SiteId site, std::uint32_t generation) {
  DatabaseCopies& copies = copies_of(stage, site);
  if (copies.generation != generation || copies.state != State::settling) return;
  copies.state = State::serving;
  stage.record(Happening::database_ready, site);
}

void on_standby_created(Stage& stage, SiteId site, const Event& event) {
  DatabaseCopies& copies = copies_of(stage, site);
  if (copies.standby_generation != event.b) return;
  copies.is_copying = false;
  const auto zone = static_cast<std::uint8_t>(event.c);
  const bool has_copied = copies.state == State::serving && answers(stage, site, zone);
  if (has_copied && zone != copies.primary) {
    copies.standby = zone;
    stage.record(Happening::standby_ready, site, zone);
  } else {
    build_standby(stage, site);
  }
}

bool database_serves(const Setup& setup, const World& world, SiteId site) {
  const DatabaseCopies& copies = world.platform.sites[site].database;
  return world.sites[site].has_database && copies.state == State::serving &&
         zone_answers(setup.world, world, site, copies.primary);
}

}  // namespace blackstart::sim
