"""Practice as evidence of candidates and holders: the log of each calendar year, and what somebody observed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from assessments.api import FoundEvidence, MissionPractice, passed_exams, practice_in_missions, results_of_people
from certificates.candidates.rules.digests import digest_of
from certificates.practice.queries.years import practice_log
from certificates.practice.rules.log import LogLine, said_in
from lms.gettext_noop import N_

LOG, OBSERVED = "practice", "observed-practice"  # kinds of evidence that schemes may collect
LOG_TITLE = N_("Practice log")


class PracticeSource:
    """The log of somebody, one piece for each calendar year: what is added to one year changes no other piece."""

    kinds = frozenset({"practice-log"})

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """One for each year with at least one activity, of the last moment of the day of the newest."""
        found = []
        for person_id, lines in practice_log(session, people, now).items():
            by_year: dict[int, list[LogLine]] = defaultdict(list)
            for line in lines:
                by_year[line.on.year].append(line)
            for year, every in sorted(by_year.items()):
                said = {"year": year, "activities": len(every)}
                found.append(
                    FoundEvidence(
                        person_id,
                        LOG,
                        f"practice-log:{person_id}:{year}",
                        digest_of({**said, "lines": said_in(every)}),
                        LOG_TITLE,
                        datetime.combine(every[0].on, time.max, UTC),
                        outcome=said,
                    )
                )
        return found


class ObservedPracticeSource:
    """What others saw of somebody at work, or examined again: operations, performances, exams under supervision."""

    kinds = frozenset({"observed"})

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """One for each; which of them came after the release of a certificate is asked where a step needs them."""
        found = []
        for person_id, practice in practice_in_missions(session, people).items():
            found += [_of_operation(person_id, one) for one in practice if one.is_operation]
        for person_id, results in results_of_people(session, people).items():
            for one in results:
                if one.passed and one.decided_at is not None:
                    said = {"performance": one.performance_id, "reconciliation": one.reconciliation_no}
                    ref = f"observed:performance:{one.performance_id}"
                    piece = FoundEvidence(
                        person_id, OBSERVED, ref, digest_of(said), one.rubric, one.decided_at, outcome=said,
                        observed_by_id=min(one.assessors, default=None),
                    )  # fmt: skip
                    found.append(piece)
        for exam in passed_exams(session, people=sorted(people)):
            if exam.supervised and not exam.keys_seen:
                ref, said_of_exam = f"observed:attempt:{exam.attempt_id}", {"attempt": exam.attempt_id}
                found.append(
                    FoundEvidence(
                        exam.person_id, OBSERVED, ref, digest_of(said_of_exam), exam.exam_title, exam.passed_at,
                        outcome=said_of_exam, by_machine=True,
                    )
                )  # fmt: skip
        return found


def _of_operation(person_id: int, one: MissionPractice) -> FoundEvidence:
    said = {"ref": one.ref, "on": one.on.isoformat()}
    return FoundEvidence(
        person_id, OBSERVED, f"observed:{one.ref}", digest_of(said), one.title,
        datetime.combine(one.on, time.max, UTC), outcome=said,
    )  # fmt: skip


PRACTICE_SOURCES = (PracticeSource(), ObservedPracticeSource())
