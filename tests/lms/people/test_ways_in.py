"""Sign-ins, links, codes, slips and checked names: each ends for its own person alone, and the record says by whom."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.people import policy
from lms.people.models import OneTimeSecret, Person, RoleGrant, UserSession
from lms.people.queries import people as queries
from lms.people.rules import AdministrationKind, SecretPurpose, UnitKind
from lms.people.services import (
    many_slips,
    name_checks,
    provisioning,
    secrets,
    sessions,
    unused_accounts,
)
from lms.people.services.accounts import PersonDraft
from tests.builders import people as make
from tests.builders.audit import entries
from tests.builders.people import NOW

pytestmark = pytest.mark.usefixtures("in_request")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def test_a_sign_in_ends_for_its_own_person_and_session_alone(session, ana):
    bo = make.person(session, "Bo", has_signed_in=False)
    for row in (ana, ana, bo):
        sessions.begin_session(session, row, device="phone", now=NOW)
    first, second, other = session.scalars(select(UserSession).order_by(UserSession.id))
    sessions.authenticate_again(session, second.id, now=NOW + MINUTE)
    sessions.sign_out(session, first.id, now=NOW + MINUTE)
    sessions.sign_out(session, first.id, now=NOW + DAY)
    session.expire_all()
    assert [row.authenticated_at for row in (first, second, other)] == [NOW, NOW + MINUTE, NOW]
    assert [row.ended_at for row in (first, second, other)] == [NOW + MINUTE, None, None]
    assert (bo.has_signed_in, session.get_one(Person, ana.id).has_signed_in) == (True, True)
    with pytest.raises(NotFound):
        sessions.end_session(session, ana.id, other.uuid, now=NOW)
    sessions.end_session(session, ana.id, second.uuid, now=NOW + MINUTE)
    assert (second.ended_at, other.ended_at) == (NOW + MINUTE, None)
    [entry] = entries(session, "people.sessions-ended")
    assert (entry.subject, entry.actor_id, entry.data) == (f"person:{ana.id}", ana.id, {"sessions": 1})


def test_every_sign_in_but_one_ends_and_the_record_says_how_many(session, ana):
    for _each in range(3):
        sessions.begin_session(session, ana, device="phone", now=NOW)
    kept = session.scalars(select(UserSession.id)).first()
    assert sessions.end_sessions(session, ana.id, actor_id=None, now=NOW + MINUTE, keep=kept) == 2
    assert [row.id for row in queries.sessions_open(session, ana.id, NOW)] == [kept]
    assert sessions.end_sessions(session, ana.id, actor_id=None, now=NOW + MINUTE, keep=kept) == 0
    assert [(one.actor_id, one.data) for one in entries(session, "people.sessions-ended")] == [(None, {"sessions": 2})]


def test_sessions_are_listed_last_seen_first_while_they_are_open(session, ana):
    seen = (NOW - DAY, NOW, NOW - DAY)
    for moment in seen:
        sessions.begin_session(session, ana, device=str(moment), now=moment)
    sessions.begin_session(session, make.person(session), device="of another", now=NOW)
    rows = session.scalars(select(UserSession).order_by(UserSession.id)).all()
    assert queries.sessions_open(session, ana.id, NOW) == [rows[1], rows[2], rows[0]]
    rows[1].ends_at = NOW + MINUTE
    session.flush()
    assert queries.sessions_open(session, ana.id, NOW + MINUTE) == [rows[2], rows[0]]


def test_secrets_that_would_open_an_account_are_its_own_and_neither_used_nor_ended_nor_over(session, ana):
    rows = [secrets.make_link(session, ana, SecretPurpose.INVITE, actor_id=None, now=NOW) for _each in range(3)]
    secrets.make_code(session, make.person(session), actor_id=None, now=NOW)
    used, ended, last = session.scalars(select(OneTimeSecret).where(OneTimeSecret.person_id == ana.id))
    used.used_at, used.ended_at, ended.ended_at, last.ended_at = NOW, None, NOW, None
    session.flush()
    until = rows[2][1]
    assert queries.secrets_open(session, ana.id, until - MINUTE) == [last]
    assert queries.secrets_open(session, ana.id, until) == []


def test_a_slip_since_a_moment_is_one_of_this_person_made_after_it(session, ana, chief):
    other = make.person(session)
    secrets.make_link(session, ana, SecretPurpose.INVITE, actor_id=chief.id, now=NOW + DAY)
    secrets.make_code(session, other, actor_id=chief.id, now=NOW + DAY)
    secrets.make_code(session, ana, actor_id=chief.id, now=NOW)
    assert queries.slip_made_since(session, ana.id, NOW - MINUTE) is True
    assert queries.slip_made_since(session, ana.id, NOW) is False


def test_what_was_used_or_ended_before_is_not_ended_anew_and_other_people_keep_theirs(session, ana, chief):
    other = make.person(session)
    for row in (ana, other):
        secrets.make_code(session, row, actor_id=chief.id, now=NOW)
    code, _until = secrets.make_code(session, ana, actor_id=chief.id, now=NOW + MINUTE)
    secrets.redeem_code(session, ana, code, "river stone lantern", now=NOW + MINUTE)
    secrets.end_secrets(session, [ana.id], now=NOW + DAY)
    session.expire_all()
    rows = session.scalars(select(OneTimeSecret).order_by(OneTimeSecret.id)).all()
    assert [(one.used_at, one.ended_at) for one in rows] == [
        (None, NOW + MINUTE), (None, None), (NOW + MINUTE, None),
    ]  # fmt: skip
    assert [(one.made_by_id, one.made_at) for one in rows][:2] == [(chief.id, NOW)] * 2


def test_an_account_that_was_closed_meanwhile_is_opened_by_no_link(session, ana, chief):
    token, _until = secrets.make_link(session, ana, SecretPurpose.INVITE, actor_id=chief.id, now=NOW)
    ana.closed_at = NOW
    with pytest.raises(RuleBroken, match="Ask your administrator"):
        secrets.redeem_link(session, token, "river stone lantern", now=NOW)
    assert session.scalars(select(OneTimeSecret.used_at)).all() == [None]


def test_unused_accounts_are_closed_with_their_roles_and_codes_and_nobody_elses(session, local, place):
    new = make.person(session, "New", (Role.OFFICER, place), place=place, password=None)
    make.give_anywhere(session, new, Grant(Role.OFFICER, "country", "TH"))
    former = make.give_anywhere(session, new, Grant(Role.OFFICER, "country", "KE"))
    former.ended_at = NOW - DAY
    used = make.person(session, "Used", (Role.OFFICER, place), place=place)
    far = make.person(session, "Far", place=make.administration(session), password=None)
    spared = make.person(session, "Spared", (Role.OFFICER, place), place=place, password=None)
    for row in (new, used, far, spared):
        secrets.make_code(session, row, actor_id=local.id, now=NOW)
    asked = [new.id, used.id, far.id, local.id]
    assert unused_accounts.close_unused(session, asked, by=local, now=NOW + DAY) == {new.id}
    session.expire_all()
    assert [row.closed_at for row in (new, used, far, spared)] == [NOW + DAY, None, None, None]
    held = session.scalars(select(RoleGrant).where(RoleGrant.person_id == new.id).order_by(RoleGrant.id)).all()
    assert [(one.ended_at, one.ended_by_id) for one in held] == [(NOW + DAY, local.id)] * 2 + [(NOW - DAY, None)]
    assert [len(queries.roles_held(session, row.id)) for row in (used, spared)] == [1, 1]
    assert [len(queries.secrets_open(session, row.id, NOW)) for row in (new, used, far, spared)] == [0, 1, 1, 1]
    here = f"officer@administration:{place.id}"
    assert [(one.subject, one.actor_id, one.data) for one in entries(session, "people.role-ended")] == [
        (f"person:{new.id}", local.id, {
            "role": "officer", "scope": f"administration:{place.id}", "before": [here, "officer@country:TH"],
            "after": ["officer@country:TH"],
        }),
        (f"person:{new.id}", local.id, {
            "role": "officer", "scope": "country:TH", "before": ["officer@country:TH"], "after": [],
        }),
    ]  # fmt: skip
    [closed] = entries(session, "people.person-closed")
    assert (closed.subject, closed.actor_id) == (f"person:{new.id}", local.id)
    assert unused_accounts.close_unused(session, [far.id], by=local, now=NOW, permitted=True) == {far.id}
    assert unused_accounts.close_unused(session, [], by=local, now=NOW) == set()


def test_slips_are_for_newcomers_whom_one_manages_or_whom_another_rule_reaches(session, local, place):
    new, far = (
        make.person(session, name, place=where, password=None)
        for name, where in (("New", place), ("Far", make.administration(session)))
    )
    [slip] = many_slips.draw_slips(session, [new.uuid], by=local, now=NOW)
    assert (slip.person.id, slip.expires_at, len(slip.code)) == (new.id, NOW + 30 * DAY, 12)
    with pytest.raises(Conflict):
        many_slips.draw_slips(session, [far.uuid], by=local, now=NOW)
    drawn = many_slips.draw_slips(session, [far.uuid], by=local, now=NOW, among=[far.id])
    with pytest.raises(Conflict):
        many_slips.keep_slips(session, drawn, by=local, now=NOW)
    with pytest.raises(Conflict):
        many_slips.draw_slips(session, [far.uuid], by=local, now=NOW, among=[new.id])
    secrets.make_code(session, new, actor_id=local.id, now=NOW)
    many_slips.keep_slips(session, drawn, by=local, now=NOW, among=[far.id])
    session.expire_all()
    of_new, of_far = session.scalars(select(OneTimeSecret).order_by(OneTimeSecret.id))
    assert (of_far.person_id, of_far.made_by_id, of_far.made_at, of_far.expires_at) == (
        far.id, local.id, NOW, NOW + 30 * DAY,
    )  # fmt: skip
    assert of_new.ended_at is None
    assert secrets.redeem_code(session, far, drawn[0].code, "river stone lantern", now=NOW) == far
    for uuids in ([], [str(number) for number in range(501)]):
        with pytest.raises(BadInput, match="at most 500") as fault:
            many_slips.draw_slips(session, uuids, by=local, now=NOW)
        assert fault.value.field == "who"
    with pytest.raises(Conflict):
        many_slips.draw_slips(session, [str(number) for number in range(500)], by=local, now=NOW)


def test_a_check_is_taken_back_by_others_in_their_scope_where_there_is_one(session, local, ana, place):
    far = make.person(session, "Far", place=make.administration(session), name_checked_at=NOW)
    own = session.get_one(Person, local.id)
    own.name_checked_at = NOW
    for row in (far, own):
        with pytest.raises(NotFound):
            name_checks.uncheck_name(session, row, by=local, now=NOW)
        with pytest.raises(NotFound):
            queries.person_checkable(session, local, row.uuid)
        assert policy.may_uncheck_name(session, local, row.id) is False
    with pytest.raises(RuleBroken, match="This name is not checked"):
        name_checks.uncheck_name(session, ana, by=local, now=NOW)
    ana.name_checked_at = NOW
    session.flush()
    name_checks.uncheck_name(session, queries.person_checkable(session, local, ana.uuid), by=local, now=NOW)
    session.expire_all()
    assert (ana.name_checked_at, far.name_checked_at, own.name_checked_at) == (None, NOW, NOW)
    [entry] = entries(session, "people.name-unchecked")
    assert (entry.subject, entry.actor_id) == (f"person:{ana.id}", local.id)


@pytest.mark.parametrize("column", ["name", "local_name"])
def test_a_check_is_written_on_the_names_that_were_read_alone(session, ana, column):
    bo = make.person(session, "Ana Silva")
    table = Person.__table__
    session.connection().execute(table.update().where(table.c.id == ana.id).values({column: "Eve"}))
    with pytest.raises(Conflict, match="just changed"):
        name_checks.write_check(session, ana, by_id=bo.id, now=NOW)
    name_checks.write_check(session, bo, by_id=None, now=NOW)
    session.expire_all()
    assert (ana.name_checked_at, bo.name_checked_at, bo.name_checked_by_id) == (None, NOW, None)
    assert [one.subject for one in entries(session, "people.name-checked")] == [f"person:{bo.id}"]


def test_invented_people_alone_get_a_checked_name_and_a_password_by_a_command(session, ana):
    invented = make.person(session, "Invented", demonstration=True, password=None)
    for act in (
        lambda row: provisioning.check_name(session, row.id, now=NOW),
        lambda row: provisioning.give_password(session, row.id),
    ):
        with pytest.raises(NotFound):
            act(ana)
        act(invented)
    session.expire_all()
    assert (ana.name_checked_at, invented.name_checked_at, invented.name_checked_by_id) == (None, NOW, None)
    assert invented.password_hash is not None
    ana.closed_at = NOW
    with pytest.raises(RuleBroken, match="is closed"):
        name_checks.check_name(session, ana, by=None, now=NOW)


def test_a_command_makes_places_and_people_with_their_roles_on_behalf_of_nobody(session):
    home = provisioning.make_administration(
        session, name="Customs", kind=AdministrationKind.CUSTOMS, country="LA", now=NOW
    )
    unit = provisioning.make_unit(session, home, name="Quay", kind=UnitKind.PORT, now=NOW)
    grant = Grant(Role.OFFICER, "administration", str(home))
    draft = PersonDraft("Bo Berg", administration_id=home, unit_id=unit)
    made = provisioning.make_person(session, draft, [grant], now=NOW, demonstration=True)
    assert (made.administration, made.unit, made.demonstration) == ("Customs", "Quay", True)
    assert [queries.grant_of(one) for one in queries.roles_held(session, made.id)] == [grant]
    assert provisioning.make_person(session, PersonDraft("Real"), now=NOW).demonstration is False
    assert {one.actor_id for one in session.scalars(select(AuditEntry))} == {None}


@pytest.mark.parametrize(
    ("purpose", "by_somebody", "ends"),
    [
        (SecretPurpose.RESET, False, False),
        (SecretPurpose.RESET, True, True),
        (SecretPurpose.INVITE, False, True),
        (SecretPurpose.INVITE, True, True),
    ],
)
def test_a_link_ends_an_older_code_unless_anybody_may_ask_for_it(session, ana, chief, purpose, by_somebody, ends):
    secrets.make_code(session, ana, actor_id=chief.id, now=NOW)
    secrets.make_link(session, ana, purpose, actor_id=chief.id if by_somebody else None, now=NOW)
    session.expire_all()
    slip = session.scalars(select(OneTimeSecret).where(OneTimeSecret.purpose == SecretPurpose.SLIP)).one()
    assert (slip.ended_at is not None) is ends


@pytest.mark.parametrize("column", ["used_at", "ended_at"])
def test_a_link_that_was_used_or_ended_since_it_was_looked_at_sets_no_password(session, ana, chief, column):
    token, _until = secrets.make_link(session, ana, SecretPurpose.INVITE, actor_id=chief.id, now=NOW)
    other, _until = secrets.make_link(session, make.person(session), SecretPurpose.INVITE, actor_id=chief.id, now=NOW)
    seen, before = queries.secret_of_link(session, token), ana.password_hash
    table = OneTimeSecret.__table__
    session.connection().execute(table.update().where(table.c.id == seen.id).values({column: NOW}))
    with pytest.raises(RuleBroken, match="already used"):
        secrets.redeem_link(session, token, "river stone lantern", now=NOW)
    assert ana.password_hash == before
    secrets.redeem_link(session, other, "river stone lantern", now=NOW)
