"""Prints what the benchmarks say as quotients within one run: python3 ratios.py FOLDER, where FOLDER holds their JSON."""

import json
import pathlib
import sys


def rows(file):
    return {row["name"].split("/iterations:")[0]: row for row in json.loads(file.read_text())["benchmarks"]}


def per_second(row):
    return row["items_per_second"]


def calendar(found):
    print("calendar, of the best bare loop over the same keys (target: at least 0.50)")
    for name, row in found.items():
        if not name.startswith("hold/calendar/"):
            continue
        case = name.removeprefix("hold/calendar/")
        loops = {loop: per_second(found[f"hold/{loop}/{case}"]) for loop in ("heap", "winner_tree", "ladder")}
        best = max(loops, key=loops.get)
        print(f"  {case:22} {per_second(row) / loops[best]:5.2f} of the {best}, {per_second(row) / loops['heap']:5.2f} of the heap")


def main_job(found):
    event, heap, draw, append = (1 / per_second(found[name]) for name in ("event", "heap", "draw", "append"))
    draws = draw * found["event"]["draws_per_event"]
    appends = append * found["event"]["appends_per_event"]
    print("main job, in turns of a bare heap loop with as many pending")
    print(f"  an event {event / heap:.2f}, of which draws {draws / heap:.2f} and history appends {appends / heap:.2f}")
    print(f"  of what is allowed (3 heap turns, the draws, the appends): {event / (3 * heap + draws + appends):.2f} (target: at most 1)")
    fork, rest = (1 / per_second(found[name]) for name in ("fork_at_half", "fork_and_rest"))
    print(f"  a fork at half the events, of running the rest: {fork / (rest - fork):.2%} (target: under 2 %)")
    print(f"  bare recoveries per main job: {per_second(found['bare_recovery']) * event * found['event']['events']:.1f}")
    print(f"  loading a scenario, of parsing the same bytes: {per_second(found['parse']) / per_second(found['load']):.1f}")


def scale(found):
    day = found["day"]
    turns = per_second(found["bare_calendar"]) / per_second(day)
    print(f"fleet, {day['deployments']:.0f} Deployments and {day['tasks']:.0f} tasks in a day, {day['pending']:.0f} events pending")
    print(f"  an event {turns:.2f} turns of the bare calendar with as many pending (target: at most 5)")
    print(f"  peak memory {day['peak_rss_bytes'] / 2**30:.2f} GiB (target: at most 8)")
    print(f"  an idle Deployment {found['idle']['bytes_per_idle_deployment']:.0f} bytes (target: about 1000)")
    row, event, log = (found["in_flight"]["of_which_" + part] for part in ("its_row", "its_event", "its_log"))
    print(
        f"  a task in flight {row + event:.0f} bytes, {row:.0f} of them its row and {event:.0f} its event (target: at most 64);"
        f" with its {log:.0f} in the log and what vectors keep in reserve {found['in_flight']['bytes_per_task_in_flight']:.0f}"
    )


def campaign(found):
    bare, replication = (1 / per_second(found[f"{name}/real_time"]) for name in ("bare_runs", "replications"))
    together, apart = (
        per_second(found[f"{name}/real_time"]) for name in ("replications_on_two_threads", "two_campaigns_side_by_side")
    )
    print("campaigns")
    print(f"  a replication, in bare runs of the same seeds: {replication / bare:.2f} (target: at most 1.5)")
    print(f"  two threads, of two campaigns side by side: {together / apart:.2f} (target: at least 0.9)")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    tellers = (("calendar_bench", calendar), ("main_job_bench", main_job), ("campaign_bench", campaign), ("scale_bench", scale))
    for name, tell in tellers:
        if (folder / f"{name}.json").exists():
            tell(rows(folder / f"{name}.json"))
