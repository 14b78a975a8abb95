"""What the product needs of others is bounded: a new major version is tried here before an installation gets it."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.every_case import every_case

ROOT = Path(__file__).parents[2]


@cache
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def run():
    """What an installation needs, with all that it may have."""
    extras = ("postgres", "server", "statistics")
    more = [one for extra in extras for one in project()["optional-dependencies"][extra]]
    return [*project()["dependencies"], *more]


@cache
def pinned():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return dict(line.split(" ;")[0].split("==") for line in lines if line)


def name_of(requirement):
    return re.split(r"[\[<>=!~ ]", requirement, maxsplit=1)[0].lower()


@every_case("requirement", run)
def test_every_package_has_an_upper_bound_and_is_pinned(requirement):
    assert "==" in requirement or "<" in requirement
    assert name_of(requirement) in pinned()


@pytest.mark.parametrize("name", ["openvc-core", "zxcvbn"])
def test_a_package_whose_files_or_insides_are_read_is_pinned_exactly(name):
    (found,) = (requirement for requirement in run() if name_of(requirement) == name)
    assert found.endswith(f"=={pinned()[name]}")


def locks():
    return sorted((ROOT / "requirements").glob("*.txt"))


def locked(file):
    """What this list downloads: name, version and how many hashes."""
    found = {}
    for block in re.split(r"\n(?=\S)", file.read_text().strip()):
        name, version = re.match(r"([a-z0-9-]+)==([^ \\]+)", block).groups()
        found[name] = (version, block.count("--hash=sha256:"))
    return found


@every_case("file", locks)
def test_whatever_is_downloaded_has_hashes_and_the_version_that_was_tested(file):
    found = locked(file)
    assert all(hashes for _version, hashes in found.values())
    assert {name: version for name, (version, _) in found.items() if name != "setuptools"}.items() <= pinned().items()


def test_every_package_of_every_kind_of_installation_is_on_its_list():
    extras = project()["optional-dependencies"]
    wanted = {
        "run": [*project()["dependencies"], *extras["statistics"]],
        "server": run(),
        "dev": [*run(), *extras["dev"]],
    }
    assert {file.stem for file in locks()} == wanted.keys()
    for kind, requirements in wanted.items():
        missing = {name_of(one) for one in requirements} - locked(ROOT / "requirements" / f"{kind}.txt").keys()
        assert missing == set(), "add it to constraints.txt and run `make lock`"


def test_every_way_to_install_demands_the_hashes():
    for page in ("Makefile", "docs/install.md", "docs/upgrade.md", "docs/offline-install.md"):
        lines = [line for line in (ROOT / page).read_text().splitlines() if "-r requirements" in line]
        assert lines
        assert all("--require-hashes" in line for line in lines)
        assert "-c constraints.txt -e" not in (ROOT / page).read_text()
