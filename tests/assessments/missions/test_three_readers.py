"""One text, three readers: who is answered what at each address of a report, its follow-up and an annex."""

import csv
import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.missions.links import FOLLOW_UP, REPORT, host_token
from assessments.missions.models import MissionFollowUp
from assessments.missions.rules.entries import Section
from assessments.missions.services.annexes import release_annexes
from assessments.rubrics.models import Rubric, RubricVersion
from assessments.sheets.models import Performance, Sheet
from assessments.sheets.rules.states import Occasion, Turn
from lms.access import Grant, Role
from lms.ids import new_uuid
from lms.mail.folder import letters_folder
from lms.people.models import Person
from lms.queue import jobs
from tests.builders import people
from tests.builders.people import NOW, browser

SECRET = "Panics at the counter"  # in the annex alone
FINDING = "There is no profile of wildlife"  # in the report
HOST = "host with the link"


def assessor_of(session, candidate):
    """Somebody with a sheet of a performance of the candidate."""
    row = people.person(session, "Asa Assessor", Role.OFFICER, Role.ASSESSOR)
    rubric = Rubric(uuid=new_uuid(), slug="case")
    session.add(rubric)
    session.flush()
    version = RubricVersion(uuid=new_uuid(), rubric_id=rubric.id, no=1, definition={}, digest="0" * 64, made_at=NOW)
    session.add(version)
    session.flush()
    performance = Performance(
        uuid=new_uuid(), person_id=candidate.id, rubric_version_id=version.id, occasion=Occasion.WORKSHOP,
        occasion_id=1, exercise_id=None, no=1, written=False, recorded=False, made_at=NOW,
    )  # fmt: skip
    session.add(performance)
    session.flush()
    session.add(
        Sheet(
            uuid=new_uuid(),
            performance_id=performance.id,
            assessor_id=row.id,
            turn=Turn.FIRST,
            revision=0,
            made_at=NOW,
        )
    )
    return row


@pytest.fixture
def readers(session, mission):
    """Everybody who may want to read something, by what they are."""
    manager = people.person(session, "Mia Manager", Role.PROGRAMME_MANAGER)
    host = people.person(session, "Hana Host", Role.OFFICER, place=mission.host)
    abroad = people.person(session, "Cleo Coordinator", Role.OFFICER)
    people.give_anywhere(session, abroad, Grant(Role.COORDINATOR, "country", "KE"))
    moderator = people.person(session, "Moe Moderator", Role.OFFICER)
    people.give_anywhere(session, moderator, Grant("moderator"))
    return {
        HOST: None,
        "officer of the host": host,
        "programme": manager,
        "planner": session.get_one(Person, mission.planner.id),
        "lead": mission.lead,
        "expert": mission.expert,
        "candidate": mission.candidate,
        "other candidate": mission.other,
        "assessor": assessor_of(session, mission.candidate),
        "moderator": moderator,
        "coordinator of another country": abroad,
    }


@pytest.fixture
def things(session, mission, now):
    """The addresses, by what stands there."""
    mission.write(Section.OBSERVATION, mission.candidate, now)
    mission.write(Section.RECOMMENDATION, mission.lead, now)
    report, annex = mission.deliver(now), mission.annex(now, SECRET)
    asked = session.scalars(select(MissionFollowUp).where(MissionFollowUp.months == 3)).one()
    asked.sent_at = now
    session.flush()
    one = f"/missions/{mission.row.uuid}"
    return {
        "report": f"{one}/report",
        "report as a PDF": f"{one}/report.pdf",
        "report of the host": f"/host/reports/{host_token(REPORT, report.uuid)}",
        "the same as a PDF": f"/host/reports/{host_token(REPORT, report.uuid)}/report.pdf",
        "follow-up of the host": f"/host/follow-up/{host_token(FOLLOW_UP, asked.uuid)}",
        "follow-up as a file": "/missions/follow-up/export.json",
        "picture": "/missions/picture",
        "picture as a file": "/missions/picture/export.json",
        "missions as a file": "/missions/mine/export.csv",
        "annex": f"/missions/annexes/{annex}",
        "annexes": "/missions/annexes",
        "annex to write": f"{one}/candidates/{mission.member(mission.candidate).uuid}/annex",
    }


