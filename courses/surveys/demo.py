"""The part of surveys in the demonstration: forms that two classes have answered, and one that is open."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from courses.surveys.models import SurveyCode
from courses.surveys.queries.papers import code_on_paper
from courses.surveys.services.answering import FilledSheet, answer_form
from courses.surveys.services.codes import NewCode, make_code
from courses.surveys.services.papers import check_paper, key_in
from lms import ids
from lms.access import Grant, Role, Viewer
from lms.db import Session, transaction
from lms.people.api import person_of

TRAINER, SECOND = "anong.wattana", "rosa.almeida"
HELD_BEFORE = timedelta(days=9)
OPEN_FOR = timedelta(days=2)
POINTS = ("55454", "44555", "53445", "45354", "55555", "43444", "54543", "44445", "55354", "34443", "54554", "45445")
PACE = ("right", "right", "fast", "right", "right", "fast", "right", "fast", "right", "fast", "right", "fast")
CHANGE = {
    0: "More time for the manifests.",
    2: "The pictures were good. Print them for us.",
    3: "Begin later on the second day.",
    5: "Bring real scales and real ivory.",
    7: "More cases from our own port.",
    9: "It was fast for me. Shorter lessons, please.",
    11: "Nothing, it was good.",
}
PAST_CLASS, PAST_TRAINER = "coast", "fatou.ndiaye"  # a class of the year before, and its language
PAST_ANSWERS, PAST_LANGUAGE = 9, "fr"
PAST_CHANGE = {1: "Plus de photos du port.", 4: "Une journée de plus, svp."}
PAST_BEFORE = timedelta(days=160)
SCALES = ("relevant", "clear", "practice", "trainer", "usable")


def load(world: dict[str, Any], now: datetime) -> None:
    """Two forms of the trainer: one closed with twelve answers, two of them on paper, and one that can be answered.

    Before them, a class of the year before answered one of its own.
    """
    held = now - HELD_BEFORE
    with transaction() as session:
        if "past_groups" in world:
            past_class(session, world, now - PAST_BEFORE)
        trainer, second = (as_viewer(session, world["people"][name]) for name in (TRAINER, SECOND))
        closed = NewCode("reaction", "Port City, class of two days", opens_at=held, closes_at=held + OPEN_FOR)
        row = make_code(session, closed, viewer=trainer, now=held)
        for number in range(len(POINTS)):
            answer(session, row, number, (trainer, second), now=held + timedelta(hours=1))
        make_code(session, NewCode("reaction", "Port City, class of this week"), viewer=trainer, now=now)


def as_viewer(session: Session, person_id: int) -> Viewer:
    """The trainer as policies know them."""
    row = person_of(session, person_id)
    return Viewer(row.id, row.uuid, row.name, row.administration_id, row.language, 0, grants=(Grant(Role.TRAINER),))


def answer(session: Session, row: SurveyCode, number: int, two: tuple[Viewer, Viewer], *, now: datetime) -> None:
    """What one of the twelve said; the last two wrote on paper, which two people keyed in."""
    filled = sheet(number, CHANGE.get(number, ""), "en")
    if number < len(POINTS) - 2:
        answer_form(session, row.code, filled, now=now)
    else:
        no = key_in(session, row.uuid, filled, viewer=two[0], now=now)
        check_paper(session, code_on_paper(session, row.code), no, filled, viewer=two[1], now=now)


def sheet(number: int, change: str, language: str) -> FilledSheet:
    """The answers of one of a class."""
    raw = dict(zip(SCALES, POINTS[number], strict=True)) | {"pace": PACE[number], "recommend": "yes"}
    return FilledSheet(ids.new_uuid(), raw | {"change": change}, language)


def past_class(session: Session, world: dict[str, Any], held: datetime) -> None:
    """A form of one class of the year before, which most of its officers answered on the last day."""
    group, title = world["past_groups"][PAST_CLASS]
    trainer = as_viewer(session, world["people"][PAST_TRAINER])
    leads = replace(trainer, grants=(*trainer.grants, Grant(Role.TRAINER, group.kind, str(group.id))))
    asked = NewCode("reaction", title, group=group, opens_at=held, closes_at=held + OPEN_FOR)
    row = make_code(session, asked, viewer=leads, now=held)
    for number in range(PAST_ANSWERS):
        filled = sheet(number, PAST_CHANGE.get(number, ""), PAST_LANGUAGE)
        answer_form(session, row.code, filled, now=held + timedelta(hours=1))
