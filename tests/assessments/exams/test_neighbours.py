"""Attempts, results and late answers: what is asked about some is answered of these alone, with others beside them."""

from collections import Counter
from fractions import Fraction

import pytest
from sqlalchemy import select, true

from assessments.exams.models import Attempt, AttemptSupervision, ExamVersion
from assessments.exams.queries import attempts as queries
from assessments.exams.queries import care
from assessments.exams.queries.board import attempts_in
from assessments.exams.queries.care import AttemptsShown, attempts_page
from assessments.exams.queries.gain import GainPair, gain_pairs, has_sat_final, paper_of
from assessments.exams.queries.late import count_late, late_lines, late_steps, result_shown_at, waiting_late
from assessments.exams.queries.managing import exam_lines, exams_openable, managed_attempt, time_grants
from assessments.exams.queries.outcomes import answer_counts, result_counts
from assessments.exams.queries.passed import passed_exams
from assessments.exams.queries.revising import newest_answered, wrong_lessons
from assessments.exams.queries.supervision import supervision_decided, supervision_of, waits_for_protocol
from assessments.exams.rules.supervision import Supervision
from assessments.exams.services.grading import fraction_of
from assessments.items.queries.definitions import definitions
from lms.access import Grant, Role
from lms.errors import NotFound
from lms.people.models import Person
from tests.assessments.exams import neighbours
from tests.assessments.exams.neighbours import DAY, HERE, HOUR, NOW, THERE, Neighbours, enrolled, persons
from tests.builders import assessments as make
from tests.builders.people import a_viewer, viewer

BOTH = pytest.mark.parametrize("form", [lambda *numbers: list(numbers), enrolled], ids=["a list", "a select"])
PEOPLE = pytest.mark.parametrize("form", [lambda *numbers: list(numbers), persons], ids=["a list", "a select"])


@pytest.fixture(scope="module")
def made(module_session, tmp_path_factory) -> Neighbours:
    with module_session() as session:
        return neighbours.attempts(session, tmp_path_factory.mktemp("courses"))


@pytest.fixture
def look(session, made):
    """Somebody, as policies know them."""
    return lambda name: viewer(session, session.get_one(Person, made.people[name]))


@pytest.fixture
def run(made):
    return lambda name, course=HERE: made.runs[name, course]


@pytest.fixture
def attempt(session, made):
    return lambda name: session.get_one(Attempt, made.attempts[name])


def names(made, rows):
    return made.named([one.id for one in rows])


@BOTH
def test_attempts_are_of_one_exam_and_of_the_runs_that_were_named(session, made, run, form):
    exam, ann = made.exam(session).exam_id, run("ann")
    found = queries.attempts_at(session, exam, form(ann))
    assert {number: names(made, each) for number, each in found.items()} == {ann: ["failed", "passed"]}
    history = queries.history(session, exam, form(ann, run("bob")))
    assert {
        number: [(made.named([one.id])[0], result and result.passed) for one, result in each]
        for number, each in history.items()
    } == {
        ann: [("failed", False), ("passed", True)],
        run("bob"): [("bob's failed", False), ("open", None)],
    }
    assert queries.attempts_granted(session, exam, form(ann)) == {ann: 2}
    assert queries.runs_under_way(session, form(ann, run("bob"), run("dan"))) == {run("bob"), run("dan")}
    assert queries.runs_under_way(session, form(ann)) == set()


def test_who_is_named_gets_an_answer_though_there_is_nothing_of_theirs(session, made, run):
    exam, cat = made.exam(session, THERE).exam_id, made.people["cat"]
    assert queries.attempts_at(session, exam, [run("cat")]) == {run("cat"): []}
    assert queries.history(session, exam, [run("cat")]) == {run("cat"): []}
    assert queries.attempts_granted(session, exam, [run("cat")]) == {run("cat"): 0}
    assert queries.extra_seconds(session, exam, [cat]) == {cat: 0}
    assert queries.seen_items(session, exam, [cat]) == {cat: {}}
    assert queries.newest_results(session, []) == {}


