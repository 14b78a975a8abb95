"""Applications for accounts: who applies, what they are told, who sees them, and what a decision does."""

import re
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import event, select

from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.people.applications.links import application_token
from lms.people.applications.models import AccountApplication, ApplicationDecision
from lms.people.applications.pages import check_applications
from lms.people.applications.queries import AccountApplicationFacts, namesakes
from lms.people.models import Person
from lms.people.queries.people import grant_of, roles_held
from lms.people.rules import APPLICATIONS_EMAIL
from lms.people.tasks import clean_up
from tests.builders import people as make
from tests.builders.applications import application
from tests.builders.people import NOW, browser_of

LINK = re.compile(r"http\S+/applications/\S+")


def form_of(place, **more):
    return {
        "country": place.country, "administration": place.uuid, "administration_words": "", "unit": "",
        "unit_words": "Gate 4", "name": "Ana Silva", "local_name": "", "email": "ana@example.org", "language": "fr",
        "words": "I check parcels.",
    } | more  # fmt: skip


@pytest.fixture
def abroad(session):
    return make.administration(session, "Mountain Police", kind="police", country="KE")


def desk_of(app, session, kind="country", thing="TH"):
    """The browser of a coordinator."""
    row = make.person(session, "Coordinator")
    make.give_anywhere(session, row, Grant(Role.COORDINATOR, kind, str(thing)))
    return browser_of(app, session, row)


@pytest.fixture
def desk(app, session):
    return desk_of(app, session)


def tick(*rows):
    return [f"account {row.uuid} {row.name}" for row in rows]


def test_an_application_goes_from_the_form_to_an_account_and_its_invitation(
    client, desk, session, place, time, letters
):
    session.commit()
    assert place.name in client.get("/apply?country=TH").text
    assert client.post("/apply", data=form_of(place)).location == "/apply/sent"
    [(to, _subject, text)] = letters(time)
    assert to == "ana@example.org"
    assert "Ana Silva" not in text
    assert "Ana Silva" not in desk.get("/applications").text
    path = "/applications/" + LINK.search(text)[0].rpartition("/")[2]
    assert client.post(path).status_code == 303
    assert "National coordinator (Thailand)" in client.get(path).text
    page = desk.get("/applications").text
    assert "Ana Silva" in page
    [row] = session.scalars(select(AccountApplication))
    answer = desk.post("/applications/decide", data={"which": tick(row), "approve": "1"})
    assert "The account is created" in answer.text
    made = session.scalars(select(Person).where(Person.email == "ana@example.org")).one()
    assert (made.name, made.language, made.name_checked_at, made.consent_due, made.administration_id) == (
        "Ana Silva", "fr", None, True, place.id,
    )  # fmt: skip
    assert [grant_of(one) for one in roles_held(session, made.id)] == [
        Grant(Role.OFFICER, "administration", str(place.id))
    ]
    sent = letters(time)
    assert {one[0] for one in sent} == {"ana@example.org"}
    assert any("/link/" in one[2] for one in sent)
    assert "Approuv" in client.get(path, headers={"Accept-Language": "fr"}).text or "Approved" in client.get(path).text


@pytest.mark.parametrize("known", [True, False])
def test_the_answer_does_not_tell_whether_there_is_an_account(client, session, place, time, letters, known):
    if known:
        make.person(session, "Ana Silva", place=place, email="ana@example.org")
    session.commit()
    answer = client.post("/apply", data=form_of(place, language="en"))
    assert (answer.status_code, answer.location) == (303, "/apply/sent")
    [(to, _subject, text)] = letters(time)
    assert to == "ana@example.org"
    assert ("There is one already" in text) == known
    assert (LINK.search(text) is None) == known


