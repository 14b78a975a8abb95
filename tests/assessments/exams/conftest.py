"""A small course with an exam and quizzes, and people who sit them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from assessments.exams.content import bundle
from assessments.exams.models import Attempt
from assessments.exams.services import loading
from courses.catalogue.models import CourseVersion
from tests.assessments.exams.live import Site, Sitting, begin
from tests.builders import assessments as make
from tests.builders import cohorts
from tests.builders import printed as paper
from tests.builders.audit import records_apart
from tests.builders.clocks import Clock, standing_clock
from tests.builders.people import NOW, Browser, browser_of

_read = {}


def read_once(files, around, today=None):
    """The same question files are read once a run: reading YAML takes longer than the tests."""
    texts = tuple((name, data) for name, data in sorted(files.items()) if name.endswith(".yaml"))
    if (texts, today) not in _read:
        _read[texts, today] = bundle.read_bundle(files, around, today)
    return _read[texts, today]


@pytest.fixture
def quick_reading(monkeypatch):
    """Question files are read once a run."""
    monkeypatch.setattr(loading, "read_bundle", read_once)


@pytest.fixture(scope="module")
def loaded(module_session, tmp_path_factory):
    """The number of the course, loaded."""
    with pytest.MonkeyPatch.context() as patch, module_session() as session:
        patch.setattr(loading, "read_bundle", read_once)
        return make.load_folder(session, make.write_exam_course(tmp_path_factory.mktemp("course")), NOW).id


@pytest.fixture(scope="module")
def printable(module_session, tmp_path_factory):
    """The number of the course whose quiz can be printed, for files whose `loaded` it is."""
    with pytest.MonkeyPatch.context() as patch, module_session() as session:
        patch.setattr(loading, "read_bundle", read_once)
        return paper.load_printable(session, tmp_path_factory.mktemp("course"), NOW).id


@pytest.fixture
def trainer(session):
    return cohorts.trainer(session, "Trainer One")


@pytest.fixture
def cohort(session, version, trainer, now):
    return cohorts.cohort(session, version, now, leader=trainer)


@pytest.fixture
def officers(session, cohort, now):
    return cohorts.officers(session, cohort, 2, now)


@pytest.fixture
def sheet(session, cohort, quiz, officers, trainer, now):
    return paper.printed(session, cohort, quiz, officers[:1], trainer, now)[0]


@pytest.fixture
def version(session, loaded, quick_reading):
    """The course, loaded."""
    return session.get_one(CourseVersion, loaded)


@pytest.fixture
def exam(session, version):
    return make.exam_of(session, version)


@pytest.fixture
def quiz(session, version):
    return make.exam_of(session, version, make.QUIZ)


@pytest.fixture
def officer(session, version, now):
    return make.learner(session, version, now)


@pytest.fixture
def signed_in(app, client, session) -> Callable[..., Browser]:
    """A browser in which this person is signed in; forms need no token there."""

    def enter(row) -> Browser:
        return browser_of(app, session, row)

    return enter


@pytest.fixture
def at_now(monkeypatch, now) -> Clock:
    """The site's clock stands at the moment of the test until it is told to go on."""
    return standing_clock(monkeypatch, now)


@pytest.fixture
def here(officer, signed_in) -> Browser:
    """The officer's browser."""
    return signed_in(officer)


@pytest.fixture
def attempt(session, exam, officer, now) -> Attempt:
    """The officer's open attempt."""
    made = make.start(session, exam, officer, now)
    session.commit()
    return made


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    """The site of these tests, made once for all of them: their people and attempts are their own."""
    folder = tmp_path_factory.mktemp("live")
    made = Site(folder)
    made.start()
    yield made
    made.close()


@pytest.fixture
def site(running):
    """The site, which is up again after each test."""
    yield running
    if running._server is None:
        running.start()


@pytest.fixture
def sitting(site) -> Sitting:
    """An officer with an attempt at the exam."""
    return begin(site)


@pytest.fixture
def device(browser):
    """Makes browsers with stores and cookies of their own; no script may fail in them."""
    contexts, complaints = [], []

    def make_one(who: Sitting | None = None, **options) -> BrowserContext:
        made = browser.new_context(viewport={"width": 1100, "height": 900}, **options)
        made.set_default_timeout(8000)
        made.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(made)
        if who is not None:
            who.sign_in(made)
        return made

    yield make_one
    for made in contexts:
        made.close()
    assert complaints == []


@pytest.fixture
def told_whole(session):
    """Whatever a test decides, the audit trail and the records go together afterwards."""
    yield
    assert records_apart(session) == []
