"""A set-up read from files, with everything that is wrong in them, by file and line."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

from courses.programme.models import NAME_LENGTH, TITLE_LENGTH, WORDS_LENGTH
from courses.programme.rules.activities import ActivityKind, FundKind, PartnerKind, TargetKind
from courses.programme.set_up.content import FORMAT, ActivityPlan, CourseReference, PartnerPlan, RegionPlan, SetUp
from courses.programme.set_up.entries import Notes, SetUpEntry
from courses.programme.set_up.writing import ACTIVITIES, FILES, PARTNERS, REGIONS, SET_UP
from lms.people.api import is_country
from lms.text.located_yaml import Dialect, LocatedDict, LocatedList, read_yaml
from lms.text.problems import Problem

Plan = TypeVar("Plan")
SLUG_LENGTH = 64
TARGET_MOST = 1_000_000
ENTRIES_MOST = 5000
LARGEST = 5_000_000  # bytes of a file


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a set-up in a folder; those that are not there are left out, others are not looked at."""
    return {name: (folder / name).read_bytes()[: LARGEST + 1] for name in FILES if (folder / name).is_file()}


def read_set_up(files: Mapping[str, bytes]) -> tuple[SetUp, list[Problem]]:
    """The set-up as far as it can be read, and what is wrong with it in the order of files and lines."""
    problems: list[Problem] = []
    top = _entry(files, SET_UP, problems)
    top.demand_known(("format", "languages", "forms", "courses"))
    if top.values.get("format") != FORMAT:
        top.fault("format", f"“format” must be {FORMAT}: this program reads no other.")
    courses = [_course(SetUpEntry.of(one, top.line("courses"), top.notes)) for one in _list(top, "courses")]
    regions = _entries(files, REGIONS, problems, _region)
    partners = _entries(files, PARTNERS, problems, _partner)
    known = {one.name for one in regions}, {one.name for one in partners}
    activities = _entries(files, ACTIVITIES, problems, lambda entry: _activity(entry, *known))
    made = SetUp(
        languages=top.texts("languages"),
        forms=top.texts("forms"),
        courses=tuple(courses),
        regions=regions,
        partners=partners,
        activities=activities,
    )
    return made, sorted(problems)


def _value(files: Mapping[str, bytes], name: str, notes: Notes) -> object:
    data = files.get(name)
    if data is None:
        notes.add(1, "This file is missing in the folder.")
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        notes.add(1, "This file is no text in UTF-8.")
        return None
    found = read_yaml(text, dialect=Dialect.PLAIN)
    for one in found.problems:
        notes.add(one.line, one.message)
    return found.value


def _entry(files: Mapping[str, bytes], name: str, problems: list[Problem]) -> SetUpEntry:
    notes = Notes(name, problems)
    value = _value(files, name, notes)
    if value is None:
        return SetUpEntry(LocatedDict(), notes)
    return SetUpEntry.of(value, 1, notes)


def _entries(
    files: Mapping[str, bytes], name: str, problems: list[Problem], read: Callable[[SetUpEntry], Plan]
) -> tuple[Plan, ...]:
    """Every entry of a file that is a list; a name that stands twice is noted."""
    notes = Notes(name, problems)
    value = _value(files, name, notes)
    if value is None or value == []:
        return ()
    if not isinstance(value, LocatedList):
        notes.add(1, "This file must be a list: each entry begins with “- ”.")
        return ()
    if len(value) > ENTRIES_MOST:
        notes.add(1, f"There are more than {ENTRIES_MOST} entries.")
        return ()
    made, seen = [], dict[str, int]()
    for one, line in zip(value, value.lines, strict=True):
        entry = SetUpEntry.of(one, line, notes)
        made.append(read(entry))
        key = _identity(entry)
        if key in seen:
            notes.add(line, f"This stands twice; the first is in line {seen[key]}.")
        seen.setdefault(key, line)
    return tuple(made)


def _identity(entry: SetUpEntry) -> str:
    named = ("name", "title", "kind", "country", "region") if "title" in entry.values else ("name",)
    return "|".join(str(entry.values.get(name, "")).casefold() for name in named)


def _list(entry: SetUpEntry, name: str) -> list[object]:
    value = entry.values.get(name)
    if value is None:
        return []
    if not isinstance(value, LocatedList):
        entry.fault(name, f"“{name}” must be a list.")
        return []
    return list(value)


def _course(entry: SetUpEntry) -> CourseReference:
    entry.demand_known(("slug", "title"))
    return CourseReference(entry.text("slug", SLUG_LENGTH), entry.text("title", NAME_LENGTH, needed=False))


def _region(entry: SetUpEntry) -> RegionPlan:
    entry.demand_known(("name", "countries"))
    countries = entry.texts("countries")
    if not countries:
        entry.fault("countries", "A region needs at least one country.")
    for code in countries:
        if not is_country(code):
            entry.fault("countries", f"“{code}” is no country: write its two letters, such as LA.")
    return RegionPlan(entry.text("name", NAME_LENGTH), tuple(sorted(set(countries))))


def _partner(entry: SetUpEntry) -> PartnerPlan:
    entry.demand_known(("name", "kind", "country"))
    kind = entry.choice("kind", PartnerKind) or PartnerKind.INTERNATIONAL
    return PartnerPlan(entry.text("name", NAME_LENGTH), kind, entry.country("country"))


def _activity(entry: SetUpEntry, regions: Collection[str], partners: Collection[str]) -> ActivityPlan:
    entry.demand_known(("title", "kind", "country", "region", "course", "fund-kind", "partners", "targets", "words"))
    country, region = entry.country("country"), entry.text("region", NAME_LENGTH, needed=False)
    if ("country" in entry.values) == ("region" in entry.values):
        entry.fault("title", "Name either a country or a region.")
    if region and region not in regions:
        entry.fault("region", f"“{region}” is not in {REGIONS}.")
    named = entry.texts("partners")
    for one in named:
        if one not in partners:
            entry.fault("partners", f"“{one}” is not in {PARTNERS}.")
    return ActivityPlan(
        title=entry.text("title", TITLE_LENGTH),
        kind=entry.choice("kind", ActivityKind) or ActivityKind.TRAINING,
        words=entry.text("words", WORDS_LENGTH, needed=False),
        country=country,
        region=region or None,
        course=entry.text("course", SLUG_LENGTH, needed=False) or None,
        partners=tuple(sorted(named)),
        targets=_targets(entry),
        fund_kind=entry.choice("fund-kind", FundKind, needed=False),
    )


def _targets(entry: SetUpEntry) -> dict[TargetKind, int]:
    value = entry.values.get("targets")
    if value is None:
        return {}
    if not isinstance(value, LocatedDict):
        entry.fault("targets", "“targets” must be names with numbers, such as “reached: 60”.")
        return {}
    found = {}
    for name, people in value.items():
        kind = next((one for one in TargetKind if one == name), None)
        whole = isinstance(people, int) and not isinstance(people, bool) and 0 < people <= TARGET_MOST
        if kind is None:
            entry.fault("targets", f"“{name}” is no target. Known are: {', '.join(TargetKind)}.")
        elif not whole:
            entry.fault("targets", f"“{name}” must be a number of people from 1 to {TARGET_MOST:,}.")
        else:
            found[kind] = people
    return found
