"""What is said of people who take part in a workshop, and the same as columns, judged field by field."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.workshops.queries.workshops import WorkshopParts
from assessments.workshops.rules.settings import half_day_names
from lms.errors import BadInput
from lms.i18n import _

NEEDS_MOST = 1000
LANGUAGE_LETTERS = 12


@dataclass(frozen=True)
class CandidateDraft:
    """What is said of a candidate: who, in which languages, what they need."""

    login: str
    languages: Sequence[str] = ()
    needs: str = ""
    recording_agreed: bool = False


@dataclass(frozen=True)
class AssessorDraft:
    """What is said of an assessor."""

    login: str
    languages: Sequence[str] = ()
    topics: Sequence[str] = ()
    most_a_day: int | None = None
    lead: bool = False
    absent: Sequence[str] = ()


@dataclass(frozen=True)
class InterpreterDraft:
    """What is said of an interpreter."""

    login: str
    languages: Sequence[str] = ()
    absent: Sequence[str] = ()


def assessor_values(parts: WorkshopParts, draft: AssessorDraft) -> dict[str, Any]:
    """The columns of an assessor; what is out of range is told by its field."""
    if draft.most_a_day is not None and not 1 <= draft.most_a_day <= 40:  # more than a day holds
        raise BadInput("most_a_day", _("Use a whole number from 1 to 40, or leave it empty."))
    return {
        "languages": languages_spoken(draft.languages),
        "topics": sorted(set(draft.topics)),
        "most_a_day": draft.most_a_day,
        "lead": draft.lead,
        "absent": _absent(parts, draft.absent),
    }


def interpreter_values(parts: WorkshopParts, draft: InterpreterDraft) -> dict[str, Any]:
    """The columns of an interpreter, who speaks two languages at least."""
    spoken = languages_spoken(draft.languages)
    if len(spoken) < 2:  # between one language and itself nobody interprets
        raise BadInput("languages", _("Name at least two languages, such as “en, fr”."))
    return {"languages": spoken, "absent": _absent(parts, draft.absent)}


def _absent(parts: WorkshopParts, absent: Sequence[str]) -> list[str]:
    known = half_day_names(parts.frame.half_days)
    return [name for name in known if name in set(absent)]


def languages_spoken(spoken: Sequence[str]) -> list[str]:
    """Codes of languages, each once; what is none is told."""
    codes = list(dict.fromkeys(one.strip().casefold() for one in spoken if one.strip()))
    wrong = next(
        (one for one in codes if not (one.replace("-", "").isalpha() and 2 <= len(one) <= LANGUAGE_LETTERS)), None
    )
    if wrong is not None:
        raise BadInput(
            "languages",
            _("“%(text)s” is not a language. Use codes such as %(known)s.", text=wrong[:20], known="en, fr, pt"),
        )
    return codes
