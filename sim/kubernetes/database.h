#pragma once

#include "sim/stage.h"

// A site's Postgres server: a primary and a synchronous standby, so that nothing that was committed
// is lost when the primary's zone is (RPO 0); with no standby it waits for its zone.
namespace blackstart::sim {

// Promotions begin and end, a standby is built again, as the zones say.
void renew_databases(Stage& stage);
void promote_if_asked(Stage& stage, SiteId site);
void on_database_promoted(Stage& stage, SiteId site, std::uint32_t generation);
void on_database_settled(Stage& stage, SiteId site, std::uint32_t generation);
void on_standby_created(Stage& stage, SiteId site, const Event& event);

bool database_serves(const Setup& setup, const World& world, SiteId site);

}  // namespace blackstart::sim
