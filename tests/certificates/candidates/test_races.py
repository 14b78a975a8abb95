"""Rule 14: the same step tried by two people at once is taken once, and the other is told."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from assessments.api import FoundEvidence
from certificates.candidates.queries.found import candidate_by_id
from certificates.candidates.rules.moving import Mover
from certificates.candidates.services import moving
from certificates.candidates.services.applying import APPLICATION
from certificates.candidates.services.evidence import add_piece
from certificates.candidates.services.moving import Taking, move
from certificates.schemes.models import Candidate, CandidateTransition
from config import Testing as Settings
from lms.app import create_app
from lms.db import Database, transaction
from lms.errors import Conflict
from tests.builders import candidates as build
from tests.builders import people
from tests.builders.candidates import SCREEN
from tests.builders.people import NOW
from tests.builders.races import Gate, at_once


@pytest.fixture
def own_app(new_database, migrated_database, tmp_path):
    made = Database(new_database("candidate_races", migrated_database))
    settings = Settings(INSTANCE_PATH=str(tmp_path), DATABASE_URL=made.url, SITE_URL="http://127.0.0.1:8000")
    app = create_app(settings, database=made)
    with app.test_request_context():
        yield app
    made.close()


def test_rule_14_of_two_at_once_one_takes_the_step_and_the_other_is_told_so(own_app, monkeypatch):
    with transaction() as session:
        on = build.scheme(session, people.person(session), NOW)
        found = build.candidate(session, people.person(session), on, NOW, "applied")
        said = FoundEvidence(found.row.person_id, APPLICATION, "application:1", "a", "Application", NOW)
        add_piece(session, found, said, "a", now=NOW)
        candidate_id, officers = found.row.id, [people.person(session).id for _ in range(2)]
    monkeypatch.setattr(moving, "_take", Gate(2).before(moving._take))

    def taking(officer):
        try:
            with transaction() as session:
                by = Mover(officer, frozenset({SCREEN}))
                move(session, candidate_by_id(session, candidate_id), Taking(step="admit", by=by), now=NOW)
        except Conflict as fault:
            return fault.message
        return "taken"

    answers = at_once(own_app, *(lambda one=one: taking(one) for one in officers))
    assert sorted(one.split(".")[0] for one in answers) == ["Somebody else was faster", "taken"]
    with transaction() as session:
        assert session.scalar(select(func.count(CandidateTransition.id))) == 1
        assert session.get_one(Candidate, candidate_id).steps == 1
