// The M/M/1 queue on blackstart's calendar: mm1_blackstart CUSTOMERS
#include <chrono>

#include "bench/peers/queue_length.h"
#include "sim/calendar.h"

namespace {

using namespace blackstart;

enum class Event : std::uint8_t { arrival, departure };

double seconds(recovery::Instant at) {
  return std::chrono::duration<double>(at.time_since_epoch()).count();
}

recovery::Duration duration(double seconds) {
  return recovery::Duration(static_cast<recovery::Duration::rep>(seconds * 1e6 + 0.5));
}

}  // namespace

int main(int count, char** arguments) {
  peers::Exponential gap(peers::kArrivalsPerSecond, 1), service(peers::kServicesPerSecond, 2);
  peers::QueueLength length(peers::customers_asked_for(count, arguments));
  sim::Calendar<Event> calendar;
  std::uint64_t present = 0;
  calendar.push(recovery::Instant{} + duration(gap()), Event::arrival);
  for (bool is_done = false; !is_done;) {
    const auto due = calendar.pop();
    if (due.event == Event::arrival) {
      length.changed(seconds(due.at), ++present);
      calendar.push(due.at + duration(gap()), Event::arrival);
      if (present == 1) calendar.push(due.at + duration(service()), Event::departure);
    } else {
      length.changed(seconds(due.at), --present);
      is_done = length.served(seconds(due.at));
      if (present > 0) calendar.push(due.at + duration(service()), Event::departure);
    }
  }
  length.print();
}