@PEOPLE
def test_what_somebody_has_of_an_exam_is_of_that_exam_alone(session, made, form):
    ann, exam = made.people["ann"], made.exam(session).exam_id
    assert queries.extra_seconds(session, exam, form(ann)) == {ann: 600}
    seen = queries.seen_items(session, exam, form(ann))
    assert set(seen) == {ann}
    assert Counter(seen[ann].values()) == {1: 12}  # two papers of six, all new
    assert all(key.startswith("exam-") for key in seen[ann])
    listed = queries.attempts_of(session, form(ann), "en", 3)
    assert {number: [(made.named([one.id])[0], title) for one, title in each] for number, each in listed.items()} == {
        ann: [("passed", "The exam"), ("elsewhere", "The other exam"), ("failed", "The exam")]
    }
    assert len(queries.attempts_of(session, form(ann), "en")[ann]) == 4  # no gain test


def test_one_finds_ones_own_attempt_by_its_address_and_nobody_elses(session, made, look):
    for lock in (False, True):
        assert queries.attempt_of(session, look("ann"), made.uuids["failed"], lock=lock).id == made.attempts["failed"]
        with pytest.raises(NotFound):
            queries.attempt_of(session, look("bob"), made.uuids["failed"], lock=lock)


def test_results_are_of_the_attempts_that_were_named(session, made):
    failed, passed, opened = (made.attempts[name] for name in ("failed", "passed", "open"))
    found = queries.newest_results(session, [failed, opened])
    assert {number: one.passed for number, one in found.items()} == {failed: False}
    assert set(queries.newest_results(session, select(Attempt.id).where(Attempt.id == passed))) == {passed}
    assert result_shown_at(session, passed) == NOW + 2 * DAY
    assert result_shown_at(session, opened) is None


def test_only_an_open_attempt_is_overdue_and_only_a_closed_one_without_result_waits_for_it(session, made):
    assert made.named(queries.overdue(session, NOW + 3 * DAY)) == ["open"]
    assert made.named(queries.overdue(session, NOW + 30 * DAY)) == ["open", "eve's open"]
    assert queries.overdue(session, NOW + 30 * DAY, limit=1) == [made.attempts["open"]]
    assert made.named(queries.ungraded(session)) == ["unscored"]


def test_an_attempt_under_way_is_told_to_its_person_where_it_is_on_a_screen(session, made):
    def told(name):
        return session.execute(queries.attempts_under_way(made.people[name], "en")).all()

    (line,) = told("bob")
    assert (line.uuid, line.title) == (made.uuids["open"], "The exam")
    assert line.deadline_at == NOW + 2 * DAY + 47 * HOUR / 60
    assert told("ann") == told("dan") == []


@BOTH
def test_a_board_shows_what_decides_and_was_not_given_up_on_paper(session, made, run, form):
    ann, bob = run("ann"), run("bob")
    lines = attempts_in(session, form(ann))
    assert set(lines) == {ann}
    assert [(made.named([one.id])[0], one.slug, one.no, one.passed, one.opens_at) for one in lines[ann]] == [
        ("quiz", make.QUIZ, 1, True, None),
        ("failed", make.EXAM, 1, False, NOW + DAY),
        ("passed", make.EXAM, 2, True, None),
    ]
    everybody = attempts_in(session, form(bob, run("cat"), run("dan")))
    assert {number: names(made, each) for number, each in everybody.items()} == {
        bob: ["bob's quiz", "bob's failed", "open"],
        run("cat"): ["voided"],
        run("dan"): ["keyed in", "unscored"],
    }
    assert [one.percent for one in everybody[run("cat")]] == [None]


@BOTH
def test_what_to_read_again_is_of_the_newest_paper_of_each_quiz_and_exam_and_of_no_gain_test(session, made, run, form):
    found = newest_answered(session, form(run("ann")))
    assert set(found) == {run("ann")}
    papers = Counter((one.attempt_uuid, one.is_open) for one in found[run("ann")])
    assert papers == {(made.uuids["quiz"], True): 6, (made.uuids["passed"], False): 6}
    assert wrong_lessons(session, form(run("ann")), make.LESSONS) == {run("ann"): ["first"]}