def test_whose_account_is_closed_is_told_so_and_whom_to_ask(client, session, place, time, letters):
    make.person(session, "Ana Silva", place=place, email="ana@example.org", closed_at=NOW)
    session.commit()
    client.post("/apply", data=form_of(place, language="en"))
    [(to, subject, text)] = letters(time)
    assert to == "ana@example.org"
    assert "is closed" in subject
    assert "manage the accounts of your administration" in text
    assert "/forgot" not in text
    assert LINK.search(text) is None


def test_who_applies_again_while_it_waits_is_told_where_it_lies(client, session, place, time, letters):
    application(session, place, email="ana@example.org")
    session.commit()
    client.post("/apply", data=form_of(place, language="en"))
    [(_to, _subject, text)] = letters(time)
    assert "is with the people who decide" in text


def test_one_address_gets_no_more_than_a_few_letters_and_nobody_is_told(client, session, place, time, letters):
    session.commit()
    for _each in range(APPLICATIONS_EMAIL + 2):
        assert client.post("/apply", data=form_of(place)).location == "/apply/sent"
    assert len(letters(time)) == APPLICATIONS_EMAIL


def test_an_open_link_confirms_nothing_and_a_second_press_does_no_harm(client, session, place):
    row = application(session, place, confirmed=False)
    session.commit()
    path = f"/applications/{application_token(row.uuid)}"
    assert "Yes, this is my address" in client.get(path).text
    session.expire_all()
    assert row.confirmed_at is None
    assert [client.post(path).status_code for _each in range(2)] == [303, 303]
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "people.application-confirmed")).all()
    assert len(told) == 1


def test_two_applications_of_one_address_do_not_both_reach_who_decides(client, session, place):
    application(session, place, email="ana@example.org")
    second = application(session, place, email="ana@example.org", confirmed=False)
    session.commit()
    assert client.post(f"/applications/{application_token(second.uuid)}").status_code == 409


@pytest.mark.parametrize("token", ["abc", "ImFiYyI.abc", "decide2"])
def test_a_link_that_was_not_made_here_leads_nowhere(client, token):
    assert client.get(f"/applications/{token}").status_code == 404


