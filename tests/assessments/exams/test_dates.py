"""Questions with a date: drawn until it, never after it; papers stay; and who has to know is told before."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select

from assessments.exams.pages.shortages import check_dates
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries.reviewing import short_exams
from assessments.exams.rules.blueprint import Blueprint, BlueprintCut, Cell
from assessments.exams.rules.dates import as_reviewed, in_force, questions_asked, running_short
from assessments.exams.rules.paper import PoolItem, draw_paper
from assessments.items.item import Use
from assessments.items.models import ItemVersion
from lms import clock
from lms.access import Role
from lms.errors import RuleBroken
from lms.ports import Health
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import person

CUT = BlueprintCut(Fraction(70), "Course authors", "Provisional")
TODAY = date(2027, 11, 1)
DAY = timedelta(days=1)
LAST = date(2027, 12, 31)


def exam_of(*cells, use=Use.EXAM):
    return Blueprint("paper", "Paper", use, cells, CUT)


def pool_until(*days, topic="national"):
    return [PoolItem(f"{topic}-{n}", topic, "one", until=day) for n, day in enumerate(days)]


dates = st.none() | st.dates(date(2027, 10, 1), date(2028, 3, 1))


@given(st.lists(dates, max_size=12), st.dates(date(2027, 10, 1), date(2028, 3, 1)), st.integers(0, 2**60))
def test_a_paper_asks_nothing_past_its_date_and_never_less_than_its_exam_draws(days, today, seed):
    exam, pool = exam_of(Cell(2, topic="national")), in_force(pool_until(*days), today)
    if sum(day is None or today <= day for day in days) < 2:
        assert questions_asked(exam, pool) is None
        with pytest.raises(RuleBroken, match="waits for its author"):
            draw_paper(exam, pool, seed)
    else:
        drawn = {one.item for one in draw_paper(exam, pool, seed).items}
        assert len(drawn) == questions_asked(exam, pool) == 2
        assert all((days[int(name[9:])] or today) >= today for name in drawn)


@given(st.lists(dates, max_size=12), st.integers(0, 120))
def test_what_is_foretold_is_what_happens(days, ahead):
    exam, pool = exam_of(Cell(2, topic="national")), pool_until(*days)
    found = running_short(exam, pool, TODAY, timedelta(days=ahead))
    left = {TODAY + n * DAY: len(in_force(pool, TODAY + n * DAY)) for n in range(ahead + 1)}
    short = [day for day, count in left.items() if count < 6]
    stops = [day for day, count in left.items() if count < 2]
    assert [one.since for one in found] == short[:1]
    assert [one.stops_on for one in found if one.stops_on] == stops[:1]
    assert all(one.left == left[one.since] and one.wanted == 6 for one in found)


def test_the_last_day_counts():
    assert len(in_force(pool_until(LAST), LAST)) == 1
    assert in_force(pool_until(LAST), LAST + DAY) == []


def test_a_quiz_with_a_list_asks_what_is_left_of_it_but_not_nothing():
    quiz = exam_of(Cell(2, items=("national-0", "national-1")), use=Use.CHECKPOINT)
    pool = pool_until(LAST, None)
    assert len(draw_paper(quiz, in_force(pool, LAST), 1).items) == 2
    assert [one.item for one in draw_paper(quiz, in_force(pool, LAST + DAY), 1).items] == ["national-1"]
    with pytest.raises(RuleBroken):
        draw_paper(quiz, in_force(pool_until(LAST, LAST), LAST + DAY), 1)
    (told,) = running_short(quiz, pool, TODAY)
    assert (told.since, told.left, told.wanted, told.stops_on) == (LAST + DAY, 1, 2, None)


def test_the_newest_version_of_a_course_says_until_when_and_then_in_which_words():
    own = [PoolItem("one", "national", "first", until=LAST, version=1)]
    after = LAST + DAY

    def reviewed(until, version, today):
        newest = {"one": PoolItem("one", "moved", "second", until=until, version=version)}
        return [(one.version, one.topic, one.module) for one in in_force(as_reviewed(own, newest, today), today)]

    assert reviewed(None, 1, after) == [(1, "national", "first")]  # checked, nothing to mend: a new date
    assert reviewed(None, 2, after) == [(2, "national", "first")]  # mended: asked in the place of the old
    assert reviewed(None, 2, LAST) == [(1, "national", "first")]  # within its date the version keeps its wording
    assert reviewed(TODAY - DAY, 1, TODAY) == []  # taken back before its date
    assert as_reviewed(own, {}, after) == own  # no longer in the course: its own date stands


@pytest.fixture
def root(tmp_path):
    return make.write_exam_course(tmp_path)


def put(root, until, *names, file="exam"):
    """Give items of the folder this date, in place of any other."""
    path = root / "questions" / f"{file}.yaml"
    lines = path.read_text().split("\n")
    for name in names:
        at = lines.index(f"- id: {name}") + 1
        if lines[at].startswith("  until:"):
            del lines[at]
        lines.insert(at, f"  until: {until}")
    path.write_text("\n".join(lines))


def load(session, root, now, version="1.0"):
    course = root / "course.yaml"
    course.write_text(course.read_text().replace('version: "1.0"', f'version: "{version}"'))
    return make.load_folder(session, root, now)


NUMBERS = [f"exam-number-{n}" for n in range(3)]


@pytest.fixture
def dated(session, root, now, quick_reading):
    """The course whose questions with numbers are asked for thirty days more."""
    put(root, (now + 30 * DAY).date(), *NUMBERS)
    return load(session, root, now)


def test_a_paper_of_before_stays_and_is_scored_and_no_new_one_begins(session, dated, now):
    exam, officer = make.exam_of(session, dated), make.learner(session, dated, now)
    last_moment = (now + 30 * DAY).replace(hour=23, minute=59)
    begun = make.start(session, exam, officer, last_moment)
    for position, name in make.kinds(session, begun).items():
        make.save(session, begun, position, make.RIGHT[name], last_moment + timedelta(minutes=2))
    make.submit_attempt(session, begun, key="k", now=last_moment + timedelta(minutes=3))
    make.grade_attempt(session, begun.id, now=last_moment + timedelta(minutes=3))
    assert attempt_queries.newest_results(session, [begun.id])[begun.id].percent == "100"
    with pytest.raises(RuleBroken, match="waits for its author"):
        make.start(session, exam, make.learner(session, dated, now), last_moment + timedelta(minutes=1))


def test_a_date_is_no_new_wording_of_an_item(session, root, dated, now):
    put(root, date(2030, 1, 1), *NUMBERS)
    load(session, root, now, "1.1")
    assert set(session.scalars(select(ItemVersion.no))) == {1}


@pytest.mark.parametrize("mended", [False, True])
def test_what_was_reviewed_counts_for_who_began_with_an_older_version(session, root, dated, now, mended):
    officer, later = make.learner(session, dated, now), now + 40 * DAY
    put(root, (now + 400 * DAY).date(), *NUMBERS)
    if mended:
        file = root / "questions" / "exam.yaml"
        file.write_text(file.read_text().replace("value: 8765.25", "value: 9999"))
    load(session, root, later, "1.1")
    attempt = make.start(session, make.exam_of(session, dated), officer, later)
    position = make.position_of(session, attempt, KindName.NUMBER)
    asked = attempt_queries.questions(session, attempt.id)[position - 1].item_version_id
    assert session.get(ItemVersion, asked).no == (2 if mended else 1)


def test_a_folder_with_too_few_items_in_force_is_refused_on_that_day_with_what_to_do(session, root, now, quick_reading):
    put(root, (now + 30 * DAY).date(), NUMBERS[0])
    with pytest.raises(
        RuleBroken, match=r"exams.yaml:\d+: the-exam: The cell of topic number draws 1 of 2 items"
    ) as told:
        load(session, root, now + 31 * DAY)
    assert f"these are past their date: {NUMBERS[0]}. Check what they say, and give them a later" in str(told.value)
    load(session, root, now + 30 * DAY)


def test_a_quiz_that_names_an_item_past_its_date_is_refused(session, root, now, quick_reading):
    put(root, (now - DAY).date(), "checkpoint-number-0", file="checkpoint")
    with pytest.raises(RuleBroken, match="quiz-one: The cell of its list draws 6 of 5 items"):
        load(session, root, now)


def doctor(session, day):
    return [(one.health, one.detail) for one in check_dates(session, datetime.combine(day, datetime.min.time(), UTC))]


def test_the_doctor_tells_ninety_days_before_and_from_the_day_on_that_it_is_broken(session, dated, now):
    last = (now + 30 * DAY).date()
    assert doctor(session, last - 90 * DAY) == []
    assert doctor(session, last - 89 * DAY)[0][0] is Health.WARN
    assert doctor(session, last)[0][0] is Health.WARN
    ((health, words),) = doctor(session, last + DAY)
    assert health is Health.BAD
    assert f"“The exam” has 0 of 3 questions for topic number from {last + DAY}" in words


def test_an_older_version_is_told_only_where_somebody_takes_it_and_it_runs_short_otherwise(session, root, dated, now):
    file = root / "questions" / "exam.yaml"
    others = file.read_text().replace("exam-number-", "exam-number-1").split("\n")
    file.write_text("\n".join(line for line in others if not line.startswith("  until:")))
    load(session, root, now, "1.1")
    assert short_exams(session, now) == []
    make.learner(session, dated, now)
    (told,) = short_exams(session, now)
    assert (told.no, told.is_newest, told.waits_on(now.date())) == (1, False, False)


def test_looking_for_short_exams_takes_as_many_queries_for_many(session, root, dated, now, connection):
    put(root, (now + 20 * DAY).date(), *(f"exam-true-false-{n}" for n in range(3)), *NUMBERS)
    make.learner(session, dated, now)
    load(session, root, now, "1.1")
    session.flush()
    seen = []
    event.listen(connection, "before_cursor_execute", lambda _c, _u, statement, *_more: seen.append(statement))
    (told,) = short_exams(session, now)  # the dates of the newest version are those of the older too
    assert (told.is_newest, len(told.shortages), len(seen)) == (True, 2, 2)


@pytest.fixture
def at(monkeypatch, now):
    """The site's clock, to be moved."""
    moment = {"now": now}
    monkeypatch.setattr(clock, "now", lambda: moment["now"])
    return moment


