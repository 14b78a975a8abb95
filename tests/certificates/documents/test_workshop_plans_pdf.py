"""Plans of a workshop as they are printed: A4, nothing smaller than 11 pt, nothing over an edge."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image
from pypdf import PdfReader

from assessments.ports import PlanSheet, PlanSheets
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.typesetting import picture
from certificates.documents.workshop_plans_pdf import PAGE, plan_inputs, workshop_plans_pdf

MADE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
WIDE = "W" * 60  # the longest name that a room can have, in one word
PPI = 72


def plans(rows=3, *, sideways=True, columns=6):
    head = ["Time", *(f"{WIDE[:50]} {number}: Targeting desk" for number in range(columns))]
    body = [["08:00–08:35", *(f"C-{number:02d}\nA · {WIDE}" for number in range(columns))] for _row in range(rows)]
    sheet = PlanSheet("2026-12-07", [("Workshop", "Certification workshop"), ("Place", WIDE)], head, body)
    return PlanSheets("Certification workshop", "en", [sheet], MADE, sideways=sideways)


def sizes(pdf):
    """The size of each text in points, as it is seen."""
    found = []

    def note(text, cm, tm, _font, size):
        if text.strip():
            found.append(round(size * abs(tm[0] * cm[0]), 1))

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=note)
    return found


def edges(png):
    """How many millimetres are blank at the left, top and right."""
    image = Image.open(io.BytesIO(png)).convert("L").point(lambda light: 255 if light < 250 else 0)
    left, top, right, _bottom = image.getbbox()
    return [round(side * 25.4 / PPI) for side in (left, top, image.width - right)]


@pytest.mark.parametrize(("sideways", "paper"), [(True, [297, 210]), (False, [210, 297])])
def test_plans_are_a4_and_readable_at_arms_length(sideways, paper):
    made = workshop_plans_pdf(plans(30, sideways=sideways, columns=3))
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) > 1
    for page in pages:
        assert [round(float(side) * 25.4 / 72) for side in (page.mediabox.width, page.mediabox.height)] == paper
    assert min(sizes(made)) >= 11


def test_each_page_of_a_long_plan_says_what_its_columns_are():
    made = workshop_plans_pdf(plans(30, columns=2))
    assert all("Time" in page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


@pytest.mark.parametrize("sideways", [True, False])
def test_no_word_runs_over_an_edge(sideways):
    made = picture(HOUSE, PAGE, plan_inputs(plans(1, sideways=sideways, columns=6 if sideways else 3)), "png", ppi=PPI)
    assert min(edges(made)) >= 10
