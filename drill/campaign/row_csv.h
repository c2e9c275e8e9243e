#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drill/campaign/campaign.h"

// Rows as lines of CSV: cells of numbers and words, of which only titles are quoted.
namespace blackstart::drill {

// A hash, without zeros in front, as files of runs have always had it.
std::string fingerprint(std::uint64_t hash);

std::string titles_of(const Scenario& scenario);
std::string line_of(const Row& row, std::span<const Quantity> quantities);

// Reads what line_of() wrote of a run of that variant.
class RowReader {
 public:
  explicit RowReader(const Scenario& scenario);

  // nullopt: it is not a row of these columns.
  std::optional<Row> read(std::string_view line, std::uint32_t variant);

 private:
  std::string_view next();

  const Scenario& scenario_;
  std::vector<Quantity> quantities_;
  std::string_view rest_;
  bool is_at_end_ = false;
};

}  // namespace blackstart::drill
