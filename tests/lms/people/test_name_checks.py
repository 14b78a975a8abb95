"""Checked names: who may say so and of whom, what is kept, and what ends it."""

import pytest
from sqlalchemy import select

from lms.access import Role
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.people.models import AccountNameChange, Person
from lms.people.queries.facts import checked_names_of, names_changed_by
from lms.people.queries.people import holders_everywhere, nearest_holders
from lms.people.rules import shown_names
from lms.people.services import accounts, name_checks, provisioning
from lms.people.services.accounts import PersonDraft
from tests.builders import people as make
from tests.builders.audit import entries
from tests.builders.people import NOW, browser_of

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture
def chief_row(session):
    return make.person(session, "Chief", Role.ADMINISTRATOR)


@pytest.fixture
def chief(session, chief_row):
    """An administrator of the whole site."""
    return make.viewer(session, chief_row)


@pytest.fixture
def local(session, place):
    """An administrator of one administration."""
    return make.viewer(session, make.person(session, "Local", (Role.ADMINISTRATOR, place), place=place))


@pytest.fixture
def ana(session, place):
    return make.person(session, "Ana Silva", (Role.OFFICER, place), place=place)


def test_who_and_when_is_kept_and_recorded_and_nothing_of_the_document(session, chief, ana):
    name_checks.check_name(session, ana, by=chief, now=NOW)
    session.refresh(ana)
    assert (ana.name_checked_at, ana.name_checked_by_id) == (NOW, chief.id)
    [entry] = entries(session, "people.name-checked")
    assert (entry.subject, entry.actor_id, entry.data) == (f"person:{ana.id}", chief.id, {})
    assert checked_names_of(session, [ana.id])[ana.id].name == "Ana Silva"


def test_a_new_account_and_one_of_a_command_are_not_checked(session, chief, place):
    made = accounts.make_person(session, PersonDraft("Bo Li", administration_id=place.id), by=chief, now=NOW)
    brought = provisioning.make_person(session, PersonDraft("Cy Ng"), now=NOW)
    assert checked_names_of(session, [made.id, brought.id]) == {}


@pytest.mark.parametrize(
    ("draft", "unchecked"),
    [
        ({"name": "Ana Souza"}, True),
        ({"name": "Ana Silvá"}, True),
        ({"local_name": "আনা"}, True),
        ({"email": "ana@example.org"}, False),
    ],
)
def test_a_change_of_a_name_unchecks_it_and_nothing_else_does(session, chief, local, ana, place, draft, unchecked):
    name_checks.check_name(session, ana, by=chief, now=NOW)
    session.refresh(ana)
    values = {"name": "Ana Silva", "administration_id": place.id} | draft
    accounts.change_person(session, ana, PersonDraft(**values), by=local, now=NOW)
    assert (checked_names_of(session, [ana.id]) == {}) is unchecked
    assert names_changed_by(session, ana.id) == ({local.id} if unchecked else set())
    assert len(entries(session, "people.name-unchecked")) == int(unchecked)


def test_a_change_unchecks_what_somebody_checked_after_it_was_read(session, chief, local, ana, place):
    seen = session.get_one(Person, ana.id)
    session.connection().exec_driver_sql(
        f"UPDATE person SET name_checked_at = '2026-11-25 09:00:00+00:00', name_checked_by_id = {chief.id}"
        f" WHERE id = {ana.id}"
    )
    assert seen.name_checked_at is None
    draft = PersonDraft("Eve Mallory", administration_id=place.id)
    accounts.change_person(session, seen, draft, by=local, now=NOW)
    session.expire_all()
    assert checked_names_of(session, [ana.id]) == {}


def test_nobody_checks_their_own_name(session, chief, chief_row, ana):
    with pytest.raises(RuleBroken, match="your own name"):
        name_checks.check_name(session, chief_row, by=chief, now=NOW)
    with pytest.raises(RuleBroken, match="your own name"):
        name_checks.check_names(session, {ana.uuid: "Ana Silva", chief.uuid: "Chief"}, by=chief, now=NOW)
    assert checked_names_of(session, [ana.id, chief.id]) == {}


def test_a_name_is_checked_by_those_with_that_right_and_in_their_scope(session, local, ana):
    other = make.person(session, "Stranger", (Role.OFFICER, make.administration(session)))
    manager = make.viewer(session, make.person(session, "Rosa", Role.PROGRAMME_MANAGER))
    with pytest.raises(NotFound):
        name_checks.check_names(session, {ana.uuid: "Ana Silva", other.uuid: "Stranger"}, by=local, now=NOW)
    with pytest.raises(NotFound):
        name_checks.check_name(session, ana, by=manager, now=NOW)
    assert checked_names_of(session, [ana.id, other.id]) == {}


def test_what_is_checked_is_the_name_that_was_seen(session, chief, ana):
    with pytest.raises(Conflict, match="just changed"):
        name_checks.check_names(session, {ana.uuid: "Ana Souza"}, by=chief, now=NOW)
    assert checked_names_of(session, [ana.id]) == {}


def test_a_closed_account_and_a_name_with_invisible_signs_are_not_checked(session, chief, place):
    closed = make.person(session, "Gone Away", place=place, closed_at=NOW)
    hidden = make.person(session, "Ana\u202eavliS", place=place)
    for person, words in ((closed, "is closed"), (hidden, "invisible")):
        with pytest.raises(RuleBroken, match=words):
            name_checks.check_name(session, person, by=chief, now=NOW)


