"""Questions and exams of a course folder: checked with it, and kept with each of its versions."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.exams.content.bundle import FILE, ReadBundle, parse_bundle, read_bundle
from assessments.exams.content.comparison import differences
from assessments.exams.events import ExamVersionPublished
from assessments.exams.models import Exam, ExamVersion
from assessments.exams.queries.withdrawn import withdrawn_now
from assessments.exams.rules.blueprint import Blueprint, blueprint_json
from assessments.exams.services.key_views import note_key_view
from assessments.items.clues.reading import advice_for
from assessments.items.content.bundle import Surroundings, parse_items
from assessments.items.content.claims import statement_of
from assessments.items.content.reading import question_texts
from assessments.items.content.translated import key_of_words, same_in, with_words
from assessments.items.item import AuthoredItem, Use
from assessments.items.models import CourseItem, Item, ItemVersion
from assessments.items.rendering.bodies import as_shown
from courses.api import CourseFacts, LoadedVersion, Mention, Problem, QuestionText, Statement, StoredPicture
from lms import events, ids
from lms.text.markup import inline_html


def surroundings(facts: CourseFacts) -> Surroundings:
    """What questions may refer to."""
    return Surroundings(facts.lessons, facts.sources, not_examined=facts.not_examined)


class Questions:
    """Reads the questions and exams of a course folder: the port that courses offer."""

    def check(self, files: Mapping[str, bytes], facts: CourseFacts, today: date) -> list[Problem]:
        """Everything that is wrong with them on this day, and what lessons and outline ask for in vain."""
        read = read_bundle(files, surroundings(facts), today)
        return read.problems + missing(read, facts)

    def advice(self, files: Mapping[str, bytes], facts: CourseFacts) -> list[str]:
        """What the surface of the questions gives away."""
        return advice_for(files, facts)

    def compare(self, files: Mapping[str, bytes], translated: Mapping[str, bytes]) -> list[Problem]:
        """Where a translation asks something else than the course."""
        return differences(files, translated)

    def statements(self, files: Mapping[str, bytes], facts: CourseFacts) -> list[Statement]:
        """What each question that can be read says, with its sources."""
        return [statement_of(item) for item in parse_items(files, surroundings(facts))[0]]

    def texts(self, files: Mapping[str, bytes]) -> list[QuestionText]:
        """Every question with its key, as a specialist reads it."""
        return question_texts(files)

    def load(
        self,
        session: Session,
        files: Mapping[str, bytes],
        version: LoadedVersion,
        *,
        actor_id: int | None,
        now: datetime,
    ) -> None:
        """Keep them for this version of the course, which was checked before."""
        around = surroundings(version.facts)
        items, exams = parse_bundle(files, around)
        others = {language: parse_bundle(one.files, around) for language, one in version.translations.items()}
        for item in items:
            said = {language: _of_id(theirs, item.id) for language, (theirs, _exams) in others.items()}
            keep_item(session, item, version, said, now=now)
        for exam in exams:
            words = {
                language: words_of(one)
                for language, (_items, theirs) in others.items() for one in theirs if one.slug == exam.slug
            }  # fmt: skip
            keep_exam(session, replace(exam, words=words), version, items=len(items), actor_id=actor_id, now=now)

    def withdrawn(self, session: Session, course_id: int, now: datetime) -> list[str]:
        """The questions that managers withdrew, which loading brings not back."""
        return [
            f"“{one.key}” stays withdrawn from new papers: {one.withdrawal.reason}"
            for one in withdrawn_now(session, now)
            if one.course_id == course_id
        ]


def words_of(exam: Blueprint) -> dict[str, str]:
    """What an exam says in one language."""
    cut = exam.cut
    return {"title": exam.title} | ({"set_by": cut.set_by, "method": cut.method} if cut else {})


def _of_id(items: Sequence[AuthoredItem], name: str) -> AuthoredItem:
    return next(item for item in items if item.id == name)


def missing(read: ReadBundle, facts: CourseFacts) -> list[Problem]:
    """Checks, quizzes and the final exam that are named but not there, or are for another use."""
    uses = {item.id: item.use for item in read.items}
    papers = {exam.slug: exam.use for exam in read.exams}

    def fault(mention: Mention, words: str) -> Problem:
        return Problem(mention.file, mention.line, words)

    found = []
    for mention in facts.checks:
        if mention.name not in uses:
            if read.refused.holds_item(mention.name):
                continue
            found.append(fault(mention, f"There is no question “{mention.name}”."))
        elif uses[mention.name] is not Use.PRACTICE:
            use = uses[mention.name]
            found.append(fault(mention, f"“{mention.name}” is for {use}; a check in a lesson takes a practice item."))
    wanted = [(mention, Use.CHECKPOINT) for mention in facts.checkpoints]
    wanted += [(facts.final, Use.EXAM)] if facts.final else []
    wanted += [(facts.gain_test, Use.GAIN)] if facts.gain_test else []
    for mention, use in wanted:
        if papers.get(mention.name) is not use and not read.refused.holds_exam(mention.name):
            found.append(fault(mention, f"exams.yaml has no “{mention.name}” with use: {use}."))
    named = facts.gain_test.name if facts.gain_test else None
    found += [
        Problem(FILE, 1, f"{exam.slug}: course.yaml names no such “gain_test”.")
        for exam in read.exams
        if exam.use is Use.GAIN and exam.slug != named
    ]
    return found


def keep_item(
    session: Session,
    item: AuthoredItem,
    version: LoadedVersion,
    said: Mapping[str, AuthoredItem] | None = None,
    *,
    now: datetime,
) -> None:
    """The item's version for this content, made if it is new, used in the version of the course.

    `said` is the same item in other languages: a change there is a change of the item too.
    """
    stored = session.scalars(select(Item).where(Item.course_id == version.course_id, Item.key == item.id)).one_or_none()
    if stored is None:
        stored = Item(course_id=version.course_id, key=item.id, use=item.use)
        session.add(stored)
        session.flush()
    picture = _picture(item, version.pictures)
    others = {language: same_in(item, other) for language, other in (said or {}).items()}
    translations = {
        language: _translation(
            other, [item, *others.values()], _picture(other, version.translations[language].pictures)
        )
        for language, other in others.items()
    }
    item = with_words(item, others.values())
    digest = hash_of(item, picture, translations)
    found = session.scalars(
        select(ItemVersion).where(ItemVersion.item_id == stored.id, ItemVersion.hash == digest)
    ).one_or_none()
    if found is None:
        found = _new_version(session, stored.id, item, picture, translations, digest, now=now)
    module = version.facts.lessons.get(item.lesson, "")
    session.add(
        CourseItem(
            course_version_id=version.id, item_version_id=found.id, use=item.use, module=module, until=item.until
        )
    )
    session.flush()


def _picture(item: AuthoredItem, pictures: Mapping[str, StoredPicture]) -> StoredPicture | None:
    return pictures[item.picture_file] if item.picture_file else None


def hash_of(item: AuthoredItem, picture: StoredPicture | None, translations: Mapping[str, Any] | None = None) -> str:
    """SHA-256 over all that an item asks and knows."""
    said = [item.kind, item.use, item.topic, item.lesson, item.stem, item.body, item.key, item.explain, item.points]
    whole = [*said, picture.url if picture else None, *([translations] if translations else [])]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _words(item: AuthoredItem, picture: StoredPicture | None) -> dict[str, Any]:
    """What an item says to people, as pages show it."""
    return {
        "stem": inline_html(item.stem),
        "body": as_shown(item.body),
        "explain": inline_html(item.explain),
        "picture_url": picture.url if picture else None,
    }


def _translation(item: AuthoredItem, spoken: Sequence[AuthoredItem], picture: StoredPicture | None) -> dict[str, Any]:
    """What an item says in one language; where its key holds words, that too, with those of every language."""
    words = _words(item, picture)
    key = key_of_words(with_words(item, [one for one in spoken if one is not item]))
    return words if key is None else {**words, "key": key}


def _new_version(
    session: Session,
    item_id: int,
    item: AuthoredItem,
    picture: StoredPicture | None,
    translations: dict[str, Any],
    digest: str,
    *,
    now: datetime,
) -> ItemVersion:
    highest = session.scalar(select(func.max(ItemVersion.no)).where(ItemVersion.item_id == item_id))
    made = ItemVersion(
        item_id=item_id,
        no=(highest or 0) + 1,
        kind=item.kind,
        topic=item.topic,
        lesson=item.lesson,
        answer_key=item.key,
        points=item.points,
        translations=translations,
        hash=digest,
        published_at=now,
        **_words(item, picture),
    )
    session.add(made)
    session.flush()
    return made


def _exam_named(session: Session, course_id: int, slug: str) -> Exam:
    """The exam of this name in a course, new or known."""
    exam = session.scalars(select(Exam).where(Exam.course_id == course_id, Exam.slug == slug)).one_or_none()
    if exam is None:
        exam = Exam(uuid=ids.new_uuid(), course_id=course_id, slug=slug)
        session.add(exam)
        session.flush()
    return exam


def keep_exam(
    session: Session,
    blueprint: Blueprint,
    version: LoadedVersion,
    *,
    items: int,
    actor_id: int | None,
    now: datetime,
) -> None:
    """A version of the exam for this version of the course."""
    exam = _exam_named(session, version.course_id, blueprint.slug)
    before = session.scalars(
        select(ExamVersion).where(ExamVersion.exam_id == exam.id).order_by(ExamVersion.no.desc()).limit(1)
    ).one_or_none()
    made = ExamVersion(
        exam_id=exam.id,
        no=before.no + 1 if before else 1,
        course_version_id=version.id,
        title=blueprint.title,
        use=blueprint.use,
        blueprint=blueprint_json(blueprint),
        published_at=now,
    )
    session.add(made)
    session.flush()
    events.publish(
        session,
        ExamVersionPublished(
            subject=f"exam:{exam.id}",
            actor_id=actor_id,
            at=now,
            no=made.no,
            course_version_id=version.id,
            items=items,
        ),
    )
    if actor_id is not None and blueprint.use is Use.EXAM:  # whoever has the folder has its keys
        note_key_view(session, exam_id=exam.id, exam_version_id=made.id, person_id=actor_id, now=now)
