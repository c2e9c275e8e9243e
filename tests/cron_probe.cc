#include <iostream>
#include <string>

#include "sim/airflow/cron.h"

// For tests/cron_test.py: lines "seconds-since-epoch expression" in, lines "latest next" out.
int main() {
  using namespace blackstart;
  using std::chrono::seconds;
  const auto shown = [](sim::Instant instant) {
    return std::chrono::floor<seconds>(instant).time_since_epoch().count();
  };
  std::int64_t at = 0;
  for (std::string expression; std::cin >> at >> std::ws && std::getline(std::cin, expression);) {
    const auto read = sim::Cron::parse(expression);
    if (const auto* mistake = std::get_if<sim::CronMistake>(&read)) {
      std::cout << mistake->what << "\n";
      continue;
    }
    const auto& cron = std::get<sim::Cron>(read);
    const sim::Instant instant{seconds(at)};
    std::cout << shown(cron.latest_at(instant)) << " " << shown(cron.next_after(instant)) << "\n";
  }
}
