"""Lessons of a version rendered: what each page says, with its pictures, and all of them anew for a newer program."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue import queries
from courses.catalogue.course_folder.bundle import Bundle, parse
from courses.catalogue.course_folder.files import Folder
from courses.catalogue.course_folder.glossary import Word
from courses.catalogue.models import CourseVersion
from courses.catalogue.rendering.lesson_html import PAGE, Page, render, words_as_data
from courses.catalogue.rendering.search_entries import make_entries
from courses.catalogue.services.exporting import files_of
from courses.ports.questions import StoredPicture
from lms.errors import RuleBroken

Pictures = dict[str, Mapping[str, StoredPicture]]  # by language, "" the course's own, then by name


def pictures_by_language(session: Session, version_id: int, bundle: Bundle) -> Pictures:
    """The pictures of a version by language, "" its own: a language shows the course's where it has none."""
    kept = queries.pictures_of_version(session, version_id)
    own = {name: picture for name, picture in kept.items() if "/" not in name}
    found: Pictures = {"": own}
    for language in bundle.translations:
        prefix = f"{language}/"
        brought = {name.removeprefix(prefix): one for name, one in kept.items() if name.startswith(prefix)}
        found[language] = own | brought
    return found


def heading_of(bundle: Bundle, slug: str) -> dict[str, Any]:
    """Title and act of a lesson, as it says them."""
    front = bundle.lessons[slug].front.value
    return {"title": front["title"].strip(), "act": front["act"].strip()}


def content_of(page: Page) -> dict[str, Any]:
    """What a rendered page says."""
    return {"parts": page.parts, "words": words_as_data(page.words)}


def render_again(session: Session, version: CourseVersion) -> None:
    """Render the pages of a version anew from its files: words stay, only the HTML follows the program."""
    bundle = parse(Folder(files_of(session, version.id)))
    if bundle.course is None:
        raise RuleBroken(f"The stored files of course version {version.id} cannot be read.")
    pictures = pictures_by_language(session, version.id, bundle)
    used: dict[str, list[Word]] = {language: [] for language in pictures}
    for lesson in queries.lessons_of_version(session, version.id):
        page = render(bundle.lessons[lesson.slug], bundle.course.slug, bundle.glossary, pictures[""])
        lesson.parts, lesson.words, lesson.renderer = page.parts, words_as_data(page.words), PAGE
        used[""].extend(page.words)
        translations = {}
        for language, other in bundle.translations.items():
            there = render(other.lessons[lesson.slug], bundle.course.slug, other.glossary, pictures[language])
            used[language].extend(there.words)
            translations[language] = heading_of(other, lesson.slug) | content_of(there)
        lesson.translations = translations
    version.words = words_as_data(used[""])
    version.translations = {
        language: {**said, "words": words_as_data(used[language])} for language, said in version.translations.items()
    }
    session.flush()
    make_entries(session, version)
