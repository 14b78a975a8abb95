"""Pieces kept, signed, returned; what is refused; what waits for signatures, and when it is published."""

import pytest
from sqlalchemy import select

from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.queries import newest_version
from courses.catalogue.review import queries
from courses.catalogue.review.models import CoursePiece, PieceReading, PieceText
from courses.catalogue.review.rules.standing import Need
from courses.catalogue.review.services.keeping import keep_missing_pieces, note_loader
from courses.catalogue.review.services.publishing import lacking
from courses.catalogue.review.services.reading import PieceRemark, return_piece, sign_pieces
from courses.catalogue.review.services.requiring import decide_rule, propose_rule
from courses.reviews import services
from lms.access import Role
from lms.errors import BadInput, Conflict, RuleBroken
from lms.messages.models import Message
from tests.builders.audit import entries, records_apart
from tests.builders.courses import load, write_french
from tests.builders.people import appointed, person
from tests.courses.reviews.conftest import LAW, SPECIES, as_specialist, asked, pieces, reworded, states

LESSON = ("lesson", "first")
QUESTION = ("question", "practice-first-1")


def sign(session, version, by, now, *names, language="en"):
    known = pieces(session, version, language)
    wanted = [asked(known[one]) for one in names or known]
    return sign_pieces(session, version.id, language, wanted, as_specialist(by), now=now)


def rule(session, version, needs, now, *, by=None, second=None):
    one = by or person(session, "Admin one", Role.ADMINISTRATOR)
    two = second or person(session, "Admin two", Role.ADMINISTRATOR)
    row = propose_rule(session, version.course_id, needs, reason="The law must hold.", actor_id=one.id, now=now)
    decide_rule(session, version.course_id, row.uuid, confirmed=True, actor_id=two.id, now=now)


def test_a_version_is_kept_as_lessons_questions_and_words_with_their_sources(session, version):
    known = pieces(session, version)
    assert [name for kind, name in known if kind == "lesson"] == ["first", "second", "third"]
    assert ("word", "scute") in known
    assert sorted(known[LESSON].sources) == ["S1", "S2"]
    assert sorted(known[QUESTION].sources) == ["S1"]
    assert "The bag is heavy." in queries.texts(session, [known[LESSON].text_hash])[known[LESSON].text_hash]


def test_each_language_is_signed_by_itself(session, folder, now, lawyer):
    version = load(session, write_french(folder), now)
    sign(session, version, lawyer, now, LESSON, language="fr")
    assert states(session, version, "fr")[LESSON] == "checked"
    assert states(session, version, "en")[LESSON] == "never"


def test_what_is_the_same_in_the_next_version_stays_checked_and_is_kept_once(session, version, folder, now, lawyer):
    sign(session, version, lawyer, now, LESSON, ("lesson", "second"))
    before = len(session.scalars(select(PieceText.hash)).all())
    newer = reworded(session, folder, now)
    assert (states(session, newer)[LESSON], states(session, newer)["lesson", "second"]) == ("changed", "checked")
    assert len(session.scalars(select(PieceText.hash)).all()) == before + 1


def test_another_source_or_another_picture_ends_a_signature(session, version, folder, now, lawyer):
    sign(session, version, lawyer, now, LESSON, QUESTION)
    file = folder / "sources.yaml"
    file.write_text(file.read_text().replace("date: 2021", "date: 2022"))
    newer = load(session, folder, now)
    assert (states(session, newer)[LESSON], states(session, newer)[QUESTION]) == ("changed", "checked")
    sign(session, newer, lawyer, now, LESSON)
    picture = folder / "figures" / "plate.svg"
    picture.write_text(picture.read_text().replace("#14463a", "#14463b"))
    assert states(session, load(session, folder, now))[LESSON] == "changed"


def test_spaces_make_no_other_text(session, version, folder, now, lawyer):
    sign(session, version, lawyer, now, LESSON)
    file = folder / "lessons" / "first.md"
    file.write_text(file.read_text().replace("The bag is heavy. You", "The bag is heavy.\nYou"))
    assert states(session, load(session, folder, now))[LESSON] == "checked"


def test_a_signature_is_one_row_and_one_entry_of_the_record_and_sent_twice_it_stays_one(session, version, now, lawyer):
    assert sign(session, version, lawyer, now, LESSON, QUESTION) == 2
    assert sign(session, version, lawyer, now, LESSON, QUESTION) == 0
    told = entries(session, "course.piece-read")
    assert [(one.actor_id, one.data["piece"], one.data["verdict"]) for one in told] == [
        (lawyer.id, "first", "signed"),
        (lawyer.id, "practice-first-1", "signed"),
    ]
    assert "Leila" not in repr([one.data for one in told])
    assert records_apart(session) == []


def test_a_text_that_changed_a_second_before_is_refused_with_what_changed(session, version, folder, now, lawyer):
    stale = [asked(pieces(session, version)[one]) for one in (LESSON, ("lesson", "second"))]
    file = folder / "sources.yaml"
    file.write_text(file.read_text().replace("date: 2021", "date: 2022"))
    reworded(session, folder, now)
    with pytest.raises(Conflict) as told:
        sign_pieces(session, version.id, "en", stale, as_specialist(lawyer), now=now)
    for words in ("“Lesson first” has changed", "1 sentence is different", "different: S2", "Nothing was saved"):
        assert words in told.value.message
    assert session.scalars(select(PieceReading)).all() == []


