"""The command that tells how a course is checked, and what an export has beside its folder."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from courses.catalogue.commands import courses_commands
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.review.rules.standing import Need
from courses.catalogue.review.services.reading import PieceRemark, return_piece
from courses.permissions import CourseRole
from tests.courses.reviews.conftest import as_specialist, asked, pieces, reworded
from tests.courses.reviews.test_services import LESSON, rule, sign


@pytest.fixture
def lms(app):
    return lambda *words: CliRunner().invoke(
        courses_commands, [str(word) for word in words], obj=SimpleNamespace(get=lambda: app)
    )


def test_it_says_what_is_checked_returned_and_changed(lms, session, version, folder, now, lawyer):
    sign(session, version, lawyer, now, LESSON, ("lesson", "second"))
    newer = reworded(session, folder, now)
    one = asked(pieces(session, newer)["lesson", "third"])
    return_piece(session, newer.id, "en", one, as_specialist(lawyer), PieceRemark("You hold it.", "Why?"), now=now)
    session.commit()
    told = lms("reviews", "tiny-course")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.output.splitlines() == [
        "tiny-course, version 2. Signatures that it needs: none.",
        "en: 7 texts: 1 checked, 1 not checked since it changed, 1 returned, 4 not checked.",
        "en lesson first: not checked since 2026-11-25: its text changed.",
        "en lesson third: returned by Leila Lawyer, 2026-11-25: “You hold it.” Why?",
    ]


def test_its_json_is_one_document(lms, session, version, now, lawyer):
    sign(session, version, lawyer, now, LESSON)
    session.commit()
    told = json.loads(lms("reviews", "tiny-course", "--json").stdout)
    first = next(one for one in told["texts"] if one["name"] == "first")
    assert (told["hash"], told["needs"], told["published"]) == (version.hash, [], True)
    assert (first["state"], first["readings"][0]["by"]) == ("checked", "Leila Lawyer")
    assert first["readings"][0]["sources"] == first["sources"]


def test_a_course_that_is_not_there_is_said_in_words(lms, app):
    answer = lms("reviews", "nowhere")
    assert answer.exit_code == 1
    assert "There is no course “nowhere”." in str(answer.exception or answer.output)


def test_no_command_signs(lms):
    assert "sign" not in courses_commands.commands


def test_loading_says_that_a_version_waits_and_notes_who_loaded_it(lms, session, version, folder, now, lawyer):
    rule(session, version, [Need(role=CourseRole.LAW_SPECIALIST)], now)
    session.commit()
    file = folder / "lessons" / "first.md"
    file.write_text(file.read_text().replace("The bag is heavy.", "The bag is light."))
    told = lms("load", folder, "--as", lawyer.username)
    assert "Version 2 waits: 7 of its 7 texts lack a signature" in told.output
    again = json.loads(lms("load", folder, "--json").stdout)
    assert (again["waits"], again["lacking"], again["new"]) == (True, 7, False)


def test_an_export_has_the_reviews_beside_the_folder_and_the_folder_has_the_same_hash(
    lms, session, version, now, lawyer, tmp_path
):
    sign(session, version, lawyer, now, LESSON)
    session.commit()
    target = tmp_path / "out" / "copy"
    target.parent.mkdir()
    assert lms("export", "tiny-course", target).exit_code == 0
    assert read_bundle(target).hash == version.hash
    beside = json.loads((target.parent / "copy.reviews.json").read_text())
    assert beside["texts"][0]["readings"][0]["by"] == "Leila Lawyer"
    for file in sorted(target.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    assert lms("export", "tiny-course", target).exit_code == 1  # it takes no file of before for its own
    assert list(target.iterdir()) == []  # and has written none when it says so
