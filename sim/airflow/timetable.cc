#include "sim/airflow/timetable.h"

#include <algorithm>

namespace blackstart::sim {
namespace {

constexpr Duration kTick{1};

// Source: apache/airflow config.yml, [scheduler] catchup_by_default and
// create_cron_data_intervals / create_delta_data_intervals; True before Airflow 3.
bool is_airflow_2(std::uint32_t version) { return version < 3; }

Duration modulo(Duration value, Duration by) { return (value % by + by) % by; }

}  // namespace

Timetable::Timetable(Kind kind, const Settings& settings)
    : start_date_(settings.start_date),
      kind_(kind),
      catches_up_(settings.catchup.value_or(is_airflow_2(settings.airflow_version))) {}

Timetable::Timetable(const Settings& settings)
    : Timetable(is_airflow_2(settings.airflow_version) ? Kind::interval : Kind::trigger, settings) {
}

Timetable Timetable::once(Instant start_date) {
  return {Kind::once, {.start_date = start_date, .catchup = false}};
}

Timetable Timetable::of(const Cron& cron, const Settings& settings) {
  Timetable timetable(settings);
  timetable.cron_ = cron;
  return timetable;
}

Timetable Timetable::every(Duration delta, const Settings& settings) {
  Timetable timetable(settings);
  timetable.delta_ = delta;
  return timetable;
}

std::optional<Interval> Timetable::next(std::optional<Instant> last_end, Instant now) const {
  switch (kind_) {
    case Kind::never:
      return std::nullopt;
    case Kind::once:
      return last_end ? std::nullopt : std::optional(Interval{start_date_, start_date_});
    case Kind::interval: {
      const Instant start = next_start(last_end, now);
      return Interval{start, next_boundary(start)};
    }
    case Kind::trigger: {
      const Instant tick = next_trigger(last_end, now);
      return Interval{tick, tick};
    }
  }
  return std::nullopt;
}

std::int64_t Timetable::due(std::optional<Instant> last_end, Instant now) const {
  const auto run = next(last_end, now);
  if (!run || run->end > now) return 0;
  return catches_up_ ? 1 + boundaries(run->end, now) : 1;
}

std::int64_t Timetable::runs(Instant after, Instant until) const {
  if (kind_ == Kind::never) return 0;
  const Instant first = first_end();
  if (until < first || until <= after) return 0;
  if (kind_ == Kind::once) return after < first ? 1 : 0;
  if (after < first) return 1 + boundaries(first, until);
  return cron_ ? cron_->count(after, until) : boundaries(first, until) - boundaries(first, after);
}

std::optional<Interval> Timetable::latest_complete(Instant now) const {
  if (kind_ == Kind::never || now < first_end()) return std::nullopt;
  if (kind_ == Kind::once) return ending_at(start_date_);
  return ending_at(cron_ ? cron_->latest_at(now)
                         : first_end() + boundaries(first_end(), now) * delta_);
}

std::optional<Interval> Timetable::following(Instant now) const {
  if (kind_ == Kind::never) return std::nullopt;
  const auto latest = latest_complete(now);
  if (!latest) return ending_at(first_end());
  return kind_ == Kind::once ? std::nullopt : std::optional(ending_at(next_boundary(latest->end)));
}

Interval Timetable::ending_at(Instant end) const {
  return {kind_ == Kind::interval ? boundary_before(end) : end, end};
}

Instant Timetable::first_end() const {
  if (kind_ == Kind::once) return start_date_;
  const Instant first = boundary_from(start_date_);
  return kind_ == Kind::interval ? next_boundary(first) : first;
}

Instant Timetable::next_start(std::optional<Instant> last_end, Instant now) const {
  Instant earliest = boundary_from(start_date_);
  if (!catches_up_) earliest = std::max(earliest, latest_start(now));
  return last_end ? std::max(earliest, boundary_until(*last_end)) : earliest;
}

// Without catchup all earlier intervals are skipped. A timedelta snaps to the whole multiples of
// itself since the epoch, whatever its start date was: its phase shifts.
Instant Timetable::latest_start(Instant now) const {
  if (cron_) return boundary_before(cron_->latest_at(now));
  return now - modulo(now.time_since_epoch(), delta_) - delta_;
}

Instant Timetable::next_trigger(std::optional<Instant> last_end, Instant now) const {
  const Instant regular = last_end ? next_boundary(*last_end) : boundary_from(start_date_);
  if (catches_up_) return regular;
  return std::max({regular, boundary_from(start_date_), boundary_until(now)});
}

Instant Timetable::boundary_from(Instant at) const {
  return cron_ ? cron_->next_after(at - kTick) : at;
}
Instant Timetable::boundary_until(Instant at) const { return cron_ ? cron_->latest_at(at) : at; }
Instant Timetable::next_boundary(Instant at) const {
  return cron_ ? cron_->next_after(at) : at + delta_;
}
Instant Timetable::boundary_before(Instant at) const {
  return cron_ ? cron_->latest_at(at - kTick) : at - delta_;
}
std::int64_t Timetable::boundaries(Instant after, Instant until) const {
  return cron_ ? cron_->count(after, until) : (until - after) / delta_;
}

}  // namespace blackstart::sim
