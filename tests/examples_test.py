"""Tries what the files under examples/ci tell a build to do: examples_test.py SOURCE PROGRAM."""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

SOURCE, PROGRAM = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
CI = SOURCE / "examples" / "ci"
OF_THE_IMAGES = {"apt-get", "sudo"}  # debian:12 as root, and GitHub's runners
INSTALLED_BEFORE_USE = {"curl", "blackstart"}


def github():
    steps = yaml.safe_load((CI / "github-actions.yml").read_text())["jobs"]["rehearse"]["steps"]
    return [line for step in steps for line in step.get("run", "").splitlines()]


def gitlab():
    job = yaml.safe_load((CI / "gitlab-ci.yml").read_text())["disaster-rehearsal"]
    return job["before_script"] + job["script"]


def jenkins():
    return re.findall(r"^\s*sh '(.*)'$", (CI / "Jenkinsfile").read_text(), re.MULTILINE)


class Ci(unittest.TestCase):
    def test_every_command_exists_where_it_is_called(self):
        for commands in (github(), gitlab(), jenkins()):
            for command in commands:
                with self.subTest(command=command):
                    self.assertIn(shlex.split(command)[0], OF_THE_IMAGES | INSTALLED_BEFORE_USE)

    def test_the_package_is_installed_before_the_gate(self):
        for commands in (github(), gitlab(), jenkins()):
            installs = [i for i, command in enumerate(commands) if command.endswith("install --yes /tmp/blackstart.deb")]
            gates = [i for i, command in enumerate(commands) if command.startswith("blackstart ")]
            self.assertEqual((len(installs), len(gates)), (1, 1))
            self.assertLess(installs[0], gates[0])

    def test_braces_of_the_jenkinsfile_close(self):
        text = (CI / "Jenkinsfile").read_text()
        self.assertEqual(text.count("{"), text.count("}"))

    def test_the_gate_passes_a_good_suite_and_fails_a_bad_one(self):
        gate = {command for commands in (github(), gitlab(), jenkins()) for command in commands if command.startswith("blackstart ")}
        self.assertEqual(len(gate), 1, "all three gate alike")
        command = shlex.split(gate.pop())
        with tempfile.TemporaryDirectory() as folder:
            drills = pathlib.Path(folder) / "drills"
            for part in ("worlds", "timings"):
                shutil.copytree(SOURCE / "scenarios" / part, drills / part)
            (drills / "region-outage").mkdir()
            shutil.copy(SOURCE / "scenarios" / "region-outage" / "two-clusters.json", drills / "region-outage")
            environment = {**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}"}

            def blackstart(*arguments):
                return subprocess.run([PROGRAM, *arguments], cwd=folder, env=environment, capture_output=True).returncode

            self.assertEqual(blackstart(*command[1:]), 2, "there is no baseline yet")
            self.assertEqual(blackstart("test", "drills", "--baseline", "drills/baseline.json", "--update-baseline"), 0)
            self.assertEqual(blackstart(*command[1:]), 0)
            self.assertTrue((pathlib.Path(folder) / "junit.xml").exists())
            (drills / "bad.json").write_text('{ "world": 3 }')
            self.assertEqual(blackstart(*command[1:]), 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
