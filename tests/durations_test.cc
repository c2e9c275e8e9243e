#include "drill/text/durations.h"

#include <gtest/gtest.h>

namespace blackstart::tests {
namespace {

using namespace std::chrono_literals;

struct Written {
  const char* text;
  recovery::Duration means;
  const char* printed;
};

TEST(Durations, AreReadAndPrintedExactly) {
  const Written all[] = {{"1.5h", 90min, "1h30m"},
                         {"0.1s", 100ms, "100ms"},
                         {"9m34s", 574s, "9m34s"},
                         {"0.000001s", 1us, "1us"},
                         {"1h0.5s", 3600s + 500ms, "1h00m00.5s"},
                         {"1.000001w", 168h + 604800us, "7d00h00m00.6048s"},
                         {"90s", 90s, "1m30s"},
                         {"1d2h30m", 26h + 30min, "1d02h30m"},
                         {"1d02h30m", 26h + 30min, "1d02h30m"},
                         {"2h46s", 2h + 46s, "2h00m46s"},
                         {"1d5m", 24h + 5min, "1d00h05m"},
                         {"48h", 48h, "2d"},
                         {"0s", 0s, "0s"}};
  for (const Written& each : all) {
    SCOPED_TRACE(each.text);
    const auto read = drill::read_duration(each.text);
    ASSERT_TRUE(std::holds_alternative<recovery::Duration>(read));
    EXPECT_EQ(std::get<recovery::Duration>(read), each.means);
    EXPECT_EQ(drill::text_of(each.means), each.printed);
    EXPECT_EQ(std::get<recovery::Duration>(drill::read_duration(each.printed)), each.means);
  }
}

}  // namespace
}  // namespace blackstart::tests