@PEOPLE
def test_what_somebody_passed_counts_while_it_stands(session, made, form):
    people = form(*(made.people[name] for name in ("ann", "bob", "cat")))
    assert made.named([one.attempt_id for one in passed_exams(session, people=people)]) == [
        "quiz",
        "elsewhere",
        "passed",
    ]
    (one,) = passed_exams(session, attempt_id=made.attempts["passed"])
    assert (one.percent, one.cut, one.exam_title, one.passed_at) == (100, 70, "The exam", NOW + 2 * DAY)
    assert (one.waits_for_protocol, one.keys_seen, one.cut_record.provisional) == (False, False, True)
    assert passed_exams(session, attempt_id=made.attempts["voided"]) == []


@pytest.mark.parametrize(("name", "sat"), [("ann", True), ("cat", True), ("dan", True), ("bob", True), ("eve", False)])
def test_a_final_exam_was_sat_once_it_was_handed_in_in_this_run(session, run, name, sat):
    assert has_sat_final(session, run(name)) is sat


def test_a_final_exam_of_another_course_is_none_of_this_one(session, made, run):
    assert has_sat_final(session, run("ann", THERE))
    assert not has_sat_final(session, 0)


@BOTH
def test_a_pair_of_gain_tests_is_of_one_run(session, made, run, form):
    assert gain_pairs(session, form(run("ann"), run("ann", THERE), run("bob"))) == {run("ann"): GainPair(75.0, 100.0)}
    assert gain_pairs(session, form(run("bob"))) == {}
    paper = paper_of(session, made.attempts["gain before"])
    assert [(one.attempt_id, one.position) for one in paper] == [(made.attempts["gain before"], n) for n in range(1, 5)]


def test_late_answers_wait_until_they_are_decided_and_count_an_attempt_once(session, made, attempt):
    waiting = late_steps(session, made.attempts["bob's failed"])
    assert [one.received_at for one in waiting] == [NOW + HOUR, NOW + 2 * HOUR]
    assert late_steps(session, made.attempts["failed"]) == late_steps(session, made.attempts["open"]) == []
    (line,) = waiting_late(session, true())
    assert (line.uuid, line.person_id, line.title) == (made.uuids["bob's failed"], made.people["bob"], "The exam")
    assert (line.closed_at, line.first_at, line.last_at, line.count) == (NOW, NOW + HOUR, NOW + 2 * HOUR, 2)
    assert session.scalar(select(count_late(true()))) == 1
    assert waiting_late(session, Attempt.person_id == made.people["ann"]) == []
    assert session.scalar(select(count_late(Attempt.person_id == made.people["ann"]))) == 0
    lines = late_lines(session, attempt("bob's failed"))
    asked = {make.position_of(session, attempt("bob's failed"), kind) for kind in neighbours.LATE}
    assert {one.position for one in lines} == asked
    assert [(one.timing.since_closing, one.timing.contradicted) for one in lines] == [(HOUR, True), (2 * HOUR, True)]


def test_of_an_attempt_that_nobody_closed_yet_late_is_after_its_deadline(session, attempt):
    running = attempt("open")
    (position, *_others) = make.kinds(session, running)
    late = running.deadline_at + HOUR
    assert make.save(session, running, position, None, late).verdict == "late"
    (line,) = late_lines(session, running)
    assert line.timing.since_closing == HOUR


def test_extra_time_and_attempts_are_listed_of_one_exam_for_who_decides_the_newest_first(session, made, look):
    exam, quiz = made.exam(session).exam_id, made.exam(session, slug=make.QUIZ).exam_id
    ann, bob = made.people["ann"], made.people["bob"]

    def told(name, which, **more):
        time = [(one.person_id, one.seconds) for one in time_grants(session, look(name), which, **more)]
        return time, [one.person_id for one in care.attempt_grants(session, look(name), which, **more)]

    assert told("first", exam) == ([(bob, 420), (ann, 600)], [bob, ann, ann])
    assert told("first", exam, limit=1) == ([(bob, 420)], [bob])
    assert told("local", exam) == ([(ann, 600)], [ann, ann])
    assert told("first", quiz) == ([(ann, 300)], [ann])
    assert told("bob", exam) == ([], [])


