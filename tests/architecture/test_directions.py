"""The plan of the house, where no tool of `make lint` holds it: hosts and paths, commits, scripts in templates."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def tracked(*patterns):
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


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
