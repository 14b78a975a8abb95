"""What specialists, managers and administrators see and send, and what the foot of a lesson says."""

import re

import pytest
from sqlalchemy import select

from courses.catalogue.review import queries
from courses.catalogue.review.models import PieceReading, ReviewRule
from courses.catalogue.review.rules.standing import Need
from courses.catalogue.review.services.keeping import note_loader
from courses.catalogue.review.services.reading import PieceRemark, return_piece
from courses.learning import services
from courses.permissions import CourseRole
from courses.reviews.scope_kind import COURSE
from lms.access import Grant, Role
from tests.builders.courses import load
from tests.builders.people import give_anywhere, person
from tests.courses.reviews.conftest import as_specialist, asked, pieces, reworded, states
from tests.courses.reviews.test_services import LESSON, QUESTION, rule, sign

HOME = "/reviews/tiny-course/en"
FIRST = f"{HOME}/lessons/first"
TOKEN = re.compile(r'name="piece" value="([^"]+)"')
FUNCTION = "CITES lawyer"


def tokens(page):
    """The boxes of the form in which texts are signed."""
    return TOKEN.findall(page.split('id="sign"')[1])


def send(browser, version, to="sign", *, lesson="first", **fields):
    return browser.post(f"{HOME}/{to}", data={"lesson": lesson, "version": version.uuid, "function": FUNCTION} | fields)


@pytest.fixture
def reading(signed_in, lawyer, version, client):
    """The browser of the specialist."""
    return signed_in(lawyer)


def test_a_specialist_sees_each_course_in_each_language_and_how_it_stands(reading):
    page = reading.get("/reviews").text
    assert "Tiny course" in page
    assert "not checked yet" in page
    assert reading.get("/reviews/export.json").get_json()[0]["pieces"] == 7


def test_others_find_nothing(signed_in, session, version, officer, client):
    abroad = person(session, "Elsewhere")
    give_anywhere(session, abroad, Grant(CourseRole.LAW_SPECIALIST, COURSE, "999"))
    trainer = person(session, "Trainer", Role.TRAINER)
    for row in (officer, trainer):
        assert signed_in(row).get("/reviews").status_code == 404
    own = signed_in(abroad)
    assert "Tiny course" not in own.get("/reviews").text
    assert own.get(HOME).status_code == 404
    assert own.get(FIRST).status_code == 404


def test_a_specialist_of_one_course_signs_that_course(signed_in, session, version, client):
    one = person(session, "Of one course")
    give_anywhere(session, one, Grant(CourseRole.LAW_SPECIALIST, COURSE, str(version.course_id)))
    own = signed_in(one)
    answer = send(own, version, piece=tokens(own.get(FIRST).text)[:1])
    assert answer.status_code == 303
    assert states(session, version)[LESSON] == "checked"


def test_a_lesson_is_signed_in_a_form_and_its_questions_once_their_answers_were_opened(reading, session, version):
    page = reading.get(FIRST)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Look at first?" not in page.text
    assert len(tokens(page.text)) == 1
    assert reading.post(f"{HOME}/answers", data={"lesson": "first"}).status_code == 303
    page = reading.get(FIRST).text
    assert "Look at first?" in page
    assert len(tokens(page)) == 2
    answer = send(reading, version, piece=tokens(page))
    assert answer.headers["Location"] == FIRST
    assert "You have signed 2 texts." in reading.get(FIRST).text
    assert "There is nothing here for you to sign." in reading.get(FIRST).text
    stands = states(session, version)
    assert (stands[LESSON], stands[QUESTION]) == ("checked", "checked")


