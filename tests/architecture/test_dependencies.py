"""What the product needs of others is bounded: a new major version is tried here before an installation gets it."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
RUN = [
    *PROJECT["dependencies"],
    *(one for extra in ("postgres", "server") for one in PROJECT["optional-dependencies"][extra]),
]
PINNED = dict(line.split(" ;")[0].split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if line)


def name_of(requirement):
    return re.split(r"[\[<>=!~ ]", requirement, maxsplit=1)[0].lower()


@pytest.mark.parametrize("requirement", RUN)
def test_every_package_has_an_upper_bound_and_is_pinned(requirement):
    assert "==" in requirement or "<" in requirement
    assert name_of(requirement) in PINNED


@pytest.mark.parametrize("name", ["openvc-core", "zxcvbn"])
def test_a_package_whose_files_or_insides_are_read_is_pinned_exactly(name):
    (found,) = (requirement for requirement in RUN if name_of(requirement) == name)
    assert found.endswith(f"=={PINNED[name]}")
