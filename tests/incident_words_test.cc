#include <gtest/gtest.h>

#include <utility>
#include <vector>

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
  EXPECT_FALSE(drill::severity_of("apocalyptic").is_known);
}

TEST(Words, MayBeDecimalsAndPercents) {
  EXPECT_EQ(drill::severity_of("7.5%").level, 0.075);
  EXPECT_EQ(drill::severity_of("99.5pct_AZ").level, 0.995);
  EXPECT_EQ(drill::severity_of("30%_AZ").level, 0.3);
  EXPECT_TRUE(drill::severity_of("30%_AZ").is_of_zone);
  EXPECT_EQ(drill::severity_of("30 percent of AZ").level, 0.3);
}

TEST(Words, ForAFractionAreAShare) {
  const std::pair<const char*, double> kShares[] = {
      {"one_third", 1. / 3},
      {"a third of volumes", 1. / 3},
      {"two-thirds", 2. / 3},
      {"1/3 of AZ", 1. / 3},
      {"2 of 3", 2. / 3},
      {"one_in_four", 0.25},
      {"half", 0.5},
      {"half_down", 0.5},
      {"three quarters", 0.75},
      {"lost a fifth", 0.2},
      {"2_of_3_AZs_down", 2. / 3},
      {"up_to_30pct", 0.3},
  };
  for (const auto& [words, share] : kShares) {
    EXPECT_NEAR(drill::severity_of(words).level, share, 1e-9) << words;
    EXPECT_TRUE(drill::severity_of(words).is_stated) << words;
    EXPECT_EQ(drill::severity_of(words).role, Role::impairs) << words;
  }
  EXPECT_NEAR(drill::severity_of("two_thirds_recovered").left, 1. / 3, 1e-9);
}

TEST(Words, ThatSayWhichOneAreNoShare) {
  for (const char* words : {"third_party", "a third-party outage", "third parties", "third_wave",
                            "total, by a third party"})
    EXPECT_FALSE(drill::severity_of(words).is_stated) << words;
  EXPECT_EQ(drill::severity_of("a third-party outage").level, 1);
  EXPECT_EQ(drill::severity_of("4 of 3").level, 0.5) << "no share; what is not known is major";
}

TEST(Words, ForWhatWorksMakeAShareWhatIsLeft) {
  const std::pair<const char*, double> kGone[] = {
      {"99.9% availability", 0.001},
      {"success rate 65%", 0.35},
      {"availability down to 40%", 0.6},
      {"only 10% of instances available", 0.9},
      {"40pct_available", 0.6},
      {"10% to 20% available", 0.9},
      {"80% of the impacted machines are online", 0.2},
      {"at 40% capacity", 0.6},
      // And what is lost of it is lost.
      {"availability reduced by 40%", 0.4},
      {"20% capacity reduction", 0.2},
      {"40% availability loss", 0.4},
      {"loss of 40% availability", 0.4},
      {"error rate 35%", 0.35},
      {"30% of running instances lost", 0.3},
      {"recovering, 10% still down", 0.1},
  };
  for (const auto& [words, gone] : kGone) {
    EXPECT_NEAR(drill::severity_of(words).level, gone, 1e-9) << words;
    EXPECT_EQ(drill::severity_of(words).role, Role::impairs) << words;
  }
  EXPECT_EQ(drill::severity_of("100% available").role, Role::ends);
  EXPECT_EQ(drill::severity_of("70% of instances back").role, Role::lessens);
  EXPECT_EQ(drill::severity_of("80% of the impacted machines recovered").role, Role::lessens);
}

TEST(Words, OfARangeCountTheWorse) {
  for (const char* range :
       {"between 10% and 20%", "10-20%", "10% to 20%", "from 40% to 20% errors"})
    EXPECT_EQ(drill::severity_of(range).level, 0.2) << range;
  EXPECT_EQ(drill::severity_of("30pct_volumes_45pct").unread, "45pct")
      << "two shares of two things are no range";
}

TEST(Words, ForAllThatAreNegatedSayLessAndNotNothing) {
  for (const char* words : {"not total", "major but not total", "not a full outage"}) {
    EXPECT_EQ(drill::severity_of(words).level, 0.5) << words;
    EXPECT_EQ(drill::severity_of(words).role, Role::impairs) << words;
  }
  EXPECT_FALSE(drill::severity_of("not total").says_level);
  EXPECT_EQ(drill::severity_of("not fully recovered").role, Role::lessens);
}

TEST(Words, ForWhoWentElsewhereAndForSparesHarmNobody) {
  for (const char* words : {"failed over", "failover complete", "redundancy lost", "evacuated"}) {
    EXPECT_EQ(drill::severity_of(words).role, Role::tells) << words;
    EXPECT_NE(drill::severity_of(words).harms_nobody_since, "") << words;
  }
}

TEST(Words, ThatSayNoLevelAreKnownNotTo) {
  for (const char* words : {"impaired", "disruption", "increased error rates", "region"})
    EXPECT_FALSE(drill::severity_of(words).says_level) << words;
  for (const char* words : {"loss of power", "degraded", "20pct", "destroyed"})
    EXPECT_TRUE(drill::severity_of(words).says_level) << words;
}

TEST(Words, ForAShareOfZonesAreOfTheRegion) {
  EXPECT_TRUE(drill::severity_of("2_of_3_AZs").is_of_region);
  EXPECT_FALSE(drill::severity_of("2_of_3_AZs").is_of_zone);
  EXPECT_TRUE(drill::severity_of("major_AZs").is_of_zone);
}

