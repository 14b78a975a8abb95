"""A form as one fills it in: its questions in one language, what was typed, what is wrong with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from courses.surveys.labels import WRONG
from courses.surveys.rules.answers import NO, YES, AnswerFault
from courses.surveys.rules.form import POINTS, SurveyContent, SurveyQuestion, SurveyQuestionKind, Words
from lms import ids
from lms.i18n import _

PREFIX = "q-"  # of the names of fields


@dataclass(frozen=True)
class SheetOption:
    """An answer to choose."""

    value: str
    label: str


@dataclass(frozen=True)
class SheetQuestion:
    """One question on the page."""

    number: int
    name: str
    kind: SurveyQuestionKind
    text: str
    options: tuple[SheetOption, ...]
    low: str
    high: str
    value: str
    errors: tuple[str, ...]


@dataclass(frozen=True)
class FormSheet:
    """A form on the page."""

    title: str
    intro: str
    language: str
    key: str  # sent with the answers, so that they are kept once
    questions: tuple[SheetQuestion, ...]
    errors: tuple[str, ...] = field(default=())  # about the whole sheet

    @property
    def is_wrong(self) -> bool:
        """Whether anything has to be corrected."""
        return bool(self.errors) or any(one.errors for one in self.questions)


def sheet(
    content: SurveyContent,
    wanted: str,
    *,
    raw: Mapping[str, str] | None = None,
    key: str = "",
    faults: Collection[AnswerFault] = (),
) -> FormSheet:
    """The form in the wanted language, or in that of its authors, with what was typed before."""
    language, known = content.spoken_in(wanted), {one.key for one in content.questions}
    return FormSheet(
        title=content.title[language],
        intro=content.intro[language],
        language=language,
        key=key or ids.new_uuid(),
        questions=tuple(
            _question(number, one, language, (raw or {}).get(one.key, ""), faults)
            for number, one in enumerate(content.questions, 1)
        ),
        errors=tuple(str(WRONG[one.wrong]) for one in faults if one.question not in known),
    )


def _question(
    number: int, one: SurveyQuestion, language: str, value: str, faults: Collection[AnswerFault]
) -> SheetQuestion:
    return SheetQuestion(
        number=number,
        name=f"{PREFIX}{one.key}",
        kind=one.kind,
        text=one.words[language],
        options=options_of(one, language),
        low=_of(one.low, language),
        high=_of(one.high, language),
        value=value,
        errors=tuple(str(WRONG[fault.wrong]) for fault in faults if fault.question == one.key),
    )


def options_of(one: SurveyQuestion, language: str) -> tuple[SheetOption, ...]:
    """What a question lets choose; nothing where one writes."""
    match one.kind:
        case SurveyQuestionKind.SCALE:
            return tuple(SheetOption(str(point), str(point)) for point in POINTS)
        case SurveyQuestionKind.CHOICE:
            return tuple(SheetOption(option.key, option.words[language]) for option in one.options)
        case SurveyQuestionKind.YES_NO:
            return (SheetOption(YES, _("Yes")), SheetOption(NO, _("No")))
        case SurveyQuestionKind.TEXT:
            return ()


def _of(words: Words | None, language: str) -> str:
    return words[language] if words else ""


def raw_answers(sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent from such a page, by the keys of its questions; other fields are no answers."""
    return {name.removeprefix(PREFIX): value for name, value in sent.items() if name.startswith(PREFIX)}