def test_what_is_missing_in_a_form_is_said_in_words(reading, version, session):
    token = tokens(reading.get(FIRST).text)[0]
    nothing = send(reading, version)
    assert (nothing.status_code, "Choose at least one text" in nothing.text) == (422, True)
    nameless = send(reading, version, piece=token, function=" ")
    assert (nameless.status_code, "Say what your function is" in nameless.text) == (422, True)
    assert "checked" in nameless.text.split(f'value="{token}"')[-1].split(">")[0]
    remark = send(reading, version, "return", piece=token, sentence="", remark="Why?")
    assert (remark.status_code, "Choose the sentence" in remark.text) == (422, True)
    other = send(reading, version, "return", piece=token, sentence="Not of this text.", remark="Why?")
    assert (other.status_code, "Choose the sentence" in other.text) == (422, True)
    assert send(reading, version, "return", piece="nonsense", sentence="x", remark="y").status_code == 404
    assert session.scalars(select(PieceReading)).all() == []


def test_a_version_of_another_course_is_not_found(reading, version):
    token = tokens(reading.get(FIRST).text)[0]
    assert reading.post(f"{HOME}/sign", data={"version": "0", "function": "x", "piece": token}).status_code == 404


def test_a_text_that_changed_a_second_before_is_refused_in_words(reading, session, version, folder, now):
    token = tokens(reading.get(FIRST).text)[0]
    reworded(session, folder, now)
    session.commit()
    answer = send(reading, version, piece=token)
    assert answer.status_code == 409
    assert "1 sentence is different." in answer.text
    assert session.scalars(select(PieceReading)).all() == []


def test_a_script_in_a_remark_is_shown_as_it_was_typed(reading, version):
    token = tokens(reading.get(FIRST).text)[0]
    fields = {"piece": token, "sentence": "The bag is heavy.", "remark": "<script>alert(1)</script>"}
    assert send(reading, version, "return", **fields).status_code == 303
    page = reading.get(FIRST).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_what_changed_since_the_last_reading_stands_side_by_side(reading, session, version, folder, now, lawyer):
    sign(session, version, lawyer, now, LESSON)
    reworded(session, folder, now)
    session.commit()
    page = reading.get(FIRST).text
    assert "What changed since you read it on" in page
    assert "<del>The bag is heavy.</del>" in page
    assert "<ins>The bag is very heavy.</ins>" in page
    assert "You hold it." not in page.split('class="sides"')[1].split("The whole text")[0]
    assert "Changed since you read it last" in reading.get(HOME).text


def test_a_source_that_changed_is_shown_as_it_was_and_is(reading, session, version, folder, now, lawyer):
    sign(session, version, lawyer, now, LESSON)
    file = folder / "sources.yaml"
    file.write_text(file.read_text().replace("date: 2021", "date: 2022"))
    load(session, folder, now)
    session.commit()
    page = reading.get(FIRST).text
    assert "The text is the same." in page
    assert "S2: A body, Another source, 2022" in page
    assert ">A body, Another source, 2021</del>" in page


def test_who_loaded_a_text_is_told_that_somebody_else_has_to_check_it(reading, session, version, lawyer):
    note_loader(session, version.id, lawyer.id)
    session.commit()
    page = reading.get(FIRST).text
    assert "You loaded this text yourself" in page
    assert 'id="sign"' not in page


def test_a_manager_reads_and_signs_nothing(signed_in, session, version, client):
    own = signed_in(person(session, "Manager", Role.PROGRAMME_MANAGER))
    page = own.get(FIRST).text
    assert 'id="sign"' not in page
    assert "Return this text" not in page
    assert own.post(f"{HOME}/sign", data={}).status_code == 404


def test_words_are_a_page_of_their_own(reading, session, version):
    page = reading.get(f"{HOME}/words").text
    answer = send(reading, version, lesson="", piece=tokens(page))
    assert answer.headers["Location"] == f"{HOME}/words"
    assert states(session, version)["word", "scute"] == "checked"
    assert reading.get(f"{HOME}/lessons/nowhere").status_code == 404
    assert reading.get("/reviews/tiny-course/pt").status_code == 404


