#pragma once

#include <string>

namespace blackstart::tests {

// The region outage of the main job, with what a test is about.
inline std::string scenario(const std::string& rest) {
  return R"({ "world": ")" BLACKSTART_SOURCE_DIR R"(/scenarios/worlds/astro-aws-two-regions.json",
              "starts_at": "2026-03-14T22:00:00Z",
              "strategy": { "kind": "reprovision", "from": "us-east-1", "to": "us-west-2" },
              "faults": [{ "at": "4h", "kind": "region_outage", "target": "us-east-1", "for": "10h" }], )" +
         rest + "}";
}

}  // namespace blackstart::tests
