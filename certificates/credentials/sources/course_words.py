"""Adapter for courses: in which languages a version of a course can be certified, and in which words."""

from collections.abc import Iterable, Mapping

from flask_babel import force_locale
from sqlalchemy.orm import Session

from assessments.api import attempt_titles
from certificates.credentials.models import Achievement, Claim
from certificates.credentials.rules.evidence import attempts_in, from_data
from certificates.credentials.rules.wording import AwardWords, words_kept
from certificates.credentials.sources.course_exam import CRITERIA, KIND
from courses.api import version_titles
from lms.i18n import _


def words_offered(
    session: Session, claim: Claim, achievement: Achievement, languages: Iterable[str]
) -> Mapping[str, AwardWords | None]:
    """Its own language first, then those of `languages` that its source speaks: the words that were kept, else its own.

    What is translated in part is not offered: title, description and criteria are all in one language.
    """
    offered: dict[str, AwardWords | None] = {achievement.language: None}
    for language in languages:
        if language not in offered:
            kept = words_kept(achievement.translations, language)
            words = kept or course_words(session, claim, achievement, language)
            if words is not None:
                offered[language] = words
    return offered


def titles_said(session: Session, rows: Iterable[Achievement], language: str) -> Mapping[int, str]:
    """What was earned is called in a language, by the ids of these; else in its own. One query, or none."""
    known = list(rows)
    courses = [row for row in known if row.source_kind == KIND and language not in {"", row.language}]
    titles = version_titles(session, [row.source_id for row in courses], language) if courses else {}
    said = {row.id: titles[row.source_id].title for row in courses if row.source_id in titles}
    return {row.id: said.get(row.id, row.title) for row in known}


def course_words(session: Session, claim: Claim, achievement: Achievement, language: str) -> AwardWords | None:
    """What the version that was taken says in a language; nothing where it does not speak it, or is no course."""
    if achievement.source_kind != KIND:
        return None
    said = version_titles(session, [achievement.source_id], language).get(achievement.source_id)
    own = version_titles(session, [achievement.source_id]).get(achievement.source_id)
    if said is None or own is None or said.language != language:
        return None
    if own.certifies and said.certifies == own.certifies:  # the title alone is translated
        return None
    names = exam_names(session, claim, language)
    exam = next(iter(names.values()), "")
    with force_locale(language):
        criteria = _(CRITERIA).format(title=said.title, exam=exam)
    return AwardWords(language, said.title, said.certifies or said.title, criteria, names)


def exam_names(session: Session, claim: Claim, language: str) -> Mapping[str, str]:
    """What the exams behind a claim are called in a language, by what their evidence calls them."""
    titles = attempt_titles(session, attempts_in(claim.evidence), language)
    named = {f"attempt:{attempt}": title for attempt, (title, _no) in titles.items()}
    return {one.name: named.get(one.cause or "", one.name) for one in from_data(claim.evidence)}
