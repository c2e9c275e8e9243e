#include <gtest/gtest.h>

#include <utility>

#include "drill/incident/severity.h"
#include "drill/incident/thing.h"

// The words of publishers, read by their parts.
namespace blackstart::tests {
namespace {

using drill::Role;
using drill::Subject;

TEST(Words, AreReadByTheirParts) {
  EXPECT_EQ(drill::severity_of("near_total_AZ").level, 0.95);
  EXPECT_TRUE(drill::severity_of("near_total_AZ").is_of_zone);
  EXPECT_EQ(drill::severity_of("13pct_volumes_45pct_singleAZ_RDS").level, 0.13);
  EXPECT_EQ(drill::severity_of("partial_recovery").role, Role::lessens);
  EXPECT_EQ(drill::severity_of("recovering_80pct").left, 1 - 0.8);
  EXPECT_EQ(drill::severity_of("recovered_with_tail").role, Role::ends);
  EXPECT_EQ(drill::severity_of("mostly restored, partial").role, Role::lessens);
  EXPECT_EQ(drill::severity_of("info").role, Role::tells);
  EXPECT_FALSE(drill::severity_of("catastrophic").is_known);
}

TEST(Words, MayBeDecimalsAndPercents) {
  EXPECT_EQ(drill::severity_of("7.5%").level, 0.075);
  EXPECT_EQ(drill::severity_of("99.5pct_AZ").level, 0.995);
  EXPECT_EQ(drill::severity_of("30%_AZ").level, 0.3);
  EXPECT_TRUE(drill::severity_of("30%_AZ").is_of_zone);
  EXPECT_EQ(drill::severity_of("30 percent of AZ").level, 0.3);
}

TEST(Words, ThatHealSayHowFar) {
  for (const char* end : {"full_recovery", "complete_recovery", "recovery_complete", "operational",
                          "fully_recovered", "healthy", "available", "fixed", "back_online", "none",
                          "no_impact", "no longer degraded"}) {
    EXPECT_EQ(drill::severity_of(end).role, Role::ends) << end;
  }
  for (const char* nearly : {"recovered_90pct", "90pct_recovered"}) {
    EXPECT_EQ(drill::severity_of(nearly).role, Role::lessens) << nearly;
    EXPECT_NEAR(drill::severity_of(nearly).left, 0.1, 1e-9) << nearly;
  }
  EXPECT_EQ(drill::severity_of("mostly_recovered").role, Role::lessens);
}

TEST(Words, ThatOnlyTellChangeNothing) {
  for (const char* word : {"monitoring", "investigating", "identified", "update", "not_recovered"})
    EXPECT_EQ(drill::severity_of(word).role, Role::tells) << word;
  EXPECT_EQ(drill::severity_of("update: degraded").role, Role::impairs);
}

TEST(Words, TellWhatRunsFromWhatChangesIt) {
  EXPECT_FALSE(drill::thing_of("ec2").is_control_plane);
  EXPECT_TRUE(drill::thing_of("ec2_launch").is_control_plane);
  EXPECT_EQ(drill::thing_of("ec2_network_api").subject, Subject::network);
  EXPECT_EQ(drill::thing_of("ecs_eks_provisioning").subject, Subject::kubernetes);
  EXPECT_EQ(drill::thing_of("iam_sign_in").subject, Subject::identity);
  EXPECT_EQ(drill::thing_of("dynamodb").subject, Subject::outside);
  EXPECT_EQ(drill::thing_of("flux_capacitor").nearest, "capacity");
}

TEST(Words, OfTwoPartsThatAreOneWordAreReadAsOne) {
  for (const char* word : {"s3", "gcs", "blob", "blob_storage", "azure_storage", "queue_storage",
                           "table_storage", "storage_account", "azure_blob_storage"}) {
    EXPECT_EQ(drill::thing_of(word).subject, Subject::buckets) << word;
    EXPECT_EQ(drill::thing_of(word).taken_for, "") << word;
  }
  EXPECT_EQ(drill::thing_of("storage").subject, Subject::disks);
}

TEST(Words, ThatAreKnownInPartOnlySayWhatTheyAreTakenFor) {
  EXPECT_EQ(drill::thing_of("fancy_disk_thing").taken_for, "disk");
  EXPECT_EQ(drill::thing_of("ec2_network").taken_for, "");
}

TEST(Words, OfATenantMeanItsDeletionOnlyIfTheySaySo) {
  EXPECT_TRUE(drill::thing_of("account_deleted").is_deleted);
  EXPECT_EQ(drill::thing_of("subscription_deletion").subject, Subject::tenant);
  EXPECT_FALSE(drill::thing_of("tenant").is_deleted);
  EXPECT_FALSE(drill::thing_of("account_service").is_known);
}

TEST(Words, OfSeveralPartsTheLastSaysWhatItIs) {
  for (const char* word : {"gke_nodes", "eks_nodes", "aks_nodes", "virtual_machines"}) {
    EXPECT_EQ(drill::thing_of(word).subject, Subject::machines) << word;
    EXPECT_FALSE(drill::thing_of(word).is_control_plane) << word;
  }
  EXPECT_TRUE(drill::thing_of("eks_control_plane").is_control_plane);
}

TEST(Words, ForTheApiAloneMeanTheControlPlanesOfTheRegion) {
  for (const char* word :
       {"api", "control_plane", "management_plane", "resource_manager", "arm", "fancy_api"}) {
    EXPECT_EQ(drill::thing_of(word).subject, Subject::everything) << word;
    EXPECT_TRUE(drill::thing_of(word).is_control_plane) << word;
  }
}

TEST(Words, OfEveryCloudAreKnown) {
  const std::pair<const char*, Subject> kWords[] = {
      {"load_balancer", Subject::network},           {"cloud_load_balancing", Subject::network},
      {"express_route", Subject::network},           {"direct_connect", Subject::network},
      {"azure_active_directory", Subject::identity}, {"key_vault", Subject::identity},
      {"container_registry", Subject::buckets},      {"mwaa", Subject::machines},
      {"cloud_composer", Subject::machines},         {"app_engine", Subject::outside},
  };
  for (const auto& [word, subject] : kWords) {
    EXPECT_TRUE(drill::thing_of(word).is_known) << word;
    EXPECT_EQ(drill::thing_of(word).subject, subject) << word;
  }
}

TEST(Words, ThatNobodyKnowsAreToldWithTheNearestThatIsLikeThem) {
  const std::pair<const char*, const char*> kNearest[] = {
      {"netwrok", "network"}, {"regoin", "region"}, {"ec3", "ec2"},
      {"iem", "iam"},         {"s4", "s3"},         {"my_datbse", "database"},
      {"front_door", ""},     {"hall", ""},         {"quantum_relay", ""},
  };
  for (const auto& [word, nearest] : kNearest) {
    EXPECT_FALSE(drill::thing_of(word).is_known) << word;
    EXPECT_EQ(drill::thing_of(word).nearest, nearest) << word;
  }
  EXPECT_EQ(drill::thing_of("conection").taken_for, "connection");
  EXPECT_EQ(drill::severity_of("catastrophic").nearest, "");
  EXPECT_EQ(drill::severity_of("outagee").nearest, "outage");
}

}  // namespace
}  // namespace blackstart::tests