def test_the_list_of_exams_counts_attempts_at_each_and_passes_that_stand(session, made, look):
    def told(name):
        return {(one.title, one.uuid): (one.attempts, one.passed) for one in exam_lines(session, look(name), "en")}

    titles = [("The exam", HERE, make.EXAM), ("Quiz one", HERE, make.QUIZ), ("The other exam", THERE, make.EXAM)]
    keys = [(title, made.exam(session, course, slug).uuid) for title, course, slug in titles]
    whole, near = told("first"), told("local")
    assert len(whole) == len(near) == 6
    assert [whole[key] for key in keys] == [(7, 1), (5, 2), (1, 1)]
    assert [near[key] for key in keys] == [(2, 1), (1, 1), (1, 1)]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (AttemptsShown.ALL, ["voided", "eve's open", "unscored", "open", "passed", "bob's failed", "failed"]),
        (AttemptsShown.PASSED, ["passed"]),
        (AttemptsShown.NOT_PASSED, ["bob's failed", "failed"]),
        (AttemptsShown.OPEN, ["eve's open", "unscored", "open"]),
        (AttemptsShown.ANNULLED, ["voided"]),
    ],
)
def test_attempts_are_listed_by_how_they_came_out(session, made, look, shown, expected):
    page = attempts_page(session, look("first"), made.exam(session).exam_id, words="", number=1, shown=shown)
    assert [made.named([one.id])[0] for one, _result in page.rows] == expected
    assert (page.count, page.number, page.pages) == (len(expected), 1, 1)


@pytest.mark.parametrize(
    ("name", "words", "number", "expected", "at"),
    [
        ("first", "", 1, ["voided", "eve's open", "unscored"], (7, 1, 3)),
        ("first", "", 2, ["open", "passed", "bob's failed"], (7, 2, 3)),
        ("first", "", 9, ["failed"], (7, 3, 3)),
        ("first", "ann example", 1, ["passed", "failed"], (2, 1, 1)),
        ("local", "", 1, ["passed", "failed"], (2, 1, 1)),
        ("local", "bob", 1, [], (0, 1, 1)),
        ("bob", "", 1, [], (0, 1, 1)),
    ],
)
def test_a_long_list_of_attempts_is_shown_page_by_page(session, made, look, name, words, number, expected, at):
    page = attempts_page(session, look(name), made.exam(session).exam_id, words=words, number=number, size=3)
    assert [made.named([one.id])[0] for one, _result in page.rows] == expected
    assert (page.count, page.number, page.pages) == at


def test_who_decides_finds_the_attempts_of_others_and_nobody_reads_of_themselves(session, made, look):
    failed, bobs = made.uuids["failed"], made.uuids["bob's failed"]
    for lock in (False, True):
        for find in (care.attempt_managed, managed_attempt):
            assert find(session, look("local"), failed, lock=lock).id == made.attempts["failed"]
            with pytest.raises(NotFound):
                find(session, look("local"), bobs, lock=lock)
    own = a_viewer(made.people["ann"], Grant(Role.PROGRAMME_MANAGER))
    with pytest.raises(NotFound):
        care.attempt_managed(session, own, failed)
    numbers = [made.attempts[name] for name in ("failed", "bob's failed")]
    assert care.managed_addresses(session, own, numbers) == {numbers[1]: f"/manage/attempts/{bobs}"}
    assert care.managed_addresses(session, look("local"), numbers) == {numbers[0]: f"/manage/attempts/{failed}"}
    assert care.managed_addresses(session, look("bob"), numbers) == care.managed_addresses(session, own, []) == {}


def test_what_somebody_tried_is_told_with_what_it_came_to_while_that_stands(session, made, look):
    def tried(viewer_, name):
        found = care.attempts_tried(session, viewer_, made.people[name], "en")
        numbers = {uuid: key for key, uuid in made.uuids.items()}
        return [(numbers[one.uuid], one.at, one.passed, one.is_managed) for one in found]

    assert tried(look("first"), "ann") == [
        ("passed", NOW + 2 * DAY, True, True),
        ("elsewhere", NOW, True, True),
        ("failed", NOW, False, True),
        ("quiz", NOW, True, True),
    ]
    assert tried(look("local"), "bob") == [
        ("open", NOW + 2 * DAY, None, False),
        ("bob's failed", NOW, False, False),
        ("bob's quiz", NOW, False, False),
    ]
    assert tried(look("first"), "cat")[-1] == ("voided", NOW, None, True)