def test_the_pages_ask_no_more_for_more_texts(reading, session, version, now, lawyer, counting):
    for path in ("/reviews", HOME, FIRST):
        reading.get(path)
        with counting() as few:
            reading.get(path)
        sign(session, version, lawyer, now)
        session.commit()
        with counting() as many:
            reading.get(path)
        assert len(many) <= len(few) + 2, path


def test_exports_name_questions_by_their_names_alone(reading, session, version, now, lawyer):
    sign(session, version, lawyer, now, LESSON)
    session.commit()
    text = reading.get(f"{HOME}/export.csv").text
    assert "practice-first-1" in text
    assert "Look at first?" not in text
    assert "Leila Lawyer" in text
    assert "first" in reading.get("/reviews/mine/export.csv").text


def test_a_version_that_waits_is_seen_by_specialists_and_managers_alone(
    signed_in, session, version, folder, now, enrolled, lawyer, client
):
    rule(session, version, [Need(role=CourseRole.LAW_SPECIALIST)], now)
    reworded(session, folder, now)
    trainer, manager = person(session, "Trainer", Role.TRAINER), person(session, "Manager", Role.PROGRAMME_MANAGER)
    session.commit()
    lesson = "/courses/tiny-course/lessons/first"
    assert "very heavy" in signed_in(manager).get(lesson).text
    for row in (trainer, enrolled):
        assert "very heavy" not in signed_in(row).get(lesson).text
    own = signed_in(lawyer)
    assert "This version waits" in own.get(HOME).text
    assert "very heavy" in own.get(FIRST).text


def test_an_administrator_proposes_whose_signatures_are_needed_and_another_confirms(
    signed_in, session, version, lawyer, client
):
    one, two = (person(session, name, Role.ADMINISTRATOR) for name in ("One", "Two"))
    first, second = signed_in(one), signed_in(two)
    place = "/reviews/tiny-course/rule"
    reason = {"reason": "The law must hold."}
    unknown = first.post(place, data={**reason, "people": "nobody.here"})
    assert (unknown.status_code, "Nobody has the user name" in unknown.text) == (422, True)
    powerless = first.post(place, data={**reason, "people": one.username})
    assert (powerless.status_code, "may not sign courses" in powerless.text) == (422, True)
    both = {**reason, "roles": ["species-specialist"], "people": f"{lawyer.username}\n\n{lawyer.username}"}
    assert first.post(place, data=both).status_code == 303
    assert "Another administrator has to confirm it." in first.get(place).text
    proposal = session.scalars(select(ReviewRule.uuid)).one()
    assert second.post(f"{place}/{proposal}/confirm").status_code == 303
    session.expire_all()
    assert queries.needs_of(session, version.course_id) == (
        Need(role="species-specialist"),
        Need(person_id=lawyer.id),
    )
    page = signed_in(lawyer).get(HOME).text
    assert "Specialist in species; Leila Lawyer" in page
    assert signed_in(lawyer).get(place).status_code == 404


# The foot of a lesson

LESSON_PAGE = "/courses/tiny-course/lessons/first"


def foot(browser):
    text = browser.get(LESSON_PAGE).text.split('id="checked">')[1].split("</p>")[0]
    return " ".join(re.sub("<[^>]+>", "", text).split())


def test_the_foot_says_who_checked_a_lesson_against_how_many_sources(
    signed_in, enrolled, session, version, folder, now, lawyer, client
):
    own = signed_in(enrolled)
    assert foot(own) == "Not checked by a specialist yet."
    sign(session, version, lawyer, now, LESSON)
    session.commit()
    assert (
        foot(own)
        == "Checked by Leila Lawyer (CITES lawyer) on 25 November 2026 against 2 sources. Next check: 31 December 2099."
    )


