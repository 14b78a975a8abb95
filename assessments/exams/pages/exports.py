"""Lists of exams, attempts and what was decided about them as they are exported."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from assessments.exams.models import Attempt, AttemptGrant, CutProposal, CutScore, Result, TimeGrant
from assessments.exams.pages.hung_results import hang_words
from assessments.exams.pages.percentages import percent_number
from assessments.exams.pages.questions import QuestionLine
from assessments.exams.pages.withdrawals import WithdrawnLine
from assessments.exams.queries.cuts import OpenProposal
from assessments.exams.queries.late import LateAttempt
from assessments.exams.queries.managing import ExamLine
from assessments.exams.queries.withdrawing import HungResult
from assessments.exams.rules.states import AttemptState
from assessments.items.item import Use
from lms.i18n import lazy as _l
from lms.tables.writing.columns import OutputColumn, OutputKind

Row = tuple[Any, ...]
STATE = OutputColumn("state", _l("Status"))
PERSON = OutputColumn("person", _l("Person"))
RESULT = OutputColumn("result", _l("Result"), OutputKind.PERCENT)
REASON = OutputColumn("reason", _l("Reason"))
GIVEN_AT = OutputColumn("at", _l("Given"), OutputKind.MOMENT)
GIVEN_BY = OutputColumn("by", _l("By whom"))

EXAM_COLUMNS = (
    OutputColumn("title", _l("Title")),
    OutputColumn("kind", _l("Kind")),
    OutputColumn("attempts", _l("Attempts"), OutputKind.WHOLE),
    OutputColumn("passed", _l("Passed"), OutputKind.WHOLE),
)
LATE_COLUMNS = (
    PERSON,
    OutputColumn("exam", _l("Exam")),
    OutputColumn("since", _l("Waiting since"), OutputKind.MOMENT),
    OutputColumn("answers", _l("Answers"), OutputKind.WHOLE),
)
ATTEMPT_COLUMNS = (
    PERSON,
    OutputColumn("attempt", _l("Attempt"), OutputKind.WHOLE),
    OutputColumn("started_at", _l("Started"), OutputKind.MOMENT),
    RESULT,
    STATE,
)
OWN_COLUMNS = (OutputColumn("exam", _l("Exam")), *ATTEMPT_COLUMNS[1:])
CUT_COLUMNS = (
    OutputColumn("percent", _l("Pass mark"), OutputKind.PERCENT),
    OutputColumn("at", _l("Since"), OutputKind.MOMENT),
    OutputColumn("set_by", _l("Set by")),
    OutputColumn("method", _l("Method")),
    OutputColumn("provisional", _l("Provisional"), OutputKind.YES_NO),
    STATE,
)
TIME_COLUMNS = (PERSON, OutputColumn("minutes", _l("Minutes"), OutputKind.WHOLE), GIVEN_AT, GIVEN_BY, REASON)
MORE_COLUMNS = (PERSON, GIVEN_AT, GIVEN_BY, REASON)
QUESTION_COLUMNS = (
    OutputColumn("question", _l("Question")),
    OutputColumn("topic", _l("Topic")),
    OutputColumn("lesson", _l("Lesson")),
    OutputColumn("older", _l("Older version")),
    OutputColumn("state", _l("In new attempts")),
)
WITHDRAWN_COLUMNS = (
    OutputColumn("question", _l("Question")),
    OutputColumn("at", _l("Withdrawn"), OutputKind.MOMENT),
    OutputColumn("lapses_at", _l("Returns unless confirmed"), OutputKind.MOMENT),
    STATE,
)
HUNG_COLUMNS = (
    PERSON,
    RESULT,
    OutputColumn("cut", _l("To pass"), OutputKind.PERCENT),
    OutputColumn("closed_at", _l("Closed"), OutputKind.MOMENT),
    OutputColumn("how", _l("Effect on the result")),
)


def exam_rows(lines: Iterable[ExamLine]) -> Iterator[Row]:
    """Exams as rows of `EXAM_COLUMNS`."""
    for one in lines:
        kind = _l("Exam") if one.use is Use.EXAM else _l("Checkpoint quiz")
        yield one.title, kind, one.attempts, one.passed


def late_rows(found: Iterable[LateAttempt], names: Mapping[int, str]) -> Iterator[Row]:
    """Late answers that wait as rows of `LATE_COLUMNS`."""
    for one in found:
        yield names[one.person_id], one.title, one.first_at, one.count


def attempt_rows(found: Iterable[tuple[str, Attempt, Result | None]]) -> Iterator[Row]:
    """Attempts, with a person or an exam before them, as rows of `ATTEMPT_COLUMNS` or `OWN_COLUMNS`."""
    for first, attempt, result in found:
        counts = result is not None and attempt.state != AttemptState.VOIDED
        percent = percent_number(result.percent) if result is not None and counts else None
        yield first, attempt.no, attempt.started_at, percent, attempt_state(attempt, result)


def attempt_state(attempt: Attempt, result: Result | None) -> Any:
    """How an attempt stands, as its lists say it."""
    if attempt.state == AttemptState.VOIDED:
        return _l("sheet cancelled") if attempt.on_paper else _l("cancelled")
    if result is not None:
        return _l("passed") if result.passed else _l("not passed")
    return _l("in progress") if attempt.state == AttemptState.IN_PROGRESS else _l("being marked")


def cut_rows(waiting: OpenProposal | None, cuts: Sequence[CutScore], refused: Sequence[CutProposal]) -> Iterator[Row]:
    """Pass marks as rows of `CUT_COLUMNS`: what is proposed, what is and was in force, what was refused."""
    found: list[tuple[CutScore | CutProposal, Any]] = [(waiting.row, _l("proposed"))] if waiting else []
    found += [(one, _l("valid") if place == 0 else _l("replaced")) for place, one in enumerate(cuts)]
    found += [(one, _l("refused")) for one in refused]
    for row, state in found:
        yield percent_number(row.percent), row.at, row.set_by, row.method, row.provisional, state


def time_rows(grants: Iterable[TimeGrant], names: Mapping[int, str]) -> Iterator[Row]:
    """Extra time as rows of `TIME_COLUMNS`."""
    for one in grants:
        yield names[one.person_id], one.seconds // 60, one.at, names[one.actor_id], one.reason


def more_rows(grants: Iterable[AttemptGrant], names: Mapping[int, str]) -> Iterator[Row]:
    """One more attempt as rows of `MORE_COLUMNS`."""
    for one in grants:
        yield names[one.person_id], one.at, names[one.actor_id], one.reason


def question_rows(lines: Iterable[QuestionLine]) -> Iterator[Row]:
    """Questions, without what they ask, as rows of `QUESTION_COLUMNS`."""
    for one in lines:
        yield one.key, one.topic, one.lesson, one.older, one.state[0] if one.state else _l("asked")


def withdrawn_rows(lines: Iterable[WithdrawnLine]) -> Iterator[Row]:
    """Withdrawn questions as rows of `WITHDRAWN_COLUMNS`."""
    for one in lines:
        yield one.key, one.at, one.lapses_at, one.state[0]


def hung_rows(found: Iterable[HungResult], names: Mapping[int, str]) -> Iterator[Row]:
    """Results that hung on a question as rows of `HUNG_COLUMNS`."""
    for one in found:
        numbers = percent_number(one.percent), percent_number(one.cut)
        yield names[one.person_id], *numbers, one.closed_at, hang_words(one.hang)