def test_an_exam_is_called_as_its_course_calls_it_in_the_language_that_is_asked(session, made, look):
    exam = made.exam(session)
    version = session.get_one(ExamVersion, exam.version_id)
    version.blueprint = version.blueprint | {"words": {"fr": {"title": "L'examen"}}}
    session.flush()
    told = {one: exams_openable(session, look("local"), [exam.exam_id], one) for one in ("", "en", "fr")}
    titles = {"": "The exam", "en": "The exam", "fr": "L'examen"}
    assert told == {one: {exam.exam_id: (title, exam.uuid)} for one, title in titles.items()}


def test_titles_and_deciders_are_of_what_was_named(session, made, look):
    numbers = [made.attempts[name] for name in ("passed", "quiz")]
    assert care.attempt_titles(session, numbers, "en") == {numbers[0]: ("The exam", 2), numbers[1]: ("Quiz one", 1)}
    exam, other = made.exam(session), made.exam(session, THERE)
    assert care.exam_titles(session, [other.exam_id], "en") == {other.exam_id: "The other exam"}
    assert exams_openable(session, look("local"), [exam.exam_id], "en") == {exam.exam_id: ("The exam", exam.uuid)}
    assert exams_openable(session, look("bob"), [exam.exam_id], "en") == {}
    assert care.late_deciders(session, made.attempts["failed"]) == {made.people["first"]}
    assert care.late_deciders(session, made.attempts["bob's failed"]) == frozenset()


def test_how_an_exam_came_out_counts_the_results_of_others_that_stand(session, made, look):
    exam = made.exam(session).exam_id

    def told(who):
        counts = {(one.percent, one.passed): one.count for one in result_counts(session, who, exam)}
        answers = answer_counts(session, who, exam)
        return counts, sum(one.answers for one in answers), sum(one.right for one in answers)

    failed = Fraction(100, 6)
    assert told(look("first")) == ({(Fraction(100), True): 1, (failed, False): 2}, 18, 8)
    assert told(look("local")) == ({(Fraction(100), True): 1, (failed, False): 1}, 12, 7)
    own = a_viewer(made.people["ann"], Grant(Role.PROGRAMME_MANAGER))
    assert told(own) == ({(failed, False): 1}, 6, 1)


def test_how_an_attempt_was_watched_is_said_of_that_attempt_alone(session, made, attempt):
    for name, watched in (("passed", Supervision.SUPERVISED), ("failed", Supervision.TRAINER)):
        said = {"attempt_id": made.attempts[name], "supervision": watched, "by_protocol": True, "at": NOW}
        session.add(AttemptSupervision(**said))
    session.flush()
    names = ("passed", "failed", "open")
    decided = [supervision_decided(session, made.attempts[name]) for name in names]
    assert decided == [Supervision.SUPERVISED, Supervision.TRAINER, None]
    told = [supervision_of(attempt(name), one) for name, one in zip(names, decided, strict=True)]
    assert told == [Supervision.SUPERVISED, Supervision.TRAINER, Supervision.NONE]
    assert not waits_for_protocol(session, attempt("open"))  # it was begun in no room
    (one,) = passed_exams(session, attempt_id=made.attempts["passed"])
    assert (one.supervision, one.waits_for_protocol) == (Supervision.SUPERVISED, False)


def test_scores_are_those_of_what_was_answered(session, made):
    asked = queries.questions(session, made.attempts["failed"])
    stored = definitions(session, (one.item_version_id for one in asked))
    assert [one.position for one in asked] == [1, 2, 3, 4, 5, 6]
    assert sorted(fraction_of(stored[one.item_version_id], one) for one in asked) == [0, 0, 0, 0, 0, 1]
    assert set(definitions(session, [asked[0].item_version_id])) == {asked[0].item_version_id}
