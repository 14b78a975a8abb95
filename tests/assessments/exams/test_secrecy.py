"""Before its result nothing that reveals the key of an exam's or a checkpoint quiz's item leaves the server."""

import json
import re
from fractions import Fraction
from html import unescape

import pytest
from sqlalchemy import select

from assessments.exams.rules.paper import draw_paper
from assessments.items.models import ItemVersion
from assessments.items.parsing.exact import plain
from assessments.items.queries.definitions import definitions
from lms import clock
from lms.access import Role
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import person

TAG = re.compile(r"<[^>]+>")
WORDS = ("weight", "zones", "zone", "bands", "tolerance", "explain", "feedback", "answer_key", "right=")


@pytest.fixture(autouse=True)
def at_now(monkeypatch, now):
    """The site's clock stands at the moment of the test."""
    monkeypatch.setattr(clock, "now", lambda: now)


def numbers_of(key):
    """Every number of a key, as a page would write it."""
    if isinstance(key, dict):
        return {number for value in key.values() for number in numbers_of(value)}
    if isinstance(key, list):
        return {number for value in key for number in numbers_of(value)}
    return {str(key)} if re.fullmatch(r"\d+(\.\d+)?", str(key)) else set()


def answers_of(where, attempt, session):
    """All that the server says about an open attempt, page and JSON, with answers given and refused."""
    kinds = make.kinds(session, attempt)
    address = f"/attempts/{attempt.uuid}"
    said = [where.get(address).text, where.get(f"{address}/token").text]
    for page, values in (("right", make.RIGHT), ("wrong", make.WRONG), ("stale", make.RIGHT)):
        base = {"right": 0, "wrong": 1, "stale": 0}[page]
        body = {
            "page": page,
            "saves": [
                {"position": p, "client_seq": 1, "base_seq": base, "value": values[kind]}
                for p, kind in kinds.items()
                if page != "right"
            ]
            or [{"position": 1, "client_seq": 1, "base_seq": 0, "value": None}],
        }
        said.append(where.post(f"{address}/answers", json=body).text)
    bad = [{"page": "bad", "position": p, "client_seq": 1, "base_seq": 9, "value": {"x": 1}} for p in kinds]
    said.append(where.post(f"{address}/answers", json={"saves": bad}).text)
    said += [where.post(f"{address}/questions/{p}", data={"answer": "z", "points": "9999 1"}).text for p in kinds]
    return said


@pytest.mark.parametrize("slug", [make.EXAM, make.QUIZ])
def test_no_answer_of_the_server_holds_a_piece_of_the_key(session, version, officer, signed_in, now, slug):
    attempt = make.start(session, make.exam_of(session, version, slug), officer, now)
    where = signed_in(officer)
    said = answers_of(where, attempt, session)
    said += [where.get(f"/courses/{make.SLUG}/exams/{slug}").text, where.get("/attempts").text]
    assert len(said) == 14
    given = {"8765.25", "317", "117"}  # right answers that the person gave, and gets back when they are in conflict
    for text in said:
        assert [key for key in make.revealed(text) if key not in given] == []


@pytest.mark.parametrize("slug", [make.EXAM, make.QUIZ])
def test_an_untouched_paper_holds_no_number_and_no_word_of_the_key(session, version, officer, signed_in, now, slug):
    attempt = make.start(session, make.exam_of(session, version, slug), officer, now)
    page = signed_in(officer).get(f"/attempts/{attempt.uuid}").text
    assert make.revealed(page) == []
    assert "checked" not in page
    assert "selected" not in page


def test_the_result_of_an_exam_says_how_it_went_and_never_what_is_right(session, exam, officer, signed_in, now):
    attempt = make.sit(session, exam, officer, now, wrong=list(KindName))
    page = signed_in(officer).get(f"/attempts/{attempt.uuid}").text
    assert "The right answers of an exam are not shown" in page
    assert page.count('<span class="chip bad">Wrong</span>') == 6
    assert make.revealed(page) == []
    for option in ("bone", "resin", "wax"):
        assert option not in page


def test_the_result_of_a_quiz_shows_the_key_only_after_it(session, quiz, officer, signed_in, now):
    attempt = make.start(session, quiz, officer, now)
    where = signed_in(officer)
    assert make.SECRET not in where.get(f"/attempts/{attempt.uuid}").text
    make.submit(where, attempt.uuid)
    page = where.get(f"/attempts/{attempt.uuid}").text
    assert page.count(make.SECRET) == 6
    assert "8765.25" in page


def test_a_manager_sees_when_late_answers_came_but_not_what_they_say(session, exam, officer, signed_in, now):
    attempt = make.sit(session, exam, officer, now, wrong=list(KindName))
    for position, kind in make.kinds(session, attempt).items():
        make.save(session, attempt, position, make.RIGHT[kind], now, client_seq=2, base_seq=1)
    page = signed_in(person(session, None, Role.PROGRAMME_MANAGER)).get(f"/manage/late/{attempt.uuid}").text
    assert page.count("</tr>") == 7
    assert make.revealed(page) == []


def papers(session, exam):
    """Papers of an exam that together ask every item of its cells, each as a list of version numbers."""
    items = make.exam_queries.pool(session, exam)
    versions = {one.id: one.version for one in items}
    seen = {}
    wanted = {one.id for one in items for cell in exam.blueprint.cells if make.fits(cell, one)}
    while wanted - seen.keys():
        paper = draw_paper(exam.blueprint, items, len(seen), seen)
        seen |= {one.item: seen.get(one.item, 0) + 1 for one in paper.items}
        yield [(one, versions[one.item]) for one in paper.items]


def shown(page, position):
    """What one question of the page shows and holds, but for addresses and what its kind writes in every question."""
    part = re.search(rf'<section class="question-box" id="q{position}".*?</section>', page, re.DOTALL)[0]
    part = re.sub(r'(src|href|action|data-position|maxlength|rows|name="csrf_token" value)="[^"]*"', "", part)
    return unescape(re.sub(r"Question \d+( of \d+)?", "", part))


def leaks(part, row, explain):
    """What of an item's key and explanation stands in its part of a page."""
    text = " ".join(TAG.sub(" ", part).split())
    own = row.stem + json.dumps(row.body)
    found = [word for word in WORDS if word in part and word not in own]
    found += [sentence for sentence in re.split(r"(?<=[.!?])\s+", explain) if len(sentence) > 15 and sentence in text]
    allowed = numbers_of(row.body) | set(re.findall(r"[\d.]+", TAG.sub(" ", own)))
    for number in numbers_of(row.answer_key) - allowed:
        if len(number) > 1 and re.search(rf"(?<![\w.#-]){re.escape(number)}(?![\w.])", part):
            found.append(number)
    return found


def test_the_scan_finds_a_key_where_one_stands(session, version, now):
    stored = session.scalars(select(ItemVersion).where(ItemVersion.kind == KindName.SPOT)).first()
    definition = definitions(session, [stored.id])[stored.id].definition
    zone = plain(Fraction(definition.zones[0].coords[0]))
    assert leaks(f'<svg data-x="{zone}"></svg>', stored, "") == [str(zone)]
    assert leaks("<p>Because of the zebrawood.</p>", stored, "Because of the zebrawood.") != []
    assert leaks("<p>Nothing</p>", stored, "Because of the zebrawood.") == []
