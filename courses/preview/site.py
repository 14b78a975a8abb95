"""The preview: one course in a temporary installation, brought to what stands in its folder at every look."""

import time
from datetime import datetime
from pathlib import Path
from threading import Lock

from courses.catalogue.course_folder.bundle import Bundle, parse
from courses.catalogue.course_folder.files import COURSE
from courses.catalogue.models import CourseVersion
from courses.catalogue.services.loading import FolderRefused
from courses.learning.queries.runs import all_lessons, all_steps, newest_runs
from courses.learning.services import record_completion, record_read
from courses.preview.file_watcher import Content, Stamp, content_of, is_settled, read_as_written, stamp_of
from courses.preview.services import take_version, version_of
from lms.db import transaction
from lms.errors import RuleBroken
from lms.operating.single_user import Alone
from lms.text.problems import Problem


class PreviewSite:
    """The course of one folder; between two looks the last content that was sound is what its officer takes."""

    def __init__(self, root: Path, alone: Alone) -> None:
        self.root = root
        self.alone = alone
        self.version: CourseVersion | None = None  # the last that was sound
        self.slug = ""
        self.languages: list[str] = []  # of the course, its own first
        self.untranslated: list[str] = []  # of these, the ones that the words of pages are not translated to
        self.unknown: list[str] = []  # of these, the ones that no page can be asked for in
        self._problems: list[Problem] = []
        self._stamp: Stamp | None = None
        self._content: Content | None = None
        self._lock = Lock()

    def look(self, now: datetime) -> list[Problem]:
        """What is wrong with the folder as it stands; nothing means that the course was brought to it."""
        with self._lock:
            begun = time.time_ns()
            stamp = stamp_of(self.root)
            if stamp != self._stamp:
                folder = read_as_written(self.root)
                content = content_of(folder)
                if content != self._content:
                    self._problems = self._bring(parse(folder), now)
                    self._content = content
                self._stamp = stamp if is_settled(stamp, begun) else None
            return self._problems

    def begin_anew(self, now: datetime) -> None:
        """Be another officer, who has read nothing and sat nothing."""
        with self._lock, transaction() as session:
            person_id = self.alone.become_new(session, now)
            if self.version is not None:
                take_version(session, person_id, self.version, now=now)

    def read_and_pass_all(self, now: datetime) -> None:
        """Note every lesson as read and every checkpoint quiz as passed, so that what opens after them is open."""
        if self.version is None:
            return
        with self._lock, transaction() as session:
            person_id, course_id, lessons = (
                self.alone.person_id,
                self.version.course_id,
                all_lessons(session, self.version.id),
            )
            for lesson in lessons:
                record_read(session, person_id, course_id, lesson, now=now)
            run = newest_runs(session, [person_id], course_id)[person_id]
            for step in all_steps(session, self.version.id):
                if step not in (*lessons, self.version.final):
                    record_completion(session, run.id, step, now=now)

    def _bring(self, bundle: Bundle, now: datetime) -> list[Problem]:
        """Load the folder unless it has problems, and have the officer take it."""
        try:
            with transaction() as session:
                version = version_of(session, bundle, now=now)
                take_version(session, self.alone.person_id, version, now=now)
        except FolderRefused as refused:
            return list(refused.problems)
        except RuleBroken as fault:  # a rule of another package, such as about a cut score
            return [Problem(COURSE, 1, fault.message)]
        self.version = version
        self.slug = bundle.course.slug if bundle.course else ""
        self.languages = list(dict.fromkeys([version.language, *bundle.translations]))
        self.untranslated, self.unknown = self.alone.speak(self.languages)
        return []
