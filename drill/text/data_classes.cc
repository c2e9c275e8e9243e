#include "drill/text/data_classes.h"

#include <array>

#include "sim/world/data_class.h"

namespace blackstart::drill {
namespace {

using sim::DataClass;

constexpr DataClassRow row(DataClass data_class, std::string_view does) {
  return {sim::name_of(data_class), does};
}

constexpr std::array kRows = {
    row(DataClass::dag_run, "rows of the metadata database"),
    row(DataClass::task_instance, "rows of the metadata database"),
    row(DataClass::xcom, "rows of the metadata database, and bytes wherever they are kept"),
    row(DataClass::task_log, "logs of tries that ended, in the log bucket; bytes"),
    row(DataClass::trigger, "what deferred tasks wait for: rows of the metadata database"),
    row(DataClass::asset_event, "updates of assets: rows of the metadata database"),
    row(DataClass::variable, "of a Deployment, by where each was set"),
    row(DataClass::connection, "of a Deployment, by where each was set"),
    row(DataClass::pool, "of a Deployment, by where each was set"),
    row(DataClass::pause_flag, "whether a DAG is paused: in the metadata database"),
    row(DataClass::role, "of Airflow: in the metadata database"),
    row(DataClass::environment_variable, "of a Deployment, plain or secret"),
    row(DataClass::alert_email, "addresses that a Deployment's alerts go to"),
    row(DataClass::image, "of a Deployment, in the registry"),
    row(DataClass::dag_bundle, "the DAGs' code"),
    row(DataClass::cluster_configuration, "of a cluster, restored by its vendor or not"),
    row(DataClass::vpc, "of a cluster"),
    row(DataClass::peering, "of a cluster's VPC"),
    row(DataClass::route, "of a cluster, made by the vendor or by the customer"),
    row(DataClass::security_group_rule, "of a cluster, made by the vendor or by the customer"),
    row(DataClass::egress_ip, "of a cluster; one that is made anew is another one"),
    row(DataClass::organization_setting, "in the vendor's control plane"),
    row(DataClass::workspace_setting, "in the vendor's control plane"),
    row(DataClass::user, "in the vendor's control plane"),
    row(DataClass::log_tail, "logs of tries at work, on their workers alone"),
};
static_assert(kRows.size() == sim::kDataClassNames.size());

}  // namespace

std::span<const DataClassRow> data_classes() { return kRows; }

}  // namespace blackstart::drill
