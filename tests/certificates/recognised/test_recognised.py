"""Credentials of other bodies: entered by one, confirmed by another, counted until their last day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.api import CREDENTIALS_IN_FORCE
from certificates.permissions import SchemeRole
from certificates.recognised.queries import AUDITED
from certificates.recognised.services import (
    RecognisedDraft,
    close_recognised,
    confirm_recognised,
    enter_recognised,
)
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, RuleBroken
from tests.builders import people


@pytest.fixture
def registrar(session):
    return people.person(session, "Registrar", SchemeRole.REGISTRAR)


@pytest.fixture
def holder(session):
    return people.person(session, "First assessor")


def draft(now, **more):
    values = {
        "body": "World Customs Organization", "number": "A-17", "topics": ["operations"],
        "valid_until": now.date(), "compared_by": "The registrar asked by letter", "compared_on": now.date(),
    }  # fmt: skip
    return RecognisedDraft(**(values | more))


def topics(session, holder, on):
    return CREDENTIALS_IN_FORCE.provider()(session, [holder.id], on)


def test_it_counts_once_a_second_person_confirmed_it_and_until_its_last_day(session, registrar, holder, now):
    row = enter_recognised(session, holder.id, draft(now), by_id=registrar.id, now=now)
    assert topics(session, holder, now.date()) == {}
    confirm_recognised(session, row, by_id=people.person(session).id, now=now)
    assert topics(session, holder, now.date()) == {holder.id: frozenset({"operations"})}
    assert topics(session, holder, now.date() + timedelta(days=1)) == {}
    with pytest.raises(Conflict):
        confirm_recognised(session, row, by_id=people.person(session).id, now=now)
    session.refresh(row)
    close_recognised(session, row, "The body withdrew it.", by_id=registrar.id, now=now)
    assert topics(session, holder, now.date()) == {}
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []


def test_neither_its_holder_nor_who_entered_it_nor_their_second_account_confirms_it(session, registrar, holder, now):
    row = enter_recognised(session, holder.id, draft(now), by_id=registrar.id, now=now)
    puppet = people.appointed(session, registrar.id, SchemeRole.REGISTRAR)
    for one in (holder, registrar, puppet):
        with pytest.raises(RuleBroken):
            confirm_recognised(session, row, by_id=one.id, now=now)
    with pytest.raises(RuleBroken):
        enter_recognised(session, holder.id, draft(now), by_id=holder.id, now=now)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("topics", {"topics": []}),
        ("valid_until", {"valid_until": -1}),
        ("compared_on", {"compared_on": 1}),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(session, registrar, holder, now, field, change):
    days = {name: now.date() + timedelta(days=value) for name, value in change.items() if isinstance(value, int)}
    with pytest.raises(BadInput) as fault:
        enter_recognised(session, holder.id, draft(now, **(change | days)), by_id=registrar.id, now=now)
    assert fault.value.field == field
