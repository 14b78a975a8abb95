"""The questions of an exam as who decides on its content meets them: no key before it is said what looking costs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import KeyView
from assessments.exams.rules.withdrawing import WINDOW
from assessments.items.models import ItemWithdrawal, ItemWithdrawalStep
from courses.api import EndReason, end_run, newest_runs
from courses.catalogue.models import CourseVersion
from lms import clock
from lms.access import Role
from tests.builders import assessments as make
from tests.builders import kinds
from tests.builders.kind_names import KindName
from tests.builders.people import administration, person

KEY = "exam-number-0"
JSON = {"Accept": "application/json"}
WARNING = "If you look, you cannot earn a certificate with this version of the course. This is recorded."
LOST = "You have seen the questions of this version with their answers. You may sit it for practice"


@pytest.fixture(autouse=True)
def at_now(monkeypatch, now):
    """The site's clock stands at the moment of the test; `at_now["now"]` moves it."""
    moment = {"now": now}
    monkeypatch.setattr(clock, "now", lambda: moment["now"])
    return moment


@pytest.fixture
def insider(session):
    return person(session, None, Role.PROGRAMME_MANAGER)


@pytest.fixture
def pages(exam):
    return f"/manage/exams/{exam.uuid}/questions"


@pytest.fixture
def manager(insider, signed_in):
    return signed_in(insider)


@pytest.fixture
def second(session, signed_in):
    return signed_in(person(session, None, Role.PROGRAMME_MANAGER))


def test_the_list_names_every_question_and_tells_nothing_of_what_it_asks(session, exam, manager, pages):
    text = manager.get(pages).text
    items = make.exam_queries.pool(session, exam)
    assert len(items) == 18
    for one in items:
        assert f">{one.id}</a>" in text
        stem = make.definitions(session, [one.version])[one.version].stem
        assert stem not in text
    assert make.revealed(text) == []
    assert session.scalars(select(KeyView)).all() == []


def test_before_a_key_is_shown_the_page_says_what_looking_costs_and_writes_it_down(
    session, exam, manager, pages, insider
):
    before = manager.get(f"{pages}/{KEY}").text
    assert WARNING in before
    assert make.revealed(before) == []
    assert make.SECRET not in before
    assert session.scalars(select(KeyView)).all() == []
    assert manager.post(f"{pages}/{KEY}/keys").status_code == 303
    shown = manager.get(f"{pages}/{KEY}")
    assert shown.headers["Cache-Control"] == "no-store"
    after = shown.text
    assert "8765.25" in after
    assert make.SECRET in after
    assert WARNING not in after
    assert [one.person_id for one in session.scalars(select(KeyView))] == [insider.id]
    assert WARNING not in manager.get(f"{pages}/exam-angle-0").text  # said once for all questions of the version


RIGHT_WORDS = {  # of the kinds with parts: what stands in the key alone, or how often something is called right
    KindName.MATCHING: "finmeat",
    KindName.ORDERING: "4. ",
    KindName.GAPS: "gigantea",
    KindName.SHORT_TEXT: "pristis",
    KindName.MANIFEST: "right answer",
    KindName.PERMIT: "right answer",
}


@pytest.mark.parametrize("kind", [*make.KINDS, *kinds.ENDINGS])
def test_every_kind_is_shown_as_it_is_asked_with_what_is_right(session, manager, tmp_path, quick_reading, now, kind):
    endings = kinds.ENDINGS if kind in kinds.ENDINGS else make.ENDINGS
    version = make.load_folder(session, make.write_exam_course(tmp_path, endings=endings), now)
    address = f"/manage/exams/{make.exam_of(session, version).uuid}/questions/exam-{kind}-0"
    session.commit()
    assert RIGHT_WORDS.get(kind, "right answer") not in manager.get(address).text
    manager.post(f"{address}/keys")
    text = manager.get(address).text
    assert text.count('<fieldset class="as-asked" disabled') == 1
    assert f'class="review" data-kind="{kind}"' in text
    assert RIGHT_WORDS.get(kind, "right answer") in text
    assert make.SECRET in text
    for said in ("Not answered", "missed", "you:", "your answer", "that was not marked", "Precision"):
        assert said not in text


def test_for_another_version_the_warning_comes_again(session, exam, manager, pages, tmp_path, now):
    manager.post(f"{pages}/{KEY}/keys")
    make.load_folder(session, make.write_exam_course(tmp_path, version="1.1"), now)
    session.commit()
    assert WARNING in manager.get(f"{pages}/{KEY}").text


def test_who_takes_the_course_is_shown_no_key_and_no_reason(session, exam, version, insider, manager, pages, now):
    manager.post(f"{pages}/{KEY}/keys")
    make.withdrawn(session, exam, KEY, now)
    make.enrol(session, insider.id, version.id, now=now)
    session.commit()
    page = manager.get(f"{pages}/{KEY}").text
    assert "its questions are not shown to you" in page
    assert make.revealed(page) == []
    assert "The key is wrong." not in page
    assert "Confirm the withdrawal" not in page
    refused = manager.post(f"{pages}/{KEY}/keys", headers=JSON)
    assert (refused.status_code, "You take this course" in refused.text) == (409, True)
    refused = manager.post(f"{pages}/exam-number-1/withdraw", data={"reason": "Wrong key.", "key": "k"}, headers=JSON)
    assert (refused.status_code, "You take this course" in refused.text) == (409, True)


