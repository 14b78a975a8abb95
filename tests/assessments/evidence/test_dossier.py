"""A dossier shows all that counts; where names are hidden, none is left of the person and the witnesses."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assessments.api import DOSSIERS, dossier_sheet
from assessments.evidence.rules import PeopleShown, without_name
from assessments.evidence.services import withdraw_evidence
from assessments.sheets.rules.aliases import candidate_code
from lms.access import Role
from tests.builders import evidence as make
from tests.builders import people
from tests.builders.examples import some_and_many
from tests.builders.people import viewer
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ann Kamau taught.", "C-07 taught."),
        ("KAMAU, Ann: well done, ann!", "C-07: well done, C-07!"),
        ("Annual plan of Kamaus", "Annual plan of Kamaus"),
        ("I taught.", "I taught."),
    ],
)
def test_the_parts_of_a_name_give_way_to_the_code(text, left):
    assert without_name(text, "Ann Kamau", "C-07") == left


@some_and_many(30)
def test_whatever_stands_in_a_text_a_name_is_taken_out_without_a_fault(examples):
    @settings(max_examples=examples)
    @given(st.text(), st.text())
    def taken_out(text, name):
        assert isinstance(without_name(text, name, "C-07"), str)

    taken_out()


def read(session, person_id, **more):
    made = DOSSIERS.provider()(dossier_sheet(session, person_id, NOW, **more))
    pages = PdfReader(io.BytesIO(made)).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    return words, sum(len(page.images) for page in pages), made


def test_a_dossier_has_an_index_pictures_and_words_and_one_with_hidden_names_tells_nobody(app, session):
    ann = people.person(session, "Ann Kamau", Role.OFFICER)
    me = viewer(session, ann)
    item = make.item(session, ann.id, NOW, title="Two days with Ann Kamau", text="Kamau taught twelve officers.")
    make.confirmed(session, item, me, NOW, name="Boss Otieno", function="Head of post")
    make.item(session, ann.id, NOW, title="A search", people_shown=PeopleShown.NOBODY)
    gone = make.item(session, ann.id, NOW, title="A mistake")
    withdraw_evidence(session, gone.uuid, "Wrong.", viewer=me, now=NOW)
    session.commit()
    words, pictures, _made = read(session, ann.id)
    assert all(part in words for part in ("Ann Kamau", "Boss Otieno, Head of post", "room.jpg", "Calm and exact"))
    assert "A mistake" not in words
    assert words.count("A search") == 2  # in the index, and itself
    assert pictures == 2
    hidden, pictures, made = read(session, ann.id, alias=candidate_code(7), hidden=True)
    assert all(part in hidden for part in ("Evidence of C-07", "Two days with C-07", "Head of post", "File 1"))
    assert not any(part in hidden for part in ("Kamau", "Otieno", "room.jpg"))
    assert pictures == 1  # nobody is in it
    assert b"Kamau" not in made
