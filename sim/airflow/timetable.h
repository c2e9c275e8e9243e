#pragma once

#include <cstdint>
#include <optional>

#include "sim/airflow/cron.h"

namespace blackstart::sim {

// What a run stands for: the data from `start` to `end`. A trigger's run stands for its instant
// alone. Airflow creates a run when its interval is complete: at `end`.
struct Interval {
  Instant start{}, end{};
  friend bool operator==(const Interval&, const Interval&) = default;
};

// When Airflow creates a DAG's runs by itself: a pure function of the schedule, of the run it
// remembers as the last one (none: a new or emptied metadata database) and of the instant at which
// it looks. It knows nothing of pauses, limits and of how late a scheduler is.
// Source: apache/airflow airflow-core/src/airflow/timetables/{interval,trigger,simple}.py.
class Timetable {
 public:
  enum class Kind : std::uint8_t { never, once, interval, trigger };

  struct Settings {
    std::uint32_t airflow_version = 2;
    Instant start_date{};
    std::optional<bool> catchup{};  // by default Airflow 2 catches up and Airflow 3 does not
  };

  Timetable() = default;  // never: external, asset-triggered, no schedule
  static Timetable once(Instant start_date);
  // A plain cron expression or timedelta means data intervals in Airflow 2, triggers in Airflow 3.
  static Timetable of(const Cron& cron, const Settings& settings);
  static Timetable every(Duration delta, const Settings& settings);  // delta is positive

  Kind kind() const { return kind_; }
  Instant start_date() const { return start_date_; }

  // The run that comes next, seen at `now`; its end may have passed long ago.
  std::optional<Interval> next(std::optional<Instant> last_end, Instant now) const;
  // The runs that are created one after the other until the next one lies in the future.
  std::int64_t due(std::optional<Instant> last_end, Instant now) const;

  // As if nothing ever stood still: the runs created later than `after`, up to and including
  // `until`; the latest of them at an instant, and the first one later than it. A timedelta then
  // counts from the start date.
  std::int64_t runs(Instant after, Instant until) const;
  std::optional<Interval> latest_complete(Instant now) const;
  std::optional<Interval> following(Instant now) const;

 private:
  Timetable(Kind kind, const Settings& settings);
  explicit Timetable(const Settings& settings);

  // The boundaries of intervals, or the triggers. A timedelta has none of its own: any instant will
  // do to begin with.
  Instant boundary_from(Instant at) const;
  Instant boundary_until(Instant at) const;
  Instant next_boundary(Instant at) const;
  Instant boundary_before(Instant at) const;
  std::int64_t boundaries(Instant after, Instant until) const;

  Instant first_end() const;
  Interval ending_at(Instant end) const;
  Instant latest_start(Instant now) const;
  Instant next_start(std::optional<Instant> last_end, Instant now) const;
  Instant next_trigger(std::optional<Instant> last_end, Instant now) const;

  std::optional<Cron> cron_;
  Duration delta_{};
  Instant start_date_{};
  Kind kind_ = Kind::never;
  bool catches_up_ = false;
};

}  // namespace blackstart::sim
