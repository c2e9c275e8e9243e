// The M/M/1 queue as two SimGrid actors and a semaphore: mm1_simgrid CUSTOMERS
#include <simgrid/s4u.hpp>

#include "bench/peers/queue_length.h"

namespace {

using namespace blackstart;
namespace s4u = simgrid::s4u;

struct Queue {
  peers::QueueLength length;
  s4u::SemaphorePtr waiting = s4u::Semaphore::create(0);
  std::uint64_t present = 0;
};

void arrivals(Queue* queue) {
  peers::Exponential gap(peers::kArrivalsPerSecond, 1);
  while (true) {
    s4u::this_actor::sleep_for(gap());
    queue->length.changed(s4u::Engine::get_clock(), ++queue->present);
    queue->waiting->release();
  }
}

void server(Queue* queue) {
  peers::Exponential service(peers::kServicesPerSecond, 2);
  for (bool is_done = false; !is_done;) {
    queue->waiting->acquire();
    s4u::this_actor::sleep_for(service());
    queue->length.changed(s4u::Engine::get_clock(), --queue->present);
    is_done = queue->length.served(s4u::Engine::get_clock());
  }
}

}  // namespace

int main(int count, char** arguments) {
  s4u::Engine engine(&count, arguments);
  Queue queue{.length = peers::QueueLength(peers::customers_asked_for(count, arguments))};
  auto* zone = s4u::create_full_zone("zone");
  auto* host = zone->create_host("host", 1e9)->seal();
  zone->seal();
  s4u::Actor::create("arrivals", host, arrivals, &queue)->daemonize();
  s4u::Actor::create("server", host, server, &queue);
  engine.run();
  queue.length.print();
}
