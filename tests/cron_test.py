"""Cron ticks agree with python3-croniter, which Airflow itself uses: thousands of random expressions and dates.

Usage: cron_test.py PROBE [SEED]
"""
import collections
import datetime
import random
import subprocess
import sys

try:
    from croniter import CroniterBadDateError, croniter
except ImportError:
    sys.exit("needs croniter: apt-get install python3-croniter")

UTC = datetime.timezone.utc
MINUTE = datetime.timedelta(minutes=1)
BOUNDS = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]
NAMES = {3: "jan feb mar apr may jun jul aug sep oct nov dec".split(), 4: "sun mon tue wed thu fri sat".split()}
OPEN = (0.3, 0.3, 0.5, 0.6, 0.5)  # how often a field is "*"
CASES = 4000

# Where calendars go wrong: month ends, leap days, the turn of the year.
CORNERS = [datetime.datetime(*date, tzinfo=UTC) for date in (
    (2024, 2, 28, 23, 59), (2024, 2, 29), (2024, 3, 1), (2026, 2, 28, 23, 59, 59), (2026, 12, 31, 23, 59), (2027, 1, 1),
    (2028, 2, 29, 12), (2026, 4, 30, 23, 59), (2000, 2, 29), (2096, 3, 1))]


def part(luck, field):
    least, most = BOUNDS[field]
    first = luck.randint(least, most)
    last = luck.randint(first, most)
    shapes = [f"{first}", f"{first}-{last}", f"*/{luck.randint(1, most)}", f"{first}-{last}/{luck.randint(1, 9)}"]
    if field in NAMES:
        shapes.append(luck.choice(NAMES[field]))
    return luck.choice(shapes)


def expression(luck):
    def field(i):
        return "*" if luck.random() < OPEN[i] else ",".join(part(luck, i) for _ in range(luck.choice((1, 1, 1, 2, 3))))

    return " ".join(field(i) for i in range(5))


def instant(luck):
    if luck.random() < 0.3:
        return luck.choice(CORNERS)
    return datetime.datetime(2000, 1, 1, tzinfo=UTC) + datetime.timedelta(seconds=luck.randint(0, 98 * 365 * 86400))


def following(text, at):
    return walked(croniter(text, at).get_next)


def latest(text, at):
    return walked(croniter(text, at + datetime.timedelta(seconds=1)).get_prev)


def walked(step):
    try:
        return step(datetime.datetime)
    except CroniterBadDateError:
        return None  # never


def verdict(text, at, said):
    """"agrees", "wrong" or "contradiction".

    croniter 1.3.5 jumps over some ticks near the end of February. Where it sees none before X and, asked from the
    minute before, finds one there after all, it contradicts itself and our tick stands. And it gives up on the 30th of
    February although the weekday beside it comes every month.
    """
    before, after = latest(text, at), following(text, at)
    if not said[0].isdigit():
        return "agrees" if after is None and said.endswith("never comes: none of its months has such a day") else "wrong"
    ours = [datetime.datetime.fromtimestamp(int(seconds), UTC) for seconds in said.split()]
    if ours == [before, after]:
        return "agrees"
    if before is after is None and text.split()[4] != "*":
        return "contradiction"
    is_nearer = (before or ours[0]) <= ours[0] <= at < ours[1] <= (after or ours[1])
    return "contradiction" if is_nearer and all(following(text, tick - MINUTE) == tick for tick in ours) else "wrong"


def main(probe, seed):
    luck = random.Random(seed)
    cases = [(expression(luck), instant(luck)) for _ in range(CASES)]
    lines = "".join(f"{int(at.timestamp())} {text}\n" for text, at in cases)
    answers = subprocess.run([probe], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    verdicts = [verdict(text, at, said) for (text, at), said in zip(cases, answers, strict=True)]
    for (text, at), said, found in zip(cases, answers, verdicts):
        if found == "wrong":
            print(f"'{text}' at {at}: we say {said}, croniter {latest(text, at)} and {following(text, at)}")
    count = collections.Counter(verdicts)
    print(f"seed {seed}: {dict(count)}")
    return 0 if count["agrees"] >= 0.99 * CASES and not count["wrong"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1))
