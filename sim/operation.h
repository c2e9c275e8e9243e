#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "recovery/call.h"
#include "sim/stage.h"
#include "sim/world/holding.h"
#include "sim/world/lack.h"

namespace blackstart::sim {

// A step with its names resolved once: what its provider needs to act on it.
struct BoundStep {
  std::uint32_t operation = kNone;
  ClusterId cluster = kNone;
  DeploymentId deployment = kNone;
  ItemId item = kNone;
  std::uint32_t allow_list = kNone;
  std::uint32_t pool = kNone;          // of the cluster's node pools
  RegionId region = kNone;             // where it acts; of a probe: what it looks at
  RegionId vantage = kNone;            // of a probe: from where
  ServiceId regional_service = kNone;  // the control plane of that region it goes through
  std::uint32_t person = kNone;        // who acts
  std::uint64_t name_hash = 0;         // of the step's name: its own luck
  const Timing* timing = nullptr;      // of the shared setup, which never changes
};

// Whether a provider takes a call. `service` names the control plane that is to blame, where one
// is.
struct Admission {
  enum class Kind : std::uint8_t { accepted, transient, permanent, silent } kind = Kind::accepted;
  std::string reason;
  ServiceId service = kNone;
};

// One thing a provider or a person can do in the simulated world. How long it takes comes from the
// timing of the same name.
struct Operation {
  std::string_view name;
  std::string_view does;
  std::string_view target;          // "cluster", "deployment", "peering", "region", ...
  std::string_view global_service;  // the control plane it goes through; empty: none
  bool in_place = false;  // where it acts must be up: its region, and what of it stands there
  std::string_view regional_service;  // the region's own, of kRegionalServices; empty: none
  Admission (*admit)(const Stage&, const BoundStep&) = nullptr;  // nullptr: always accepted
  void (*begin)(Stage&, const BoundStep&) = nullptr;             // nullptr: takes nothing
  void (*complete)(Stage&, const BoundStep&) = nullptr;          // nullptr: changes nothing
  void (*give_up)(Stage&, const BoundStep&) = nullptr;           // gives back what `begin` took
  recovery::Result (*answer)(const Stage&, const BoundStep&) = nullptr;  // nullptr: ok
  bool leads_callers = false;  // whoever calls a cluster from outside waits for it
  Lacks undoes;                // of the Deployments it is done for
};

// A setup whose steps are bound to the operations that carry them out. Immutable, shared by every
// run.
class Binding {
 public:
  // Throws BindingError for a step whose operation or target is unknown.
  Binding(std::shared_ptr<const Setup> setup, std::span<const Operation> operations);

  const Setup& setup() const { return *setup_; }
  const Operation& operation(const BoundStep& step) const { return operations_[step.operation]; }
  // The mission is one of the setup's: what the engine begins anew is bound already.
  std::uint32_t first_step(const recovery::MissionPlan& mission) const;  // of its, among steps()
  std::span<const BoundStep> steps_of(const recovery::MissionPlan& mission) const {
    return steps().subspan(first_step(mission), mission.step_count());
  }
  std::span<const BoundStep> steps() const { return steps_; }
  // The stock before anything happens.
  const Stock& stock() const { return stock_; }
  // The rows a Deployment can have.
  std::span<const DataClass> row_classes(DeploymentId id) const { return row_classes_[id]; }
  // kNone: its operation goes through none.
  ServiceId global_service(const BoundStep& step) const { return global_services_[step.operation]; }

 private:
  BoundStep bind(const recovery::Step& step, const recovery::Move& move) const;
  void bind_target(const recovery::Step& step, BoundStep& bound) const;
  RegionId region_named(std::string_view name) const;
  std::uint32_t pool_named(ClusterId cluster, std::string_view name) const;

  std::shared_ptr<const Setup> setup_;
  std::span<const Operation> operations_;
  std::vector<ServiceId> global_services_;  // by operation
  std::vector<BoundStep> steps_;            // of all missions, one after the other
  std::vector<std::uint32_t> first_;        // by mission
  Stock stock_;
  std::vector<std::vector<DataClass>> row_classes_;  // by Deployment
};

class BindingError : public std::runtime_error {
 public:
  BindingError(recovery::StepIndex step, const std::string& what)
      : std::runtime_error(what), step_(step) {}
  recovery::StepIndex step() const { return step_; }

 private:
  recovery::StepIndex step_;
};

}  // namespace blackstart::sim
