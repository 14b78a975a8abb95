"""What the report of a mission shows: its sections, for the team, for the host, on paper and on a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from flask_babel import format_date
from sqlalchemy.orm import Session

from assessments.missions import labels
from assessments.missions.queries.entries import FoundEntry, entries_of
from assessments.missions.queries.missions import FoundMission
from assessments.missions.rules.entries import FIELDS, Section
from assessments.ports import MissionSheet
from lms.i18n import _
from lms.people.api import country_name, people_named
from lms.web.api import asset, asset_size, wire_size

PIECES = ("pages.js", "keeping.js", "mission-notes.js")
UNPACKED = 4  # how much more room a page takes on a phone than on the line


@dataclass(frozen=True)
class EntryShown:
    """An entry in words: the head, its fields, and for the team who wrote it."""

    uuid: str
    head: str
    fields: Sequence[tuple[Any, str]]
    authors: str
    revision: int


@dataclass(frozen=True)
class SectionShown:
    """A part of the report."""

    section: Section
    title: Any
    one: Any
    entries: Sequence[EntryShown]


def sections_of(session: Session, mission: FoundMission) -> list[SectionShown]:
    """The report as it stands, for its team: each entry with its authors."""
    entries = entries_of(session, [mission.id])[mission.id]
    names = people_named(session, {person for one in entries for person in one.authors})
    return _sections(
        [(one.section, one.row.uuid, one.body, one.revision.number, _authors(one, names)) for one in entries]
    )


def delivered_sections(content: Mapping[str, Any]) -> list[SectionShown]:
    """A report as it was delivered, for its host: without a word of who wrote what."""
    return _sections(
        [(Section(one["section"]), one["uuid"], one["body"], one["revision"], "") for one in content["entries"]]
    )


def _authors(one: FoundEntry, names: Mapping[int, str]) -> str:
    first, *others = [names[person] for person in one.authors]
    if not others:
        return _("by %(name)s", name=first)
    return _("by %(name)s, with %(others)s", name=first, others=", ".join(others))


def _sections(entries: Sequence[tuple[Section, str, Mapping[str, str], int, str]]) -> list[SectionShown]:
    return [
        SectionShown(
            section,
            labels.SECTIONS[section],
            labels.ONE_OF[section],
            [
                EntryShown(uuid, _head(section, body), _shown(section, body), authors, revision)
                for of, uuid, body, revision, authors in entries
                if of is section
            ],
        )
        for section in Section
    ]


def _head(section: Section, body: Mapping[str, str]) -> str:
    if section is Section.INTERVIEW:
        return f"{body['office']}, {_day(body['held_on'])}"
    if section is Section.TASK:
        return _("%(owner)s, by %(day)s", owner=body["owner"], day=_day(body["due_on"]))
    grade = labels.GRADES[body["grade"]] if section is Section.OBSERVATION else labels.PRIORITIES[body["priority"]]
    return f"{labels.TOPICS[body['topic']]}: {grade}"


def _shown(section: Section, body: Mapping[str, str]) -> list[tuple[Any, str]]:
    """The fields that are not in the head already."""
    told = {"topic", "grade", "priority", "office", "held_on", "owner", "due_on"}
    return [
        (labels.FIELDS[one.name], field_said(one.name, body[one.name]))
        for one in FIELDS[section]
        if one.name not in told and body[one.name]
    ]


def field_said(name: str, value: str) -> str:
    """A value of an entry in words."""
    if name in labels.OFFERED:
        return str(labels.OFFERED[name][value])
    return _day(value) if name in ("held_on", "due_on") else value


def _day(text: str) -> str:
    return str(format_date(date.fromisoformat(text), "long"))


def body_values(body: Mapping[str, str], section: Section) -> dict[str, Any]:
    """What a form shows of an entry."""
    days = {one.name for one in FIELDS[section] if one.is_day}
    return {name: date.fromisoformat(value) if name in days else value for name, value in body.items()}


def report_sheet(content: Mapping[str, Any], *, number: int, digest: str, made_at: datetime) -> MissionSheet:
    """The report on paper; without a number it is what is being written."""
    first, last = _day(content["starts_on"]), _day(content["ends_on"])
    facts = [
        (_("Country"), country_name(content["country"])),
        (_("Host administration"), content["host"]),
        (_("Units of the host"), ", ".join(content["units"])),
        (_("Days"), _("%(first)s to %(last)s", first=first, last=last)),
        (_("Team"), ", ".join(content["team"])),
        (_("Version"), str(number) if number else _("not delivered yet")),
    ]
    terms = [(str(labels.TOPICS[one]), content["terms"][one]) for one in labels.TOPICS if one in content["terms"]]
    return MissionSheet(
        title=content["title"],
        language=content["language"],
        words={"heading": _("Mission report"), "terms": _("Terms of reference"), "digest": _("Digest (SHA-256)")},
        facts=[(name, value) for name, value in facts if value],
        terms=terms,
        sections=[
            (
                str(one.title),
                [(entry.head, [(str(name), value) for name, value in entry.fields]) for entry in one.entries],
            )
            for one in delivered_sections(content)
            if one.entries
        ],
        digest=digest,
        made_at=made_at,
    )


def notes_plan(mission: FoundMission, url: str, html: str) -> dict[str, Any]:
    """What a phone fetches to keep the page for notes, and what that weighs on the line."""
    sizes = {url: wire_size(html.encode(), "text/html"), **{asset(name): asset_size(name) for name in PIECES}}
    weight = sum(sizes.values())
    title = _("Report: %(title)s", title=mission.row.title)
    said = (mission.row.title, mission.row.starts_on, mission.row.ends_on)
    return {
        "id": f"mission/{mission.row.uuid}",
        "title": title,
        "course": mission.row.title,
        "home": url,
        "mark": sha256(repr(said).encode()).hexdigest()[:16],
        "bytes": weight,
        "room": weight * UNPACKED,
        "pages": [url],
        "sizes": sizes,
        "lessons": [{"url": url, "title": _("Write a part of the report")}],
    }


def notes_words() -> dict[str, Any]:
    """Every sentence that the script of the page may have to say; `{n}` and the like are filled in there."""
    return {
        "waits": _("waits on this phone"),
        "missing": _("Fill in this field."),
        "kept": _("Saved on this phone."),
        "sent": _("It is in the report now."),
        "unkept": _("This browser could not save it. Write it down on paper, and do not close this page."),
        "allSent": _("Everything is sent."),
        "waiting": _("Waiting on this phone: {n}. It is sent as soon as you are online and signed in."),
        "stranger": _("You are no longer signed in. Sign in again: your text is saved on this phone."),
        "keep": _("Save for offline use"),
        "working": _("Saving: {n} of {all} pages"),
        "pageKept": _("This page is saved for offline use. You also find it under “On this phone”."),
        "broken": _("The connection was lost. Press again to continue."),
        "full": _("There is no space left on this phone. It needs about {size}."),
        "refusedByServer": _("The server did not give this page. Open the mission again and try later."),
        "insecure": _(
            "Pages can be saved only from a secure address, one that starts with https. Ask your administrator."
        ),
        "old": _("This browser cannot save pages. Use a newer browser, and not a private window."),
        "size": _("{n} KB"),
        "large": _("{n} MB"),
        "huge": _("{n} GB"),
    }
