"""The provisioning network of provisioning.json on SimPy: python3 provisioning_simpy.py REPLICATIONS [SEED]

Prints, a line per replication, the seconds from the declaration to the slowest cluster's database. It reads the same files as
blackstart, of which it understands just what they use: ranges, constants, needs, and people who do one thing after the other.
"""

import json
import pathlib
import random
import re
import sys

import simpy

FOLDER = pathlib.Path(__file__).parent
UNITS = {"s": 1, "m": 60, "h": 3600}


def seconds(text):
    return sum(float(number) * UNITS[unit] for number, unit in re.findall(r"([\d.]+)([smh])", text))


def figure(given):
    low, high = given["range"] if "range" in given else (given["constant"], given["constant"])
    return seconds(low), seconds(high)


class Network:
    def __init__(self, scenario, runbook):
        timings = {name: figure(given) for name, given in scenario["timings"].items()}
        self.responds = {name: figure(person["responds"]) for name, person in scenario["people"].items()}
        self.steps = [
            (step["name"], step.get("needs", []), timings[step["operation"]], step.get("owner"), step["operation"])
            for step in runbook["steps"]
        ]

    def replicate(self):
        environment = simpy.Environment()
        done = {name: environment.event() for name, *_ in self.steps}
        busy_until = dict.fromkeys(self.responds, 0.0)
        databases = []

        def carry_out(name, needs, work, owner, operation):
            for need in needs:
                yield done[need]
            yield environment.timeout(self.wait(environment.now, owner, random.uniform(*work), busy_until))
            done[name].succeed()
            if operation == "database.create":
                databases.append(environment.now)

        for step in self.steps:
            environment.process(carry_out(*step))
        environment.run()
        return max(databases)

    def wait(self, now, owner, work, busy_until):
        if owner is None:
            return work
        begins = max(now + random.uniform(*self.responds[owner]), busy_until[owner])
        busy_until[owner] = begins + work
        return begins + work - now


if __name__ == "__main__":
    random.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    network = Network(
        json.loads((FOLDER / "provisioning.json").read_text()), json.loads((FOLDER / "provisioning-runbook.json").read_text())
    )
    for _ in range(int(sys.argv[1])):
        print(f"{network.replicate():.6f}")
