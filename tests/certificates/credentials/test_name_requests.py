"""A certificate bears a checked name: what the holder alone can have signed, and what a manager must judge."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Credential, NameConfirmation, NameRequest
from certificates.credentials.queries.name_requests import newest_requests
from certificates.credentials.services import confirming, name_requests
from certificates.credentials.services.naming import Names
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.people.services import accounts, name_checks
from lms.people.services.accounts import PersonDraft
from tests.builders import certificates as build
from tests.builders import people as make
from tests.builders.audit import entries

OTHER = Names("Eve Mallory")
WHY = "Both stand in her passport."


@pytest.fixture
def claim(session, officer, course):
    return build.claim(session, officer, course)


@pytest.fixture
def rosa(session):
    """A manager of the whole programme."""
    return make.viewer(session, make.person(session, "Rosa Almeida", Role.PROGRAMME_MANAGER))


@pytest.fixture
def chief(session):
    """An administrator of the whole site, who manages certificates too."""
    return make.viewer(session, make.person(session, "Daniel Okoro", Role.ADMINISTRATOR))


@pytest.fixture
def asked(session, officer, claim, now):
    """A name that waits for a manager."""
    assert name_requests.confirm_or_ask(session, claim, OTHER, issuing(), by_id=officer.id, now=now) is None
    return session.scalars(select(NameRequest)).one()


def count(session, table):
    return session.scalars(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize(
    "name", ["Eve Mallory", "Grace Wambui", "Ngozi", "Ngozi A. Okafor", "Okafor Ngozi Eve", "Somchai Phommachanh"]
)
def test_no_other_name_is_signed_at_the_holders_word(session, officer, claim, now, name):
    with pytest.raises(RuleBroken, match="First a manager must agree"):
        confirming.confirm_name(session, claim, Names(name), issuing(), by_id=officer.id, now=now)
    assert name_requests.confirm_or_ask(session, claim, Names(name), issuing(), by_id=officer.id, now=now) is None
    assert count(session, Credential) == 0


@pytest.mark.parametrize("name", ["Grace Wambui Director General", "Ngozi Okafor Director General", "Dr Ngozi Okafor"])
def test_no_title_is_signed(session, officer, claim, now, name):
    with pytest.raises(RuleBroken):
        confirming.confirm_name(session, claim, Names(name), issuing(), by_id=officer.id, now=now)
    assert count(session, Credential) == 0


def test_a_title_beside_the_checked_name_is_told_and_asked_of_nobody(session, officer, claim, now):
    with pytest.raises(BadInput, match="Leave this out: Dr"):
        name_requests.confirm_or_ask(session, claim, Names("Dr Ngozi Okafor"), issuing(), by_id=officer.id, now=now)
    assert count(session, NameRequest) == 0


def test_another_spelling_is_signed_at_the_holders_word(session, officer, claim, now):
    names = Names("OKAFOR-Ngozí")
    version = name_requests.confirm_or_ask(session, claim, names, issuing(), by_id=officer.id, now=now)
    assert session.get_one(NameConfirmation, version.confirmation_id).name == "OKAFOR-Ngozí"


def test_nothing_is_made_or_asked_on_a_name_that_is_not_checked(session, officer, claim, now):
    officer.name_checked_at = None
    session.flush()
    for act in (confirming.confirm_name, name_requests.confirm_or_ask):
        with pytest.raises(RuleBroken, match="not checked yet"):
            act(session, claim, Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=now)
    assert (count(session, Credential), count(session, NameRequest)) == (0, 0)


def test_a_name_in_another_script_stands_checked_or_waits(session, officer, claim, now):
    names = Names("Ngozi Okafor", "ສົມໄຊ")
    with pytest.raises(RuleBroken, match="First a manager must agree"):
        confirming.confirm_name(session, claim, names, issuing(), by_id=officer.id, now=now)
    build.name_checked(session, officer, "Ngozi Okafor", "ສົມໄຊ")
    confirming.confirm_name(session, claim, names, issuing(), by_id=officer.id, now=now)
    assert count(session, Credential) == 1


def test_a_manager_sees_both_names_and_agrees_with_a_reason(session, officer, asked, rosa, now):
    assert (asked.name, asked.account_name) == ("Eve Mallory", "Ngozi Okafor")
    version = name_requests.approve(session, asked, issuing(), reason=WHY, by=rosa, now=now)
    written = session.get_one(NameConfirmation, version.confirmation_id)
    assert (written.name, written.reason, written.by_id) == ("Eve Mallory", WHY, rosa.id)
    session.refresh(asked)
    assert (asked.outcome, asked.decided_by_id, asked.decided_at) == ("approved", rosa.id, now)
    [entry] = entries(session, "certificate.name-decided")
    assert (entry.actor_id, entry.data["outcome"], entry.data["person_id"]) == (rosa.id, "approved", officer.id)
    [entry] = entries(session, "certificate.name-asked")
    assert entry.data["doubts"] == ["latin"]
    assert "Mallory" not in str([one.data for one in session.scalars(select(AuditEntry))])


def test_a_refused_name_is_not_made_and_another_can_be_confirmed(session, officer, claim, asked, rosa, now):
    name_requests.refuse(session, asked, reason="This is another person.", by=rosa, now=now)
    with pytest.raises(RuleBroken, match="First a manager must agree"):
        confirming.confirm_name(session, claim, OTHER, issuing(), by_id=officer.id, now=now)
    name_requests.confirm_or_ask(session, claim, Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=now)
    assert count(session, Credential) == 1


def test_the_holder_may_choose_another_name_before_it_is_decided(session, officer, claim, asked, rosa, now):
    name_requests.confirm_or_ask(session, claim, Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=now)
    with pytest.raises(Conflict, match="already decided"):
        name_requests.approve(session, asked, issuing(), reason=WHY, by=rosa, now=now)
    assert count(session, Credential) == 1


def test_a_new_wish_takes_the_place_of_the_older(session, officer, claim, asked, now):
    name_requests.confirm_or_ask(session, claim, Names("Eve M. Okafor"), issuing(), by_id=officer.id, now=now)
    session.expire_all()
    outcomes = session.execute(select(NameRequest.name, NameRequest.outcome).order_by(NameRequest.id)).all()
    assert [tuple(row) for row in outcomes] == [("Eve Mallory", "withdrawn"), ("Eve M. Okafor", None)]


def test_what_became_last_of_a_name_is_told_of_the_claims_asked_for_alone(session, course, officer, claim, asked, now):
    other = make.person(session, "Grace Wambui", Role.OFFICER)
    build.name_checked(session, other, "Grace Wambui")
    hers = build.claim(session, other, course)
    name_requests.confirm_or_ask(session, hers, Names("Eve Mallory"), issuing(), by_id=other.id, now=now)
    assert newest_requests(session, [claim.id]) == {claim.id: asked}
    assert set(newest_requests(session, [claim.id, hers.id])) == {claim.id, hers.id}
    name_requests.confirm_or_ask(session, claim, Names("Eve M. Okafor"), issuing(), by_id=officer.id, now=now)
    assert newest_requests(session, [claim.id])[claim.id].name == "Eve M. Okafor"


def test_nobody_decides_about_their_own_name(session, course, now):
    row = make.person(session, "Rosa Almeida", Role.PROGRAMME_MANAGER, name_checked_at=now)
    own, me = build.claim(session, row, course), make.viewer(session, row)
    name_requests.confirm_or_ask(session, own, OTHER, issuing(), by_id=row.id, now=now)
    request = session.scalars(select(NameRequest)).one()
    with pytest.raises(RuleBroken, match="your own name"):
        name_requests.approve(session, request, issuing(), reason=WHY, by=me, now=now)
    with pytest.raises(RuleBroken, match="your own name"):
        name_requests.refuse(session, request, reason=WHY, by=me, now=now)


def test_only_managers_of_the_person_decide(session, asked, officer, now):
    elsewhere = make.administration(session)
    far = make.viewer(session, make.person(session, "Far", (Role.PROGRAMME_MANAGER, elsewhere)))
    trainer = make.viewer(session, make.person(session, "Anong", Role.TRAINER))
    for one in (far, trainer):
        with pytest.raises(NotFound):
            name_requests.approve(session, asked, issuing(), reason=WHY, by=one, now=now)


def test_who_changed_the_account_does_not_decide_about_a_certificate_on_it(session, officer, claim, chief, rosa, now):
    accounts.change_person(session, officer, PersonDraft("Eve Mallory"), by=chief, now=now)
    session.refresh(officer)
    name_checks.check_name(session, officer, by=chief, now=now)
    asked = name_requests.confirm_or_ask(
        session, claim, Names("Mallory Eve Anne"), issuing(), by_id=officer.id, now=now
    )
    assert asked is None
    request = session.scalars(select(NameRequest)).one()
    with pytest.raises(RuleBroken, match="You changed the name"):
        name_requests.approve(session, request, issuing(), reason=WHY, by=chief, now=now)
    assert name_requests.approve(session, request, issuing(), reason=WHY, by=rosa, now=now)


def test_one_administrator_alone_does_not_put_a_new_name_on_what_was_earned(session, officer, claim, chief, now):
    later = now + timedelta(hours=1)
    accounts.change_person(session, officer, PersonDraft("Eve Mallory"), by=chief, now=later)
    session.refresh(officer)
    name_checks.check_name(session, officer, by=chief, now=later)
    with pytest.raises(RuleBroken, match="First a manager must agree"):
        confirming.confirm_name(session, claim, OTHER, issuing(), by_id=officer.id, now=later)
    second = make.viewer(session, make.person(session, "Second", Role.ADMINISTRATOR))
    name_checks.check_name(session, officer, by=second, now=later)
    confirming.confirm_name(session, claim, OTHER, issuing(), by_id=officer.id, now=later)
    assert count(session, Credential) == 1


def test_an_agreement_holds_for_the_names_that_the_manager_saw(session, officer, claim, asked, rosa, chief, now):
    accounts.change_person(session, officer, PersonDraft("Grace Wambui"), by=chief, now=now)
    session.refresh(officer)
    with pytest.raises(RuleBroken, match="not checked yet"):
        name_requests.approve(session, asked, issuing(), reason=WHY, by=rosa, now=now)
    name_checks.check_name(session, officer, by=chief, now=now)
    with pytest.raises(Conflict, match="name of the account has changed"):
        name_requests.approve(session, asked, issuing(), reason=WHY, by=rosa, now=now)
    assert count(session, Credential) == 0


@pytest.mark.parametrize("reason", ["", "   ", "no"])
def test_a_decision_needs_a_reason(session, asked, rosa, now, reason):
    for act in (
        lambda: name_requests.approve(session, asked, issuing(), reason=reason, by=rosa, now=now),
        lambda: name_requests.refuse(session, asked, reason=reason, by=rosa, now=now),
    ):
        with pytest.raises(BadInput) as fault:
            act()
        assert fault.value.field == "reason"


def test_a_correction_needs_a_checked_name_no_title_and_somebody_who_did_not_change_the_account(
    session, officer, course, chief, rosa, now
):
    held = build.issued(session, officer, course)
    later = now + timedelta(days=1)

    def correct(name, by):
        return confirming.reissue(session, held, Names(name), issuing(), reason=WHY, by_id=by.id, now=later)

    with pytest.raises(BadInput, match="Titles"):
        correct("Prof. Ngozi Okafor", rosa)
    accounts.change_person(session, officer, PersonDraft("Eve Mallory"), by=chief, now=later)
    session.refresh(officer)
    with pytest.raises(RuleBroken, match="not checked yet"):
        correct("Eve Mallory", rosa)
    name_checks.check_name(session, officer, by=chief, now=later)
    with pytest.raises(RuleBroken, match="You changed the name"):
        correct("Eve Mallory", chief)
    assert correct("Eve Mallory", rosa).no == 2
