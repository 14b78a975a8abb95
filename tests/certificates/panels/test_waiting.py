"""Whom panels wait for, whose evidence their members read, and the letters of what they decided."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from certificates.candidates.queries.found import candidate_by_id
from certificates.panels.models import Panel
from certificates.panels.queries.found import (
    decided_of,
    letter_own,
    letters_own,
    panel_convened,
)
from certificates.panels.queries.home import convening_first, sitting_first
from certificates.panels.queries.readers import evidence_readers
from certificates.panels.services.convening import dissolve, leave
from certificates.panels.services.deciding import vote_again
from certificates.permissions import SchemeRole
from certificates.schemes.rules.definition import DECIDES
from lms.errors import NotFound
from tests.builders import candidates as build
from tests.builders import panels as make
from tests.builders import people
from tests.builders.recognised import in_force

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now, make.defined())


def own(session, found):
    return people.viewer(session, session.get_one(people.Person, found.row.person_id))


def test_whose_evidence_one_reads_follows_panels_that_are_at_it(session, on, found, other, officer, deciders, now):
    stranger = make.candidate(session, on, now)
    session.flush()
    panel = make.together(session, found, deciders, officer, now)
    wanted = [found.row.person_id, stranger.row.person_id]
    assert evidence_readers(session, deciders[0], wanted) == {found.row.person_id}
    assert evidence_readers(session, officer, wanted) == set(wanted)
    for one in deciders:
        make.cast(session, panel, one, "certify", now)
    make.closed(session, panel, deciders[0], now)
    assert evidence_readers(session, deciders[0], wanted) == {found.row.person_id}  # while it is to be signed
    for one in deciders[:2]:
        make.signed(session, panel, one, now)
    assert evidence_readers(session, deciders[0], wanted) == frozenset()
    assert evidence_readers(session, deciders[0], [other.candidate.row.person_id]) == {other.candidate.row.person_id}


def waits(session, who, now):
    (column,) = sitting_first(who, now)
    return session.scalar(select(column))


def test_a_panel_waits_for_a_vote_then_for_its_chair_then_for_each_signature(
    session, on, found, officer, deciders, now
):
    chair, second, third = deciders
    strange = make.deciders(session, on)
    make.together(session, make.candidate(session, on, now), strange, officer, now)
    panel = make.together(session, found, deciders, officer, now)

    def all_waits():
        return [waits(session, one, now) for one in deciders]

    assert (all_waits(), sitting_first(officer, now)) == ([1, 1, 1], [])
    make.cast(session, panel, chair, "certify", now)
    assert all_waits() == [0, 1, 1]
    make.cast(session, panel, second, "certify", now)
    make.cast(session, panel, third, "certify", now)
    assert all_waits() == [1, 0, 0]  # the votes are to be closed
    make.closed(session, panel, chair, now)
    assert all_waits() == [1, 1, 1]
    make.signed(session, panel, chair, now)
    assert all_waits() == [0, 1, 1]
    in_force(session, found.row.person_id, now)
    vote_again(session, make.again(session, panel, chair), by=chair, now=now)
    for one in deciders:
        make.cast(session, panel, one, "certify", now)
    make.closed(session, panel, chair, now)
    assert all_waits() == [1, 1, 1]  # the signature was for what does not stand any more
    make.signed(session, panel, chair, now)
    assert make.signed(session, panel, second, now)
    assert all_waits() == [0, 0, 0]


def test_a_panel_waits_for_nobody_who_left_it_and_its_chair_not_for_them(session, found, officer, deciders, now):
    panel = make.together(session, found, deciders, officer, now)
    for one in deciders[:2]:
        make.cast(session, panel, one, "certify", now)
    leave(session, make.again(session, panel, deciders[2]), "I know them.", by=deciders[2], now=now)
    assert [waits(session, one, now) for one in deciders] == [1, 0, 0]


def test_who_puts_panels_together_is_waited_for_while_a_candidate_under_way_has_none(
    session, on, found, officer, deciders, now
):
    def asked(who):
        return session.scalar(select(*columns)) if (columns := convening_first(who, now)) else None

    elsewhere = build.scheme(session, people.person(session), now, make.defined(slug="other"))
    others = make.holder(session, elsewhere, SchemeRole.SCHEME_OFFICER)
    quality = make.holder(session, on, SchemeRole.QUALITY_OFFICER)
    assert [asked(one) for one in (officer, quality, others, deciders[0])] == [True, True, False, None]
    panel = make.together(session, found, deciders, officer, now)
    assert asked(officer) is False
    dissolve(session, panel_convened(session, officer, panel.row.uuid), "Two are ill.", by=officer, now=now)
    assert asked(officer) is True
    found.row.closed_at = now
    session.flush()
    assert asked(officer) is False


def test_a_letter_is_read_by_whom_it_is_about_once_it_is_signed_the_newest_first(
    session, on, found, other, officer, deciders, now
):
    panel = make.together(session, found, deciders, officer, now)
    for one in deciders:
        make.cast(session, panel, one, "reject", now, make.NOT_SHOWN)
    decision = make.closed(session, panel, deciders[0], now)
    with pytest.raises(NotFound):
        letter_own(session, own(session, found), decision.uuid)
    assert (letters_own(session, own(session, found)), dict(decided_of(session, [found.row.id]))) == ([], {})
    for one in deciders[:2]:
        make.signed(session, panel, one, now)
    session.expire_all()
    mine, read = letter_own(session, own(session, found), decision.uuid)
    assert (mine.row.id, read.id) == (panel.row.id, decision.id)
    with pytest.raises(NotFound):
        letter_own(session, own(session, other.candidate), decision.uuid)
    candidate_by_id(session, found.row.id).row.state = "known"
    session.flush()
    fresh = make.deciders(session, on)
    later = make.decided(session, candidate_by_id(session, found.row.id), fresh, officer, now)
    assert [one.row.id for one in letters_own(session, own(session, found))] == [later.row.id, panel.row.id]
    assert letters_own(session, own(session, other.candidate)) == []
    by_way = decided_of(session, [found.row.id, other.candidate.row.id])
    assert {way: [one.row.id for one in every] for way, every in by_way.items()} == {
        found.row.id: [panel.row.id, later.row.id]
    }
    assert [len(one.signatures) for one in by_way[found.row.id]] == [2, 2]


def test_a_panel_whose_state_the_scheme_does_not_know_any_more_has_no_rule(session, found, officer, deciders, now):
    panel = make.together(session, found, deciders, officer, now)
    assert (panel.rule.quorum, [one.code for one in panel.steps]) == (3, ["certify", "reject"])
    lost = replace(panel, row=Panel(candidate_state="a-state-of-before", right=DECIDES))
    with pytest.raises(LookupError):
        _ = lost.rule
    assert lost.steps == ()