def test_a_lesson_that_went_meanwhile_is_named(session, version, folder, now, lawyer):
    stale = asked(pieces(session, version)["word", "scute"])
    for file in (folder / "lessons").iterdir():
        text = file.read_text().replace("[[scute]]", "scute").replace("[[Scute|plate]]", "plate")
        file.write_text(text)
    load(session, folder, now)
    with pytest.raises(Conflict, match="no longer in the course"):
        sign_pieces(session, version.id, "en", [stale], as_specialist(lawyer), now=now)


def test_nobody_signs_a_text_that_they_loaded_and_a_later_loader_may(session, version, folder, now, lawyer):
    note_loader(session, version.id, lawyer.id)
    with pytest.raises(RuleBroken, match="You loaded this text yourself"):
        sign(session, version, lawyer, now, LESSON)
    newer = reworded(session, folder, now)
    sign(session, newer, lawyer, now, LESSON)  # somebody else wrote this one
    with pytest.raises(RuleBroken, match="yourself"):
        sign(session, newer, lawyer, now, ("lesson", "second"))
    other = person(session, "Other")
    note_loader(session, newer.id, other.id)
    assert sign(session, newer, other, now, ("lesson", "second")) == 1


def test_nobody_signs_a_text_on_a_source_that_they_loaded_anew(session, version, folder, now, lawyer):
    file = folder / "sources.yaml"
    file.write_text(file.read_text().replace("2021", "2022"))
    newer = load(session, folder, now)
    note_loader(session, newer.id, lawyer.id)
    with pytest.raises(RuleBroken, match="yourself"):
        sign(session, newer, lawyer, now, LESSON)
    assert sign(session, newer, lawyer, now, QUESTION) == 1  # it rests on the other source


def test_who_is_known_as_the_loader_of_a_version_does_not_sign_it_either(session, version, now, lawyer):
    version.loaded_by_id = lawyer.id
    session.flush()
    with pytest.raises(RuleBroken, match="yourself"):
        sign(session, version, lawyer, now, LESSON)


def test_a_return_names_a_sentence_of_the_text_and_is_told_to_who_answers_for_the_course(session, version, now, lawyer):
    manager, loader = person(session, "Manager", Role.PROGRAMME_MANAGER), person(session, "Loader")
    note_loader(session, version.id, loader.id)
    one, by = asked(pieces(session, version)[LESSON]), as_specialist(lawyer)
    with pytest.raises(BadInput, match="Choose the sentence"):
        return_piece(session, version.id, "en", one, by, PieceRemark("Not in it.", "Wrong."), now=now)
    remark = PieceRemark("The bag is heavy.", "Say how heavy.")
    services.give_back(session, version.id, "en", one, by, remark, now=now)
    assert states(session, version)[LESSON] == "returned"
    told = {row.person_id: row for row in session.scalars(select(Message))}
    assert set(told) == {manager.id, loader.id}
    said = services.returned_said(told[manager.id].params, "en")
    assert "Leila Lawyer (CITES lawyer) has returned “Lesson first”" in said.text
    assert "Say how heavy." in said.text
    assert said.path == "/reviews/tiny-course/en/lessons/first#lesson-first"


def test_what_a_question_asks_stands_in_no_message_and_is_signed_only_once_its_answers_were_opened(
    session, version, now, lawyer
):
    person(session, "Manager", Role.PROGRAMME_MANAGER)
    one, by = asked(pieces(session, version)[QUESTION]), as_specialist(lawyer)
    remark = PieceRemark("Look at first?", "Nobody can look at first.")
    with pytest.raises(RuleBroken, match="Open the questions"):
        services.give_back(session, version.id, "en", one, by, remark, now=now)
    with pytest.raises(RuleBroken, match="Open the questions"):
        services.sign(session, version.id, "en", [one], by, now=now)
    services.open_answers(session, version.course_id, version.id, lawyer.id, now=now)
    services.open_answers(session, version.course_id, version.id, lawyer.id, now=now)
    assert len(entries(session, "course.files-held")) == 1
    services.give_back(session, version.id, "en", one, by, remark, now=now)
    params = session.scalars(select(Message)).one().params
    assert (params["piece"], params["sentence"], params["remark"]) == ("practice-first-1", "", "")


def test_who_takes_the_course_opens_no_answers(session, enrolled, version, now):
    with pytest.raises(RuleBroken, match="You take this course yourself"):
        services.open_answers(session, version.course_id, version.id, enrolled.id, now=now)


def test_without_a_rule_a_version_is_published_at_once(session, version):
    assert version.published_at is not None
    assert lacking(session, version).count == 0


