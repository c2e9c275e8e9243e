#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/operation.h"

// The hands in the simulated world: what each cloud, Airflow and human operation takes and does. A
// row keeps no state of its own.
namespace blackstart::mock {

std::span<const sim::Operation> network_operations();
std::span<const sim::Operation> compute_operations();
std::span<const sim::Operation> storage_operations();
std::span<const sim::Operation> deployment_operations();
std::span<const sim::Operation> restoring_operations();
std::span<const sim::Operation> people_operations();
std::span<const sim::Operation> monitoring_operations();
std::span<const sim::Operation> zone_operations();

// Every operation there is: the tables above, one after the other.
std::span<const sim::Operation> operations();

// Until a peering request that nobody answers is void; nullopt: it never is.
std::optional<recovery::Duration> peering_request_lasts(const sim::WorldSpec& world);

}  // namespace blackstart::mock
