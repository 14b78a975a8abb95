"""Practice that the product knows by itself: cohorts led, missions with a report, operations, exams passed again."""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from assessments.api import MissionPractice, passed_exams, practice_in_missions
from certificates.practice.rules.log import LogLine, PracticeKind, PracticeOrigin, PracticeUnit
from courses.api import CohortState, LedCohort, cohorts_led

LED, EXAM = "led", "exam"  # parts that the product names; others are parts in missions


def known_practice(session: Session, people: Collection[int], now: datetime) -> dict[int, list[LogLine]]:
    """What is known of each of these people up to today; a constant number of queries, and no copies.

    Cohorts count once their last day is past, unless they were refused or others led them by then; missions once a
    report was delivered; exams where somebody watched who does not teach them.
    """
    found: dict[int, list[LogLine]] = defaultdict(list)
    led = {one: _led(cohorts, now) for one, cohorts in cohorts_led(session, people).items()}
    for person_id, cohorts in led.items():
        for one in cohorts:
            row = one.cohort.row
            found[person_id].append(
                _line(
                    PracticeKind.TRAINING, f"cohort:{row.uuid}", row.ends_on, (row.ends_on - row.starts_on).days + 1,
                    row.country, LED, row.title,
                )
            )  # fmt: skip
    for person_id, practice in practice_in_missions(session, people).items():
        found[person_id].extend(_of_mission(one) for one in practice)
    for exam in passed_exams(session, people=sorted(people)):
        if exam.supervised and not exam.keys_seen:
            day = exam.passed_at.astimezone(UTC).date()
            found[exam.person_id].append(
                _line(PracticeKind.REFRESHER, f"attempt:{exam.attempt_uuid}", day, 1, "", EXAM, exam.exam_title)
            )
    return found


def _led(cohorts: Collection[LedCohort], now: datetime) -> list[LedCohort]:
    return [
        one
        for one in cohorts
        if one.cohort.state in {CohortState.OPEN, CohortState.ENDED}
        and one.cohort.row.ends_on < one.cohort.today(now)
        and (one.until is None or one.until.date() >= one.cohort.row.ends_on)
    ]


def _of_mission(one: MissionPractice) -> LogLine:
    kind = PracticeKind.OPERATION if one.is_operation else PracticeKind.MISSION
    return _line(kind, one.ref, one.on, one.days, one.country, one.part, one.title)


def _line(kind: PracticeKind, ref: str, on: date, days: int, country: str, part: str, words: str) -> LogLine:
    return LogLine(PracticeOrigin.KNOWN, ref, kind, on, days, PracticeUnit.DAYS, country, part, words)
