"""The figures of the moderator's board in words: agreement of pairs, and severity of assessors."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.rubrics.rules.definition import RubricDefinition, in_language
from assessments.sheets.queries.board import BoardPerformance
from assessments.sheets.rules.states import Turn
from assessments.statistics.monitoring import (
    BoardAgreement,
    BoardFigures,
    BoardSettings,
    GivenRating,
    Light,
    Rate,
    board_figures,
)
from assessments.statistics.severity.flags import AssessorFlag, FlagSettings, severity_flags
from assessments.statistics.severity.severity import AssessorSeverity, SeverityStanding
from lms.cache import Cache
from lms.i18n import _, ngettext
from lms.i18n import lazy as _l

TONES: Mapping[Light, str] = {Light.GREEN: "ok", Light.AMBER: "warn", Light.RED: "bad", Light.NONE: ""}
LIGHTS: Mapping[Light, Any] = {
    Light.GREEN: _l("good"),
    Light.AMBER: _l("look at it"),
    Light.RED: _l("act"),
    Light.NONE: _l("counts only"),
}
FAR = {AssessorFlag.STRICT, AssessorFlag.LENIENT}
_figures = Cache(16)  # by the ratings themselves: the same ratings have the same figures


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


def ratings_of(lines: Sequence[BoardPerformance], definitions: Mapping[int, RubricDefinition]) -> list[GivenRating]:
    """Every criterion of every sealed sheet of a pair; a criterion is called by the version of its rubric and its code.

    A third rating is of what was disagreed about: it is left out, or the pair would look worse than it is.
    """
    return [
        GivenRating(line.person_id, line.exercise_id, one.assessor_id, (line.rubric_version_id, code), level)
        for line in lines
        for one in line.sheets
        if one.sealed and one.turn is not Turn.THIRD
        for code in definitions[line.rubric_version_id].codes
        if (level := one.ratings.get(code)) is not None
    ]


def figures_of(ratings: Sequence[GivenRating], seed: int) -> BoardFigures | None:
    """The figures of these ratings, worked out once; none of no ratings."""
    if not ratings:
        return None
    key = (seed, tuple((one.candidate, one.exercise, one.assessor, one.criterion, one.level) for one in ratings))
    found: BoardFigures | None = _figures.get(key)
    if found is None:
        found = _figures[key] = board_figures(ratings, BoardSettings(), seed=seed)
    return found


def outliers_of(figures: BoardFigures | None) -> frozenset[Hashable]:
    """The assessors who are far stricter or more lenient than the others; nobody of whom there is no figure."""
    if figures is None:
        return frozenset()
    judged = figures.severity.assessors
    return frozenset(one.assessor for one in judged if FAR & set(severity_flags(one, FlagSettings())))


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
    side = _("less strict") if one.effect > 0 else _("strict")
    return _("%(side)s by %(level)s ± %(error)s", side=side, level=f"{abs(one.effect):.2f}", error=f"{one.se:.2f}")


def agreement_lines(
    figures: BoardFigures, definitions: Mapping[int, RubricDefinition], language: str
) -> tuple[AgreementLine, ...]:
    """All criteria together, then each."""
    titles: dict[Hashable, str] = {
        (version, one.code): in_language(one.title, language)
        for version, definition in definitions.items()
        for one in definition.criteria
    }
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
