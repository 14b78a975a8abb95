"""The counter card as courses know it: what it measures with, when it opens, and the days on which it was used."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from courses import api
from courses.catalogue.course_folder.course_file import CardSpec
from courses.catalogue.models import CourseVersion
from courses.catalogue.queries import cards_of
from courses.learning import services
from courses.learning.models import CardUse
from courses.learning.pages.counter_card import card_course
from courses.learning.queries.cards import CardUses, card_uses
from courses.learning.rules.progress import card_is_open
from courses.ports.pages import COUNTER_CARD
from lms import clock
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.batch import one
from tests.builders import composition
from tests.builders.courses import load
from tests.builders.people import person
from tests.courses.catalogue.test_checking import change, found

HOME = "/courses/tiny-course"
USED = f"{HOME}/card/used"
LESSONS = ["first", "second"]


@pytest.mark.parametrize(
    ("lessons", "final", "done", "is_open"),
    [
        (LESSONS, "exam", [], False),
        (LESSONS, "exam", ["first"], False),
        (LESSONS, "exam", ["second", "first"], True),
        (LESSONS, "exam", ["exam"], True),  # passed without a word about reading
        (LESSONS, None, ["first"], False),
        ([], None, [], False),
        ([], "exam", ["exam"], True),
    ],
)
def test_the_card_opens_when_all_is_read_or_the_exam_is_passed(lessons, final, done, is_open):
    assert card_is_open(lessons, final, done) is is_open


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("", CardSpec(ruler=True, fan=False)),
        ("card: {fan: true}\n", CardSpec(ruler=True, fan=True)),
        ("card: {ruler: false, fan: false}\n", CardSpec(ruler=False, fan=False)),
    ],
)
def test_a_course_says_what_its_card_measures_with(session, folder, now, said, held):
    (folder / "course.yaml").write_text((folder / "course.yaml").read_text() + said)
    number = load(session, folder, now).id
    assert cards_of(session, [number]) == {number: held}


def test_a_version_of_before_has_a_ruler(session, version):
    session.get(CourseVersion, version.id).card = {}
    session.flush()
    assert cards_of(session, [version.id])[version.id] == CardSpec()


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("card: yes please", "must hold"),
        ("card: [ruler]", "must hold"),
        ("card: {ruler: 100}", "must be true or false"),
        ("card: {protractor: true}", "knows no “protractor”"),
    ],
)
def test_a_wrong_card_is_found_with_its_line(folder, said, word):
    change(folder, "course.yaml", "final: the-exam", f"final: the-exam\n{said}")
    ((file, line, message),) = found(folder)
    assert (file, line) == ("course.yaml", 21)
    assert word in message


def test_the_card_of_a_course_that_one_does_not_take_is_not_there(session, officer, version):
    assert card_course(session, officer.id, "tiny-course", "en") is None


def test_what_the_card_takes_from_the_course(session, enrolled, version, now):
    services.record_read(session, enrolled.id, version.course_id, "second", now=now)
    course = card_course(session, enrolled.id, "tiny-course", "en")
    assert (course.title, course.no, course.is_open, course.unread) == ("Tiny course", 1, False, 2)
    assert course.acts[0] == api.Act("first", "Lesson first", "Look at the first end.")
    for lesson in ("first", "third"):
        services.record_read(session, enrolled.id, version.course_id, lesson, now=now)
    assert card_course(session, enrolled.id, "tiny-course", "en").is_open


def test_taking_the_course_again_closes_no_card(session, enrolled, version, now):
    for lesson in ("first", "second", "third"):
        services.record_read(session, enrolled.id, version.course_id, lesson, now=now)
    services.begin_again(session, enrolled.id, version.id, now=now)
    course = card_course(session, enrolled.id, "tiny-course", "en")
    assert (course.is_open, course.unread) == (True, 3)


def test_a_day_counts_once(session, enrolled, version, now):
    use = (enrolled.id, version.course_id)
    assert services.record_card_use(session, *use, now=now)
    assert not services.record_card_use(session, *use, now=now + timedelta(hours=3))
    assert services.record_card_use(session, *use, now=now + timedelta(days=1))
    assert one(card_uses(session, [enrolled.id], version.course_id)) == CardUses(2, (now + timedelta(days=1)).date())


def test_uses_are_a_persons_own_and_no_entry_of_the_audit(session, enrolled, version, now):
    before = session.scalars(select(func.count(AuditEntry.id))).one()
    services.record_card_use(session, enrolled.id, version.course_id, now=now)
    other = person(session, "Other", Role.OFFICER)
    assert one(card_uses(session, [other.id], version.course_id)) == CardUses(0, None)
    assert session.scalars(select(func.count(AuditEntry.id))).one() == before


@pytest.fixture
def own(signed_in, enrolled):
    return signed_in(enrolled)


def test_the_page_of_the_code_asks_who_it_is(client, version):
    answer = client.get(USED)
    assert answer.status_code == 303
    assert answer.location == f"/sign-in?next={USED}"


def test_the_page_of_the_code_has_one_button_and_no_field(own):
    page = own.get(USED).text
    assert page.count("I used this today") == 1
    main = page.partition("<main")[2].partition("</main>")[0]
    assert main.count("<form") == 1
    assert "<textarea" not in main
    assert main.count("<input") == main.count('name="csrf_token"')


def test_pressing_notes_the_day_and_the_button_goes(own, session, enrolled, version):
    answer = own.post(USED, data={"case": "17 kg of ivory"})
    assert (answer.status_code, answer.location) == (303, USED)
    page = own.get(USED).text
    assert "Saved for today" in page
    assert "I used this today" not in page
    assert "You used it on 1 day." in page
    row = session.scalars(select(CardUse)).one()
    assert (row.person_id, row.course_id, row.used_on) == (enrolled.id, version.course_id, clock.now().date())


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_does_not_take_the_course_is_led_to_its_page(signed_in, officer, version, session, method):
    answer = signed_in(officer).open(USED, method=method)
    assert (answer.status_code, answer.location) == (303, HOME)
    assert session.scalars(select(CardUse)).all() == []


def test_a_course_that_is_not_there_has_no_card(own):
    assert own.get("/courses/none/card/used").status_code == 404


def test_the_course_page_leads_to_the_card_once_it_is_open(app, own, session, enrolled, version, now, monkeypatch):
    composition.fill(app, monkeypatch, COUNTER_CARD, lambda slug: f"/courses/{slug}/card")
    assert "It opens when you have read every lesson" in own.get(HOME).text
    assert f'href="{HOME}/card"' not in own.get(HOME).text
    for lesson in ("first", "second", "third"):
        services.record_read(session, enrolled.id, version.course_id, lesson, now=now)
    services.record_card_use(session, enrolled.id, version.course_id, now=now)
    session.commit()
    page = own.get(HOME).text
    assert f'href="{HOME}/card"' in page
    assert "You used it on 1 day." in page
