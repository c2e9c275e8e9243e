"""Holds every shipped file against scenarios/schema.json, and the schema against the program: schema_test.py SOURCE PROGRAM."""

import copy
import json
import pathlib
import re
import subprocess
import sys
import unittest

import jsonschema

SOURCE, PROGRAM = pathlib.Path(sys.argv[1]), sys.argv[2]
SCENARIOS = SOURCE / "scenarios"
SCHEMA = json.loads((SCENARIOS / "schema.json").read_text())
PARTS = {"worlds": "world", "timings": "timings", "runbooks": "runbook"}
STRING_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)


def without_comments(text):
    return STRING_OR_COMMENT.sub(lambda found: found[0] if found[0][0] == '"' else " ", text)


def read(file):
    return json.loads(without_comments(file.read_text()))


def validator(part=None):
    schema = SCHEMA if part is None else {"$ref": f"#/$defs/{part}", "$defs": SCHEMA["$defs"]}
    return jsonschema.Draft202012Validator(schema)


def problems(document, part=None):
    return [f"{list(error.absolute_path)}: {error.message}" for error in validator(part).iter_errors(document)]


def listed(what):
    lines = subprocess.run([PROGRAM, "list", what], check=True, capture_output=True, text=True).stdout.splitlines()
    return [line.split()[0] for line in lines if not line.startswith(" ")]


class Schema(unittest.TestCase):
    def test_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_allows_every_shipped_file(self):
        files = [file for file in sorted(SCENARIOS.rglob("*.json")) if file.name != "schema.json"]
        self.assertGreaterEqual(len(files), 5)
        for file in files:
            with self.subTest(file=file.relative_to(SOURCE)):
                self.assertEqual(problems(read(file), PARTS.get(file.parent.name)), [])

    def test_refuses_what_the_program_refuses(self):
        good = read(SCENARIOS / "region-outage" / "reprovision.json")
        for place, value in (
            (("horizont",), "48h"),
            (("horizon",), "two days"),
            (("starts_at",), "2026-03-14 22:00"),
            (("faults", 0, "kind"), "regionloss"),
            (("strategy", "kind"), "reprovison"),
            (("expectations", 0, "measure"), "loss"),
            (("objectives", 0, "to"), "healthy"),
            (("people", "incident-commander", "responds", "source"), "both a source and an assumption"),
        ):
            with self.subTest(place=place):
                bad = copy.deepcopy(good)
                at = bad
                for key in place[:-1]:
                    at = at[key]
                at[place[-1]] = value
                self.assertNotEqual(problems(bad), [])

    def test_knows_what_the_program_knows(self):
        defs = SCHEMA["$defs"]
        self.assertEqual(defs["fault"]["properties"]["kind"]["enum"], listed("faults"))
        self.assertEqual(defs["strategy"]["properties"]["kind"]["enum"], listed("strategies"))
        self.assertEqual(defs["expectation"]["properties"]["measure"]["enum"], listed("measures"))

    def test_gives_symptoms_to_the_faults_that_take_them(self):
        lines = subprocess.run([PROGRAM, "list", "faults"], check=True, capture_output=True, text=True).stdout.splitlines()
        kind = None
        takes = {}
        for line in lines:
            kind = kind if line.startswith(" ") else line.split()[0]
            takes[kind] = takes.get(kind, "") + line
        fault = {"at": "1h", "for": "1h", "target": "x", "recovery_symptoms": "1h", "recovery_slowdown": 2}
        for kind, text in takes.items():
            with self.subTest(kind=kind):
                self.assertEqual(problems(fault | {"kind": kind}, "fault") == [], "recovery_symptoms" in text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
