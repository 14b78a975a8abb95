"""The counter card as it is printed: true to scale, on one page whatever stands on it, in reading order, readable."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from certificates.documents.counter_card_pdf import Card, card_inputs, card_of, card_pdf
from certificates.documents.font_coverage import unprintable
from certificates.documents.typesetting import DESIGNS, picture
from courses.api import Act, CardCourse
from courses.catalogue.course_folder.course_file import CardSpec
from lms.people.api import ContactInfo, ContactKind
from tests.certificates.drawing import strokes

LINK = "https://academy.example/courses/identifying-wildlife-products/card/used"
MADE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ACTS = tuple(
    Act(name, f"About {name}", f"Look at the {name} twice.") for name in ("ivory", "horn", "scales", "skins", "timber")
)
CONTACTS = (
    ContactInfo(ContactKind.SUPERIOR, "Duty officer", "+66 2 555 0101", "", "day and night"),
    ContactInfo(ContactKind.WILDLIFE, "CITES Management Authority", "+66 2 555 0102", "cites@example.org", ""),
    ContactInfo(ContactKind.POLICE, "Harbour police", "191", "", ""),
    ContactInfo(ContactKind.RESCUE, "River Rescue Centre", "", "rescue@example.org", ""),
)


def course(acts=ACTS, *, title="Identifying wildlife products", language="en", ruler=True, fan=True) -> CardCourse:
    return CardCourse(
        course_id=1, run_id=1, slug="identifying-wildlife-products", title=title, no=2, language=language, acts=acts,
        parts=CardSpec(ruler=ruler, fan=fan), is_open=True, unread=0,
    )  # fmt: skip


def card_png(made: Card, *, ppi: float) -> bytes:
    """The card as it is seen."""
    return picture(made.design, "card", card_inputs(made), "png", ppi=ppi)


def card(taken=None, *, wrong=None, contacts=CONTACTS, language="en", link=LINK) -> Card:
    return card_of(taken or course(), wrong or [], contacts, link=link, language=language, made_at=MADE)


@cache
def plain() -> bytes:
    """The card that many of these tests look at, in print."""
    return card_pdf(card())


def text_of(pdf: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


@pytest.fixture(scope="module")
def drawn():
    return strokes(plain())


def test_the_sheet_is_a4(drawn):
    (page,) = PdfReader(io.BytesIO(plain())).pages
    assert [round(float(side) * 25.4 / 72, 1) for side in (page.mediabox.width, page.mediabox.height)] == [297.0, 210.0]


def ticks(drawn):
    """The lines of the ruler: upright lines that begin at the first fold."""
    upright = [one for one in drawn if abs(one.x1 - one.x2) < 0.001 and abs(min(one.y1, one.y2) - 105) < 0.05]
    return sorted((one for one in upright if one.x1 < 148), key=lambda one: one.x1)


def test_a_hundred_millimetres_on_the_ruler_are_a_hundred_millimetres(drawn):
    lines = ticks(drawn)
    assert len(lines) == 101
    assert abs(lines[-1].x1 - lines[0].x1 - 100) < 0.02
    assert all(abs(right.x1 - left.x1 - 1) < 0.01 for left, right in pairwise(lines))
    lengths = [round(one.length, 1) for one in lines]
    assert lengths[::10] == [6.5] * 11
    assert lengths[5::10] == [5.0] * 10
    assert set(lengths) == {6.5, 5.0, 3.2}


def arms(drawn):
    """The lines of the fan: from one place, longer than its radius."""
    long = [one for one in drawn if abs(one.length - 44) < 0.05]
    assert len({(round(one.x1, 2), round(one.y1, 2)) for one in long}) == 1
    return long


def test_the_lines_of_the_fan_stand_at_90_and_115_degrees(drawn):
    angles = sorted(round(180 - one.direction, 3) % 360 for one in arms(drawn))
    assert angles == pytest.approx([0, 90, 115, 180], abs=0.01)


def test_the_folds_are_marked_in_the_middle_of_every_side(drawn):
    across = [one for one in drawn if abs(one.length - 7) < 0.01 and abs(one.y1 - one.y2) < 0.01]
    upright = [one for one in drawn if abs(one.length - 7) < 0.01 and abs(one.x1 - one.x2) < 0.01]
    assert sorted((round(one.x1), round(one.y1)) for one in across) == [(0, 105), (290, 105)]
    assert {round(one.x1, 1) for one in upright} == {148.5}
    assert len(upright) == 2


@pytest.mark.parametrize(("ruler", "fan"), [(True, False), (False, True), (False, False)])
def test_a_course_without_ruler_or_fan_has_none(ruler, fan):
    found = strokes(card_pdf(card(course(ruler=ruler, fan=fan))))
    assert len(ticks(found)) == (101 if ruler else 0)
    assert len([one for one in found if abs(one.length - 44) < 0.05]) == (4 if fan else 0)


def test_a_picture_of_the_page_measures_the_same():
    """What a printer gets, at 300 dots an inch: the first and the last mark, dark from the fold downwards."""
    picture = Image.open(io.BytesIO(card_png(card(), ppi=300))).convert("L")
    row = round((105 + 6) / 25.4 * 300)  # below the short marks: only those of full centimetres reach so far
    dark = [x for x in range(round(140 / 25.4 * 300)) if picture.getpixel((x, row)) < 110]
    groups = [x for before, x in pairwise([-9, *dark]) if x - before > 2]
    assert len(groups) == 11
    assert abs((groups[-1] - groups[0]) * 25.4 / 300 - 100) < 0.2


def test_the_text_stands_in_reading_order():
    text = text_of(card_pdf(card(wrong=["skins", "horn"])))
    wanted = [
        "Identifying wildlife products", "Made on 25 November 2026", "course version 2", "These first", "About skins",
        "Look at the skins twice.", "About horn", "Then these", "About ivory", "About scales", "About timber", "100",
        "100 %", "Angle of the lines", "below 90°", "90°–115°", "above 115°", "Fold at 1", "Whom to call",
        "Own superior", "Duty officer", "+66 2 555 0101", "day and night", "Wildlife or CITES authority",
        "cites@example.org", "Police", "191", "Rescue centre", "rescue@example.org",
    ]  # fmt: skip
    places = []
    for words in wanted:
        assert words in text, words
        places.append(text.index(words, places[-1] if places else 0))
    assert places == sorted(places)


def test_the_card_does_not_say_that_anything_was_wrong():
    text = text_of(card_pdf(card(wrong=["skins"]))).lower()
    assert "wrong" not in text
    assert "mistake" not in text


def test_without_wrong_answers_there_is_one_list():
    text = text_of(plain())
    assert "At the counter" in text
    assert "These first" not in text
    assert "Then these" not in text


def test_without_contacts_it_says_who_enters_them_and_leaves_lines():
    none = card_pdf(card(contacts=()))
    assert "the administrator of your administration enters these contacts" in text_of(none)
    assert text_of(none).count("Telephone") == 4
    lines = [one for one in strokes(none) if one.x1 > 148 and one.y1 > 120 and 30 < one.length < 80]
    assert len(lines) == 8
    assert "administrator" not in text_of(plain())


def test_in_french_everything_but_the_course_is_french():
    text = text_of(card_pdf(card(wrong=["horn"], contacts=CONTACTS[:1], language="fr")))
    for words in ("Établie le 25 novembre 2026", "D’abord", "Puis", "Qui appeler", "oriente vers", "Pliez", "Nom"):
        assert words in text
    for words in ("These first", "Whom", "Fold", "Made on", "points to", "Telephone"):
        assert words not in text


def test_every_language_has_the_same_words_and_all_can_be_printed():
    words = json.loads((DESIGNS / "house" / "card.json").read_text("utf-8"))
    assert [set(each) for each in words.values()] == [set(words["en"])] * len(words)
    assert unprintable("".join(str(text) for each in words.values() for text in each.values())) == []


LONG = "Regardez de très près et mesurez tous les angles extérieurs que vous trouvez, " * 5
MANY = tuple(Act(f"l{n}", f"Une leçon avec un titre vraiment long, numéro {n} " * 2, LONG) for n in range(20))
ORDINARY = tuple(
    Act(f"l{n}", f"Leçon {n}", "Demandez le document CITES de l’espèce. Regardez la première nageoire dorsale. " * 2)
    for n in range(20)
)
FULL = tuple(
    ContactInfo(kind, name[:80], "+12345 67890 / 12345 67890 x99"[:30], f"{'w' * 60}@authority.example"[:80], "W" * 60)
    for kind, name in zip(
        ContactKind, ["ກົມຄຸ້ມຄອງສັດປ່າ " * 9, "អាជ្ញាធរសត្វព្រៃ " * 9, "W" * 80, "مركز إنقاذ الحياة البرية " * 5], strict=True
    )
)


@pytest.mark.parametrize("acts", [MANY, ORDINARY, ACTS[:1], (Act("l1", "M" * 300, "M" * 900),) * 20], ids=len)
@pytest.mark.parametrize("contacts", [FULL, FULL[1:3], ()], ids=len)
@pytest.mark.parametrize("fan", [True, False])
def test_any_content_fits_on_one_page_and_inside_it(acts, contacts, fan):
    wrong = [act.lesson for act in acts]
    made = card(
        course(acts, title="Identifier les produits d’espèces sauvages " * 4, language="fr", fan=fan),
        wrong=wrong, contacts=contacts, language="fr", link=f"https://academy.example/courses/{'x' * 64}/card/used",
    )  # fmt: skip
    pdf = card_pdf(made)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert outside(card_png(made, ppi=60)) == []


EMPTY = {  # where nothing may be printed: round the folds and at the edges, but for marks; in millimetres
    "left of the second fold, above": (140, 8, 148, 103),
    "right of the second fold, above": (149.2, 8, 157, 103),
    "left of the second fold, below": (140, 108, 148, 202),
    "right of the second fold, below": (149.2, 108, 157, 202),
    "above the first fold, left": (8, 98.5, 147, 104.5),
    "above the first fold, right": (151, 98.5, 284, 101),
    "right edge": (288, 8, 297, 100),
    "lower right edge": (288, 108, 297, 202),
    "lower edge": (0, 205, 148, 210),
}


def outside(picture: bytes) -> list[str]:
    """The gutters and edges in which something is printed."""
    dark = Image.open(io.BytesIO(picture)).convert("L").point(lambda value: 255 * (value < 190))
    return [
        where
        for where, box in EMPTY.items()
        if dark.crop(tuple(round(mm / 25.4 * 60) for mm in box)).getbbox() is not None
    ]


def test_what_is_printed_outside_its_panel_is_found():
    page = Image.open(io.BytesIO(card_png(card(), ppi=60))).convert("L")
    page.paste(0, (0, 0, *page.size))
    content = io.BytesIO()
    page.save(content, "png")
    assert outside(content.getvalue()) == list(EMPTY)


def test_twenty_lessons_of_ordinary_length_all_stand_on_it():
    text = text_of(card_pdf(card(course(ORDINARY, language="fr"), wrong=["l3"], language="fr")))
    assert all(f"Leçon {n} " in text for n in range(20))
    assert "se trouvent dans le cours" not in text


def test_what_has_no_room_is_counted():
    text = text_of(card_pdf(card(course(MANY, language="fr"), language="fr")))
    shown = sum(f"numéro {n} " in text for n in range(20))
    assert f"{20 - shown} autres gestes se trouvent dans le cours." in text
    assert 0 < shown < 20


@pytest.mark.parametrize("name", ["ກົມປ່າໄມ້", "អាជ្ញាធរ", "หน่วยงาน", "الجمارك", "Полиция"])
def test_names_of_contacts_are_printed_with_our_fonts(name):
    (page,) = PdfReader(io.BytesIO(card_pdf(card(contacts=[replace(CONTACTS[0], name=name)])))).pages
    fonts = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert all(font.partition("+")[2].startswith(("NotoSans", "NotoSerif")) for font in fonts), fonts


def test_the_code_leads_to_the_page_of_use():
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(card_png(card(), ppi=200))))
    assert [one.text for one in found] == [LINK]


def test_the_pdf_is_tagged_titled_and_says_its_language():
    reader = PdfReader(io.BytesIO(card_pdf(card(language="fr"))))
    root = reader.trailer["/Root"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Fiche de poche\u00a0: Identifying wildlife products"
    assert reader.metadata.author is None


def test_signs_of_a_course_that_no_font_has_are_told():
    assert card(course((Act("l", "山田", "Look 🐘."),))).unprintable == ["山", "田", "🐘"]
    assert card().unprintable == []


def test_text_is_never_read_as_markup():
    odd = '#panic("x") *bold* $x$ <y>'
    acts = (Act("l", odd, odd),)
    assert text_of(card_pdf(card(course(acts)))).count('#panic("x") *bold* $x$ <y>') == 2
