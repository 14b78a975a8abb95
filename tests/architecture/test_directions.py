"""The plan of the house, held by tools in the test run."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def tracked(*patterns):
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def tool(*command):
    done = subprocess.run(
        [str(Path(sys.executable).parent / command[0]), *command[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_packages_look_only_in_the_directions_of_the_plan():
    code, words = tool("lint-imports")
    assert code == 0, words


def test_the_linter_finds_nothing():
    code, words = tool("ruff", "check", ".")
    assert code == 0, words
    code, words = tool("ruff", "format", "--check", ".")
    assert code == 0, words


def test_the_types_hold():
    code, words = tool("mypy")
    assert code == 0, words


def test_no_tracked_file_names_a_registry_or_a_path_of_a_machine():
    host = re.compile(
        r"https?://[a-z0-9.-]*(?:pypi|npmjs|pythonhosted|debian)[a-z0-9.-]*\.(?:org|com|net)|(?<![\w./])/(?:work|farm)/"
    )
    found = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if path != Path(__file__):
            found += [f"{path.relative_to(ROOT)}: {match}" for match in host.findall(text)]
    assert found == []


def test_only_one_module_commits():
    found = [p for p in tracked("lms", "courses", "assessments", "certificates") if p.suffix == ".py"]
    assert [p.name for p in found if re.search(r"\.commit\(\)", p.read_text())] == ["db.py"]


def test_no_template_carries_script_or_style_of_its_own():
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|https?://(?!\w+\.example)", re.I)
    found = {}
    for path in tracked("*.html"):
        hits = inline.findall(path.read_text())
        if hits and "/templates/" in str(path):
            found[path.name] = hits
    assert found == {}
