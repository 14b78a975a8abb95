"""A set-up as files: YAML, which people read and change before they load it."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

from courses.programme.set_up.content import FORMAT, ActivityPlan, SetUp
from lms.errors import RuleBroken

SET_UP, REGIONS, PARTNERS, ACTIVITIES = "set-up.yaml", "regions.yaml", "partners.yaml", "activities.yaml"
FILES = (SET_UP, REGIONS, PARTNERS, ACTIVITIES)
ALWAYS = (1980, 1, 1, 0, 0, 0)  # so that the same set-up is the same file
WIDTH = 110


def files_of(made: SetUp) -> dict[str, bytes]:
    """The files of a set-up by their names."""
    courses = [{"slug": one.slug, "title": one.title} for one in made.courses]
    top = {"format": FORMAT, "languages": list(made.languages), "forms": list(made.forms), "courses": courses}
    regions = [{"name": one.name, "countries": list(one.countries)} for one in made.regions]
    partners = [
        {"name": one.name, "kind": one.kind.value, **({"country": one.country} if one.country else {})}
        for one in made.partners
    ]
    return {
        SET_UP: _yaml(top),
        REGIONS: _yaml(regions),
        PARTNERS: _yaml(partners),
        ACTIVITIES: _yaml([_activity(one) for one in made.activities]),
    }


def write_folder(made: SetUp, target: Path) -> None:
    """Write a set-up into an empty folder."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RuleBroken("That folder is not empty. Name one that is empty or does not exist yet.")
    target.mkdir(parents=True, exist_ok=True)
    for name, data in files_of(made).items():
        (target / name).write_bytes(data)


def as_zip(made: SetUp) -> bytes:
    """The same as one file."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, data in files_of(made).items():
            archive.writestr(ZipInfo(name, ALWAYS), data)
    return kept.getvalue()


def _activity(one: ActivityPlan) -> Mapping[str, Any]:
    told: dict[str, Any] = {"title": one.title, "kind": one.kind.value}
    named = {"country": one.country, "region": one.region, "course": one.course}
    told |= {name: value for name, value in named.items() if value}
    if one.fund_kind is not None:
        told["fund-kind"] = one.fund_kind.value
    if one.partners:
        told["partners"] = list(one.partners)
    if one.targets:
        told["targets"] = {kind.value: people for kind, people in one.targets.items()}
    if one.words:
        told["words"] = one.words
    return told


def _yaml(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    text: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=WIDTH)
    return text.encode()
