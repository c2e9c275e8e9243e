#include "sim/protection/cut.h"

#include <algorithm>
#include <optional>

#include "sim/random.h"
#include "sim/world/world.h"

namespace blackstart::sim {
namespace {

// The extremes that a draw can reach: uniform() has 53 bits.
constexpr double kLeastLuck = 0x1p-54;

// One copy's turns, numbered by their place in the schedule.
class Turns {
 public:
  Turns(const CopySpec& copy, std::span<const Span> outages, const CopyLuck& luck)
      : copy_(copy), outages_(outages), luck_(luck) {}

  Instant begins(std::int64_t turn) const { return Instant(copy_.offset + copy_.every * turn); }

  // Negative: before the first.
  std::int64_t latest_begun_by(Instant instant) const {
    const Duration since = instant.time_since_epoch() - copy_.offset;
    return since < Duration{0} ? -1 : since / copy_.every;
  }

  // No turn that began later than this long ago can have arrived.
  Duration shortest() const {
    return copy_.takes.distribution.quantile(kLeastLuck) +
           copy_.lag.distribution.quantile(kLeastLuck);
  }

  bool has_arrived(std::int64_t turn, Instant now) const {
    const Instant arrived = after_pauses(begins(turn) + drawn(turn));
    const auto meets = [&](const Span& outage) {
      return outage.from <= arrived && begins(turn) < outage.until;
    };
    return arrived <= now && std::ranges::none_of(outages_, meets);
  }

  // The next older turn that may have arrived: a long pause or outage is not walked through.
  std::int64_t before(std::int64_t turn, Instant now) const {
    Instant from = begins(turn);
    for (const Span& outage : outages_) from = start_of(outage, turn, from);
    for (const Span& pause : copy_.paused) {
      if (pause.until > now) from = start_of(pause, turn, from);
    }
    return from <= begins(0) ? -1 : latest_begun_by(from - Duration(1));
  }

 private:
  Duration drawn(std::int64_t turn) const {
    static const std::uint64_t kTakes = hash_name("copy takes");
    static const std::uint64_t kLag = hash_name("copy lag");
    return drawn(copy_.takes.distribution, kTakes, turn) +
           drawn(copy_.lag.distribution, kLag, turn);
  }

  Duration drawn(const Distribution& distribution, std::uint64_t purpose, std::int64_t turn) const {
    if (distribution.is_constant()) return distribution.median();
    return distribution.draw(uniform({.seed = luck_.seed,
                                      .purpose = purpose,
                                      .entity = luck_.copy,
                                      .attempt = static_cast<std::uint32_t>(turn)}));
  }

  Instant after_pauses(Instant arrived) const {
    for (const Span& pause : copy_.paused) {
      if (arrived >= pause.from) arrived = std::max(arrived, pause.until);
    }
    return arrived;
  }

  Instant start_of(const Span& span, std::int64_t turn, Instant from) const {
    const bool is_inside = span.from <= begins(turn) && begins(turn) < span.until;
    return is_inside ? std::min(from, span.from) : from;
  }

  const CopySpec& copy_;
  std::span<const Span> outages_;
  CopyLuck luck_;
};

}  // namespace

Instant cut_at(const CopySpec& copy, std::span<const Span> outages, const CopyLuck& luck,
               Instant now) {
  const Turns turns(copy, outages, luck);
  std::int64_t turn = turns.latest_begun_by(now - turns.shortest());
  while (turn >= 0 && !turns.has_arrived(turn, now)) turn = turns.before(turn, now);
  return turn < 0 ? kNever : turns.begins(turn);
}

}  // namespace blackstart::sim
