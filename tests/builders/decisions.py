"""A kind of decision that does nothing but note what it was asked, and what tests decide with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as other
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from assessments.decisions.kinds import DECISION_KINDS, DecisionFacts, SubjectAddresses
from assessments.decisions.models import Decision
from assessments.decisions.services.deciding import Proposal, confirm, propose, refuse
from assessments.decisions.services.objecting import judge_objection, object_to
from assessments.exams.models import Attempt
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.services.annulling import Sanction, propose_annulment
from assessments.exams.services.barring import propose_bar
from assessments.permissions import ExamPermission
from lms.access import Role, Viewer
from lms.i18n import lazy as _l
from lms.manifest import EXTENSION
from lms.people.models import Person
from tests.builders.people import person, viewer

__all__ = ["object_to", "refuse"]  # for the tests that use these builders
WORDS = "The phone of a colleague lay on the desk."


@dataclass
class NotingKind:
    """Does nothing, and notes what it was asked to do."""

    name: str = "noting"
    title: Any = field(default_factory=lambda: _l("Exams"))
    effect: Any = field(default_factory=lambda: _l("Exams"))
    decided_by: Any = field(default_factory=lambda: _l("Exams"))
    permission: str = ExamPermission.ATTEMPT_DECIDE
    reasons: Mapping[str, Any] = field(default_factory=lambda: {"misconduct": _l("Exams")})
    names_day: bool = False
    others: frozenset[int] = frozenset()
    favour: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)
    fault: Exception | None = None

    def titles(self, session: Session, subjects: Collection[str], language: str) -> Mapping[str, str]:
        """Their own names."""
        return {one: one for one in subjects}

    def addresses(self, session: Session, subject: str) -> SubjectAddresses:
        """Pages of their own, which nobody opens."""
        return SubjectAddresses(own=f"/own/{subject}", managed=f"/manage/{subject}")

    def took_part(self, session: Session, decision: DecisionFacts) -> Collection[int]:
        """Whom the test names."""
        return self.others

    def is_favour(self, session: Session, decision: DecisionFacts) -> bool:
        """As the test says."""
        return self.favour

    def take_effect(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Note it."""
        self._note("take_effect", decision)

    def overturn(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Note it."""
        self._note("overturn", decision)

    def drop(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Note it."""
        self._note("drop", decision)

    def _note(self, act: str, decision: DecisionFacts) -> None:
        if self.fault is not None:
            raise self.fault
        self.asked.append((act, decision.state))


def add_kind(app: Flask, monkeypatch: pytest.MonkeyPatch, kind: NotingKind) -> NotingKind:
    """Have this kind beside those of the application until the end of the test."""
    found = app.extensions[EXTENSION]
    more = (*found.provides, DECISION_KINDS.filled_by(kind))
    monkeypatch.setitem(app.extensions, EXTENSION, other(found, provides=more))
    return kind


def manager(session: Session, name: str | None = None, **more: Any) -> Viewer:
    """Somebody who decides everywhere."""
    return viewer(session, person(session, name, Role.PROGRAMME_MANAGER, **more))


def proposal(row: Person, **more: Any) -> Proposal:
    """What is proposed about a person."""
    said: dict[str, Any] = {"kind": "noting", "subject": "thing:1", "reason": "misconduct", "words": WORDS}
    return Proposal(person_id=row.id, **(said | more))


def proposed(session: Session, row: Person, by: Viewer, now: datetime, **more: Any) -> Decision:
    """A decision that waits for a second person."""
    return propose(session, proposal(row, **more), actor=by, now=now)


def in_force(session: Session, row: Person, now: datetime, **more: Any) -> Decision:
    """A decision in force, by two people who do nothing else."""
    made = proposed(session, row, manager(session), now, **more)
    return confirm(session, made.uuid, words=WORDS, actor=manager(session), now=now)


def sanction(now: datetime, **more: Any) -> Sanction:
    """What a manager says in a proposal: thirty days, for help that was not allowed."""
    opens_on = (now + timedelta(days=30)).date()
    said: dict[str, Any] = {"reason": "help", "words": WORDS, "opens_on": opens_on, "never_again": False}
    return Sanction(**(said | more))


def proposed_annulment(
    session: Session, attempt: Attempt, now: datetime, by: Viewer | None = None, **more: Any
) -> Decision:
    """The annulment of an attempt, which waits for a second person."""
    return propose_annulment(session, attempt, sanction(now, **more), actor=by or manager(session), now=now)


def annul(session: Session, attempt: Attempt, now: datetime, **more: Any) -> Decision:
    """The annulment of an attempt, in force."""
    made = proposed_annulment(session, attempt, now, **more)
    done = confirm(session, made.uuid, words=WORDS, actor=manager(session), now=now)
    session.refresh(attempt)
    return done


def proposed_bar(
    session: Session, exam: ExamInForce, row: Person, now: datetime, by: Viewer | None = None, **more: Any
) -> Decision:
    """A bar from an exam, which waits for a second person."""
    said = sanction(now, **({"reason": "passed-on"} | more))
    return propose_bar(session, exam.exam_id, row.id, said, actor=by or manager(session), now=now)


def bar(session: Session, exam: ExamInForce, row: Person, now: datetime, **more: Any) -> Decision:
    """A bar from an exam, in force."""
    made = proposed_bar(session, exam, row, now, **more)
    return confirm(session, made.uuid, words=WORDS, actor=manager(session), now=now)


def upheld(session: Session, decision: Decision, row: Person, now: datetime) -> None:
    """Whom it concerns objects, and somebody who had no part in it agrees."""
    object_to(session, decision.uuid, words="It was my own note.", actor=viewer(session, row), now=now)
    said = "The unit of this officer says the same."
    while judge_objection(session, decision.uuid, uphold=True, reason=said, actor=manager(session), now=now) is None:
        pass
