"""A checked name on the pages: what the holder is told, and how a manager judges a name that is another."""

from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Claim, Credential, NameRequest
from certificates.credentials.policy import may_judge_name, names_judged_by
from certificates.credentials.queries.held import open_claims
from certificates.credentials.services import name_requests
from certificates.credentials.services.naming import Names
from certificates.register.pages.claim_states import claims_shown
from certificates.register.queries import names_page
from lms.access import Role
from lms.mail.folder import letters_folder
from lms.people.api import checked_names_of
from lms.people.models import AccountNameChange, Person
from lms.people.queries.people import people_page
from tests.builders import certificates as build
from tests.builders import home
from tests.builders.crowd import statements
from tests.builders.people import NOW, administration, browser, person, sign_in, viewer

AGREE = {"decision": "approved", "reason": "Both stand in her passport."}
REFUSE = {"decision": "refused", "reason": "This is another person."}


@pytest.fixture
def claim(session, officer, course):
    made = build.claim(session, officer, course)
    session.commit()
    return made


@pytest.fixture
def unchecked(session, officer):
    officer.name_checked_at = None
    session.commit()


@pytest.fixture
def asked(session, at_home, claim, manager):
    """The address under which a manager judges the name that the officer wants."""
    start = f"/certificates/claims/{claim.uuid}"
    assert at_home.post(start, data={"name": "Eve Mallory", "local_name": ""}).status_code == 303
    page = at_home.get(f"{start}/proof").text
    assert "A manager must agree to this name" in page
    assert "ask a manager" in page
    done = at_home.post(f"{start}/confirm")
    assert (done.status_code, done.location) == (303, start)
    return f"/manage/credentials/names/{session.scalars(select(NameRequest.uuid)).one()}"


def credentials(session):
    session.expire_all()
    return session.scalars(select(Credential)).all()


def test_an_unchecked_name_waits_and_says_whom_to_ask(app, session, at_home, claim, manager, unchecked, officer, now):
    start = f"/certificates/claims/{claim.uuid}"
    assert "identity document" in at_home.get("/certificates").text
    page = at_home.get(start).text
    assert "Your name is not checked yet" in page
    assert "You can ask: Rosa Almeida." in page
    assert "Show me how it will look" not in page
    with app.test_request_context():
        (step,) = home.steps(session, viewer(session, officer), now)
    assert step.action == "See whom to ask"


def test_an_unchecked_name_is_refused_at_every_door(session, at_home, claim, unchecked):
    start = f"/certificates/claims/{claim.uuid}"
    assert at_home.post(start, data={"name": "Ngozi Okafor"}).status_code == 409
    session.get_one(Claim, claim.id).draft_name = "Ngozi Okafor"
    session.commit()
    assert at_home.get(f"{start}/proof").location == start
    refused = at_home.post(f"{start}/confirm")
    assert refused.status_code == 409
    assert "not checked yet" in refused.text
    assert credentials(session) == []


def test_where_nobody_can_check_the_page_says_so(at_home, claim, unchecked):
    assert "give somebody this task" in at_home.get(f"/certificates/claims/{claim.uuid}").text


def test_any_name_is_no_longer_signed_at_once(session, at_home, claim, asked):
    assert credentials(session) == []
    page = at_home.get(f"/certificates/claims/{claim.uuid}").text
    assert "Your name waits for a manager" in page
    assert "You can ask: Rosa Almeida." in page
    assert "Waits for a manager" in at_home.get("/certificates").text


def test_a_title_that_was_typed_before_leads_back_to_the_form(session, at_home, claim):
    session.get_one(Claim, claim.id).draft_name = "Dr Ngozi Okafor"
    session.commit()
    start = f"/certificates/claims/{claim.uuid}"
    assert at_home.get(f"{start}/proof").location == start
    assert at_home.post(f"{start}/confirm").status_code == 422
    assert credentials(session) == []


def test_a_name_that_is_unchecked_while_it_waits_says_so_to_both(session, at_home, at_desk, claim, asked, officer):
    session.get_one(Person, officer.id).name_checked_at = None
    session.commit()
    assert "Your name is not checked yet" in at_home.get(f"/certificates/claims/{claim.uuid}").text
    assert "no longer counts as checked" in at_desk.get(asked).text
    assert at_desk.post(asked, data=AGREE).status_code == 409
    assert credentials(session) == []


def test_a_title_is_told_beside_its_field(session, at_home, claim):
    page = at_home.post(f"/certificates/claims/{claim.uuid}", data={"name": "Ngozi Okafor Director General"})
    assert page.status_code == 422
    assert "Leave this out: Director General." in page.text
    assert 'id="name-error"' in page.text


def test_a_manager_sees_both_names_and_what_differs_and_agrees(app, session, at_desk, asked, manager, worker, now):
    with app.test_request_context():
        assert "1 certificate waits" in home.steps(session, viewer(session, manager), now)[0].text
    assert "1 name to decide" in at_desk.get("/manage/credentials").text
    for page in (at_desk.get("/manage/credentials/names").text, at_desk.get(asked).text):
        assert "Eve Mallory" in page
        assert "Ngozi Okafor" in page
        assert "not just another spelling" in page
    assert at_desk.post(asked, data=AGREE).status_code == 303
    assert worker() == 1
    [made] = credentials(session)
    page = at_desk.get("/manage/credentials").text
    assert "Account: Ngozi Okafor" in page
    assert "another name" in page
    assert "another name" in at_desk.get(f"/manage/credentials/{made.uuid}").text
    assert at_desk.get(asked).status_code == 404


