"""Evidence is its person's, a witness's word is the witness's, and what is withdrawn stays in the record."""

import io
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assessments.api import EVIDENCE_READERS, evidence_of
from assessments.evidence import queries
from assessments.evidence.audited import AUDITED
from assessments.evidence.links import witness_token
from assessments.evidence.models import EvidenceItem, WitnessRequest
from assessments.evidence.rules import LINK_LIFE, WitnessEnd
from assessments.evidence.services import add_evidence, forget_addresses, give_word, withdraw_evidence
from assessments.evidence.tasks import letter
from lms import clock
from lms.access import Role
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, RuleBroken
from lms.manifest import EXTENSION
from lms.uploads.models import Upload
from tests.builders import evidence as make
from tests.builders import people, uploads
from tests.builders.people import browser, browser_of, sign_in, viewer
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def still(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def ann(session):
    return people.person(session, "Ann Kamau", Role.OFFICER, email="ann@post.example")


@pytest.fixture
def me(session, ann):
    return viewer(session, ann)


@pytest.fixture
def page(app, session, ann):
    return browser_of(app, session, ann)


FIELDS = {
    "kind": "training", "title": "Two days", "day": "2026-11-20", "place": "Airport", "text": "", "codes": "T-1",
    "people_shown": "agreed",
}  # fmt: skip


def added(session):
    session.expire_all()
    return session.scalars(select(EvidenceItem)).all()


def test_a_form_adds_evidence_with_its_photo_and_says_what_is_missing(session, ann, page):
    def sent(**more):
        fields = FIELDS | {"files": (io.BytesIO(uploads.photo()), "room.jpg")} | more
        return page.post("/evidence/new", data=fields, content_type="multipart/form-data")

    unsaid = sent(people_shown="")
    assert (unsaid.status_code, "Say whether people can be recognised" in unsaid.text) == (422, True)
    assert 'value="Two days"' in unsaid.text
    held = re.search(r'name="upload" value="([^"]+)"', unsaid.text)[1]  # the photo is here: it is not sent again
    wrong = sent(files=(io.BytesIO(b"<html>"), "x.jpg"), upload=held)
    assert (wrong.status_code, "web page" in wrong.text, held in wrong.text) == (422, True, True)
    assert added(session) == []
    done = page.post("/evidence/new", data=FIELDS | {"upload": held})
    assert done.status_code == 303
    [row] = added(session)
    assert [one.uuid for one in session.scalars(select(Upload).where(Upload.attached_to.is_not(None)))] == [held]
    shown = page.get(f"/evidence/{row.uuid}").text
    assert "room.jpg" in shown
    assert "not checked for viruses" in shown
    assert page.get(f"/files/{held}/content").status_code == 200


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"day": date(2027, 1, 1)}, "day"),
        ({"text": ""}, "text"),
        ({"codes": "T-1 <script>"}, "codes"),
        ({"codes": " ".join(f"T-{number}" for number in range(30))}, "codes"),
    ],
)
def test_what_is_wrong_in_evidence_is_said_beside_its_field(session, ann, more, field):
    with pytest.raises(BadInput) as fault:
        add_evidence(session, make.draft(**more), [], person_id=ann.id, now=NOW)
    assert fault.value.field == field


def test_evidence_is_its_persons_and_of_whom_a_package_above_says(app, session, ann, me, monkeypatch):
    item = make.item(session, ann.id, NOW)
    reader = people.person(session, "Reader", Role.OFFICER)
    session.commit()
    [file] = session.scalars(select(Upload)).all()
    other = browser(app)
    sign_in(other, session, reader)
    session.commit()
    addresses = [f"/evidence/{item.uuid}", f"/files/{file.uuid}", f"/files/{file.uuid}/content"]
    assert {other.get(one).status_code for one in addresses} == {404}
    for act in ("withdraw", "witness"):
        assert other.post(f"/evidence/{item.uuid}/{act}", data={"reason": "x"}).status_code == 404
    found = app.extensions[EXTENSION]
    filled = EVIDENCE_READERS.filled_by(lambda session, viewer, people: people if viewer.id == reader.id else ())
    monkeypatch.setitem(
        app.extensions, EXTENSION, found.__class__(**(vars(found) | {"provides": (*found.provides, filled)}))
    )
    assert {other.get(one).status_code for one in addresses} == {200}
    assert "Ann Kamau" in other.get(addresses[0]).text
    assert other.post(f"/evidence/{item.uuid}/withdraw", data={"reason": "x"}).status_code == 404


def test_a_witness_answers_once_by_the_link_and_the_person_cannot_change_it(app, session, ann, me, page):
    item = make.item(session, ann.id, NOW)
    row = make.asked(session, item, me, NOW)
    session.commit()
    before = evidence_of(session, [ann.id])[ann.id][0]
    link, stranger = f"/witness/{witness_token(row.uuid)}", browser(app)
    assert "Ann Kamau names you, Boss Witness" in stranger.get(link).text
    assert stranger.get(link + "x").status_code == 404
    said = {"words": "Calm and exact.", "answered_as": "B. Witness"}
    unsure = stranger.post(link, data=said)
    assert (unsure.status_code, "Tick the box" in unsure.text, "Calm and exact." in unsure.text) == (422, True, True)
    assert "Thank you" in stranger.post(link, data=said | {"confirms": "y"}).text
    assert stranger.post(link, data=said | {"words": "Worse", "confirms": "y"}).status_code == 410
    assert stranger.post(f"{link}/decline").status_code == 409
    session.expire_all()
    assert (row.words, row.answered_as, row.email) == ("Calm and exact.", "B. Witness", "")
    after = evidence_of(session, [ann.id])[ann.id][0]
    assert (after.digest != before.digest, [one.words for one in after.witnesses]) == (True, ["Calm and exact."])
    address = f"/evidence/{item.uuid}/witnesses/{row.uuid}/withdraw"
    assert page.post(address).status_code == 409  # what was said stays
    assert "Calm and exact." in page.get(f"/evidence/{item.uuid}").text