def test_a_version_that_lacks_signatures_waits_and_is_published_with_the_last(session, version, folder, now, lawyer):
    rule(session, version, [Need(role=LAW)], now)
    newer = reworded(session, folder, now)
    assert newer.published_at is None
    assert [one.data["no"] for one in entries(session, "course.version-waits")] == [2]
    assert newest_version(session, version.course_id) == version
    known = list(pieces(session, newer))
    sign(session, newer, lawyer, now, *known[:-1])
    assert (newer.published_at, lacking(session, newer).count) == (None, 1)
    sign(session, newer, lawyer, now, known[-1])
    assert newer.published_at == now
    assert newest_version(session, version.course_id) == newer
    assert [one.data["no"] for one in entries(session, "course.version-published")] == [1, 2]
    assert records_apart(session) == []


def test_signatures_of_before_count_for_what_did_not_change(session, version, folder, now, lawyer):
    rule(session, version, [Need(role=LAW)], now)
    sign(session, version, lawyer, now)
    newer = reworded(session, folder, now)
    assert lacking(session, newer).count == 1
    sign(session, newer, lawyer, now, LESSON)
    assert newer.published_at == now


def test_every_right_and_every_person_that_is_named_has_to_sign(session, version, folder, now, lawyer):
    other = person(session, "Other")
    rule(session, version, [Need(role=LAW), Need(person_id=other.id)], now)
    newer = reworded(session, folder, now)
    sign(session, newer, lawyer, now)
    assert newer.published_at is None
    sign_pieces(
        session, newer.id, "en", [asked(one) for one in pieces(session, newer).values()],
        as_specialist(other, SPECIES), now=now,
    )  # fmt: skip
    assert newer.published_at == now


def test_what_was_returned_keeps_a_version_waiting_whoever_else_signs(session, version, folder, now, lawyer):
    other = person(session, "Other")
    rule(session, version, [Need(role=LAW)], now)
    newer = reworded(session, folder, now)
    one = asked(pieces(session, newer)[LESSON])
    return_piece(session, newer.id, "en", one, as_specialist(other), PieceRemark("You hold it.", "Why?"), now=now)
    sign(session, newer, lawyer, now)
    assert newer.published_at is None


def test_a_newer_version_takes_the_place_of_one_that_waits(session, version, folder, now, lawyer):
    rule(session, version, [Need(role=LAW)], now)
    second = reworded(session, folder, now)
    third = reworded(session, folder, now, lesson="second")
    assert (second.no, third.no) == (2, 3)
    sign(session, third, lawyer, now)
    assert (second.published_at, third.published_at) == (None, now)


def test_a_rule_takes_two_administrators_who_did_not_appoint_each_other(session, version, now):
    one, admin = person(session, "One", Role.ADMINISTRATOR), Role.ADMINISTRATOR
    mine = appointed(session, one.id, admin, "Mine")
    row = propose_rule(session, version.course_id, [Need(role=LAW)], reason="Law.", actor_id=one.id, now=now)
    with pytest.raises(RuleBroken, match="You proposed this"):
        decide_rule(session, version.course_id, row.uuid, confirmed=True, actor_id=one.id, now=now)
    with pytest.raises(RuleBroken, match="gave the other their rights"):
        decide_rule(session, version.course_id, row.uuid, confirmed=True, actor_id=mine.id, now=now)
    assert queries.needs_of(session, version.course_id) == ()
    with pytest.raises(Conflict, match="a proposal already"):
        propose_rule(session, version.course_id, [], reason="None.", actor_id=one.id, now=now)
    decide_rule(session, version.course_id, row.uuid, confirmed=False, actor_id=one.id, now=now)
    with pytest.raises(Conflict, match="decided on this proposal already"):
        decide_rule(session, version.course_id, row.uuid, confirmed=False, actor_id=one.id, now=now)
    assert records_apart(session) == []


def test_the_rule_that_is_there_is_not_proposed_again(session, version, now):
    with pytest.raises(RuleBroken, match="the rule already"):
        propose_rule(session, version.course_id, [], reason="None.", actor_id=1, now=now)


def test_a_rule_that_asks_for_nobody_publishes_what_waits(session, version, folder, now):
    one, two = (person(session, name, Role.ADMINISTRATOR) for name in ("One", "Two"))
    rule(session, version, [Need(role=LAW)], now, by=one, second=two)
    newer = reworded(session, folder, now)
    assert newer.published_at is None
    rule(session, version, [], now, by=two, second=one)
    assert newer.published_at == now


def test_pieces_of_versions_that_an_older_program_loaded_are_kept_later(session, version, now):
    before = {key: one.text_hash for key, one in pieces(session, version).items()}
    for row in session.scalars(select(CoursePiece)):
        session.delete(row)
    session.flush()
    number = session.scalars(select(Course.review_no)).one()
    assert keep_missing_pieces(session)
    assert not keep_missing_pieces(session)
    assert {key: one.text_hash for key, one in pieces(session, version).items()} == before
    assert session.scalars(select(Course.review_no)).one() == number + 1


def test_the_same_content_again_while_it_waits_changes_nothing(session, version, folder, now):
    rule(session, version, [Need(role=LAW)], now)
    newer = reworded(session, folder, now)
    assert load(session, folder, now).id == newer.id
    assert session.scalars(select(CourseVersion.no).order_by(CourseVersion.no)).all() == [1, 2]