def test_officer_and_manager_are_told_that_the_exam_waits(session, dated, now, at, signed_in):
    exam, officer = make.exam_of(session, dated), make.learner(session, dated, now)
    page, manage = f"/courses/{make.SLUG}/exams/{make.EXAM}", f"/manage/exams/{exam.uuid}"
    here, manager = signed_in(officer), signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    assert "Start now" in here.get(page).text
    assert "questions reach their last day" in manager.get("/manage/exams").text
    before = manager.get(manage).text
    assert "Topic number" in before
    assert "nobody can start it" in before
    at["now"] = now + 31 * DAY
    here, manager = signed_in(officer), signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    told = here.get(page).text
    assert "Start now" not in told
    assert "This exam waits for its author" in told
    refused = here.post(f"{page}/start", headers={"Accept": "application/json"})
    assert (refused.status_code, "waits for its author" in refused.text) == (409, True)
    assert "waits for its author" in manager.get("/manage/exams").text
    assert "Nobody can start it until these questions are checked." in manager.get(manage).text


def test_an_exam_without_dates_says_nothing_of_them(session, version, exam, signed_in):
    manager = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    assert "past their date" not in manager.get(f"/manage/exams/{exam.uuid}").text
    assert "reach their last day" not in manager.get("/manage/exams").text
