"""Evidence with its witnesses, and files that people send."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessments.evidence.links import witness_token
from lms.uploads.models import VirusCheck
from tests.builders import evidence as make
from tests.builders import people as build
from tests.pages.acts import fill, press
from tests.pages.made import World
from tests.pages.state import State

EVIDENCE = [
    State("evidence.mine", "some", "shower", "/evidence"),
    State("evidence.mine", "none", "officer", "/evidence", empty=True),
    State("evidence.add", "to fill", "shower", "/evidence/new"),
    State("evidence.add", "a self-review", "shower", "/evidence/new?kind=self-review&title=Self-review"),
    State("evidence.add", "wrong", "shower", "/evidence/new", press("Add"), 422),
    State("evidence.one", "witnesses in every state", "shower", "/evidence/{evidence}"),
    State("evidence.one", "withdrawn", "shower", "/evidence/{evidence-withdrawn}"),
    State("evidence.name_witness", "to fill", "shower", "/evidence/{evidence-bare}/witness"),
    State(
        "evidence.name_witness", "wrong", "shower", "/evidence/{evidence-bare}/witness",
        fill("Send e-mail", name="A", function="B", email="nobody"), 422,
    ),
    State("evidence.witness", "to fill", None, "/witness/{witness}"),
    State("evidence.witness", "wrong", None, "/witness/{witness}", press("Submit"), 422),
    State("evidence.witness", "answered", None, "/witness/{witness-said}", answers=410),
    State("evidence.witness", "forged", None, "/witness/abc", answers=404),
    State("uploads.mine", "some", "shower", "/uploads"),
    State("uploads.mine", "none", "officer", "/uploads", empty=True),
    State("uploads.go_on", "to choose", "shower", "/uploads/{begun}/continue"),
    State("uploads.one", "the second page of a PDF", "shower", "/files/{plan}?page=2"),
    State("uploads.one", "a photo", "shower", "/files/{photo}"),
]  # fmt: skip


def add(session: Session, made: World, now: datetime) -> None:
    """Somebody with evidence in every state and files that wait."""
    row = build.person(session, "Wangari Maina", "officer", email="wangari.maina@example.org")
    made.people["shower"] = row.id
    me = build.viewer(session, row)
    day = (now - timedelta(days=9)).date()
    item = make.item(session, row.id, now, day=day)
    make.confirmed(session, item, me, now, name="Daniel Otieno", email="daniel@example.org")
    waits = make.asked(session, item, me, now, name="Ruth Achieng", email="ruth@example.org")
    old = now - timedelta(days=90)
    make.asked(session, item, me, old, name="Paul Maina", email="paul@example.org")
    withdrawn = make.item(session, row.id, now, day=day, title="A talk about ivory", files=False)
    said = make.confirmed(session, withdrawn, me, now, email="otieno@example.org")
    make.withdraw(session, withdrawn, me, now)
    bare = make.item(session, row.id, now, day=day, title="A search at the port", files=False, text="I led the search.")
    photo = make.file(session, row.id, now, name="room with many officers and a very long name of its own.jpg")
    photo.virus_check = VirusCheck.CLEAN
    begun = make.file(session, row.id, now, name="film.jpg", begun=True)
    made.values |= {
        "evidence": item.uuid,
        "evidence-withdrawn": withdrawn.uuid,
        "evidence-bare": bare.uuid,
        "witness": witness_token(waits.uuid),
        "witness-said": witness_token(said.uuid),
        "photo": photo.uuid,
        "begun": begun.uuid,
        "plan": make.plan(session, row.id, now).uuid,
    }
