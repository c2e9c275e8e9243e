"""Holds the JUnit files that a suite writes against the published rules: junit_test.py SOURCE PROGRAM."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

SOURCE, PROGRAM = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
RULES = json.loads((SOURCE / "tests" / "data" / "junit-10.rules.json").read_text())
WORLD = SOURCE / "scenarios" / "worlds" / "astro-aws-two-regions.json"


def violations(element, allowed=RULES["root"]):
    name = element.tag
    if name not in allowed or name not in RULES["elements"]:
        return [f"<{name}> may not stand here; allowed: {allowed}"]
    rule = RULES["elements"][name]
    found = [f"<{name}> lacks {each}" for each in rule["required"] if each not in element.attrib]
    known = rule["required"] + rule["optional"]
    found += [f"<{name}> has no attribute {each}" for each in element.attrib if each not in known]
    if not rule.get("text") and (element.text or "").strip():
        found.append(f"<{name}> holds no text")
    for child in element:
        found += violations(child, rule["children"])
    return found


def suite(*scenarios):
    """The parsed report of scenarios given as their objectives and whatever else is special about them."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for number, special in enumerate(scenarios):
            scenario = {
                "world": str(WORLD),
                "starts_at": "2026-03-14T22:00:00Z",
                "strategy": {"kind": "reprovision", "from": "us-east-1", "to": "us-west-2"},
                "faults": [{"at": "4h", "kind": "region_outage", "target": "us-east-1", "for": "10h"}],
                **special,
            }
            (folder / f"{number}.json").write_text(json.dumps(scenario))
        report = folder / "junit.xml"
        subprocess.run(
            [PROGRAM, "test", folder, "--report", f"junit={report}", "--as-of", "2026-09-30"],
            capture_output=True,
        )
        return xml.parse(report).getroot()


MET = {"objectives": [{"rto": "47h"}]}
MISSED = {"objectives": [{"rto": "1s"}]}
UNKNOWN = {"objectives": [{"disruption": "zone", "rto": "1h"}]}
ACCEPTED = {**MISSED, "accepted": [{"objective": 0, "reason": "<&\">'", "owner": "o\u0001", "until": "2026-09-30"}]}
BROKEN = {"horizont": "1h"}


class Junit(unittest.TestCase):
    def test_the_checker_finds_what_the_rules_forbid(self):
        for text in (
            "<testcase name='x'/>",
            "<testsuites><testcase name='x'/></testsuites>",
            "<testsuite name='x' tests='0' failures='0'/>",
            "<testsuite name='x' tests='0' failures='0' errors='0' colour='red'/>",
            "<testsuite name='x' tests='0' failures='0' errors='0'>text</testsuite>",
            "<testsuite name='x' tests='1' failures='0' errors='0'><testcase/></testsuite>",
        ):
            with self.subTest(text=text):
                self.assertNotEqual(violations(xml.fromstring(text)), [])

    def test_every_kind_of_result_keeps_the_rules(self):
        self.assertEqual(violations(suite(MET, MISSED, UNKNOWN, ACCEPTED, BROKEN)), [])

    def test_each_result_is_told_as_the_readers_of_junit_mean_it(self):
        for special, element, kind in (
            (MET, None, None),
            (MISSED, "failure", "missed"),
            (UNKNOWN, "error", "unknown"),
            (ACCEPTED, "skipped", "accepted"),
            (BROKEN, "error", "bad input"),
        ):
            with self.subTest(special=special):
                told = [(each.tag, each.get("type")) for case in suite(special).iter("testcase") for each in case]
                self.assertEqual(told, [] if element is None else [(element, kind)])

    def test_the_counts_are_those_of_the_elements(self):
        root = suite(MET, MISSED, UNKNOWN, ACCEPTED, BROKEN)
        for each in [root, *root.iter("testsuite")]:
            with self.subTest(element=each.attrib):
                self.assertEqual(int(each.get("tests")), len(list(each.iter("testcase"))))
                self.assertEqual(int(each.get("failures")), len(list(each.iter("failure"))))
                self.assertEqual(int(each.get("errors")), len(list(each.iter("error"))))

    def test_a_failure_says_how_to_see_it_again(self):
        failure = next(suite(MISSED).iter("failure"))
        self.assertIn("too long", failure.get("message"))
        self.assertIn("blackstart run ", failure.text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
