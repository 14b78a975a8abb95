"""Pages of sheets: marking by forms alone, the moderator's page, feedback at one moment; and what nobody learns."""

import re

import pytest
from sqlalchemy import update

from assessments.permissions import PracticalRole
from assessments.sheets.models import Reconciliation, Sheet, SheetEvent
from assessments.sheets.rules.states import Turn
from assessments.sheets.services.marking import Bringing, comment
from assessments.sheets.services.performances import assign_sheet
from assessments.workshops.scope_kind import WORKSHOP
from lms import clock
from lms.access import Grant
from lms.ids import new_uuid
from lms.people.models import Person
from tests.builders.people import NOW, browser_of, give_anywhere
from tests.builders.sheets import Bench, exercise, seal_with

DRAWN_ANEW = re.compile(r'(nonce|value|content)="[^"]{16,}"')
MINUTES = "Present: Lopes, Mbeki. Both films were seen twice."


@pytest.fixture(autouse=True)
def at_now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def bench(session, client):
    return Bench(session)


@pytest.fixture
def enter(app, session):
    def sign(row):
        return browser_of(app, session, session.get_one(Person, row.id), at=NOW)

    return sign


def filled(**fields):
    return {"key": new_uuid(), **{name.replace("_", "-"): value for name, value in fields.items()}}


def test_a_sheet_is_marked_and_sealed_by_forms_alone(session, bench, enter):
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}"
    assert "C-01 Boupha Keo" in here.get("/sheets").text
    assert here.post(at, data=filled(rating_names="2", rating_protects="2")).status_code == 303
    assert "points" not in here.get(at).text
    refused = here.post(at, data=filled(do="seal"))
    assert refused.status_code == 422
    assert "Give the global grade first" in refused.text
    assert here.post(at, data=filled(grade="3")).status_code == 303
    assert "7 of 7 points" in here.get(at).text
    assert here.post(at, data=filled(do="seal")).status_code == 303
    assert "Open it again, with a reason" in here.get(at).text
    again = here.post(at + "/reopen", data=filled(reason="I looked at the wrong row."))
    assert again.status_code == 303
    assert "Seal sheet" in here.get(at).text


def test_what_was_typed_is_there_again_when_a_field_is_refused(bench, enter):
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}"
    sent = filled(rating_names="9", rating_protects="1", comment_names="Long pause.")
    page = here.post(at, data=sent)
    assert page.status_code == 422
    assert "choose one of the levels 0, 1, 2" in page.text
    assert "Long pause." in page.text
    assert here.post(at, data=filled(rating_names="much")).status_code == 422
    assert bench.session.query(SheetEvent).count() == 0


def test_the_script_saves_one_change_after_another_and_the_same_twice_is_one(bench, enter):
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}/ratings"
    sent = filled(rating_names="2")
    assert here.post(at, data=sent).json == {"saved": True, "rated": 1, "total": False}
    assert here.post(at, data=sent).json["saved"]
    assert here.post(at, data=filled(rating_names="7")).status_code == 422
    assert here.post(at, data=filled(rating_protects="1", grade="2")).json["total"] is True
    assert bench.session.query(SheetEvent).count() == 3


def test_only_the_code_names_a_candidate_of_written_work(bench, enter):
    bench.performance.written = True
    here = enter(bench.one)
    for address in ("/sheets", f"/sheets/{bench.first.uuid}", "/sheets/export.csv"):
        text = here.get(address).text
        assert "C-01" in text
        assert "Boupha" not in text


def test_a_moderator_names_a_third_and_a_panel_settles(session, bench, enter):
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 0, 2)
    here, at = enter(bench.moderator), f"/performances/{bench.performance.uuid}"
    assert "third assessor needed" in here.get("/performances").text
    assert "One total passes, the other fails." in here.get(at).text
    third = here.post(at + "/third", data={"third-assessor": "3", "third-basis": "recording"})
    assert third.status_code == 303
    assert session.query(Sheet).filter_by(turn=Turn.THIRD).one().assessor_id == bench.three.id
    few = here.post(at + "/panel", data={"panel-minutes": MINUTES, "level-names": "1"})
    assert few.status_code == 422
    assert "The panel has to decide this criterion." in few.text
    done = here.post(at + "/panel", data={"panel-minutes": MINUTES, "level-names": "1", "level-protects": "2"})
    assert done.status_code == 303
    assert MINUTES in here.get(at).text
    assert session.query(Reconciliation).count() == 2