def test_a_quiz_shows_its_keys_without_a_warning_since_it_certifies_nothing(session, quiz, manager):
    page = manager.get(f"/manage/exams/{quiz.uuid}/questions/checkpoint-number-0").text
    assert WARNING not in page
    assert "8765.25" in page
    assert session.scalars(select(KeyView)).all() == []


def test_who_saw_keys_is_told_before_the_start_and_beside_the_result(
    session, exam, version, insider, manager, pages, signed_in, now, at_now
):
    address = f"/courses/{make.SLUG}/exams/{make.EXAM}"
    officer = make.learner(session, version, now)
    assert LOST not in signed_in(officer).get(address).text
    manager.post(f"{pages}/{KEY}/keys")
    make.enrol(session, insider.id, version.id, now=now)
    session.commit()
    page = manager.get(address).text
    assert LOST in page
    assert "Start now" in page
    attempt = make.sit(session, exam, insider, now)
    other = make.sit(session, exam, officer, now)
    session.commit()
    mine, theirs = manager.get(f"/attempts/{attempt.uuid}").text, signed_in(officer).get(f"/attempts/{other.uuid}").text
    assert "This result earns no certificate." in mine
    assert "Get your certificate" not in mine
    assert "earns no certificate" not in theirs
    assert "Get your certificate" in theirs


def test_withdrawing_and_confirming_on_the_pages(
    session, exam, insider, manager, second, pages, signed_in, now, at_now
):
    form = {"reason": "The key is wrong.", "key": "once"}
    before = manager.get(f"{pages}/{KEY}").text
    assert "Without it, too few questions are left:" in before
    assert "2 questions are ready. There should be 3. 1 question is withdrawn." in before
    assert manager.post(f"{pages}/{KEY}/withdraw", data=form).status_code == 303
    assert manager.post(f"{pages}/{KEY}/withdraw", data=form).status_code == 303  # pressed twice
    made = session.scalars(select(ItemWithdrawal)).one()
    own = manager.get(f"{pages}/{KEY}").text
    assert "You did the first step yourself" in own
    assert "Confirm the withdrawal" not in own
    assert "withdrawn, to be confirmed" in manager.get(f"/manage/exams/{exam.uuid}").text
    theirs = second.get(f"{pages}/{KEY}").text
    assert "The key is wrong." in theirs
    assert "Confirm the withdrawal" in theirs
    assert "1 question waits for a second person." in second.get("/").text
    assert second.post(f"{pages}/{KEY}/withdrawals/{made.uuid}/confirm").status_code == 303
    assert "It stays out of new attempts." in second.get(f"{pages}/{KEY}").text
    assert second.post(f"{pages}/{KEY}/withdrawals/{made.uuid}/return", data={"reason": "Mended."}).status_code == 303
    at_now["now"] = now + WINDOW
    manager = signed_in(insider)
    assert "Agree to use it again" in manager.get(f"{pages}/{KEY}").text
    assert manager.post(f"{pages}/{KEY}/withdrawals/{made.uuid}/return/confirm").status_code == 303
    page = manager.get(f"{pages}/{KEY}").text
    assert "Return confirmed: the question is in new attempts again" in page
    assert "Withdraw this question" in page


def test_the_page_says_that_it_came_back_before_any_task_has_noted_it(
    session, exam, insider, pages, now, at_now, signed_in
):
    make.withdrawn(session, exam, KEY, now)
    at_now["now"] = now + WINDOW
    assert "Nobody confirmed it in time" in signed_in(insider).get(f"{pages}/{KEY}").text
    assert session.scalars(select(ItemWithdrawalStep)).all() == []


@pytest.mark.parametrize("act", ["refuse", "return", "return/refuse"])
def test_what_needs_a_reason_is_refused_without_one(session, exam, second, pages, now, act):
    made = make.withdrawn(session, exam, KEY, now)
    session.commit()
    answer = second.post(f"{pages}/{KEY}/withdrawals/{made.uuid}/{act}")
    assert (answer.status_code, "Give the reason." in answer.text) == (422, True)
    assert session.scalars(select(ItemWithdrawalStep)).all() == []


def test_a_withdrawal_needs_a_reason(session, second, pages):
    answer = second.post(f"{pages}/{KEY}/withdraw", data={"key": "k"})
    assert (answer.status_code, "Give the reason." in answer.text) == (422, True)
    assert session.scalars(select(ItemWithdrawal)).all() == []


