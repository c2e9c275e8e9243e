"""Two models on blackstart and on other simulators, side by side: peers.py PROGRAMS BLACKSTART

PROGRAMS is the folder of the mm1_* and provisioning_* programs, BLACKSTART the program. First all must give the same answer within their 95 %
intervals; only then are their rates worth a table. Exit 1 where an answer or a target is missed.
"""

import csv
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

FOLDER = pathlib.Path(__file__).parent
SCENARIO = str(FOLDER / "provisioning.json")
PYTHON = "/usr/bin/python3"  # Debian's, which has Debian's SimPy
UTILISATION = 0.8
PRESENT = UTILISATION / (1 - UTILISATION)  # M/M/1, mean number in the system
T_95 = 2.023  # Student's t, 39 degrees of freedom: 40 batches

# name, the command before the number of customers, customers, at least so many times slower than blackstart
QUEUES = [
    ("blackstart", ["{programs}/mm1_blackstart"], 8_000_000, None),
    ("ns-3", ["{programs}/mm1_ns3"], 2_000_000, 2),
    ("SimGrid", ["{programs}/mm1_simgrid"], 1_000_000, 20),
    ("SimPy", [PYTHON, str(FOLDER / "mm1_simpy.py")], 200_000, 100),
]
# Long enough that nobody's beginning counts.
REPLICATIONS = {"blackstart": 20_000, "bare loop": 200_000, "SimPy": 4_000}
SIMPY_SLOWER = 100


def timed(command):
    """The output, and the best of three times: what else the machine does only ever adds."""
    best, output = math.inf, ""
    for _ in range(3):
        begun = time.perf_counter()
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        best = min(best, time.perf_counter() - begun)
    return output, best


def interval(values, t=1.96):
    return statistics.fmean(values), t * statistics.stdev(values) / math.sqrt(len(values))


def queue_row(programs, name, command, customers):
    output, spent = timed([part.format(programs=programs) for part in command] + [str(customers)])
    mean, half = interval([float(line) for line in output.split()], T_95)
    return {"name": name, "mean": mean, "half": half, "rate": customers / spent}


def queues(programs):
    rows = [queue_row(programs, name, command, customers) for name, command, customers, _ in QUEUES]
    faults = [
        f"{row['name']}: {row['mean']:.3f} customers present, not {PRESENT:g}"
        for row in rows
        if abs(row["mean"] - PRESENT) > 1.5 * row["half"]
    ]
    print(f"M/M/1, 80 % busy: {PRESENT:g} customers present on average")
    return faults + table(rows, "customers", [slower for *_, slower in QUEUES])


def recoveries(program):
    with tempfile.TemporaryDirectory() as folder:
        runs = pathlib.Path(folder) / "runs.csv"
        count = str(REPLICATIONS["blackstart"])
        _, spent = timed([program, "sample", SCENARIO, "--runs", count, "--inputs", "0", "--threads", "1", "--csv", str(runs)])
        lines = (line for line in runs.read_text().splitlines() if not line.startswith("#"))
        values = [float(row["rta:slowest:database:declared"]) for row in csv.DictReader(lines)]
    return values, spent


def printed_recoveries(name, command):
    output, spent = timed(command + [str(REPLICATIONS[name])])
    return [float(line) for line in output.split()], spent


def provisioning(programs, program):
    measured = {
        "blackstart": recoveries(program),
        "bare loop": printed_recoveries("bare loop", [f"{programs}/provisioning_bare", SCENARIO]),
        "SimPy": printed_recoveries("SimPy", [PYTHON, str(FOLDER / "provisioning_simpy.py")]),
    }
    rows = [
        {"name": name, "mean": mean, "half": half, "rate": len(values) / spent}
        for name, (values, spent) in measured.items()
        for mean, half in [interval(values)]
    ]
    ours, bare, simpy = rows
    faults = [fault for other in (bare, simpy) for fault in differences(ours, other)]
    print("\nEight clusters rebuilt, one team that accepts and routes: seconds until the last database stands")
    faults += table(rows, "recoveries", [None, None, SIMPY_SLOWER])
    ceiling = bare["rate"] / simpy["rate"]
    print(f"  The bare loop, which does nothing but this, is {ceiling:.0f} times as fast as SimPy.")
    return faults


def differences(ours, other):
    apart, allowed = abs(ours["mean"] - other["mean"]), 1.5 * math.hypot(ours["half"], other["half"])
    return [] if apart <= allowed else [f"blackstart and {other['name']} differ by {apart:.0f} s, more than {allowed:.0f} s"]


def table(rows, unit, targets):
    faults = []
    print(f"  {'':12}{'answer':>22}  {unit + ' per second, of blackstart':>38}")
    for row, target in zip(rows, targets):
        faster = row["rate"] / rows[0]["rate"]
        share = f"{faster:.3g}" if faster >= 1 else f"1/{1 / faster:.1f}"
        goal = "" if target is None else f" (target: at most 1/{target})"
        print(f"  {row['name']:12}{row['mean']:>13.3f} ± {row['half']:<6.3f}  {share + goal:>38}")
        if target is not None and 1 / faster < target:
            faults.append(f"{row['name']} is only {1 / faster:.1f} times slower; the target is {target}")
    return faults


if __name__ == "__main__":
    programs, program = sys.argv[1:]
    missed = queues(programs) + provisioning(programs, program)
    for fault in missed:
        print(f"MISSED: {fault}", file=sys.stderr)
    sys.exit(1 if missed else 0)
