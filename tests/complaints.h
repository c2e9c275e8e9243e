#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "drill/scenario.h"
#include "tests/program.h"
#include "tests/refusal.h"

// Scenarios of one line, and what is wrong with them: where it is, what it is, and what would be
// right.
namespace blackstart::tests {

inline const std::string kWorld = R"({
  "regions": { "east": {}, "west": {} },
  "clusters": { "production": { "region": "east", "peerings": { "warehouse": {} } } },
  "deployments": { "billing": { "cluster": "production", "dags": { "invoices": {} } } }
})";

// Why this file is refused, as it is told; empty: it is not.
inline std::string complaints_about(const std::filesystem::path& file) {
  return refusal_of([&] { drill::load_scenario(file); });
}

// What is wrong with the scenario, without the folder it lies in; empty: nothing.
inline std::string complaints(const std::string& scenario, const std::string& world = kWorld) {
  const Scratch scratch;
  scratch.write("world.json", world);
  std::string text = complaints_about(scratch.write("drill.json", scenario));
  const std::string folder = scratch.path().string() + "/";
  for (std::size_t at; (at = text.find(folder)) != std::string::npos;)
    text.erase(at, folder.size());
  return text;
}

// A complaint from its JSON pointer on.
inline std::string without_position(const std::string& complaint) {
  return complaint.substr(complaint.find(' ') + 1);
}

inline drill::Scenario loaded(const std::string& scenario) {
  const Scratch scratch;
  scratch.write("world.json", kWorld);
  return drill::load_scenario(scratch.write("drill.json", scenario));
}

// A scenario of one line, so that the column says which part is meant.
inline std::string with(const std::string& member) {
  return R"({"world": "world.json", )" + member + "}";
}

inline std::string with_strategy(const std::string& members) {
  return with(R"("strategy": {"kind": "reprovision", "from": "east", "to": "west")" + members +
              "}");
}

inline std::string with_deployment(const std::string& members) {
  return with(R"("override": {"deployments": {"billing": {)" + members + "}}}");
}

// billing has a DAG of this kind, a pool made in the UI and a queue for heavy work.
inline std::string with_dag(const std::string& members) {
  return with_deployment(
      R"("dags": {"d": {)" + members +
      R"(}}, "pools": {"ui": ["warehouse"]}, "worker_queues": {"default": {}, "heavy": {}})");
}

}  // namespace blackstart::tests