def test_a_link_of_another_secret_leads_nowhere(client, session, place, monkeypatch, app):
    row = application(session, place)
    session.commit()
    with app.app_context():
        monkeypatch.setitem(current_app.config, "SECRET_KEY", "another" * 8)
        forged = application_token(row.uuid)
        monkeypatch.undo()
    assert client.get(f"/applications/{forged}").status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Type your name."),
        ({"email": "ana"}, "This is not an e-mail address."),
        ({"administration": ""}, "Choose the administration."),
        ({"administration": "other"}, "Write the name of your administration."),
        ({"language": "xx"}, "Choose from the list."),
        ({"name": "Ana\u200bSilva"}, "invisible character"),
        ({"words": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_is_kept(client, session, place, change, words):
    session.commit()
    answer = client.post("/apply", data=form_of(place, **change))
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(AccountApplication)).all() == []


def test_a_unit_of_another_administration_is_refused(client, session, place):
    other = make.unit(session, make.administration(session, country=place.country))
    session.commit()
    answer = client.post("/apply", data=form_of(place, unit=other.uuid))
    assert "belongs to another administration" in answer.text


def test_an_application_is_seen_by_who_decides_there_and_by_nobody_else(app, session, place, abroad):
    near = make.administration(session, "Near", country="TH")
    rows = {
        "here": application(session, place, "Of Here"),
        "near": application(session, near, "Of Near"),
        "abroad": application(session, abroad, "Of Abroad"),
        "unlisted": application(session, None, "Of Unlisted"),
    }
    session.commit()
    desks = {
        "country": (desk_of(app, session), {"here", "near", "unlisted"}),
        "administration": (desk_of(app, session, "administration", place.id), {"here"}),
        "abroad": (desk_of(app, session, "country", "KE"), {"abroad"}),
        "chief": (browser_of(app, session, make.person(session, "Chief", Role.ADMINISTRATOR)), set(rows)),
    }
    for who, (browser, seen) in desks.items():
        page = browser.get("/applications").text
        for name, row in rows.items():
            assert (row.name in page) == (name in seen), (who, name)
            expected = 200 if name in seen else 404
            assert browser.get(f"/applications/account/{row.uuid}").status_code == expected
            if name not in seen:
                answer = browser.post("/applications/decide", data={"which": tick(row), "approve": "1"})
                assert "You can no longer decide this application" in answer.text
    assert session.scalars(select(ApplicationDecision)).all() == []


def test_each_of_many_is_decided_for_itself_and_what_became_of_it_is_told(desk, session, place):
    right, taken, unlisted = (
        application(session, place, "Right One"),
        application(session, place, "Taken Address", email="taken@example.org"),
        application(session, None, "Of Unlisted"),
    )
    make.person(session, "Somebody", email="taken@example.org")
    session.commit()
    sent = {"which": [*tick(right, taken, unlisted), "account nonsense Nobody", "guild 1 No Kind"], "approve": "1"}
    page = desk.post("/applications/decide", data=sent).text
    assert page.count(">not done<") == 4
    for words in (
        "The account is created",
        "has this e-mail address already",
        "choose one",
        "You can no longer decide this application",
    ):
        assert words in page
    decided = session.scalars(select(ApplicationDecision)).all()
    assert [one.application_id for one in decided] == [right.id]


def test_what_somebody_else_decided_meanwhile_is_told_and_stays(desk, session, place):
    row = application(session, place)
    session.commit()
    desk.post("/applications/decide", data={"which": tick(row), "refuse": "1", "reason": "No such office."})
    page = desk.post("/applications/decide", data={"which": tick(row), "approve": "1"}).text
    assert "Somebody has decided on this application meanwhile." in page
    assert session.scalars(select(ApplicationDecision)).one().outcome == "refused"


def test_a_refusal_needs_a_reason_which_the_applicant_reads(client, desk, session, place, time, letters):
    row = application(session, place)
    session.commit()
    answer = desk.post("/applications/decide", data={"which": tick(row), "refuse": "1", "reason": " "})
    assert answer.status_code == 422
    assert "Write the reason" in answer.text
    assert "checked" in re.search(rf"<input[^>]*{row.uuid}[^>]*>", answer.text)[0]
    desk.post("/applications/decide", data={"which": tick(row), "refuse": "1", "reason": "No such office."})
    assert "No such office." in client.get(f"/applications/{application_token(row.uuid)}").text
    assert any("No such office." in text for _to, _subject, text in letters(time))
    assert "No such office." in desk.get("/applications?tab=decided").text


def test_nobody_ticked_is_told(desk):
    answer = desk.post("/applications/decide", data={"approve": "1"})
    assert (answer.status_code, "Tick the applications" in answer.text) == (422, True)


def test_an_unlisted_administration_is_chosen_by_who_decides(desk, session, place):
    row = application(session, None, "Of Unlisted")
    unit = make.unit(session, place)
    session.commit()
    path = f"/applications/account/{row.uuid}"
    assert desk.post(path, data={"approve": "1", "administration": "", "unit": ""}).status_code == 422
    sent = {"approve": "1", "administration": place.uuid, "unit": unit.uuid, "reason": ""}
    assert desk.post(path, data=sent).status_code == 303
    made = session.scalars(select(Person).where(Person.name == "Of Unlisted")).one()
    assert (made.administration_id, made.unit_id) == (place.id, unit.id)


def test_an_account_of_the_same_name_or_address_in_the_country_is_shown_as_a_warning(desk, session, place, abroad):
    make.person(session, "ana silva", place=place, username="ana.one")
    make.person(session, "Ana Silva", place=abroad, username="ana.abroad")
    make.person(session, "Another", place=place, username="ana.post", email="ana@example.org")
    row = application(session, place, "Ana Silva")
    row.email = "ana@example.org"
    session.commit()
    page = desk.get("/applications").text
    assert "ana.one" in page
    assert "ana.post" in page
    assert "ana.abroad" not in page


def test_filters_and_pages_of_the_list(desk, session, place):
    near = make.administration(session, "Near", country="TH")
    for number in range(51):
        application(session, place, f"Officer {number:02}", at=NOW - timedelta(minutes=number))
    application(session, near, "Of Near")
    session.commit()
    first = desk.get("/applications").text
    assert "52 applications" in first
    assert "Page 1 of 2" in first
    assert "Officer 50" in first  # waits longest
    assert "1 application<" in desk.get(f"/applications?place={near.uuid}").text
    assert "1 application<" in desk.get("/applications?words=officer 07").text
    assert "Nothing found" in desk.get("/applications?words=zzz").text


def test_the_list_takes_as_many_statements_for_many_as_for_one(desk, session, place, counting):
    taken = []
    for many in (1, 9):
        for number in range(many):
            application(session, place, f"Officer {many} {number}")
        session.commit()
        with counting() as statements:
            desk.get("/applications")
        taken.append(len(statements))
    assert taken[0] == taken[1]


def test_what_waits_is_on_the_start_page_with_its_number_and_its_day(app, desk, session, place):
    assert "Applications" not in desk.get("/").text.partition("<main")[2]
    application(session, place, at=NOW - timedelta(days=3))
    application(session, place, "Bo Berg")
    session.commit()
    assert "2 wait, the oldest since 22 November 2026." in desk.get("/").text
    officer = browser_of(app, session, make.person(session, "Officer", (Role.OFFICER, place), place=place))
    assert "oldest since" not in officer.get("/").text


def test_however_many_wait_no_statement_names_more_than_sqlite_takes(session, place, connection):
    """Where it was built with the limit that is usual: 32,766 values."""
    make.person(session, "ana silva 3000", place=place, username="ana.last")
    rows = [
        AccountApplicationFacts(
            AccountApplication(
                id=number, name=f"Ana Silva {number}", local_name=f"อานา {number}", email=f"ana{number}@example.org",
                country=place.country,
            ),
            place, None, None, None,
        )
        for number in range(1, 3001)
    ]  # fmt: skip
    named = []

    def note(_connection, _cursor, _statement, parameters, *_more):
        named.append(len(parameters))

    event.listen(connection, "before_cursor_execute", note)
    found = namesakes(session, rows)
    event.remove(connection, "before_cursor_execute", note)
    assert max(named) <= 32_766
    assert (len(found), found[1], found[3000]) == (3000, [], ["ana.last"])


@pytest.mark.parametrize(("days", "health"), [(14, "ok"), (15, "warn")])
def test_the_doctor_says_when_applications_wait_too_long(app, session, place, days, health):
    application(session, place, at=NOW - timedelta(days=days))
    [found] = check_applications(session, NOW)
    assert found.health == health
    assert "1 waits, since" in found.detail


def test_what_nobody_confirmed_is_forgotten_after_fourteen_days(session, place):
    rows = [
        application(session, place, confirmed=confirmed, at=NOW - timedelta(days=15)) for confirmed in (True, False)
    ]
    session.commit()
    kept = rows[0].uuid
    clean_up(NOW)
    assert session.scalars(select(AccountApplication.uuid)).all() == [kept]


@pytest.mark.parametrize(
    ("grant", "words"),
    [
        (None, "the administrators of the programme"),
        (("country", "TH"), "National coordinator (Thailand)"),
        (("country", "KE"), "the administrators of the programme"),
        (("administration", None), "National coordinator (Harbour Customs)"),
    ],
)
def test_the_applicant_reads_with_whom_it_lies(client, session, place, grant, words):
    if grant:
        kind, thing = grant
        make.give_anywhere(session, make.person(session), Grant(Role.COORDINATOR, kind, thing or str(place.id)))
    row = application(session, place)
    session.commit()
    assert words in client.get(f"/applications/{application_token(row.uuid)}").text