TEST(Words, ThatSayItNeverComesBackAreAllOfItForGood) {
  for (const char* words : {"permanently lost", "permanent_data_loss", "destroyed", "unrecoverable",
                            "never_recovered", "beyond repair"}) {
    const drill::Severity severity = drill::severity_of(words);
    EXPECT_TRUE(severity.is_for_good && severity.level == 1) << words;
    EXPECT_EQ(severity.role, Role::impairs) << words;
  }
}

TEST(Words, ForWhatWorksImpairNothingUnlessTheyAreNegated) {
  for (const char* words : {"ok", "up", "green", "operational", "working", "back_up", "is over"})
    EXPECT_EQ(drill::severity_of(words).role, Role::ends) << words;
  for (const char* words : {"not_ok", "not up", "not operational", "not_working", "unhealthy"})
    EXPECT_EQ(drill::severity_of(words).role, Role::impairs) << words;
}

TEST(Words, ForComingAndGoingFlap) {
  for (const char* words : {"flapping", "intermittent", "on and off", "up and down"}) {
    EXPECT_TRUE(drill::severity_of(words).is_flapping) << words;
    EXPECT_EQ(drill::severity_of(words).role, Role::impairs) << words;
  }
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

TEST(Words, ForWhatAnApiIsAskedToDoAreItsControlPlane) {
  for (const char* word : {"RunInstances", "run_instances", "ec2_launch", "create_instance"}) {
    EXPECT_EQ(drill::thing_of(word).subject, Subject::machines) << word;
    EXPECT_TRUE(drill::thing_of(word).is_control_plane) << word;
  }
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
      {"load_balancer", Subject::network},
      {"cloud_load_balancing", Subject::network},
      {"express_route", Subject::network},
      {"direct_connect", Subject::network},
      {"azure_active_directory", Subject::identity},
      {"key_vault", Subject::identity},
      {"container_registry", Subject::buckets},
      {"mwaa", Subject::machines},
      {"cloud_composer", Subject::machines},
      {"app_engine", Subject::outside},
      {"quota", Subject::capacity},
      {"insufficient_capacity", Subject::capacity},
      {"inter_region_network", Subject::between_regions},
      {"identity_and_access_management", Subject::identity},
  };
  for (const auto& [word, subject] : kWords) {
    EXPECT_TRUE(drill::thing_of(word).is_known) << word;
    EXPECT_EQ(drill::thing_of(word).subject, subject) << word;
  }
}

TEST(Words, ThatCloudsCallTheirServicesByAreKnownInFull) {
  const std::pair<Subject, std::vector<const char*>> kNames[] = {
      {Subject::machines,
       {"Amazon Elastic Compute Cloud", "Compute Engine", "Azure Virtual Machines", "UPS",
        "Managed Workflows for Apache Airflow", "Cloud Composer"}},
      {Subject::disks,
       {"Amazon Elastic Block Store", "Persistent Disk", "Azure Managed Disks", "Hyperdisk"}},
      {Subject::database,
       {"Amazon Relational Database Service", "Cloud SQL", "Azure SQL Database", "SQL Server",
        "Azure Database for PostgreSQL", "Azure Database for PostgreSQL Flexible Server"}},
      {Subject::kubernetes,
       {"Amazon Elastic Kubernetes Service", "Google Kubernetes Engine", "Azure Kubernetes Service",
        "Google Kubernetes Engine (GKE)"}},
      {Subject::network,
       {"Virtual Private Cloud", "Azure Virtual Network", "Elastic Load Balancing", "NAT Gateway",
        "Cloud Load Balancing", "fibre"}},
      {Subject::buckets,
       {"Amazon Simple Storage Service", "Amazon Simple Storage Service (S3)", "Azure Blob Storage",
        "Google Cloud Storage", "Elastic Container Registry", "Artifact Registry"}},
      {Subject::dns, {"Amazon Route 53", "Route 53 DNS", "Cloud DNS", "Azure DNS"}},
      {Subject::identity,
       {"AWS Identity and Access Management", "AWS Security Token Service", "Cloud IAM",
        "AWS Key Management Service", "Cloud KMS", "Azure Key Vault", "Microsoft Entra ID",
        "Azure Active Directory"}},
      {Subject::console, {"AWS Management Console", "Google Cloud Console", "Azure Portal"}},
      {Subject::monitoring, {"Amazon CloudWatch", "Azure Monitor", "Cloud Monitoring"}},
      {Subject::everything, {"Azure Resource Manager"}},
      {Subject::outside,
       {"Log Analytics", "Cloud Logging", "Service Health dashboard", "Amazon Simple Queue Service",
        "Elastic File System", "Cloud Pub/Sub"}},
  };
  for (const auto& [subject, names] : kNames) {
    for (const char* name : names) {
      const drill::Thing thing = drill::thing_of(name);
      EXPECT_TRUE(thing.is_known && thing.subject == subject) << name;
      EXPECT_EQ(thing.taken_for, "") << name;
    }
  }
}

TEST(Words, ThatNobodyKnowsAreToldWithTheNearestThatIsLikeThem) {
  const std::pair<const char*, const char*> kNearest[] = {
      {"netwrok", "network"}, {"regoin", "region"}, {"ec3", "ec2"},
      {"iem", "iam"},         {"s4", "s3"},         {"my_datbse", "database"},
      {"trap_door", ""},      {"hall", ""},         {"quantum_relay", ""},
  };
  for (const auto& [word, nearest] : kNearest) {
    EXPECT_FALSE(drill::thing_of(word).is_known) << word;
    EXPECT_EQ(drill::thing_of(word).nearest, nearest) << word;
  }
  EXPECT_EQ(drill::thing_of("conection").taken_for, "connection");
  EXPECT_EQ(drill::severity_of("apocalyptic").nearest, "");
  EXPECT_EQ(drill::severity_of("outagee").nearest, "outage");
}

}  // namespace
}  // namespace blackstart::tests