def test_who_may_be_a_witness_and_how_many(session, ann, me):
    item = make.item(session, ann.id, NOW)
    with pytest.raises(BadInput, match="your own address"):
        make.asked(session, item, me, NOW, email="ANN@post.example")
    make.asked(session, item, me, NOW)
    with pytest.raises(BadInput, match="asked already"):
        make.asked(session, item, me, NOW, email="Boss@Witness.example")
    for number in range(2):
        make.asked(session, item, me, NOW, email=f"w{number}@post.example")
    with pytest.raises(RuleBroken, match="You can ask three people about one piece of evidence"):
        make.asked(session, item, me, NOW, email="w4@post.example")


def test_nobody_sends_letters_to_strangers_all_day(session, ann, me):
    for number in range(4):
        item = make.item(session, ann.id, NOW, files=False)
        for other in range(3 if number < 3 else 1):
            make.asked(session, item, me, NOW, email=f"w{number}{other}@post.example")
    with pytest.raises(RuleBroken, match="10 witnesses"):
        make.asked(session, item, me, NOW, email="more@post.example")
    make.asked(session, item, me, NOW + timedelta(days=1), email="more@post.example")


def test_the_trail_agrees_with_evidence_and_misses_a_piece_that_was_changed(session, ann):
    item = make.item(session, ann.id, NOW)
    make.item(session, ann.id, NOW, title="Another")
    assert [len(one.faults) for one in compare_all(session, AUDITED)] == [0]
    item.digest = "0" * 64
    session.flush()
    assert [len(one.faults) for one in compare_all(session, AUDITED)] == [1]


def test_withdrawn_evidence_stays_with_its_files_and_asks_nobody(session, ann, me, page):
    item = make.item(session, ann.id, NOW)
    said, waits = make.confirmed(session, item, me, NOW), make.asked(session, item, me, NOW, email="w@post.example")
    withdraw_evidence(session, item.uuid, "Wrong day.", viewer=me, now=NOW)
    with pytest.raises(Conflict):
        withdraw_evidence(session, item.uuid, "Again.", viewer=me, now=NOW)
    with pytest.raises(Conflict):
        give_word(session, waits.uuid, "Late.", "W", confirms=True, now=NOW)
    with pytest.raises(RuleBroken, match="withdrawn"):
        make.asked(session, item, me, NOW, email="x@post.example")
    session.commit()
    assert (said.ended, waits.ended) == (WitnessEnd.CONFIRMED, WitnessEnd.WITHDRAWN)
    shown = page.get(f"/evidence/{item.uuid}").text
    assert all(words in shown for words in ("Wrong day.", "room.jpg", "Calm and exact."))
    assert "Withdraw this evidence" not in shown
    assert evidence_of(session, [ann.id])[ann.id][0].withdrawn_at == NOW


def test_a_link_is_over_after_sixty_days_and_the_address_is_forgotten(session, ann, me):
    item = make.item(session, ann.id, NOW)
    row = make.asked(session, item, me, NOW)
    subject, text = letter(row, item, "Ann Kamau")
    assert "Ann Kamau" in subject
    assert witness_token(row.uuid) in text
    late = NOW + LINK_LIFE
    forget_addresses(session, now=late - timedelta(seconds=1))
    assert row.email
    with pytest.raises(Conflict):
        give_word(session, row.uuid, "Late.", "W", confirms=True, now=late)
    forget_addresses(session, now=late)
    assert session.get(WitnessRequest, row.id).email == ""


def test_the_list_asks_as_often_for_many_as_for_few(session, ann, me, page, counting):
    make.confirmed(session, make.item(session, ann.id, NOW), me, NOW)
    session.commit()
    with counting() as few:
        page.get("/evidence")
    for number in range(6):
        make.confirmed(session, make.item(session, ann.id, NOW, title=f"More {number}"), me, NOW)
    session.commit()
    with counting() as many:
        shown = page.get("/evidence").text
    assert len(many) == len(few)
    assert shown.count("1 witness confirmed") == 7
    assert len(queries.own_items(session, me)) == 7


def test_a_self_review_is_written_in_words_and_begins_with_what_the_page_of_a_mission_knows(session, page):
    begun = page.get("/evidence/new?kind=self-review&title=Self-review:+Mission+1&place=Vientiane&day=2026-11-20").text
    assert '<option selected value="self-review">' in begun
    assert 'value="Self-review: Mission 1"' in begun
    assert 'value="2026-11-20"' in begun
    assert page.get("/evidence/new?kind=none&day=never").status_code == 200
    short = page.post("/evidence/new", data=FIELDS | {"kind": "self-review", "text": "Good.", "people_shown": ""})
    assert (short.status_code, "at least 80 characters" in short.text) == (422, True)
    words = "The interviews went well. My notes came late each evening; next time I write them the same day."
    sent = page.post("/evidence/new", data=FIELDS | {"kind": "self-review", "text": words, "people_shown": ""})
    assert sent.status_code == 303
    assert [row.kind for row in added(session)] == ["self-review"]
