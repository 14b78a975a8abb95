"""Pages of evidence and of witnesses: what is refused keeps what was typed, what was done is said, nothing is kept."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.evidence.links import witness_token
from assessments.evidence.models import EvidenceItem, WitnessRequest
from assessments.evidence.rules import LINK_LIFE, WitnessEnd
from lms import clock
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.uploads.services.keeping import MOST_ATTACHED
from tests.builders import evidence as make
from tests.builders import people
from tests.builders.people import browser, browser_of, viewer
from tests.conftest import NOW

FIELDS = {
    "kind": "training", "title": "Two days", "day": "2026-11-20", "place": "Airport", "text": "I taught.",
    "codes": "T-1", "people_shown": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def still(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def ann(session):
    return people.person(session, "Ann Kamau", Role.OFFICER, email="ann@post.example", language="en")


@pytest.fixture
def me(session, ann):
    return viewer(session, ann)


@pytest.fixture
def desk(app, session, ann):
    return browser_of(app, session, ann)


@pytest.fixture
def item(session, ann):
    made = make.item(session, ann.id, NOW, files=False, title="A search")
    session.commit()
    return made


@pytest.fixture
def asked(session, item, me):
    row = make.asked(session, item, me, NOW)
    session.commit()
    return row


def test_evidence_is_added_with_what_was_typed_and_the_next_page_asks_for_a_witness(session, desk):
    done = desk.post("/evidence/new", data=FIELDS | {"people_shown": "nobody"})
    assert done.status_code == 303
    shown = desk.get(done.location).text
    assert "The evidence is added. You can name a witness now." in shown
    [row] = session.scalars(select(EvidenceItem)).all()
    assert done.location.endswith(row.uuid)
    assert (row.kind, row.title, row.day.isoformat(), row.place, row.text, row.competences, row.people_shown) == (
        "training", "Two days", "2026-11-20", "Airport", "I taught.", ["T-1"], "nobody",
    )  # fmt: skip
    desk.post("/evidence/new", data=FIELDS)
    assert session.scalars(select(EvidenceItem.people_shown).order_by(EvidenceItem.id)).all() == ["nobody", None]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"codes": "<b>"}, "is not the code of a competence"),
        ({"text": ""}, "Write what you did, or add a file."),
        ({"day": "2027-01-01"}, "It is not in the future."),
        ({"title": ""}, "Give it a title."),
        ({"day": ""}, "Type the day on which it was."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(session, desk, more, words):
    answer = desk.post("/evidence/new", data=FIELDS | more)
    assert (answer.status_code, words in answer.text, 'value="Airport"' in answer.text) == (422, True, True)
    assert session.scalars(select(EvidenceItem)).all() == []


def test_more_files_than_may_be_added_are_refused_and_held(session, ann, desk):
    files = [make.file(session, ann.id, NOW).uuid for _each in range(MOST_ATTACHED + 1)]
    session.commit()
    answer = desk.post("/evidence/new", data=FIELDS | {"people_shown": "nobody", "upload": files})
    assert (answer.status_code, f"At most {MOST_ATTACHED} files can be added here." in answer.text) == (422, True)
    assert all(one in answer.text for one in files)
    assert session.scalars(select(EvidenceItem)).all() == []


def test_a_new_piece_begins_empty_and_what_another_page_says_is_cut_to_its_room(desk):
    begun = desk.get("/evidence/new").text
    assert not re.search(r'<option selected value="[a-z]', begun)
    long = desk.get(f"/evidence/new?kind=mission&title={'x' * 201}&place={'y' * 201}").text
    assert f'value="{"x" * 200}"' in long
    assert f'value="{"y" * 200}"' in long
    assert '<option selected value="mission">' in long


def test_ones_evidence_stands_on_a_page_and_in_a_file_and_nobody_elses_does(session, item, asked, me, desk):
    other = people.person(session, "Ben Otieno", Role.OFFICER)
    make.item(session, other.id, NOW, files=False, title="Not mine")
    make.confirmed(session, item, me, NOW, email="c@post.example")
    session.commit()
    shown = desk.get("/evidence").text
    assert all(words in shown for words in ("A search", "1 witness confirmed"))
    assert "Not mine" not in shown
    rows = desk.get("/evidence/export.json").json
    assert [row["title"] for row in rows] == ["A search"]


def test_a_dossier_is_a_pdf_of_ones_own_that_no_browser_keeps(session, item, desk):
    answer = desk.get("/evidence/dossier.pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "evidence.pdf" in answer.headers["Content-Disposition"]
    assert session.scalars(select(AuditEntry).where(AuditEntry.name == "evidence.dossier-read")).all() == []


def test_a_witness_is_named_and_a_wrong_address_is_refused_beside_it(session, item, desk):
    address = f"/evidence/{item.uuid}/witness"
    assert '<option selected value="en">' in desk.get(address).text
    typed = {"name": "Boss", "function": "Head of post", "email": "boss@post.example", "language": "en"}
    own = desk.post(address, data=typed | {"email": "ann@post.example"})
    assert (own.status_code, "This is your own address." in own.text, "Head of post" in own.text) == (422, True, True)
    wrong = desk.post(address, data=typed | {"email": "boss"})
    assert (wrong.status_code, "This is not an e-mail address." in wrong.text) == (422, True)
    empty = desk.post(address, data=typed | {"language": ""})
    assert (empty.status_code, '<option selected value="en">' in empty.text) == (422, False)
    done = desk.post(address, data=typed)
    assert "The witness gets an e-mail with a link." in desk.get(done.location).text
    [row] = session.scalars(select(WitnessRequest)).all()
    assert (row.name, row.function, row.email, row.language) == ("Boss", "Head of post", "boss@post.example", "en")


def test_a_witness_is_asked_no_more_and_the_page_says_so(session, item, asked, desk):
    shown = desk.get(f"/evidence/{item.uuid}").text
    assert "Stop asking Boss Witness?" in shown
    done = desk.post(f"/evidence/{item.uuid}/witnesses/{asked.uuid}/withdraw")
    after = desk.get(done.location).text
    assert "The witness is not asked any more." in after
    assert "Stop asking Boss Witness?" not in after
    session.refresh(asked)
    assert asked.ended == WitnessEnd.WITHDRAWN


def test_a_piece_is_withdrawn_with_a_reason_that_is_asked_for(session, item, desk):
    address = f"/evidence/{item.uuid}/withdraw"
    empty = desk.post(address, data={"reason": ""})
    assert (empty.status_code, "Write why you withdraw it." in empty.text) == (422, True)
    done = desk.post(address, data={"reason": "Wrong day."})
    shown = desk.get(done.location).text
    assert "It stays in the record, but does not count." in shown
    assert "Wrong day." in shown
    assert desk.post(address, data={"reason": "Again."}).status_code == 409


def test_a_witness_finds_their_name_typed_and_declines_once(app, session, item, asked):
    link, stranger = f"/witness/{witness_token(asked.uuid)}", browser(app)
    form = stranger.get(link)
    assert 'value="Boss Witness"' in form.text
    assert "no-store" in form.headers["Cache-Control"]
    assert all(words in form.text for words in ("A search", "I taught twelve officers."))
    emptied = stranger.post(link, data={"words": "I saw it.", "answered_as": "", "confirms": "y"})
    assert (emptied.status_code, 'value="Boss Witness"' in emptied.text) == (422, False)
    done = stranger.post(f"{link}/decline")
    assert done.status_code == 303
    over = stranger.get(done.location)
    assert (over.status_code, "You said that you did not see this." in over.text) == (410, True)
    assert "no-store" in over.headers["Cache-Control"]
    session.refresh(asked)
    assert (asked.ended, asked.words) == (WitnessEnd.DECLINED, None)


def test_what_a_witness_says_at_too_great_length_is_refused_beside_it_and_stays(app, session, asked):
    link, stranger = f"/witness/{witness_token(asked.uuid)}", browser(app)
    said = {"words": "x" * 4001, "answered_as": "Boss", "confirms": "y"}
    long = stranger.post(link, data=said)
    assert (long.status_code, "Use at most 4000 characters." in long.text) == (422, True)
    thanks = stranger.post(link, data=said | {"words": "I sat in the room."})
    assert (thanks.status_code, "Your statement is saved." in thanks.text) == (200, True)
    assert "no-store" in thanks.headers["Cache-Control"]
    session.refresh(asked)
    assert (asked.ended, asked.words, asked.answered_as) == (WitnessEnd.CONFIRMED, "I sat in the room.", "Boss")


def test_a_link_that_is_over_takes_no_word_and_one_that_was_never_made_opens_nothing(app, session, asked, monkeypatch):
    link, stranger = f"/witness/{witness_token(asked.uuid)}", browser(app)
    for wrong in (f"{link}x", f"/witness/{witness_token('00000000-0000-4000-8000-000000000000')}"):
        assert stranger.get(wrong).status_code == 404
        assert stranger.post(f"{wrong}/decline").status_code == 404
    monkeypatch.setattr(clock, "now", lambda: NOW + LINK_LIFE + timedelta(seconds=1))
    over = stranger.get(link)
    assert (over.status_code, "This link has expired" in over.text) == (410, True)
    assert stranger.post(link, data={"words": "x", "answered_as": "B", "confirms": "y"}).status_code == 410
