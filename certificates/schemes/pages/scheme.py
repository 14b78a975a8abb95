"""A scheme and its versions as their pages show them, in the language of the reader."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session

from certificates.schemes import labels
from certificates.schemes.models import SchemeVersion
from certificates.schemes.pages.drawing import scheme_svg
from certificates.schemes.queries.versions import FoundScheme, definition_of
from certificates.schemes.rules.comparison import SchemeDifference, differences
from certificates.schemes.rules.definition import BEFORE, SchemeDefinition, Transition, words
from certificates.schemes.rules.layout import layout_of
from lms.i18n import _, language, lazy, ngettext
from lms.people.api import people_info
from lms.tables.writing.columns import OutputColumn, OutputKind


@dataclass(frozen=True)
class SchemeVersionLine:
    """A version in a list."""

    row: SchemeVersion
    loaded_by: str
    approved_by: str


@dataclass(frozen=True)
class SchemeLine:
    """A scheme in the list."""

    slug: str
    title: str
    versions: int
    in_use: SchemeVersion | None
    waits: bool  # a newer version that nobody has put in use


@dataclass(frozen=True)
class VersionPage:
    """One version, drawn and told."""

    definition: SchemeDefinition
    title: str
    summary: str
    drawing: Markup
    told: Sequence[str]  # steps that the drawing leaves out
    states: Sequence[Sequence[Any]]
    steps: Sequence[Sequence[Any]]
    competences: Sequence[Sequence[Any]]
    facts: Sequence[tuple[str, str]]


COLUMNS = (
    OutputColumn("name", lazy("Name")),
    OutputColumn("title", lazy("Title")),
    OutputColumn("versions", lazy("Versions"), OutputKind.WHOLE),
    OutputColumn("in_use", lazy("Version in use"), OutputKind.WHOLE),
)


def title_of(found: FoundScheme) -> str:
    """What a scheme is called in its newest version."""
    return words(found.newest.definition["title"], language())


def scheme_lines(found: Iterable[FoundScheme], now: datetime) -> list[SchemeLine]:
    """The list."""
    lines = []
    for one in found:
        used = one.in_use(now)
        waits = one.newest.used_from is None
        lines.append(SchemeLine(one.row.slug, title_of(one), len(one.versions), used, waits))
    return lines


def scheme_rows(lines: Iterable[SchemeLine]) -> Iterator[tuple[Any, ...]]:
    """The same as rows of `COLUMNS`."""
    for one in lines:
        yield one.slug, one.title, one.versions, one.in_use.no if one.in_use else None


def version_lines(session: Session, found: FoundScheme) -> list[SchemeVersionLine]:
    """The versions with who loaded them and who put them in use; one query."""
    acted = {one.loaded_by_id for one in found.versions} | {one.approved_by_id for one in found.versions}
    names = people_info(session, [one for one in acted if one is not None])

    def name(person_id: int | None) -> str:
        return names[person_id].name if person_id in names else ""

    return [SchemeVersionLine(one, name(one.loaded_by_id), name(one.approved_by_id)) for one in found.versions]


def version_page(version: SchemeVersion) -> VersionPage:
    """Everything that the page of a version shows."""
    one, here = definition_of(version), language()
    kinds = {kind: str(said) for kind, said in labels.STATE_KINDS.items()}
    title = words(one.title, here)
    told = [words(step.title, here) for step in one.transitions if step.code in layout_of(one).told]
    return VersionPage(
        definition=one,
        title=title,
        summary=words(one.summary, here),
        drawing=scheme_svg(one, here, kinds, _("States and steps of the scheme %(title)s", title=title)),
        told=told,
        states=[_state_row(one, at, here) for at in range(len(one.states))],
        steps=[
            [words(step.title, here), _sources(one, step, here), _target(one, step, here), _mover(step),
             _asked(one, step, here)]
            for step in one.transitions
        ],
        competences=[[words(each.title, here), _enough(one, at, here)] for at, each in enumerate(one.competences)],
        facts=_facts(one, here),
    )  # fmt: skip


def change_rows(before: SchemeVersion, after: SchemeVersion) -> list[tuple[tuple[Any, str], str, str, str, str]]:
    """What differs between two versions: what happened, where, and what it said before and says after."""
    found = differences(definition_of(before), definition_of(after))
    return [(labels.CHANGES[one.change], _where(one), one.value, one.before, one.after) for one in found]


def _where(one: SchemeDifference) -> str:
    part = str(labels.PARTS.get(one.part, one.part))
    return f"{part} “{one.code}”" if one.code else part


def _title(definition: SchemeDefinition, code: str, here: str) -> str:
    state = definition.state(code)
    return words(state.title, here) if state else code


def _state_row(definition: SchemeDefinition, at: int, here: str) -> list[Any]:
    state = definition.states[at]
    panel = definition.panel_of(state.code)
    days = ngettext("%(num)s day", "%(num)s days", state.days) if state.days else _("no limit")
    return [
        words(state.title, here),
        labels.STATE_KINDS[state.kind],
        days,
        words(panel.title, here) if panel else "–",
    ]


def _sources(definition: SchemeDefinition, step: Transition, here: str) -> str:
    return ", ".join(_title(definition, one, here) for one in step.sources)


def _target(definition: SchemeDefinition, step: Transition, here: str) -> str:
    return _("the status before the refusal") if step.target == BEFORE else _title(definition, step.target, here)


def _mover(step: Transition) -> str:
    who = labels.mover_said(step.mover)
    return _("%(who)s, and a second person", who=who) if step.second else who


def _asked(definition: SchemeDefinition, step: Transition, here: str) -> str:
    """What a step rests on, as short sentences."""
    kinds = {one.code: words(one.title, here) for one in definition.evidence}
    said = []
    if step.fact:
        said.append(_("When %(fact)s.", fact=labels.FACTS[step.fact]))
    if step.needs:
        said.append(_("Needs: %(kinds)s.", kinds=", ".join(kinds.get(one, one) for one in step.needs)))
    if step.cuts:
        rules = {one.code: labels.CUTS[one.kind] for one in definition.cuts}
        said.append(_("Pass marks reached: %(cuts)s.", cuts=", ".join(str(rules.get(one, one)) for one in step.cuts)))
    if step.sufficient:
        said.append(_("Every competence is met."))
    if step.refusal:
        said.append(_("With reasons, and with the right to appeal."))
    elif step.reason:
        said.append(_("With reasons."))
    return " ".join(said) or "–"


def _enough(definition: SchemeDefinition, at: int, here: str) -> str:
    """When a competence is met."""
    rule = definition.competences[at].sufficiency
    kinds = {one.code: words(one.title, here) for one in definition.evidence}
    said = [
        ngettext("%(num)s kind of evidence", "%(num)s kinds of evidence", rule.kinds),
        ngettext("%(num)s piece", "%(num)s pieces", rule.pieces),
    ]
    if rule.observed:
        said.append(
            ngettext("%(num)s observed by a qualified expert", "%(num)s observed by qualified experts", rule.observed)
        )
    return _(
        "At least %(counts)s. What counts: %(kinds)s.",
        counts=", ".join(said),
        kinds=", ".join(kinds.get(one, one) for one in rule.of),
    )


def _months(count: int) -> str:
    return ngettext("%(num)s month", "%(num)s months", count)


def _days(count: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", count)


def _facts(definition: SchemeDefinition, here: str) -> list[tuple[str, str]]:
    """Scope, times and panels, by name."""
    practice, days = definition.practice, definition.days
    facts = [
        (_("Topics"), ", ".join(str(labels.TOPICS.get(one, one)) for one in definition.scopes.topics)),
        (_("Grades"), ", ".join(words(one.title, here) for one in definition.scopes.grades) or "–"),
        (_("Valid for"), _months(practice.validity_months)),
        (_("Time for renewal"), _("the last %(months)s", months=_months(practice.renewal_window_months))),
        (_("Extra days for renewal"), _days(practice.grace_days)),
        (_("Reminders"), _("%(months)s months before the end", months=", ".join(map(str, practice.reminders)))),
        (_("Practice in a year"), ngettext("%(num)s activity", "%(num)s activities", practice.a_year)),
        (_("Time to appeal"), _days(days.objection)),
        (_("Time to answer an appeal"), _days(days.appeal_answer)),
        (_("Time for the statement of a suspended holder"), _days(days.hearing)),
        (_("Time to answer a complaint"), _days(days.complaint_answer)),
    ]
    facts += [(str(labels.INTERVALS.get(tie, tie)), _months(months)) for tie, months in definition.intervals.items()]
    facts += [
        (
            words(one.title, here),
            _(
                "at least %(quorum)s members, %(signatures)s signatures, %(majority)s",
                quorum=one.quorum, signatures=one.signatures, majority=labels.MAJORITIES[one.majority],
            ),
        )
        for one in definition.panels
    ]  # fmt: skip
    return facts
