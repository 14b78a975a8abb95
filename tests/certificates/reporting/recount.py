"""A recount in plain SQL, written apart from the program: people of a fund and of the programme, each once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

Counted = Counter[tuple[str, str]]
LEVELS = ("reached", "took-part", "passed", "certified")

OF_FUND = """
SELECT e.id, e.person_id, e.course_id, e.begun_at,
  EXISTS (SELECT 1 FROM lesson_read l WHERE l.enrolment_id = e.id AND l.read_in_id IS NULL
          AND l.at >= :since AND l.at < :until)
  OR EXISTS (SELECT 1 FROM step_done s WHERE s.enrolment_id = e.id AND s.at >= :since AND s.at < :until) AS took_part,
  (SELECT min(p.at) FROM (
     SELECT a.enrolment_id, (SELECT min(r.published_at) FROM result r WHERE r.attempt_id = a.id AND r.passed) AS at
     FROM attempt a JOIN exam_version v ON v.id = a.exam_version_id
     WHERE a.state = 'published' AND v.use = 'exam'
       AND (SELECT r.passed FROM result r WHERE r.attempt_id = a.id ORDER BY r.no DESC LIMIT 1)) p
   WHERE p.enrolment_id = e.id) AS passed_at,
  (SELECT count(*) FROM credential c JOIN claim k ON k.id = c.claim_id
   WHERE c.person_id = e.person_id AND k.source_ref = 'course:' || e.course_id
     AND k.earned_at >= :since AND k.earned_at < :until
     AND EXISTS (SELECT 1 FROM credential_version cv WHERE cv.credential_id = c.id AND cv.record IS NOT NULL)
     AND NOT EXISTS (SELECT 1 FROM credential_version cv JOIN status_change x ON x.version_id = cv.id
                     WHERE cv.credential_id = c.id AND x.change = 'revoked')) AS certificates,
  (SELECT n.country FROM placement w JOIN administration n ON n.id = w.administration_id
   WHERE w.person_id = e.person_id AND w.begun_at <= CASE WHEN e.begun_at > :since THEN e.begun_at ELSE :since END
     AND (w.ended_at IS NULL OR w.ended_at > CASE WHEN e.begun_at > :since THEN e.begun_at ELSE :since END)
   ORDER BY w.id LIMIT 1) AS country,
  (o.starts_on < :after AND o.ends_on >= :first AND (o.ended_at IS NULL OR o.ended_at >= :since)) AS is_held
FROM enrolment e
JOIN cohort o ON e.group_kind = 'cohort' AND o.id = e.group_id
JOIN activity_cohort ac ON ac.cohort_id = o.id AND ac.ended_at IS NULL
JOIN activity y ON y.id = ac.activity_id
WHERE y.fund_id = :fund AND e.begun_at < :until AND (e.ended_at IS NULL OR e.ended_at >= :since)
ORDER BY e.begun_at, e.id
"""
OF_PROGRAMME = """
SELECT p.id, coalesce((SELECT n.country FROM administration n WHERE n.id = p.administration_id), '') AS country,
  EXISTS (SELECT 1 FROM enrolment e WHERE e.person_id = p.id) AS reached,
  EXISTS (SELECT 1 FROM enrolment e JOIN lesson_read l ON l.enrolment_id = e.id WHERE e.person_id = p.id)
  OR EXISTS (SELECT 1 FROM enrolment e JOIN step_done s ON s.enrolment_id = e.id WHERE e.person_id = p.id) AS took_part,
  EXISTS (SELECT 1 FROM attempt a JOIN exam_version v ON v.id = a.exam_version_id
          WHERE a.person_id = p.id AND a.state = 'published' AND v.use = 'exam'
            AND (SELECT r.passed FROM result r WHERE r.attempt_id = a.id ORDER BY r.no DESC LIMIT 1)) AS passed,
  EXISTS (SELECT 1 FROM credential c WHERE c.person_id = p.id
          AND EXISTS (SELECT 1 FROM credential_version cv WHERE cv.credential_id = c.id AND cv.record IS NOT NULL)
          AND NOT EXISTS (
            SELECT 1 FROM credential_version cv JOIN status_change x ON x.version_id = cv.id
            WHERE cv.credential_id = c.id AND x.change = 'revoked')) AS certified
FROM person p
"""


def as_stored(session: Session, at: datetime) -> Any:
    """A moment as plain SQL compares it with those that are kept."""
    if session.get_bind().dialect.name != "sqlite":
        return at
    return at.replace(tzinfo=None).isoformat(" ", timespec="microseconds")


def recount_fund(
    session: Session, fund_id: int, since: datetime, until: datetime
) -> dict[str, Counter[tuple[str, str]]]:
    """By country and by course, the people of a fund at each level or beyond it."""
    days = {"first": since.date(), "after": until.date()}
    if session.get_bind().dialect.name == "sqlite":
        days = {name: day.isoformat() for name, day in days.items()}
    bounds = {"since": as_stored(session, since), "until": as_stored(session, until)}
    first: dict[int, str] = {}
    furthest: dict[int, tuple[int, str]] = {}
    for _run, person, course, _begun, took_part, passed_at, certificates, country, is_held in session.execute(
        text(OF_FUND), {"fund": fund_id, **bounds, **days}
    ):
        passed = passed_at is not None and bounds["since"] <= passed_at < bounds["until"]
        level = 3 if passed and certificates else 2 if passed else 1 if took_part else 0
        if not (level or is_held):
            continue
        first.setdefault(person, country or "")
        if person not in furthest or level > furthest[person][0]:
            furthest[person] = (level, str(course))
    found: dict[str, Counted] = {"country": Counter(), "course": Counter()}
    for person, (level, course) in furthest.items():
        for reached in LEVELS[: level + 1]:
            found["country"][first[person], reached] += 1
            found["course"][course, reached] += 1
    return found


def recount_programme(session: Session) -> Counted:
    """By country, the people of the programme at each level or beyond it."""
    found: Counted = Counter()
    for _person, country, *done in session.execute(text(OF_PROGRAMME)):
        level = max((number for number, one in enumerate(done) if one), default=-1)
        for reached in LEVELS[: level + 1]:
            found[country, reached] += 1
    return found