def test_a_check_can_be_taken_back(session, chief, ana):
    name_checks.check_name(session, ana, by=chief, now=NOW)
    session.refresh(ana)
    name_checks.uncheck_name(session, ana, by=chief, now=NOW)
    assert checked_names_of(session, [ana.id]) == {}
    [entry] = entries(session, "people.name-unchecked")
    assert entry.data == {"reason": "taken-back"}


@pytest.mark.parametrize("name", ["\ufeff", "Ana\u202eSilva", "A\u200bna", "Ａｄｍｉｎ"])
def test_hidden_and_full_width_signs_are_refused_in_names_of_accounts(session, chief, ana, place, name):
    with pytest.raises(BadInput) as fault:
        accounts.make_person(session, PersonDraft(name, administration_id=place.id), by=chief, now=NOW)
    assert fault.value.field == "name"
    with pytest.raises(BadInput):
        provisioning.make_person(session, PersonDraft(name), now=NOW)
    with pytest.raises(BadInput) as fault:
        draft = PersonDraft("Ana Silva", local_name=name, administration_id=place.id)
        accounts.change_person(session, ana, draft, by=chief, now=NOW)
    assert fault.value.field == "local_name"


def test_one_asks_those_of_the_own_scope_first_and_else_those_of_everywhere(session, chief, ana, local):
    assert nearest_holders(session, "name.check", ana.id) == ["Local"]
    assert nearest_holders(session, "name.check", ana.id, {local.id}) == ["Chief"]
    assert nearest_holders(session, "name.check", local.id) == ["Chief"]


def test_several_are_checked_from_the_list(app, session, chief_row, ana, place):
    bo = make.person(session, "Bo Li", (Role.OFFICER, place), place=place, local_name="李波")
    desk = browser_of(app, session, chief_row)
    page = desk.get("/people?unchecked=1").text
    values = [f"{ana.uuid} Ana Silva", f"{bo.uuid} {shown_names('Bo Li', '李波')}"]
    assert all(f'value="{value}"' in page for value in values)
    assert f'value="{chief_row.uuid}' not in page
    done = desk.post("/people/names/check", data={"seen": values, "unchecked": "1"})
    assert (done.status_code, done.location) == (303, "/people?unchecked=1")
    session.expire_all()
    assert set(checked_names_of(session, [ana.id, bo.id])) == {ana.id, bo.id}
    page = desk.get("/people?unchecked=1").text
    assert "2 names are checked." in page
    assert "Ana Silva" not in page
    assert "Name checked" in desk.get("/people").text


def test_ticking_nobody_is_told(app, session, chief_row):
    refused = browser_of(app, session, chief_row).post("/people/names/check")
    assert refused.status_code == 409
    assert "Tick the people" in refused.text


def test_one_is_checked_and_taken_back_on_the_page_of_the_person(app, session, chief_row, ana):
    desk, address = browser_of(app, session, chief_row), f"/people/{ana.uuid}"
    assert "Nobody has compared this name" in desk.get(address).text
    assert desk.post(f"{address}/name/check", data={"seen": "Ana Souza"}).status_code == 409
    assert desk.post(f"{address}/name/check", data={"seen": "Ana Silva"}).status_code == 303
    assert "Chief compared the name with an identity document" in desk.get(address).text
    assert desk.post(f"{address}/name/uncheck").status_code == 303
    assert "Nobody has compared this name" in desk.get(address).text


def test_nobody_else_reaches_the_acts(app, session, ana):
    manager = browser_of(app, session, make.person(session, "Rosa", Role.PROGRAMME_MANAGER))
    own = browser_of(app, session, ana)
    for client in (manager, own):
        assert client.post("/people/names/check", data={"seen": f"{ana.uuid} Ana Silva"}).status_code == 404
        assert client.post(f"/people/{ana.uuid}/name/check", data={"seen": "Ana Silva"}).status_code == 404
    session.expire_all()
    assert checked_names_of(session, [ana.id]) == {}


def test_an_administrator_does_not_check_their_own_name_by_the_page(app, session, chief_row):
    desk = browser_of(app, session, chief_row)
    assert desk.post(f"/people/{chief_row.uuid}/name/check", data={"seen": "Chief"}).status_code == 409
    assert desk.post("/people/names/check", data={"seen": f"{chief_row.uuid} Chief"}).status_code == 409
    session.expire_all()
    assert checked_names_of(session, [chief_row.id]) == {}


def test_a_form_refuses_hidden_signs_beside_the_field(app, session, chief_row, ana):
    data = {"name": "Ana\u202eSilva", "username": "", "email": "", "administration": "none", "unit": ""}
    page = browser_of(app, session, chief_row).post(f"/people/{ana.uuid}/edit", data=data)
    assert page.status_code == 422
    assert "invisible character" in page.text
    assert 'id="name-error"' in page.text


def test_each_change_of_a_name_is_kept_with_who_made_it(session, chief, local, ana, place):
    for name, by in (("Ana Souza", chief), ("Ana Silva", local), ("Ana Silva", chief)):
        accounts.change_person(session, ana, PersonDraft(name, administration_id=place.id), by=by, now=NOW)
    assert session.scalars(select(AccountNameChange.by_id).order_by(AccountNameChange.id)).all() == [chief.id, local.id]


def test_everywhere_holds_who_has_the_role_still_without_a_scope_and_with_the_permission(session, chief_row, place):
    make.person(session, "Local", (Role.ADMINISTRATOR, place))
    make.person(session, "Officer", Role.OFFICER)
    former = make.person(session, "Former")
    make.give(session, former, Role.ADMINISTRATOR).ended_at = NOW
    assert holders_everywhere(session, "name.check") == [chief_row.id]
