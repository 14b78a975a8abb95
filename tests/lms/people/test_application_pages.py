"""The pages of applications: of who applies and of who decides, what they show and what a press on them does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.people.applications import kinds, services
from lms.people.applications.links import application_token
from lms.people.applications.models import AccountApplication, ApplicationDecision
from lms.people.models import Person
from lms.ports import ApplicationVerdict
from tests.builders import people as make
from tests.builders.applications import application
from tests.builders.audit import entries
from tests.builders.people import NOW, browser_of
from tests.lms.people.test_applications import form_of

pytestmark = pytest.mark.usefixtures("in_request")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.mark.parametrize(("approves", "said"), [(True, "Approved."), (False, "Refused.")])
def test_a_decision_is_said_and_both_letters_go_out_with_it(session, place, thai, letters, time, approves, said):
    row = application(session, place, email="ana@example.org")
    application(session, place, email="bo@example.org")
    verdict = ApplicationVerdict(approves, "" if approves else "No such office.")
    assert kinds.decide_account(session, row.uuid, verdict, thai, NOW).startswith(said)
    session.commit()
    sent = letters(time)
    assert [to for to, _subject, _text in sent] == ["ana@example.org"] * (1 + approves)
    assert any("/link/" in text for _to, _subject, text in sent) is approves
    assert any("No such office." in text for _to, _subject, text in sent) is not approves


def test_the_page_of_one_shows_the_wish_and_a_place_that_does_not_fit_is_told(app, session, place, desk_row, abroad):
    near = make.administration(session, "Near")
    units = [make.unit(session, where, name) for where, name in ((place, "Quay"), (near, "Gate"))]
    row = application(session, place, "Ana Silva", unit=units[0])
    desk = browser_of(app, session, desk_row)
    path = f"/applications/account/{row.uuid}"
    page = desk.get(path).text
    for uuid in (place.uuid, units[0].uuid):
        assert f'selected value="{uuid}"' in page or f'value="{uuid}" selected' in page
    assert abroad.name not in page

    def post(**form):
        return desk.post(path, data={"administration": "", "unit": "", "reason": ""} | form)

    refused = post(approve="1", administration=near.uuid, unit=units[0].uuid)
    assert (refused.status_code, "another administration" in refused.text) == (422, True)
    refused = post(approve="1")
    assert (refused.status_code, 'id="administration-error"' in refused.text) == (422, True)
    refused = post(refuse="1")
    assert (refused.status_code, 'id="reason-error"' in refused.text) == (422, True)
    assert session.scalars(select(ApplicationDecision)).all() == []
    done = post(approve="1", administration=near.uuid)
    assert (done.status_code, done.location) == (303, "/applications")
    assert "Approved. The account is created" in desk.get("/applications").text
    made = session.scalars(select(Person).where(Person.name == "Ana Silva")).one()
    assert (made.administration_id, made.unit_id) == (near.id, None)


def test_the_list_of_one_page_after_the_other_and_its_file_are_narrowed_alike(app, session, place, desk_row, thai):
    rows = [application(session, place, f"Officer {n:02}", at=NOW + n * SECOND) for n in range(51)]
    services.refuse(session, rows[50], "No such office.", by=thai, now=NOW)
    application(session, None, "Of Unlisted", at=NOW + DAY)
    desk = browser_of(app, session, desk_row)
    last = desk.get("/applications?page=2").text
    assert ("Of Unlisted" in last, "Officer 49" in last, "Page 2 of 2" in last) == (True, False, True)
    assert "River Rangers (?)" in last
    assert "Officer 00" in desk.get("/applications?page=x").text
    assert desk.get("/applications/export.csv").get_data(as_text=True).count("\n") == 52
    lines = desk.get("/applications/export.csv?tab=decided").get_data(as_text=True).splitlines()
    assert ("Officer 50" in lines[1], "No such office." in lines[1], len(lines)) == (True, True, 2)
    lines = desk.get(f"/applications/export.csv?kind=account&place={place.uuid}&words=officer%2007").get_data(
        as_text=True
    )
    assert lines.count("\n") == 2
    [told] = entries(session, "list.exported")[-1:]
    assert told.data["filter"] == {"kind": "account", "place": place.uuid, "words": True}


def test_the_applicants_page_shows_their_own_and_is_kept_nowhere(client, session, place, thai):
    row, unlisted = application(session, place, "Ana Silva"), application(session, None, "Bo Berg", confirmed=False)
    row.local_name, row.unit_words, unlisted.unit_words = "อานา", "Gate 4", "Post 9"
    session.commit()
    answer = client.get(f"/applications/{application_token(row.uuid)}")
    assert answer.headers["Cache-Control"] == "no-store"
    for words in ("Ana Silva (อานา)", place.name, "Thailand", "Gate 4", "National coordinator"):
        assert words in answer.text
    assert "Bo Berg" not in answer.text
    page = client.get(f"/applications/{application_token(unlisted.uuid)}").text
    assert all(words in page for words in ("River Rangers", "Post 9"))
    assert "It is with" not in page
    services.refuse(session, row, "No such office.", by=thai, now=NOW)
    session.commit()
    page = client.get(f"/applications/{application_token(row.uuid)}").text
    assert ("Not approved" in page, "It is with" in page) == (True, False)


def test_the_form_takes_the_unit_and_what_is_not_in_a_list(client, session, place):
    unit = make.unit(session, place)
    session.commit()
    assert "Choose" in client.get("/apply?country=zz").text
    client.post("/apply", data=form_of(place, unit=unit.uuid))
    client.post("/apply", data=form_of(place, administration="other", administration_words=" Rangers "))
    client.post("/apply", data=form_of(place, administration_words="Rangers"))
    rows = session.scalars(select(AccountApplication).order_by(AccountApplication.id)).all()
    assert [(one.administration_id, one.unit_id, one.administration_words) for one in rows] == [
        (place.id, unit.id, ""), (None, None, "Rangers"), (place.id, None, ""),
    ]  # fmt: skip
    assert (rows[0].email, rows[0].unit_words, rows[0].words) == ("ana@example.org", "Gate 4", "I check parcels.")


def test_the_list_is_asked_for_a_hundred_signs_at_most(app, session, place, desk_row):
    application(session, place, "Ana " + "x" * 96)
    desk = browser_of(app, session, desk_row)
    assert "1 application<" in desk.get(f"/applications?words=Ana%20{'x' * 97}").text