def test_where_nobody_could_confirm_the_page_says_whom_to_appoint(session, manager, pages):
    manager.post(f"{pages}/{KEY}/withdraw", data={"reason": "Wrong key.", "key": "k"})
    assert "Nobody can agree to it yet" in manager.get(f"{pages}/{KEY}").text


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_decides_in_a_part_of_the_programme_finds_no_questions(session, exam, pages, signed_in, now, method):
    made = make.withdrawn(session, exam, KEY, now)
    local = signed_in(person(session, None, (Role.PROGRAMME_MANAGER, administration(session))))
    addresses = {
        "get": (pages, f"{pages}/{KEY}"),
        "post": (
            f"{pages}/{KEY}/keys",
            f"{pages}/{KEY}/withdraw",
            *(f"{pages}/{KEY}/withdrawals/{made.uuid}/{act}" for act in ("confirm", "refuse", "return")),
            *(f"{pages}/{KEY}/withdrawals/{made.uuid}/return/{act}" for act in ("confirm", "refuse")),
        ),
    }[method]
    said = {"reason": "A sound reason.", "key": "k"} if method == "post" else None
    for address in addresses:
        assert getattr(local, method)(address, **({"data": said} if said else {})).status_code == 404
    assert session.scalars(select(ItemWithdrawalStep)).all() == []
    assert session.scalars(select(KeyView)).all() == []


def test_a_question_that_left_the_course_is_still_found_by_who_looks_for_its_results(
    session, exam, manager, pages, tmp_path, now
):
    root = make.write_exam_course(tmp_path, version="1.1")
    file = root / "questions" / "exam.yaml"
    file.write_text(file.read_text().replace(f"id: {KEY}\n", f"id: {KEY}-anew\n"))
    officer = make.learner(session, session.get_one(CourseVersion, exam.course_version_id), now)
    make.load_folder(session, root, now)
    session.commit()
    assert f">{KEY}</a>" in manager.get(pages).text
    assert "version 1, which people still take" in manager.get(f"{pages}/{KEY}").text
    run = newest_runs(session, [officer.id], exam.course_id)[officer.id]
    end_run(session, run.id, reason=EndReason.WITHDRAWN, by=None, now=now)
    session.commit()
    assert f">{KEY}</a>" not in manager.get(pages).text
    assert "version 1, which nobody takes any more" in manager.get(f"{pages}/{KEY}").text
    assert manager.get(f"{pages}/{KEY}/results").status_code == 200


def test_questions_of_another_exam_are_not_found(manager, pages, quiz):
    assert manager.get(f"{pages}/checkpoint-number-0").status_code == 404
    assert manager.get(f"{pages}/practice-first-1").status_code == 404
    assert manager.get(f"{pages}/no-such-question").status_code == 404
    assert manager.get(f"/manage/exams/{quiz.uuid}/questions/checkpoint-true-false-1").status_code == 404  # of quiz two


def test_the_results_that_hung_on_it_are_listed_page_by_page(session, exam, version, manager, pages, now):
    rows = [make.learner(session, version, now) for _each in range(2)]
    attempts = [make.sit(session, exam, row, now, wrong=[KindName.ANGLE]) for row in rows]
    paper = make.attempt_queries.questions(session, attempts[0].id)
    position = make.position_of(session, attempts[0], KindName.NUMBER)
    drawn = paper[position - 1].item_version_id
    key = next(one.id for one in make.exam_queries.pool(session, exam) if one.version == drawn)
    session.commit()
    page = manager.get(f"{pages}/{key}/results?page=99").text
    assert all(row.name in page for row in rows)
    assert "With no points for this question it would be failed." in page
    assert "2 passed results would be failed." in page
    assert make.revealed(page) == []
    other = next(name for name in (f"exam-number-{n}" for n in range(3)) if name != key)
    assert "No result depended on it" in manager.get(f"{pages}/{other}/results").text


def test_the_pages_ask_the_database_as_often_for_many_as_for_one(session, exam, manager, pages, now, counting):
    counts, addresses = [], (pages, f"/manage/exams/{exam.uuid}", "/manage/exams", "/")
    for numbers in ((0,), (1, 2)):
        for number in numbers:
            make.withdrawn(session, exam, f"exam-number-{number}", now)
        session.commit()
        seen = []
        for address in addresses:
            manager.get(address)  # once for what is remembered
            with counting() as statements:
                assert manager.get(address).status_code == 200
            seen.append(len(statements))
        counts.append(seen)
    assert counts[0] == counts[1]
    assert counts[0][1] <= 20  # an exam: one of them for how it came out
    assert max(counts[0][0], counts[0][2]) <= 10
    assert counts[0][-1] <= 10  # home: whose rights are whose, for the withdrawals that wait


def test_the_history_of_one_question_takes_as_many_queries_however_long_it_is(
    session, exam, insider, signed_in, pages, now, at_now, counting
):
    counts = []
    for number in range(3):
        at_now["now"] = now + number * (WINDOW + timedelta(days=1))
        make.withdrawn(session, exam, KEY, at_now["now"])
        manager = signed_in(insider)
        manager.get(f"{pages}/{KEY}")
        with counting() as statements:
            assert manager.get(f"{pages}/{KEY}").status_code == 200
        counts.append(len(statements))
    assert len(set(counts)) == 1