TEAM = {"lead", "expert", "candidate", "other candidate"}
PROGRAMME = {"programme", "coordinator of another country"}
ALL = {HOST, "officer of the host", "planner", "assessor", "moderator"} | TEAM | PROGRAMME
SIGNED_IN = ALL - {HOST}
OPENS = {
    "report": TEAM | {"planner"},
    "report as a PDF": TEAM | {"planner"},
    "report of the host": ALL,
    "the same as a PDF": ALL,
    "follow-up of the host": ALL,
    "follow-up as a file": PROGRAMME,
    "picture": PROGRAMME,
    "picture as a file": PROGRAMME,
    "missions as a file": SIGNED_IN,
    "annex": {"expert", "assessor", "moderator"},
    "annexes": SIGNED_IN,
    "annex to write": {"expert"},
}
READS_SECRET = {("annex", "expert"), ("annex", "assessor"), ("annex", "moderator"), ("annex to write", "expert")}
READS_FINDING = {("report", who) for who in OPENS["report"]} | {("report of the host", who) for who in ALL} | {
    ("picture", "programme")
}  # fmt: skip


@pytest.mark.parametrize("what", OPENS)
def test_each_reader_is_answered_what_is_theirs(app, session, readers, things, what):
    session.commit()
    opens, secret, finding = set(), set(), set()
    for who, row in readers.items():
        desk = browser(app)
        if row is not None:
            people.sign_in(desk, session, row)
            session.commit()
        answer = desk.get(things[what])
        text = answer.get_data(as_text=not what.endswith("PDF")) if not what.endswith("PDF") else ""
        assert answer.status_code in (200, 302, 303, 404)
        if answer.status_code == 200:
            opens.add(who)
        secret |= {(what, who)} if SECRET in text else set()
        finding |= {(what, who)} if FINDING in text else set()
    assert opens == OPENS[what]
    assert secret == {one for one in READS_SECRET if one[0] == what}
    assert finding == {one for one in READS_FINDING if one[0] == what}


def test_the_candidate_reads_the_annex_after_the_release_and_nobody_else_more(
    app, session, mission, readers, things, now
):
    release_annexes(session, [mission.candidate.id], by_id=mission.planner.id, now=now)
    session.commit()
    opened = set()
    for who in ("candidate", "other candidate", "lead", "planner"):
        desk = browser(app)
        people.sign_in(desk, session, readers[who])
        session.commit()
        if SECRET in desk.get(things["annex"]).text:
            opened.add(who)
    assert opened == {"candidate"}


def test_letters_say_nothing_of_a_candidate_or_an_annex(session, mission, things):
    for path in letters_folder().glob("*.eml"):
        path.unlink()
    session.commit()
    jobs.run_due(NOW + timedelta(minutes=1))
    letters = "".join(path.read_bytes().decode() for path in letters_folder().glob("*host*.eml")) + "".join(
        text for path in letters_folder().glob("*.eml") if "office@host.example" in (text := path.read_bytes().decode())
    )
    assert "/host/reports/" in letters
    assert not any(word in letters for word in (SECRET, "Cara", "Panics", "annex"))


def test_a_link_with_one_sign_changed_opens_nothing(app, things):
    desk = browser(app)
    for what in ("report of the host", "follow-up of the host"):
        assert desk.get(things[what] + "x").status_code == 404


def test_a_file_for_another_country_names_neither_the_country_nor_the_mission(app, session, readers, things):
    desk = browser(app)
    people.sign_in(desk, session, readers["coordinator of another country"])
    session.commit()
    text = desk.get(things["picture as a file"]).text
    assert "Lao" not in text
    assert "Diagnostic" not in text
    assert json.loads(text)
    assert list(csv.reader(io.StringIO(desk.get("/missions/picture/export.csv").text)))
