// The M/M/1 queue on ns-3's event core: mm1_ns3 CUSTOMERS
#include <ns3/nstime.h>
#include <ns3/simulator.h>

#include "bench/peers/queue_length.h"

namespace {

using namespace blackstart;
using ns3::Simulator;

class Queue {
 public:
  explicit Queue(std::uint64_t customers) : length_(customers) {}

  void expect_arrival() { Simulator::Schedule(ns3::Seconds(gap_()), &Queue::arrive, this); }
  void print() const { length_.print(); }

 private:
  static double now() { return Simulator::Now().GetSeconds(); }

  void arrive() {
    length_.changed(now(), ++present_);
    expect_arrival();
    if (present_ == 1) serve();
  }
  void serve() { Simulator::Schedule(ns3::Seconds(service_()), &Queue::depart, this); }
  void depart() {
    length_.changed(now(), --present_);
    if (length_.served(now())) Simulator::Stop();
    if (present_ > 0) serve();
  }

  peers::Exponential gap_{peers::kArrivalsPerSecond, 1}, service_{peers::kServicesPerSecond, 2};
  peers::QueueLength length_;
  std::uint64_t present_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  Queue queue(peers::customers_asked_for(count, arguments));
  queue.expect_arrival();
  Simulator::Run();
  queue.print();
  Simulator::Destroy();
}
