"""A folder becomes a version, and comes back byte for byte."""

import pytest
from sqlalchemy import func, select

from courses.catalogue import queries
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.models import Asset, Course, CourseFile, CourseVersion, Lesson
from courses.catalogue.policy import may_see, visible_to
from courses.catalogue.rendering.lesson_html import PAGE
from courses.catalogue.services import exporting, loading
from courses.catalogue.tasks import render_old_pages
from lms import storage
from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import NotFound, RuleBroken
from tests.builders.courses import load
from tests.builders.people import a_viewer


def count(session, kind):
    return session.scalar(select(func.count()).select_from(kind))


def new_title(folder, title="Another title"):
    file = folder / "course.yaml"
    file.write_text(file.read_text().replace("Tiny course", title))


def test_the_first_loading_makes_version_1_with_its_lessons_in_order(session, version):
    assert version.no == 1
    assert list(queries.lesson_titles(session, version.id)) == ["first", "second", "third"]


def test_every_file_and_picture_of_a_version_is_named_to_the_doctor(session, version):
    named = queries.stored_keys(session)
    assert named == {*session.scalars(select(Asset.key)), *session.scalars(select(CourseFile.key))}
    assert len(named) > 3
    assert all(storage.get(key) for key in named)


def test_a_loading_is_one_entry_of_the_audit(session, version):
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.name, entry.subject) == ("course.version-published", f"course:{version.course_id}")
    assert entry.data == {"no": 1, "hash": version.hash}


def test_the_same_content_again_changes_nothing(session, folder, version, now):
    again = loading.load_course(session, read_bundle(folder), actor_id=None, now=now)
    assert (again.version.id, again.is_new) == (version.id, False)
    assert (count(session, CourseVersion), count(session, AuditEntry)) == (1, 1)


def test_changed_content_is_a_new_version_of_the_same_course(session, folder, version, now):
    new_title(folder)
    second = load(session, folder, now)
    assert (second.no, second.course_id, count(session, Course)) == (2, version.course_id, 1)


def test_the_version_before_keeps_its_words(session, folder, version, now):
    new_title(folder)
    load(session, folder, now)
    session.refresh(version)
    assert version.title == "Tiny course"


def test_the_content_of_an_older_version_is_not_published_silently(session, folder, version, now):
    new_title(folder)
    load(session, folder, now)
    new_title_back = folder / "course.yaml"
    new_title_back.write_text(new_title_back.read_text().replace("Another title", "Tiny course"))
    with pytest.raises(RuleBroken, match="version 1"):
        loading.load_course(session, read_bundle(folder), actor_id=None, now=now)


def test_a_faulty_folder_is_refused_and_leaves_nothing(session, folder, now):
    (folder / "figures" / "plate.svg").unlink()
    with pytest.raises(RuleBroken, match=r"lessons/first\.md:13"):
        loading.load_course(session, read_bundle(folder), actor_id=None, now=now)
    assert count(session, Course) == 0


def test_questions_are_loaded_with_the_version_and_the_pictures(session, questions, version):
    loaded = questions.loaded[0]
    assert (loaded.id, loaded.slug, loaded.no) == (version.id, "tiny-course", 1)
    assert loaded.facts.lessons == {"first": "one", "second": "one", "third": "two"}
    assert [check.name for check in loaded.facts.checks] == [
        "practice-first-1",
        "practice-second-1",
        "practice-third-1",
    ]
    key = session.scalars(select(Asset.key)).one()
    assert (loaded.pictures["plate.svg"].url, loaded.pictures["plate.svg"].width) == (f"/media/{key}", 640)


def test_a_page_is_html_with_a_place_for_each_check(session, version):
    parts = session.scalars(select(Lesson.parts).where(Lesson.slug == "first")).one()
    assert [next(iter(part)) for part in parts] == ["html", "figure", "check", "html"]
    assert '<a class="term" href="#term-scute">scute</a>' in parts[0]["html"]
    assert '<a href="/courses/tiny-course/lessons/second">' in parts[0]["html"]
    key = session.scalars(select(Asset.key)).one()
    assert parts[1]["figure"] == {
        "url": f"/media/{key}",
        "width": 640,
        "height": 300,
        "alt": "A dark disc on a pale ground.",
        "lazy": False,
        "caption": 'Look at the disc. It is a <a class="term" href="#term-scute">plate</a>.',
    }
    assert '<div class="callout"><p><strong>At the counter.</strong>' in parts[3]["html"]


def test_a_page_explains_its_words_once(session, version):
    words = session.scalars(select(Lesson.words).where(Lesson.slug == "first")).one()
    assert words == [{"id": "scute", "term": "Scute", "meaning": "A horny plate"}]


def test_an_exported_folder_is_the_loaded_one_byte_for_byte(session, folder, version, tmp_path):
    target = tmp_path / "out"
    exporting.export_course(session, "tiny-course", target)
    bundle = read_bundle(folder)
    written = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    assert written == bundle.files
    assert "glossary.csv" in written


def test_an_exported_folder_loaded_again_is_nothing_new(session, version, tmp_path, now):
    exporting.export_course(session, "tiny-course", tmp_path / "out")
    again = loading.load_course(session, read_bundle(tmp_path / "out"), actor_id=None, now=now)
    assert not again.is_new


def test_an_export_never_writes_over_files(session, folder, version):
    with pytest.raises(RuleBroken, match="not empty"):
        exporting.export_course(session, "tiny-course", folder)


def test_an_export_of_an_unknown_course_finds_nothing(session, tmp_path):
    with pytest.raises(NotFound):
        exporting.export_course(session, "no-course", tmp_path / "out")


def test_pages_of_an_older_program_are_rendered_anew(app, session, version):
    lesson = session.scalars(select(Lesson).where(Lesson.slug == "first")).one()
    parts = lesson.parts
    lesson.parts, lesson.renderer = [{"html": "old"}], "0.0"
    session.commit()
    render_old_pages(version.loaded_at)
    session.expire_all()
    assert (lesson.parts, lesson.renderer) == (parts, PAGE)


def viewer_of(role):
    if role is Role.COORDINATOR:  # of a country or an administration alone
        return a_viewer(1, Grant(role, "country", "TH"))
    return a_viewer(1, *([Grant(role)] if role else []))


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("published", [True, False])
def test_the_list_shows_exactly_the_versions_that_may_be_seen(session, version, role, published):
    if not published:
        version.published_at = None
        session.flush()
    person = viewer_of(role)
    listed = session.scalars(select(CourseVersion).where(visible_to(person))).all()
    assert listed == ([version] if may_see(person, version) else [])
    assert may_see(person, version) == (role is not None and (published or role in READS_WHAT_WAITS))


READS_WHAT_WAITS = {Role.PROGRAMME_MANAGER}
