#include "drill/incident/becomes.h"

#include <algorithm>
#include <array>

namespace blackstart::drill {
namespace {

double as_it_is(double level) { return level; }
double as_packets(double level) { return level / 5; }
// What is left has all of the work to do.
double as_factor(double level) { return level >= 0.99 ? 100 : 1 / (1 - level); }

constexpr std::string_view kBuckets =
    "buckets: only where all are out, tasks that keep their XComs there fail and no backup can be "
    "restored";
constexpr std::string_view kCongestion =
    "packets: congestion that takes half of a network is not half of its packets; a fifth of the "
    "share that was hit is taken to be lost";
constexpr std::string_view kFlapping = "flapping: how often and for how long is not in the facts";
constexpr std::string_view kDatabases =
    "databases: none fail alone in the model; where all of a zone are out it is taken to be "
    "without "
    "power, where a share is, a share of its machines";
constexpr std::string_view kDisks = "disks: where all are out nothing of a zone works";

constexpr std::array kRows = {
    Becomes{Subject::machines, false, "zone_power_outage", "zone_partial_loss", "share", as_it_is,
            Aim::zones, ""},
    Becomes{Subject::database, false, "zone_power_outage", "zone_partial_loss", "share", as_it_is,
            Aim::zones, "", Manner::by_a_share, kDatabases, kDatabases},
    Becomes{Subject::disks, false, "zone_power_outage", "zone_degradation", "disk_slowdown",
            as_factor, Aim::zones, "", Manner::by_a_share, kDisks},
    Becomes{Subject::network, false, "zone_network_isolation", "zone_degradation", "packet_loss",
            as_packets, Aim::zones, "", Manner::by_a_share, "", kCongestion},
    Becomes{Subject::network, false, "zone_network_isolation", "zone_degradation", "packet_loss",
            as_it_is, Aim::zones, "", Manner::losing_packets},
    Becomes{Subject::network, false, "zone_flapping", "zone_flapping", "", as_it_is, Aim::each_zone,
            "", Manner::flapping, kFlapping, kFlapping},
    Becomes{Subject::capacity, false, "zone_capacity_shortage", "zone_capacity_shortage", "share",
            as_it_is, Aim::zones, ""},
    Becomes{Subject::buckets, false, "region_storage_outage", "region_storage_outage", "share",
            as_it_is, Aim::regions, "", Manner::by_a_share, kBuckets},
    Becomes{Subject::everything, false, "region_outage", "zone_partial_loss", "share", as_it_is,
            Aim::regions, ""},
    Becomes{Subject::everything, true, "region_control_plane_outage", "api_degradation",
            "error_share", as_it_is, Aim::regions, ""},
    Becomes{Subject::monitoring, false, "monitoring_outage", "monitoring_outage", "", as_it_is,
            Aim::regions, ""},
    // Launches that are refused or slow ("RunInstances"). Of a zone by itself the model refuses
    // them for want of capacity only: what an API does not take is of its region.
    Becomes{Subject::machines, true, "service_outage", "api_degradation", "error_share", as_it_is,
            Aim::regional_service, "compute"},
    Becomes{Subject::kubernetes, true, "service_outage", "api_degradation", "error_share", as_it_is,
            Aim::regional_service, "kubernetes"},
    Becomes{Subject::database, true, "service_outage", "api_degradation", "error_share", as_it_is,
            Aim::regional_service, "database"},
    Becomes{Subject::network, true, "service_outage", "api_degradation", "error_share", as_it_is,
            Aim::regional_service, "network"},
    Becomes{Subject::disks, true, "service_outage", "api_degradation", "error_share", as_it_is,
            Aim::regional_service, "storage"},
    Becomes{Subject::buckets, true, "service_outage", "api_degradation", "error_share", as_it_is,
            Aim::regional_service, "storage"},
    Becomes{Subject::dns, true, "service_outage", "api_degradation", "error_share", as_it_is,
            Aim::service, "route53"},
    Becomes{Subject::identity, true, "service_outage", "api_degradation", "error_share", as_it_is,
            Aim::service, "iam"},
    Becomes{Subject::console, true, "service_outage", "api_degradation", "error_share", as_it_is,
            Aim::service, "console"},
    Becomes{Subject::tenant, false, "cluster_outage", "cluster_outage", "", as_it_is, Aim::clusters,
            ""},
};

}  // namespace

std::string_view kind_at(const Becomes& row, double level) {
  return level >= 1 ? row.all : row.part;
}

std::string_view figure_at(const Becomes& row, double level) {
  return kind_at(row, level) == row.part ? row.figure : "";
}

bool is_zonal(const Becomes& row) {
  return row.aim == Aim::zones || row.aim == Aim::each_zone ||
         (row.subject == Subject::everything && !row.is_control_plane);
}

bool stands_in_premises(const Becomes& row) {
  const bool is_held = row.subject == Subject::machines || row.subject == Subject::database ||
                       row.subject == Subject::disks;
  return is_held && !row.is_control_plane;
}

bool is_of_one_thing(const Becomes& a, const Becomes& b) {
  return a.subject == b.subject && a.is_control_plane == b.is_control_plane;
}

const Becomes* fault_of(Subject subject, bool is_control_plane, Manner manner) {
  for (const Becomes& row : kRows) {
    if (row.subject == subject && row.is_control_plane == is_control_plane && row.manner == manner)
      return &row;
  }
  // Some have one side only: a control plane that nothing runs on, or capacity.
  const auto* found = std::ranges::find(kRows, subject, &Becomes::subject);
  return found == kRows.end() ? nullptr : found;
}

}  // namespace blackstart::drill
