"""The pages of panels: of those who put them together, who sit in them, and whom they decide about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessments.api import FoundEvidence
from certificates.candidates.queries.found import candidate_by_id
from certificates.candidates.services.evidence import add_piece
from certificates.panels.queries.found import FoundPanel, panel_sat_in
from certificates.panels.rules import CompetenceView
from certificates.panels.services.convening import convene
from certificates.panels.services.deciding import PanelBallot, sign, vote, write_down
from certificates.permissions import SchemeRole
from lms.access import Role, Viewer
from lms.people.models import Administration, Person
from tests.builders import candidates
from tests.builders import people as build
from tests.builders.scheme_certificates import definition as releasing
from tests.pages.acts import press
from tests.pages.made import World
from tests.pages.state import State

VOTING, SIGNING, WAITING, DECIDED, CLOSING = (
    f"{one}-scheme" for one in ("voting", "signing", "waiting", "decided", "closing")
)
PANELS = [
    State("panels.index", "some", "panel-chair", "/panels"),
    State("panels.index", "to put together", "keeper", "/panels"),
    State("panels.index", "none", "manager", "/panels", empty=True),
    State("panels.convene", "to fill", "keeper", "/panels/convene/{panel-waiting}"),
    State(
        "panels.convene",
        "nobody chosen",
        "keeper",
        "/panels/convene/{panel-waiting}",
        press("Create panel"),
        422,
    ),
    State("panels.one", "to vote", "panel-chair", "/panels/{panel-voting}"),
    State("panels.one", "nothing said", "panel-chair", "/panels/{panel-voting}", press("Vote"), 422),
    State("panels.one", "voted", "panelist", "/panels/{panel-voting}"),
    State("panels.one", "of who put it together", "keeper", "/panels/{panel-voting}"),
    State("panels.one", "to sign", "panel-chair", "/panels/{panel-signing}"),
    State("panels.one", "to close with a scope", "panel-chair", "/panels/{panel-closing}"),
    State("panels.one", "decided", "panel-chair", "/panels/{panel-decided}"),
    State("panels.letters", "one", "panel-judged", "/decision-letters"),
    State("panels.letters", "none", "officer", "/decision-letters", empty=True),
    State("panels.letter", "of a refusal", "panel-judged", "/decision-letters/{panel-letter}"),
    State("web.start", "panels wait", "panel-chair", "/"),
]


def add(session: Session, made: World, now: datetime) -> None:
    """Three who sit in panels, somebody whom they decide about in several schemes."""
    loader = build.person(session, "Pilar Ortega")
    keeper = build.viewer(session, session.get_one(Person, made.people["keeper"]))
    place = session.get_one(Administration, session.get_one(Person, made.people["officer"]).administration_id)
    person = build.person(session, "Suriya Nimit", (Role.OFFICER, place), place=place)
    made.people["panel-judged"] = person.id
    made.values["panel-judged-person"] = person.uuid
    sitters = []
    for who, name in (("panel-chair", "Wanjiru Kamau"), ("panelist", "Ole Hansen"), ("panel-third", "Binta Diallo")):
        row = build.person(session, name, SchemeRole.DECIDER)
        made.people[who] = row.id
        sitters.append(build.viewer(session, row))
    found = {}
    for slug in (VOTING, SIGNING, WAITING, DECIDED, CLOSING):
        whole = replace(releasing(), slug=slug) if slug == CLOSING else candidates.definition(slug)
        version = candidates.scheme(session, loader, now - timedelta(days=60), whole)
        one = candidates.candidate(session, person, version, now - timedelta(days=30), "known")
        for kind, observer in (("exam", None), ("observation", made.people["second"])):
            title = "Final exam" if kind == "exam" else "Training at the land border"
            seen = FoundEvidence(
                person.id, kind, f"invented:{slug}:{kind}", "a", title, now, ("teach",), observed_by_id=observer
            )
            add_piece(session, one, seen, "a", now=now)
        found[slug] = candidate_by_id(session, one.row.id)
    made.values["panel-waiting"] = found[WAITING].row.uuid
    for slug in (VOTING, SIGNING, DECIDED, CLOSING):
        ids = [one.id for one in sitters]
        row = convene(session, found[slug], ids, ids[0], language_fits=True, by=keeper, now=now)
        made.values[f"panel-{slug.removesuffix('-scheme')}"] = uuid = row.uuid
        for one in sitters[1:2] if slug == VOTING else sitters:
            views = {"teach": CompetenceView(False, "Spoke alone and gave no feedback to trainees.")}
            step = "certify" if one is sitters[2] or slug == CLOSING else "reject"
            ballot = PanelBallot(step, views, "The recording shows a talk and no exercise.")
            vote(session, _seen(session, one, uuid), ballot, by=one, now=now)
        if slug not in (VOTING, CLOSING):
            reason = "You know the subject well. We did not see you train others yet."
            minutes = "Two members saw no exercise. One member would certify now."
            write_down(session, _seen(session, sitters[0], uuid), reason, minutes, by=sitters[0], now=now)
    for one in sitters[:2]:
        sign(session, _seen(session, one, made.values["panel-decided"]), by=one, now=now)
    decided = _seen(session, sitters[0], made.values["panel-decided"])
    made.values["panel-letter"] = decided.decisions[-1].uuid


def _seen(session: Session, viewer: Viewer, uuid: str) -> FoundPanel:
    session.flush()
    session.expire_all()
    return panel_sat_in(session, viewer, uuid)