def test_feedback_comes_to_the_candidate_at_its_moment_with_letters_for_names(bench, enter):
    told = {"by": Bringing(bench.one.id), "key": new_uuid(), "now": NOW}
    comment(bench.session, bench.first, "names", "You looked at the grain first.", **told)
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 2, 2)
    here, theirs = enter(bench.moderator), enter(bench.candidate)
    assert "No feedback yet" in theirs.get("/feedback").text
    assert here.post(f"/performances/{bench.workshop.uuid}/feedback").status_code == 303
    page = theirs.get("/feedback").text
    assert "Assessor A: You looked at the grain first." in page
    assert "Diallo" not in page
    assert "A: You looked" in theirs.get("/feedback/export.csv").text


@pytest.mark.parametrize("who", ["candidate", "one", "two", "three"])
def test_nobody_but_the_moderator_finds_a_performance(bench, enter, who):
    here = enter(getattr(bench, who))
    for address in ("/performances", f"/performances/{bench.performance.uuid}", "/performances/export.csv"):
        assert here.get(address).status_code == 404


def test_an_assessor_who_moderates_too_does_not_find_what_they_rate(session, bench, enter):
    give_anywhere(session, bench.one, Grant(PracticalRole.MODERATOR, WORKSHOP, str(bench.workshop.id)))
    bench.fill(bench.second, 0, 2)
    here = enter(bench.one)
    assert "C-01" not in here.get("/performances").text
    assert here.get(f"/performances/{bench.performance.uuid}").status_code == 404


ASKED = ("/sheets", "/sheets/{own}", "/sheets/{own}/reopen", "/sheets/export.csv", "/sheets/export.json", "/feedback",
         "/inbox", "/", "/account", "/rubrics/bench")  # fmt: skip


def answers(bench, here):
    """All that the first assessor is answered, without what is drawn anew for each page."""
    found = []
    for address in ASKED:
        answer = here.get(address.format(own=bench.first.uuid))
        told = answer.status_code, DRAWN_ANEW.sub("", answer.text), answer.headers.get("Content-Disposition")
        found.append((address, *told))
    other = f"/sheets/{bench.second.uuid}"
    found += [here.get(other).status_code, here.post(other + "/ratings", data=filled(rating_names="1")).status_code]
    return found


@pytest.mark.parametrize("first_sealed", [False, True])
def test_two_worlds_that_differ_in_the_others_ratings_alone_answer_alike(session, bench, enter, first_sealed):
    told = {"by": Bringing(bench.two.id), "now": NOW}
    comment(session, bench.second, "names", "Knows it.", key=new_uuid(), **told)
    bench.fill(bench.first, 2, 2, sealed=first_sealed)
    bench.fill(bench.second, 2, 2, position=4, sealed=not first_sealed)
    here = enter(bench.one)
    one = answers(bench, here)
    others = SheetEvent.sheet_id == bench.second.id
    session.execute(update(SheetEvent).where(others, SheetEvent.level.is_not(None)).values(level=0))
    session.execute(update(SheetEvent).where(others, SheetEvent.words.is_not(None)).values(words="Knows nothing."))
    session.commit()
    assert answers(bench, here) == one


def test_once_both_are_sealed_each_sees_the_other(session, bench, enter):
    bench.fill(bench.first, 2, 2)
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}"
    assert "Assessor B" not in here.get(at).text
    bench.fill(session.merge(bench.second), 0, 2)
    session.commit()
    page = here.get(at).text
    assert "Assessor B" in page
    assert "Wrong group" in page


def test_pages_ask_as_much_for_many_performances_as_for_two(session, bench, enter, counting):
    def more(number):
        task = exercise(session, bench.workshop, bench.version, position=number)
        row = bench.perform(exercise_id=task.id, recorded=True)
        for who, turn in ((bench.one, Turn.FIRST), (bench.two, Turn.SECOND)):
            sheet = assign_sheet(session, row, who.id, turn, by_id=None, now=NOW)
            seal_with(session, sheet, 2, 2)

    def asked():
        found = []
        for who, address in ((bench.one, "/sheets"), (bench.moderator, "/performances"), (bench.moderator, "/")):
            here = enter(who)
            here.get(address)
            with counting() as seen:
                assert here.get(address).status_code == 200
            found.append(len(seen))
        return found

    more(2)
    few = asked()
    for number in range(3, 6):
        more(number)
    assert asked() == few


def test_the_start_page_says_what_is_left(bench, enter):
    assert "1 sheet is open." in enter(bench.one).get("/").text
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 0, 2)
    assert "1 performance waits for you." in enter(bench.moderator).get("/").text
