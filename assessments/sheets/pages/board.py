"""The moderator's board of a workshop: how far everybody is, how far pairs agree, and how strict each assessor is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.rubrics.rules.definition import in_language
from assessments.sheets.labels import STATES
from assessments.sheets.offline.queries.devices import DeviceStanding, devices_of
from assessments.sheets.pages.moderating import WorkshopChoice
from assessments.sheets.queries.performances import (
    PerformanceLine,
    WorkshopPeople,
    moderated_lines,
    people_of_workshop,
    workshops_moderated,
)
from assessments.sheets.rules.aliases import assessor_letter
from assessments.sheets.rules.progress import PerformanceState
from assessments.sheets.rules.states import Turn
from assessments.statistics.available import what_is_missing
from assessments.statistics.monitoring import (
    BoardAgreement,
    BoardFigures,
    BoardSettings,
    GivenRating,
    Light,
    Rate,
    board_figures,
    rate_of,
)
from assessments.statistics.severity.severity import AssessorSeverity, SeverityStanding
from lms.access import Viewer
from lms.i18n import _, ngettext
from lms.i18n import lazy as _l
from lms.people.api import people_named

TONES: Mapping[Light, str] = {Light.GREEN: "ok", Light.AMBER: "warn", Light.RED: "bad", Light.NONE: ""}
LIGHTS: Mapping[Light, Any] = {
    Light.GREEN: _l("good"),
    Light.AMBER: _l("look at it"),
    Light.RED: _l("act"),
    Light.NONE: _l("counts only"),
}


@dataclass(frozen=True)
class AgreementLine:
    """How far two sheets agree on a criterion; coefficients only with enough candidates behind them."""

    title: str
    counts: str
    exact: str
    adjacent: str
    kappa: str
    alpha: str
    light: Any
    tone: str


@dataclass(frozen=True)
class AssessorLine:
    """An assessor at this workshop: sheets, the device, and how strict."""

    name: str
    sealed: int
    sheets: int
    unsent: int
    heard_at: datetime | None
    severity: str
    note: str


@dataclass(frozen=True)
class ModeratorBoard:
    """What the board shows; without numpy and scipy it says what is missing, and counts all the same."""

    workshops: tuple[WorkshopChoice, ...]
    chosen: WorkshopChoice | None
    states: tuple[tuple[Any, str, int], ...] = ()  # what performances wait for, with how many
    performances: int = 0
    sealed: int = 0
    sheets: int = 0
    thirds: str = ""
    missing: str = ""
    agreement: tuple[AgreementLine, ...] = ()
    assessors: tuple[AssessorLine, ...] = ()
    made_at: datetime | None = None


def board_page(session: Session, viewer: Viewer, uuid: str | None, language: str, *, now: datetime) -> ModeratorBoard:
    """The board of the chosen workshop, else of the newest; a constant number of queries."""
    workshops = workshops_moderated(session, viewer)
    chosen = next((one for one in workshops if one.uuid == uuid), workshops[0] if workshops and not uuid else None)
    offered = tuple(WorkshopChoice(one.uuid, one.title) for one in workshops)
    if chosen is None:
        return ModeratorBoard(offered, None)
    lines = [one for one in moderated_lines(session, viewer, chosen.id) if one.state is not PerformanceState.REPLACED]
    people = people_of_workshop(session, chosen.id)
    ratings, titles = ratings_of(lines, language)
    missing = what_is_missing() or ""
    figures = None if missing or not ratings else board_figures(ratings, BoardSettings(), seed=chosen.id)
    settled = [one for one in lines if one.result is not None]
    return ModeratorBoard(
        workshops=offered,
        chosen=WorkshopChoice(chosen.uuid, chosen.title),
        states=_states(lines),
        performances=len(lines),
        sealed=sum(one.standing.sealed for line in lines for one in line.sheets),
        sheets=sum(len(line.sheets) for line in lines),
        thirds=rate_said(rate_of(sum(_wanted_third(one) for one in settled), len(settled))),
        missing=missing,
        agreement=_agreement(figures, titles) if figures else (),
        assessors=_assessors(session, lines, people, figures),
        made_at=now,
    )


def ratings_of(lines: Sequence[PerformanceLine], language: str) -> tuple[list[GivenRating], dict[Any, str]]:
    """Every criterion of every sealed sheet of a pair, and what the criteria are called.

    A third rating is of what was disagreed about: it is left out, or the pair would look worse than it is.
    """
    found, titles = [], {}
    for line in lines:
        for sheet in line.sheets:
            if not sheet.standing.sealed or sheet.row.turn == Turn.THIRD:
                continue
            for criterion in sheet.definition.criteria:
                level = sheet.standing.content.ratings.get(criterion.code)
                if level is None:
                    continue
                key = (line.row.rubric_version_id, criterion.code)
                titles[key] = in_language(criterion.title, language)
                found.append(
                    GivenRating(line.row.person_id, line.row.exercise_id, sheet.row.assessor_id, key, float(level))
                )
    return found, titles


def rate_said(rate: Rate) -> str:
    """A share with its interval, in words; without any there is none."""
    if rate.share is None or rate.low is None or rate.high is None:
        return _("none yet")
    return _(
        "%(count)s of %(all)s: %(share)s %% (95 %% interval %(low)s to %(high)s %%)",
        count=rate.count, all=rate.of, share=round(100 * rate.share), low=round(100 * rate.low),
        high=round(100 * rate.high),
    )  # fmt: skip


def severity_said(one: AssessorSeverity) -> str:
    """How lenient or strict, in levels with the standard error; or why there is no figure."""
    if one.standing is SeverityStanding.NOT_COMPARABLE:
        return _("cannot be compared")
    if one.standing is SeverityStanding.TOO_FEW or one.effect is None or one.se is None:
        return ngettext("%(num)s candidate: too few", "%(num)s candidates: too few", one.candidates)
    side = _("lenient") if one.effect > 0 else _("strict")
    return _("%(side)s by %(level)s ± %(error)s", side=side, level=f"{abs(one.effect):.2f}", error=f"{one.se:.2f}")


def _states(lines: Sequence[PerformanceLine]) -> tuple[tuple[Any, str, int], ...]:
    counted = Counter(one.state for one in lines)
    return tuple((*STATES[state], counted[state]) for state in PerformanceState if counted[state])


def _wanted_third(line: PerformanceLine) -> bool:
    """Whether the two sheets called for more than their mean."""
    return line.result is not None and bool(line.result.outcome.get("triggers"))


def _agreement(figures: BoardFigures, titles: Mapping[Any, str]) -> tuple[AgreementLine, ...]:
    every = [(_("All criteria"), figures.overall), *((titles[one.criterion], one) for one in figures.criteria)]
    return tuple(_agreement_line(title, one) for title, one in every)


def _agreement_line(title: str, one: BoardAgreement) -> AgreementLine:
    counts = _(
        "%(exact)s of %(pairs)s the same, %(adjacent)s within one level",
        exact=one.exact_pairs, pairs=one.pairs, adjacent=one.adjacent_pairs,
    )  # fmt: skip
    alpha = "" if one.alpha is None else f"{one.alpha:.2f}"
    if one.alpha is not None and one.alpha_interval is not None:
        low, high = one.alpha_interval
        alpha = _("%(value)s (%(low)s to %(high)s)", value=alpha, low=f"{low:.2f}", high=f"{high:.2f}")
    return AgreementLine(
        title,
        counts,
        _percent(one.exact),
        _percent(one.adjacent),
        "" if one.weighted_kappa is None else f"{one.weighted_kappa:.2f}",
        alpha,
        LIGHTS[one.light],
        TONES[one.light],
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f"{round(100 * share)} %"


def _assessors(
    session: Session, lines: Sequence[PerformanceLine], people: WorkshopPeople, figures: BoardFigures | None
) -> tuple[AssessorLine, ...]:
    """Everybody who assesses here, by letter; the names and devices of all in two queries."""
    names = people_named(session, people.assessors)
    devices: dict[int, list[DeviceStanding]] = {}
    for one in devices_of(session, sorted(people.assessors)):
        devices.setdefault(one.person_id, []).append(one)
    sheets = [sheet for line in lines for sheet in line.sheets]
    severity = {one.assessor: one for one in figures.severity.assessors} if figures else {}
    found = []
    for person_id, number in sorted(people.assessors.items(), key=lambda pair: pair[1]):
        mine = [one for one in sheets if one.row.assessor_id == person_id]
        held, judged = devices.get(person_id, []), severity.get(person_id)
        found.append(
            AssessorLine(
                name=f"{assessor_letter(number)} {names.get(person_id, '')}",
                sealed=sum(one.standing.sealed for one in mine),
                sheets=len(mine),
                unsent=sum(one.unsent for one in held),
                heard_at=max((one.heard_at for one in held), default=None),
                severity=severity_said(judged) if judged is not None else "",
                note=_("may be used") if judged and judged.standing is SeverityStanding.USABLE else "",
            )
        )
    return tuple(found)