def test_a_refusal_is_read_with_its_reason_and_another_name_is_confirmed(session, at_home, at_desk, claim, asked):
    assert at_desk.post(asked, data=REFUSE).status_code == 303
    start = f"/certificates/claims/{claim.uuid}"
    assert "This is another person." in at_home.get(start).text
    assert "Read why" in at_home.get("/certificates").text
    at_home.post(start, data={"name": "Ngozi Okafor"})
    at_home.post(f"{start}/confirm")
    assert len(credentials(session)) == 1


def test_the_holder_gets_a_letter_with_the_reason_of_a_refusal(session, officer, at_desk, claim, asked, worker):
    session.get_one(Person, officer.id).email = "ngozi@example.org"
    session.commit()
    at_desk.post(asked, data=REFUSE)
    worker()
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in letters_folder().glob("*.eml")]
    (letter,) = [one for one in found if claim.uuid in one.get_content()]
    assert (letter["To"], letter["Subject"]) == ("ngozi@example.org", "The name for your certificate was refused")
    assert "This is another person." in letter.get_content()


@pytest.mark.parametrize(
    ("change", "field"), [({"reason": ""}, "reason"), ({"reason": "no"}, "reason"), ({"decision": ""}, "decision")]
)
def test_a_decision_with_a_fault_is_told_beside_its_field(session, at_desk, asked, change, field):
    page = at_desk.post(asked, data=AGREE | change)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert credentials(session) == []


def test_the_holder_and_managers_of_others_find_no_such_page(app, session, at_home, asked):
    far = person(session, "Far Away", (Role.PROGRAMME_MANAGER, administration(session)))
    desk = browser(app)
    sign_in(desk, session, far)
    session.commit()
    for client in (at_home, desk):
        assert client.get(asked).status_code == 404
        assert client.post(asked, data=AGREE).status_code == 404
    assert "Eve Mallory" not in desk.get("/manage/credentials/names").text
    assert credentials(session) == []


def test_whoever_changed_the_account_is_told_and_refused(session, at_desk, asked, manager, officer):
    session.add(AccountNameChange(person_id=officer.id, by_id=manager.id, at=NOW))
    session.commit()
    assert "You changed the name of this account" in at_desk.get(asked).text
    assert at_desk.post(asked, data=AGREE).status_code == 409
    assert credentials(session) == []


def test_a_manager_does_not_find_their_own_name(app, session, manager, course, at_desk):
    build.name_checked(session, manager, "Rosa Almeida")
    own = build.claim(session, manager, course)
    session.commit()
    start = f"/certificates/claims/{own.uuid}"
    at_desk.post(start, data={"name": "Eve Mallory"})
    at_desk.post(f"{start}/confirm")
    uuid = session.scalars(select(NameRequest.uuid)).one()
    assert "No name waits" in at_desk.get("/manage/credentials/names").text
    assert at_desk.post(f"/manage/credentials/names/{uuid}", data=AGREE).status_code == 404
    assert credentials(session) == []


@pytest.mark.parametrize("role", list(Role))
def test_the_list_of_names_shows_exactly_those_that_may_be_judged(session, claim, place, course, role):
    stranger = person(session, "Stranger", Role.OFFICER, place=administration(session))
    row = person(session, "Somebody", (role, place), place=place)
    for one in (stranger, row):
        build.claim(session, one, course)
    who = viewer(session, row)
    every = session.scalars(select(Claim)).all()
    seen = set(session.scalars(select(Claim.id).where(names_judged_by(who))))
    assert seen == {one.id for one in every if may_judge_name(session, who, one)}
    assert seen == ({claim.id} if role in (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR) else set())


def test_the_list_of_certificates_tells_spellings_from_other_names(session, at_desk, course, place):
    for spelled, account, checked in (
        ("SUDA Phromsrí", "Suda Phromsri", NOW),
        ("Amélie Roy", "Amélie Roy", NOW),
        ("Jamal Osei", "Jamal Osei", None),
    ):
        row = person(session, account, Role.OFFICER, place=place)
        build.confirmed(session, row, course, name=spelled)
        session.get_one(Person, row.id).name = account
        session.get_one(Person, row.id).name_checked_at = checked
    session.commit()
    page = at_desk.get("/manage/credentials").text
    assert page.count("another spelling") == 1
    assert page.count("account not checked") == 1
    assert "Account: Amélie Roy" not in page


def test_no_list_asks_more_of_the_database_for_more_names(session, app, officer, manager, place):
    who = viewer(session, manager)

    def reads():
        found = names_page(session, who, number=1)
        checked_names_of(session, [one.claim.person_id for one in found.rows])
        earned = open_claims(session, Claim.person_id == officer.id)
        shown = claims_shown(session, officer.id, earned, NOW)
        listed = people_page(session, who, administration_id=None, words="", number=1)
        return len(found.rows), len(shown), len(listed.rows)

    def ask(count):
        for _number in range(count):
            earned = build.claim(session, officer, build.course_version(session))
            name_requests.confirm_or_ask(session, earned, Names("Eve Mallory"), issuing(), by_id=officer.id, now=NOW)
            person(session, "Somebody", Role.OFFICER, place=place)

    with app.test_request_context():
        ask(1)
        few, of_few = statements(session, reads)
        ask(5)
        many, of_many = statements(session, reads)
    assert [after - before for before, after in zip(of_few, of_many, strict=True)] == [5, 5, 5]
    assert few == many
