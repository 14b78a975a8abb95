"""Forms of moderators: where each leads, what it says, and that what is wrong stands beside its field."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from assessments.sheets.models import (
    ModerationPlan,
    Performance,
    PerformanceReview,
    Recommendation,
    Reconciliation,
    SampleLook,
    Sheet,
)
from assessments.sheets.queries.samples import newest_plan
from assessments.sheets.rules.sampled import plan_from_data
from assessments.sheets.services.calibrating import add_reference
from assessments.statistics.sampling import SamplingPlan
from assessments.workshops.labels import TOPICS
from assessments.workshops.models import WorkshopCandidate
from lms import clock
from tests.assessments.sheets.forms import said
from tests.assessments.sheets.settled import agree, copy_of, differ, results, review_of
from tests.builders.people import NOW, browser, sign_in
from tests.builders.sheets import Bench, assessor, came_late, came_twice, workshop

WHY = "Both saw the film again."
MINUTES = "Present: Lopes, Mbeki. Both films were seen twice."
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def at_now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(scope="module")
def made(module_session):
    with module_session() as session:
        return Bench(session)


@pytest.fixture
def bench(session, client, made):
    return made.at(session)


@pytest.fixture
def here(app, session, bench):
    """The browser of the moderator."""
    row = browser(app)
    sign_in(row, session, bench.moderator, at=NOW)
    return row


def checked(page, name):
    """Which of the buttons or boxes of this name are chosen."""
    found = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
    return [re.search(r'value="([^"]*)"', one).group(1) for one in found if "checked" in one]


ACTS = {
    "third": (differ, {"third-assessor": "3", "third-basis": "recording"}, "The third assessor is chosen"),
    "fresh": (differ, {}, "A repeat exercise is planned"),
    "panel": (
        differ,
        {"panel-minutes": MINUTES, "level-names": "1", "level-protects": "2"},
        "The decision of the panel",
    ),
    "discussion": (agree, {"discussion-reason": WHY, "level-names": "0"}, "The new result is saved"),
    "recording": (lambda _bench: None, {"recorded": "no"}, "Saved."),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_a_moderator_does_leads_back_to_the_performance_and_is_said(session, bench, here, act):
    prepare, sent, words = ACTS[act]
    prepare(bench)
    session.commit()
    at = f"/performances/{bench.performance.uuid}"
    where, page = said(here, here.post(f"{at}/{act}", data=sent))
    assert where == at
    assert words in page
    session.expire_all()
    assert {
        "third": lambda: session.scalars(select(Sheet.assessor_id).filter_by(turn="third")).all() == [bench.three.id],
        "fresh": lambda: session.scalars(select(Performance.no).order_by(Performance.no)).all() == [1, 2],
        "panel": lambda: results(bench)[-1].reason == MINUTES,
        "discussion": lambda: results(bench)[-1].outcome["criteria"]["names"] == "0",
        "recording": lambda: session.get_one(Performance, bench.performance.id).recorded is False,
    }[act]()


@pytest.mark.parametrize(
    ("act", "sent", "words"),
    [
        ("third", {"third-assessor": "1", "third-basis": "recording"}, None),
        ("third", {"third-assessor": "3"}, None),
        ("panel", {"panel-minutes": "short"}, "Use between 20 and 5,000 characters."),
        ("panel", {"panel-minutes": MINUTES, "level-names": "1"}, "The panel has to decide this criterion."),
        ("panel", {"panel-minutes": MINUTES, "level-names": "1", "level-protects": "9"}, "one of the levels 0, 1, 2"),
        ("discussion", {"discussion-reason": "no", "level-names": "1"}, None),
        ("recording", {"recorded": "perhaps"}, None),
    ],
)
def test_a_form_that_is_wrong_comes_back_with_what_is_wrong_and_nothing_is_done(session, bench, here, act, sent, words):
    (agree if act == "discussion" else differ)(bench)
    session.commit()
    answer = here.post(f"/performances/{bench.performance.uuid}/{act}", data=sent)
    assert answer.status_code == 422
    assert words is None or words in answer.text
    assert (session.query(Sheet).count(), session.query(Reconciliation).count()) == (2, 1)


def test_a_third_without_a_recording_is_refused_beside_its_field(session, bench, here):
    differ(bench)
    bench.performance.recorded = False
    session.commit()
    at = f"/performances/{bench.performance.uuid}/third"
    answer = here.post(at, data={"third-assessor": "3", "third-basis": "recording"})
    assert answer.status_code == 422
    assert "There is no recording." in answer.text
    assert here.post(at, data={"third-assessor": "3", "third-basis": "in-room"}).status_code == 303


@pytest.mark.parametrize("kept", ["first", "copy"])
def test_a_copy_is_chosen_by_its_form(session, bench, here, kept):
    came_twice(session, bench.first)
    session.commit()
    at = f"/performances/{bench.performance.uuid}/copies/{copy_of(bench).uuid}"
    session.commit()
    assert here.post(at, data={"copy-kept": kept, "copy-reason": "no"}).status_code == 422
    assert (
        here.post(at.replace(copy_of(bench).uuid, NOBODY), data={"copy-kept": kept, "copy-reason": WHY}).status_code
        == 404
    )
    _where, page = said(here, here.post(at, data={"copy-kept": kept, "copy-reason": WHY}))
    assert "Your choice is saved." in page
    session.expire_all()
    assert (copy_of(bench).kept, copy_of(bench).reason, copy_of(bench).settled_at) == (kept, WHY, NOW)


@pytest.mark.parametrize(("what", "many"), [("stays", 0), ("anew", 1)])
def test_a_review_is_closed_by_its_form(session, bench, here, what, many):
    came_late(session, bench.workshop, [bench.first, bench.second])
    uuid = review_of(bench).uuid
    session.commit()
    at = f"/performances/{bench.performance.uuid}/reviews/{uuid}"
    assert here.post(at, data={"review-what": what, "review-reason": ""}).status_code == 422
    _where, page = said(here, here.post(at, data={"review-what": what, "review-reason": WHY}))
    assert "Your finding is saved." in page
    session.expire_all()
    assert session.query(PerformanceReview).one().closed_by_id == bench.moderator.id
    assert session.query(Reconciliation).count() == many


def test_a_look_is_kept_as_it_was_said(session, bench, here):
    agree(bench)
    result = results(bench)[0].uuid
    session.commit()
    at = f"/performances/{bench.performance.uuid}/look"
    assert here.post(at, data={"look-agrees": "no", "look-reason": "", "look-result": result}).status_code == 422
    assert here.post(at, data={"look-reason": WHY, "look-result": result}).status_code == 422
    for agrees in ("yes", "no"):
        sent = {"look-agrees": agrees, "look-reason": WHY, "look-result": result}
        assert "Your opinion is saved." in said(here, here.post(at, data=sent))[1]
    assert session.scalars(select(SampleLook.agrees).order_by(SampleLook.no)).all() == [True, False]


def test_the_form_of_the_plan_shows_the_usual_plan_then_what_was_set(session, bench, here):
    session.commit()
    at = f"/performances/sampling/{bench.workshop.uuid}"
    boxes = ("near_cut", "critical", "new_assessors", "outliers")
    usual = SamplingPlan()
    page = here.get(at).text
    assert re.search(rf'name="share"[^>]*value="{round(usual.share * 100)}"', page)
    assert re.search(rf'name="least"[^>]*value="{usual.least}"', page)
    assert [bool(checked(page, one)) for one in boxes] == [True] * 4
    assert "The plan was set on" not in page
    for share, least, on in (("33", "0", {"near_cut", "outliers"}), ("0", "20", {"critical", "new_assessors"})):
        sent = {"share": share, "least": least} | dict.fromkeys(on, "y")
        where, board = said(here, here.post(at, data=sent))
        assert where == f"/performances/board?workshop={bench.workshop.uuid}"
        assert "The sampling plan is saved." in board
        plan = plan_from_data(newest_plan(session, bench.workshop.id).plan)
        session.rollback()
        assert (plan.share, plan.least) == (Fraction(int(share), 100), int(least))
        assert plan.near_cut == (1 if "near_cut" in on else None)
        assert {one for one in boxes if getattr(plan, one)} == on
        page = here.get(at).text
        assert {one for one in boxes if checked(page, one)} == on
        assert "The plan was set on" in page
    seeds = session.scalars(select(ModerationPlan.seed)).all()
    assert (len(seeds), len(set(seeds)), {len(one) for one in seeds}) == (2, 1, {32})
    for share, least in (("101", "1"), ("-1", "1"), ("1", "21"), ("1", "")):
        wrong = here.post(at, data={"share": share, "least": least})
        assert wrong.status_code == 422
        assert not checked(wrong.text, "critical")


def test_references_are_added_with_their_levels_and_handed_out_to_who_came_later(session, bench, here):
    session.commit()
    at, sent = f"/calibration/{bench.workshop.uuid}", {"title": "Film 1", "level-names": "1", "level-protects": "2"}
    page = here.get(f"{at}/new/bench")
    assert page.status_code == 200
    assert "0 Not yet" in page.text
    assert "Names the specimen" in page.text
    for changed, words in (
        ({"title": ""}, "Say what is shown"),
        ({"level-names": ""}, "Choose the level that was agreed."),
    ):
        wrong = here.post(f"{at}/new/bench", data=sent | changed)
        assert (wrong.status_code, words in wrong.text) == (422, True)
    assert here.get(f"{at}/new/talk").status_code == 404
    where, page = said(here, here.post(f"{at}/new/bench", data=sent))
    assert where == at
    assert "The reference performance is added, with a sheet for every assessor." in page
    assert "Film 1" in page
    assert session.query(Sheet).filter_by(turn="only").count() == 3
    late = assessor(session, bench.workshop, 9, "Late Comer")
    session.commit()
    where, page = said(here, here.post(at))
    assert (where, "Every assessor of the workshop has a sheet" in page) == (at, True)
    assert session.query(Sheet).filter_by(assessor_id=late.id).count() == 1


def test_a_fourth_reference_is_refused_in_words(session, bench, here):
    levels = {"names": 1, "protects": 1}
    for number in range(3):
        add_reference(session, bench.workshop, "bench", f"Film {number}", levels, by_id=bench.moderator.id, now=NOW)
    session.commit()
    sent = {"title": "Film", "level-names": "1", "level-protects": "2"}
    refused = here.post(f"/calibration/{bench.workshop.uuid}/new/bench", data=sent)
    assert refused.status_code == 409
    assert "reference performances already" in refused.text


@pytest.mark.parametrize("address", ["/performances", "/performances/board", "/performances/board/parts"])
def test_without_a_name_the_newest_workshop_is_shown_and_one_that_is_not_there_is_not(session, bench, here, address):
    other = workshop(session, title="Elsewhere", starts_on=NOW.date() + timedelta(days=2))
    session.commit()
    for uuid in ("", bench.workshop.uuid):
        answer = here.get(address + (f"?workshop={uuid}" if uuid else ""))
        assert answer.status_code == 200
        assert "Elsewhere" not in answer.text
    for uuid in (other.uuid, NOBODY):
        assert here.get(f"{address}?workshop={uuid}").status_code == 404


def test_the_parts_of_a_board_come_with_a_tag_and_whole_where_it_is_another(session, bench, here):
    session.commit()
    at = f"/performances/board/parts?workshop={bench.workshop.uuid}"
    answer = here.get(at)
    assert "Sekou Diallo" in answer.json["parts"]
    assert here.get(at, headers={"If-None-Match": '"another"'}).json == answer.json
    assert here.get(at, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_feedback_is_released_by_its_form_and_the_list_says_so(session, bench, here):
    agree(bench)
    session.commit()
    where, page = said(here, here.post(f"/performances/{bench.workshop.uuid}/feedback"))
    assert where == f"/performances?workshop={bench.workshop.uuid}"
    assert "The feedback is released." in page


def test_what_was_signed_last_stands_in_the_form_until_something_is_wrong(session, bench, here):
    agree(bench)
    row = session.scalars(select(WorkshopCandidate).filter_by(workshop_id=bench.workshop.id)).one()
    at = f"/performances/recommendations/{bench.workshop.uuid}/{row.uuid}"
    session.commit()
    page = here.get(at)
    assert page.status_code == 200
    assert [checked(page.text, f"topic-{code}") for code in TOPICS] == [[]] * len(TOPICS)
    seen = page.text.split('name="seen" value="')[1].split('"')[0]
    sent = {f"topic-{code}": "certify" for code in TOPICS} | {"topic-operations": "not"}
    sent |= {"seen": seen, "summary": "Names and protects.", "minority": "B doubts."}
    where, page = said(here, here.post(at, data=sent))
    assert (where, "Your recommendation is signed." in page) == (at, True)
    shown = {code: checked(page, f"topic-{code}") for code in TOPICS}
    assert shown == {code: ["not" if code == "operations" else "certify"] for code in TOPICS}
    assert page.count("Names and protects.") == page.count("B doubts.") == 2
    wrong = here.post(at, data=sent | {"summary": "Another summary.", "minority": "x" * 2001})
    assert (wrong.status_code, "Another summary." in wrong.text) == (422, True)
    nothing = here.post(at, data=sent | {f"topic-{code}": "not-seen" for code in TOPICS})
    assert (nothing.status_code, "Propose something for at least one topic." in nothing.text) == (422, True)
    assert here.post(at, data=sent | {"seen": "0" * 64}).status_code == 409
    assert session.query(Recommendation).count() == 1
