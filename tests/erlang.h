#pragma once

// Erlang's formulas, from the offered load: arrivals per second times the mean service in seconds.
namespace blackstart::tests {

// The probability that all servers are busy, where nobody waits.
inline double erlang_b(double offered, int servers) {
  double blocked = 1;
  for (int n = 1; n <= servers; ++n) blocked = offered * blocked / (n + offered * blocked);
  return blocked;
}

// The probability that one has to wait, where everybody does.
inline double erlang_c(double offered, int servers) {
  const double blocked = erlang_b(offered, servers);
  return servers * blocked / (servers - offered * (1 - blocked));
}

}  // namespace blackstart::tests
