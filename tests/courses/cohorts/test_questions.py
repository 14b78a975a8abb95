"""Questions under lessons: asked by officers of a cohort, answered by its trainers, shown to colleagues by choice."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from courses.cohorts.models.question import LessonQuestion, NameChoice, QuestionAnswer
from courses.cohorts.offline_questions import QUESTION_KIND
from courses.cohorts.services import leaving
from courses.cohorts.services.questions import AT_ONCE, QUESTION_ANSWERED, ask
from courses.learning.services import enrol
from lms import ids
from lms.audit.models import AuditEntry
from lms.errors import BadInput, RuleBroken
from lms.messages.models import Message
from lms.offline.kinds import OfflineBatch
from lms.offline.rules import Envelope, ReceiptState
from tests.builders import cohorts
from tests.builders.crowd import statements
from tests.builders.people import person, viewer

WORDS = "Is a carved <b>bead</b> ivory?\nHow do I see it?"
UNDER = "/courses/tiny-course/lessons/first/questions"


@pytest.fixture
def leader(session):
    return cohorts.trainer(session, "Trainer One")


@pytest.fixture
def cohort(session, version, leader, now):
    return cohorts.cohort(session, version, now - timedelta(days=31), leader=leader)


@pytest.fixture
def officers(session, cohort, now):
    made = cohorts.officers(session, cohort, 2, now - timedelta(days=31))
    for row, name in zip(made, ("Malee Srisuk", "Niran Chaiyasit"), strict=True):
        row.name = name
    session.flush()
    return made


@pytest.fixture
def malee(signed_in, officers):
    return signed_in(officers[0])


@pytest.fixture
def niran(signed_in, officers):
    return signed_in(officers[1])


@pytest.fixture
def trainer(signed_in, leader, officers):
    return signed_in(leader)


@pytest.fixture
def asked(session, malee):
    """A question of Malee; its name outside."""
    assert malee.post(UNDER, data={"text": WORDS}).status_code == 303
    session.expire_all()
    return session.scalars(select(LessonQuestion.uuid)).one()


@pytest.fixture
def address(cohort):
    return f"/cohorts/{cohort.row.uuid}/questions"


def test_a_lesson_leads_to_its_questions_only_in_a_cohort(session, version, malee, signed_in, now):
    alone = person(session, "Alone", "officer")
    enrol(session, alone.id, version.id, now=now)
    assert UNDER in malee.get("/courses/tiny-course/lessons/first").text
    browser = signed_in(alone)
    assert UNDER not in browser.get("/courses/tiny-course/lessons/first").text
    assert browser.get(UNDER).status_code == 404
    assert browser.post(UNDER, data={"text": WORDS}).status_code == 404


def test_a_question_is_read_by_the_trainer_as_it_was_typed_and_never_as_markup(asked, trainer, address):
    page = trainer.get(address).text
    assert "Malee Srisuk" in page
    assert "Is a carved &lt;b&gt;bead&lt;/b&gt; ivory?\nHow do I see it?" in page


def test_the_start_page_of_the_trainer_says_that_a_question_waits_until_it_is_answered(asked, trainer, address):
    assert "1 question waits for your answer." in trainer.get("/").text
    trainer.post(f"{address}/{asked}", data={"text": "Look for the lines."})
    assert "waits for your answer" not in trainer.get("/").text


def test_an_answer_comes_to_the_inbox_and_stands_under_the_lesson(session, asked, trainer, address, malee, officers):
    assert trainer.post(f"{address}/{asked}", data={"text": "Look for the lines."}).status_code == 303
    session.expire_all()
    message = session.scalars(select(Message).where(Message.kind == QUESTION_ANSWERED.name)).one()
    assert message.person_id == officers[0].id
    letter = malee.get(f"/inbox/{message.uuid}").text
    assert "Look for the lines." in letter
    assert UNDER in letter
    assert "Look for the lines." in malee.get(UNDER).text


def test_what_is_sent_twice_is_asked_and_answered_once(session, asked, trainer, address, malee):
    assert "You asked this already" in malee.get(malee.post(UNDER, data={"text": WORDS}).headers["Location"]).text
    for _each in range(2):
        trainer.post(f"{address}/{asked}", data={"text": "Look for the lines."})
    trainer.post(f"{address}/{asked}", data={"text": "And feel its weight."})
    session.expire_all()
    counts = [session.scalar(select(func.count()).select_from(one)) for one in (LessonQuestion, QuestionAnswer)]
    assert counts == [1, 2]
    assert session.scalar(select(func.count()).where(Message.kind == QUESTION_ANSWERED.name)) == 2


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 1001], ids=["nothing", "blank", "too long"])
def test_what_cannot_be_asked_is_said_beside_the_field_and_nothing_is_kept(session, malee, text):
    answer = malee.post(UNDER, data={"text": text})
    assert answer.status_code == 422
    assert session.scalars(select(LessonQuestion)).all() == []


def test_colleagues_see_nothing_at_first(asked, niran):
    assert "carved" not in niran.get(UNDER).text


def test_by_choice_colleagues_see_it_with_the_first_name_alone(session, asked, cohort, malee, niran):
    own = f"/my-cohorts/{cohort.row.uuid}"
    assert malee.post(f"{own}/name", data={"shows": "1"}).status_code == 303
    page = niran.get(UNDER).text
    assert "carved" in page
    assert "Malee" in page
    assert "Srisuk" not in page
    malee.post(f"{own}/name", data={"shows": "0"})
    assert "carved" not in niran.get(UNDER).text
    session.expire_all()
    assert session.scalars(select(NameChoice.shows_name).order_by(NameChoice.id)).all() == [True, False]


def test_a_trainer_shows_it_without_a_name_and_takes_that_back(asked, trainer, address, niran):
    assert trainer.post(f"{address}/{asked}/share", data={"shared": "1"}).status_code == 303
    page = niran.get(UNDER).text
    assert "carved" in page
    assert "Malee" not in page
    assert "A colleague" in page
    trainer.post(f"{address}/{asked}/share", data={"shared": "0"})
    assert "carved" not in niran.get(UNDER).text


def test_a_name_is_no_longer_shown_when_its_owner_has_left(session, asked, cohort, leader, officers, malee, niran, now):
    malee.post(f"/my-cohorts/{cohort.row.uuid}/name", data={"shows": "1"})
    session.expire_all()
    there = cohorts.participant(session, cohort, officers[0])
    leaving.withdraw(session, cohort, there, "Ill.", actor=viewer(session, leader), now=now)
    session.commit()
    assert "Malee" not in niran.get(UNDER).text


def test_who_was_withdrawn_reads_the_own_questions_and_asks_no_more(
    session, asked, cohort, leader, officers, malee, now
):
    there = cohorts.participant(session, cohort, officers[0])
    leaving.withdraw(session, cohort, there, "Ill.", actor=viewer(session, leader), now=now)
    session.commit()
    page = malee.get(UNDER)
    assert page.status_code == 200
    assert "carved" in page.text
    assert "Your earlier questions are still here." in page.text
    assert malee.post(UNDER, data={"text": "More?"}).status_code == 404


def test_a_trainer_of_another_cohort_finds_nothing(session, version, asked, address, signed_in, now):
    stranger = cohorts.trainer(session, "Trainer Two")
    cohorts.cohort(session, version, now, leader=stranger)
    browser = signed_in(stranger)
    for path in (address, f"{address}/{asked}", f"{address}/export.csv"):
        assert browser.get(path).status_code == 404
    for path in (f"{address}/{asked}", f"{address}/{asked}/share"):
        assert browser.post(path, data={"text": "x", "shared": "1"}).status_code == 404


def test_a_question_of_another_cohort_is_not_found_below_ones_own(session, version, asked, leader, signed_in, now):
    other = cohorts.cohort(session, version, now, leader=leader)
    assert signed_in(leader).get(f"/cohorts/{other.row.uuid}/questions/{asked}").status_code == 404


def test_after_the_end_of_the_cohort_nobody_asks_and_open_questions_can_still_be_answered(
    session, asked, cohort, leader, malee, trainer, address, now
):
    leaving.end_cohort(session, cohorts.found(session, cohort.id), "Done.", by=leader.id, now=now)
    session.commit()
    assert "nobody answers here any more" in malee.get(UNDER).text
    assert malee.post(UNDER, data={"text": "More?"}).status_code == 409
    assert trainer.post(f"{address}/{asked}", data={"text": "Late, but here."}).status_code == 303


def test_too_many_questions_in_a_short_time_are_refused(session, cohort, officers, now):
    place = cohorts.participant(session, cohort, officers[0])

    def once(text, at):
        return ask(session, cohort, place, "first", text, person_uuid=officers[0].uuid, now=at)

    assert all(once(f"Question {n}", now) for n in range(AT_ONCE))
    with pytest.raises(RuleBroken, match="16 minutes"):
        once("One more", now)
    assert once("One more", now + timedelta(minutes=17))


def test_a_question_that_was_kept_on_a_phone_is_asked_once(session, version, cohort, officers, now):
    def entry(lesson, text):
        body = {"lesson": lesson, "text": text}
        return Envelope(ids.new_uuid(), QUESTION_KIND.name, "tiny-course", "phone", 1, now, body)

    entries = [entry("first", "Kept?"), entry("first", "Kept?"), entry("gone", "Where?")]
    batch = OfflineBatch(
        session, viewer(session, officers[0]), "tiny-course",
        [(one, QUESTION_KIND.read_body(one)) for one in entries], now,
    )  # fmt: skip
    states = [one.state for one in QUESTION_KIND.apply(batch).entries]
    assert states == [ReceiptState.TAKEN, ReceiptState.ALREADY, ReceiptState.REFUSED]


@pytest.mark.parametrize(
    "body", [None, {}, {"lesson": "first"}, {"lesson": "", "text": "x"}, {"lesson": 1, "text": "x"}]
)
def test_what_a_phone_sends_without_a_question_or_lesson_is_refused(now, body):
    with pytest.raises(BadInput):
        QUESTION_KIND.read_body(Envelope(ids.new_uuid(), QUESTION_KIND.name, "c", "phone", 1, now, body))


def test_a_question_of_somebody_without_a_cohort_is_refused_from_the_phone_too(session, version, enrolled, now):
    entry = Envelope(
        ids.new_uuid(), QUESTION_KIND.name, "tiny-course", "phone", 1, now, {"lesson": "first", "text": "?"}
    )
    batch = OfflineBatch(
        session, viewer(session, enrolled), "tiny-course", [(entry, QUESTION_KIND.read_body(entry))], now
    )
    with pytest.raises(RuleBroken):
        QUESTION_KIND.apply(batch)


def test_the_questions_as_a_file_hold_the_filter_and_the_record_is_told(session, asked, trainer, address, cohort):
    (row,) = json.loads(trainer.get(f"{address}/export.json").text)
    assert (row["name"], row["question"], row["answers"]) == ("Malee Srisuk", WORDS, 0)
    assert json.loads(trainer.get(f"{address}/export.json?show=answered").text) == []
    session.expire_all()
    entries = session.query(AuditEntry).filter_by(name="list.exported").all()
    assert entries[0].data["filter"] == {"cohort": cohort.id, "show": "open"}


def test_the_record_tells_that_somebody_asked_and_never_what(session, asked, cohort):
    entry = session.query(AuditEntry).filter_by(name="cohort.question-asked").one()
    assert entry.subject == f"cohort:{cohort.id}"
    assert "carved" not in json.dumps(entry.data)


def test_the_questions_of_a_cohort_take_as_many_statements_for_sixty_as_for_one(
    session, cohort, officers, asked, trainer, address, now
):
    place = cohorts.participant(session, cohort, officers[0])
    trainer.get(address)
    before = statements(session, lambda: trainer.get(address))[0]
    for n in range(60):
        at = now - timedelta(hours=n)
        ask(session, cohort, place, "second", f"Question {n}", person_uuid=ids.new_uuid(), now=at)
    session.commit()
    assert statements(session, lambda: trainer.get(address))[0] == before
    assert "page=2" in trainer.get(address).text


def test_a_lesson_in_a_cohort_takes_as_many_statements_as_alone(session, version, malee, signed_in, now):
    alone = person(session, "Alone", "officer")
    enrol(session, alone.id, version.id, now=now)
    other = signed_in(alone)
    counts = []
    for browser in (malee, other):
        browser.get("/courses/tiny-course/lessons/first")
        counts.append(statements(session, lambda: browser.get("/courses/tiny-course/lessons/first"))[0])  # noqa: B023
    assert counts[0] == counts[1]
