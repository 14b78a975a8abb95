"""The audit trail compared with decisions and objections: what was changed or removed in them is named."""

import pytest
from sqlalchemy import delete, update

from assessments.decisions.models import Decision, Objection
from tests.builders import decisions as make
from tests.builders.audit import records_apart
from tests.builders.people import viewer


@pytest.fixture
def told_whole():
    """Here they do not go together in the end."""


@pytest.fixture
def objected(session, officer, now):
    """A decision in force, and an objection to it that was judged."""
    made = make.in_force(session, officer, now)
    make.object_to(session, made.uuid, words="No, no.", actor=viewer(session, officer), now=now)
    return made


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: update(Decision).values(reason="other"), "reason is other"),
        (lambda one: update(Decision).values(state="lifted", ended_at=one.decided_at), "people that ended: 1."),
        (lambda one: update(Decision).values(never_again=True, opens_on=None), "never_again is True"),
        (lambda one: delete(Objection), "there are no objections"),
    ],
)  # fmt: skip
def test_what_was_changed_or_removed_is_named(session, objected, change, said):
    assert records_apart(session) == []
    session.execute(change(objected))
    assert any(said in words for words in records_apart(session)), records_apart(session)
