"""Panels put together, left and dissolved, each beside another one; who puts together and sees which."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.independence.services import declare_interest
from certificates.candidates.queries.found import evidence_of
from certificates.panels import policy
from certificates.panels.models import Panel, PanelMember
from certificates.panels.queries.audited import AUDITED
from certificates.panels.queries.found import (
    candidates_to_convene,
    open_panel_of,
    panel_convened,
    panel_seen,
    panels_seen,
    right_in,
)
from certificates.panels.services.convening import add_member, convene, dissolve, leave
from certificates.permissions import SchemeRole
from certificates.schemes.rules.definition import DECIDES, JUDGES
from lms.access import Grant
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.messages.models import Message
from tests.builders import candidates as build
from tests.builders import panels as make
from tests.builders import people
from tests.builders.recognised import in_force

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now, make.defined())


def untold(session):
    return [one.faults for one in compare_all(session, AUDITED) if one.faults]


def there(session, panel):
    rows = select(PanelMember.person_id).where(PanelMember.panel_id == panel.row.id, PanelMember.left_at.is_(None))
    return set(session.scalars(rows))


def test_no_panel_is_put_together_where_none_decides_or_the_way_is_over(session, on, found, officer, deciders, now):
    early = build.candidate(session, people.person(session), on, now, "applied")
    found.row.closed_at = now
    for one in (early, found):
        with pytest.raises(RuleBroken, match="No panel decides"):
            make.together(session, one, deciders, officer, now)
    found.row.closed_at = None
    with pytest.raises(BadInput, match="at least 3"):
        twice = [deciders[0].id, deciders[0].id, deciders[1].id]
        convene(session, found, twice, deciders[0].id, language_fits=True, by=officer, now=now)
    assert session.scalars(select(Panel)).all() == []


def test_a_panel_begins_with_the_evidence_of_the_moment_and_its_members_are_told(
    session, other, found, officer, deciders, now
):
    in_force(session, found.row.person_id, now)
    panel = make.together(session, found, deciders, officer, now)
    assert "recognised" in {one.kind for one in evidence_of(session, [found.row.id])[found.row.id]}
    row = panel.row
    assert (row.state, row.candidate_state, row.right, row.convened_at) == ("voting", "known", DECIDES, now)
    assert (row.chair_id, row.convened_by_id, row.closed_at) == (deciders[0].id, officer.id, None)
    told = session.scalars(select(Message.person_id).where(Message.params["panel"].as_string() == row.uuid))
    assert sorted(told) == sorted(one.id for one in deciders)
    assert open_panel_of(session, found.row.id) is row
    assert open_panel_of(session, other.candidate.row.id) is other.row
    assert untold(session) == []


def test_another_member_comes_while_votes_are_cast_and_is_told(session, on, found, officer, deciders, now):
    panel = make.together(session, found, deciders, officer, now)
    tied, new = make.deciders(session, on, 2)
    declare_interest(session, declared_by_id=found.row.person_id, about_id=tied.id, words="Cousins.", now=now)

    def add(person_id):
        session.expire_all()
        add_member(session, panel_convened(session, officer, panel.row.uuid), person_id, by=officer, now=now)

    for person_id, field, words in (
        (deciders[1].id, "person", "is or was in the panel"),
        (officer.id, "members", "cannot be in it"),
        (tied.id, "members", "cannot be in this panel"),
        (found.row.person_id, "members", "from the list"),
    ):
        with pytest.raises(BadInput, match=words) as fault:
            add(person_id)
        assert fault.value.field == field
    add(new.id)
    assert there(session, panel) == {one.id for one in (*deciders, new)}
    assert session.scalars(select(Message.kind).where(Message.person_id == new.id)).all() == ["panel.named"]
    for one in (*deciders, new):
        make.cast(session, panel, one, "certify", now)
    make.closed(session, panel, deciders[0], now)
    with pytest.raises(Conflict, match="votes of this panel are closed"):
        add(make.deciders(session, on, 1)[0].id)
    assert untold(session) == []


def test_who_leaves_leaves_one_panel_alone_once_and_with_a_reason(session, found, other, officer, deciders, now):
    panel = make.together(session, found, deciders, officer, now)
    chair, member, last = deciders

    def go(who, words="I know the family."):
        leave(session, make.again(session, panel, who), words, by=who, now=now + timedelta(hours=1))

    with pytest.raises(BadInput) as fault:
        go(member, "  ")
    assert fault.value.field == "words"
    with pytest.raises(RuleBroken, match="You lead this panel"):
        go(chair)
    go(member, " I know the family. ")
    with pytest.raises(Conflict, match="no longer in this panel"):
        go(member)
    assert there(session, panel) == {chair.id, last.id}
    assert there(session, other) == {one.id for one in deciders}
    gone = next(one for one in make.again(session, panel, chair).members if one.person_id == member.id)
    assert (gone.left_at, gone.left_words) == (now + timedelta(hours=1), "I know the family.")
    assert untold(session) == []
    for one in deciders:
        make.cast(session, other, one, "certify", now)
    make.closed(session, other, chair, now)
    with pytest.raises(Conflict, match="votes of this panel are closed"):
        leave(session, make.again(session, other, last), "I know them.", by=last, now=now)


def test_a_panel_ends_once_alone_and_with_a_reason(session, found, other, officer, deciders, now):
    panel = make.together(session, found, deciders, officer, now)

    def end(one, words):
        session.expire_all()
        dissolve(session, panel_convened(session, officer, one.row.uuid), words, by=officer, now=now)

    with pytest.raises(BadInput) as fault:
        end(panel, " ")
    assert fault.value.field == "words"
    end(panel, " Two are ill. ")
    row = panel.row
    assert (row.state, row.closed_words, row.closed_by_id, row.closed_at) == (
        "dissolved", "Two are ill.", officer.id, now,
    )  # fmt: skip
    with pytest.raises(Conflict, match="already ended"):
        end(panel, "Once more.")
    for one in deciders:
        make.cast(session, other, one, "certify", now)
    make.closed(session, other, deciders[0], now)
    assert make.again(session, other, deciders[0]).row.state == "signing"
    end(other, "The file was wrong.")  # also while it is to be signed
    assert open_panel_of(session, other.candidate.row.id) is None
    assert untold(session) == []


def test_each_kind_of_panel_is_put_together_by_those_with_its_right_for_the_scheme_and_never_for_oneself(
    session, on, found, now
):
    appealed = make.candidate(session, on, now, "Appealed", "appeal")
    elsewhere = build.scheme(session, people.person(session), now, make.defined(slug="other"))
    foreign = make.candidate(session, elsewhere, now)
    over = make.candidate(session, on, now)
    over.row.closed_at = now
    build.candidate(session, people.person(session), on, now, "applied")
    session.flush()
    both = people.person(session)
    for role, scope in ((SchemeRole.SCHEME_OFFICER, ("scheme", str(on.scheme_id))), (SchemeRole.QUALITY_OFFICER, ())):
        people.give_anywhere(session, both, Grant(role, *scope))
    rights = {found.row.id: DECIDES, appealed.row.id: JUDGES, foreign.row.id: DECIDES}
    expected = {
        SchemeRole.SCHEME_OFFICER: [found], SchemeRole.QUALITY_OFFICER: [appealed], SchemeRole.DECIDER: [],
        SchemeRole.REGISTRAR: [],
    }  # fmt: skip
    viewers = [(make.holder(session, on, role), ways) for role, ways in expected.items()]
    viewers += [(people.viewer(session, both), [found, appealed])]
    viewers += [(make.holder(session, elsewhere, SchemeRole.SCHEME_OFFICER), [foreign])]
    for who, ways in viewers:
        waiting = {one.row.id: right for one, right in candidates_to_convene(session, who)}
        assert waiting == {one.row.id: rights[one.row.id] for one in ways}
        may = {one.row.id for one in (found, appealed, foreign) if policy.may_convene(who, one.row, rights[one.row.id])}
        assert may == waiting.keys()
    for one in (found, appealed):
        row = session.get_one(people.Person, one.row.person_id)
        people.give_anywhere(session, row, Grant(SchemeRole.SCHEME_OFFICER))
        people.give_anywhere(session, row, Grant(SchemeRole.QUALITY_OFFICER))
        who = people.viewer(session, row)
        assert one.row.id not in {each.row.id for each, _right in candidates_to_convene(session, who)}
        assert not policy.may_convene(who, one.row, rights[one.row.id])
    assert [right_in(make.defined(), one) for one in ("known", "appeal", "applied", "gone")] == [
        DECIDES,
        JUDGES,
        "",
        "",
    ]


def test_a_panel_is_seen_by_its_members_and_by_those_who_put_such_panels_together(
    session, on, found, other, officer, deciders, now
):
    own_member = session.get_one(people.Person, found.row.person_id)
    people.give_anywhere(session, own_member, Grant(SchemeRole.DECIDER, "scheme", str(on.scheme_id)))
    panel = make.together(session, found, deciders[:2] + make.deciders(session, on, 1), officer, now)
    appealed = make.candidate(session, on, now, "Appealed", "appeal")
    judges = [make.holder(session, on, SchemeRole.APPEAL_MEMBER) for _ in range(2)]
    quality = make.holder(session, on, SchemeRole.QUALITY_OFFICER)
    appeal = make.together(session, appealed, judges, quality, now)
    elsewhere = build.scheme(session, people.person(session), now, make.defined(slug="other"))
    for who, seen, put in (
        (officer, [panel, other], [panel, other]),
        (quality, [appeal], [appeal]),
        (deciders[0], [panel, other], []),
        (deciders[2], [other], []),
        (judges[0], [appeal], []),
        (make.holder(session, on, SchemeRole.DECIDER), [], []),
        (make.holder(session, elsewhere, SchemeRole.SCHEME_OFFICER), [], []),
    ):
        assert [one.row.id for one in panels_seen(session, who)] == sorted((one.row.id for one in seen), reverse=True)
        for one in (panel, other, appeal):
            for ask, allowed in ((panel_seen, seen), (panel_convened, put)):
                if one in allowed:
                    assert ask(session, who, one.row.uuid).row.id == one.row.id
                else:
                    with pytest.raises(NotFound):
                        ask(session, who, one.row.uuid)
    people.give_anywhere(session, own_member, Grant(SchemeRole.SCHEME_OFFICER, "scheme", str(on.scheme_id)))
    mine = people.viewer(session, own_member)
    assert [one.row.id for one in panels_seen(session, mine)] == [other.row.id]  # never the one about oneself
    dissolve(session, panel_convened(session, officer, panel.row.uuid), "Two are ill.", by=officer, now=now)
    session.expire_all()
    assert [one.row.id for one in panels_seen(session, officer)] == [other.row.id, panel.row.id]  # what waits first