def test_the_foot_names_the_next_check_where_a_source_has_one(session, folder, now, officer, signed_in, lawyer, client):
    version = load(session, folder, now)
    row = pieces(session, version)[LESSON]
    row.next_reading = now.date().replace(year=2027)
    services.enrol(session, officer.id, version.id, now=now)
    sign(session, version, lawyer, now, LESSON)
    session.commit()
    assert foot(signed_in(officer)).endswith("Next check: 25 November 2027.")


def test_the_foot_says_since_when_it_is_not_checked_and_that_it_was_returned(
    signed_in, session, version, folder, now, lawyer, officer, client
):
    sign(session, version, lawyer, now, LESSON)
    newer = reworded(session, folder, now)
    services.enrol(session, officer.id, newer.id, now=now)
    session.commit()
    own = signed_in(officer)
    said = "Not checked since 25 November 2026, when Leila Lawyer (CITES lawyer) checked it. Its text has changed."
    assert foot(own) == said
    one = asked(pieces(session, newer)[LESSON])
    return_piece(session, newer.id, "en", one, as_specialist(lawyer), PieceRemark("You hold it.", "Why?"), now=now)
    session.commit()
    assert foot(own) == ("A specialist has returned this lesson with a remark on 25 November 2026. It is not checked.")


def test_a_lesson_needs_no_query_more_for_its_foot_and_what_a_browser_kept_is_sent_again_when_it_changes(
    signed_in, enrolled, session, version, now, lawyer, counting, client
):
    own = signed_in(enrolled)
    own.get(LESSON_PAGE)
    etag = own.get(LESSON_PAGE).headers["ETag"]
    with counting() as seen:
        assert own.get(LESSON_PAGE, headers={"If-None-Match": etag}).status_code == 304
    assert len(seen) <= 3
    with counting() as whole:
        own.get(LESSON_PAGE)
    assert len(whole) <= 3
    sign(session, version, lawyer, now, LESSON)
    session.commit()
    assert own.get(LESSON_PAGE, headers={"If-None-Match": etag}).status_code == 200
    own.get(LESSON_PAGE)
    with counting() as after:
        own.get(LESSON_PAGE)
    assert len(after) == len(whole)


def test_who_reads_by_right_is_sent_a_lesson_anew_once_it_is_signed(signed_in, session, version, lawyer, now, client):
    browser, path = signed_in(person(session, "Trainer", Role.TRAINER)), "/courses/tiny-course/lessons/first"
    browser.get(path)  # the first page of a visit carries the token of its forms, and is kept by nobody
    page = browser.get(path)
    assert "Not checked by a specialist yet" in page.text
    kept = {"If-None-Match": page.headers["ETag"]}
    assert browser.get(path, headers=kept).status_code == 304
    sign(session, version, lawyer, now, LESSON)
    session.commit()
    assert "Checked by" in browser.get(path, headers=kept).text


def test_who_takes_the_course_after_they_opened_the_answers_reads_and_signs_no_question(
    reading, session, version, lawyer, now
):
    reading.post(f"{HOME}/answers", data={"lesson": "first"})
    page = reading.get(FIRST).text
    assert "Look at first?" in page
    services.enrol(session, lawyer.id, version.id, now=now)
    session.commit()
    assert "Look at first?" not in reading.get(FIRST).text
    assert send(reading, version, piece=tokens(page)).status_code == 409


def test_the_file_of_ones_own_readings_leaves_out_what_a_question_asks(reading, session, version, lawyer, now):
    for one, remark in ((QUESTION, "B is right as well."), (LESSON, "Not heavy.")):
        piece = pieces(session, version)[one]
        sentence = queries.texts(session, [piece.text_hash])[piece.text_hash][-1]
        words = PieceRemark(sentence, remark)
        return_piece(session, version.id, "en", asked(piece), as_specialist(lawyer), words, now=now)
    session.commit()
    rows = reading.get("/reviews/mine/export.json").get_json()
    assert [(one["piece"], one["remark"] or "") for one in rows] == [("first", "Not heavy."), ("practice-first-1", "")]
    assert not rows[1]["sentence"]
