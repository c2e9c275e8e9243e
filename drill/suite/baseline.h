#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "drill/campaign/campaign.h"
#include "drill/outcome.h"

namespace blackstart::drill {

// What a suite's recoveries took and lost when it was last agreed to. It compares what one seed
// and one version of the model gave, to the second and the record: any growth is real.
struct Baseline {
  struct Entry {
    std::map<std::string, Measured> rta;       // to the second, by Deployment that was hit
    std::map<std::string, std::int64_t> lost;  // by class and provenance: "xcom", "variable:ui"
  };
  std::string model;
  std::string seed;  // a number of 64 bits, which not every reader of JSON can take
  std::map<std::string, Entry> scenarios;  // by their file, as seen from the baseline's folder
};

// nullopt where there is no such file; throws InputError where it is not a baseline.
std::optional<Baseline> read_baseline(const std::filesystem::path& file);
std::string write_baseline(const Baseline& baseline);

// The name of a scenario in the baseline: both paths as seen from the same working folder.
std::string name_in(const std::filesystem::path& baseline, const std::filesystem::path& scenario);
Baseline::Entry entry_of(const Outcome& outcome);
// The names in it that lead to no file any more, from where the baseline is.
std::vector<std::string> gone_since(const Baseline& baseline, const std::filesystem::path& file);

// Missed where an RTA or a loss grew, by how much; unknown where the baseline cannot tell.
Judgement hold_against(const Baseline& baseline, const std::string& name, const Outcome& outcome);

}  // namespace blackstart::drill
