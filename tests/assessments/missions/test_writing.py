"""The report written together: revisions, two at once, functions for names, and parts that come from a phone."""

import pytest
from sqlalchemy import select

from assessments.missions.models import MissionEntryRevision
from assessments.missions.offline_entries import ENTRY
from assessments.missions.queries.entries import entries_of, entry_of, revisions_of
from assessments.missions.rules.entries import Section
from assessments.missions.services.planning import cancel_mission
from assessments.missions.services.team import take_out
from assessments.missions.services.writing import EntryRevised, remove_entry, revise_entry
from lms.errors import BadInput, Conflict
from lms.offline.receiving import take_entries
from lms.offline.rules import Envelope, ReceiptState
from tests.builders.audit import records_apart
from tests.builders.missions import FIELDS
from tests.builders.people import viewer

OBSERVED = FIELDS[Section.OBSERVATION]


def revise(session, mission, uuid, by, now, *, base, **changed):
    return revise_entry(session, mission.found, uuid, OBSERVED | changed, base=base, by_id=by.id, now=now)


def test_an_entry_keeps_its_author_its_co_authors_and_every_revision(session, mission, now):
    uuid = mission.write(Section.OBSERVATION, mission.candidate, now)
    assert revise(session, mission, uuid, mission.lead, now, base=1, finding="There are two profiles.")
    found = entry_of(session, mission.row.id, uuid)
    assert found.authors == (mission.candidate.id, mission.lead.id)
    assert [one.body["finding"] for one in revisions_of(session, found.row.id)] == [
        "There is no profile of wildlife.",
        "There are two profiles.",
    ]
    assert records_apart(session) == []


def test_the_second_of_two_is_shown_what_stands_and_nothing_is_lost(session, mission, now):
    uuid = mission.write(Section.OBSERVATION, mission.candidate, now)
    revise(session, mission, uuid, mission.lead, now, base=1, finding="By the lead.")
    with pytest.raises(EntryRevised) as fault:
        revise(session, mission, uuid, mission.other, now, base=1, finding="By another.")
    assert fault.value.body["finding"] == "By the lead."
    revise(session, mission, uuid, mission.other, now, base=fault.value.number, finding="By another.")
    found = entry_of(session, mission.row.id, uuid)
    said = [one.body["finding"] for one in revisions_of(session, found.row.id)]
    assert said[1:] == ["By the lead.", "By another."]


def test_the_same_text_twice_is_one_revision(session, mission, now):
    uuid = mission.write(Section.OBSERVATION, mission.candidate, now)
    assert not revise(session, mission, uuid, mission.lead, now, base=1)


def test_what_is_taken_out_keeps_what_it_said(session, mission, now):
    uuid = mission.write(Section.OBSERVATION, mission.candidate, now)
    remove_entry(session, mission.found, uuid, base=1, by_id=mission.lead.id, now=now)
    assert entries_of(session, [mission.row.id])[mission.row.id] == []
    assert len(entries_of(session, [mission.row.id], removed=True)[mission.row.id]) == 1
    assert records_apart(session) == []


@pytest.mark.parametrize(("section", "field"), [(Section.INTERVIEW, "office"), (Section.TASK, "owner")])
def test_a_function_is_no_name_of_a_person(mission, now, section, field):
    with pytest.raises(BadInput, match="function only") as fault:
        mission.write(section, mission.lead, now, **{field: "Spoke with Cara Candidate"})
    assert fault.value.field == field


def test_of_a_cancelled_mission_nothing_more_is_written(session, mission, now):
    cancel_mission(session, mission.found, "Closed.", actor=mission.planner, now=now)
    with pytest.raises(Conflict):
        mission.write(Section.OBSERVATION, mission.lead, now)


@pytest.fixture
def send(app, session, mission, now):
    """Send what a phone kept as somebody; answers states and words in their order."""

    def sent(by, *bodies, device="phone"):
        session.commit()
        entries = [
            Envelope(f"{device}-entry-{number}", ENTRY, mission.row.uuid, device, number, now, body)
            for number, body in enumerate(bodies, 1)
        ]
        told = take_entries(viewer(session, by), entries, now=now)
        session.expire_all()
        return [(told[one.id].state, told[one.id].more.get("message", "")) for one in entries]

    with app.test_request_context():
        yield sent


def typed(section, **changed):
    return {"section": section.value, "fields": FIELDS[section] | changed}


def test_parts_of_two_phones_are_all_in_the_report_each_once_and_with_their_author(session, mission, send):
    parts = [typed(Section.OBSERVATION), typed(Section.TASK)]
    assert [state for state, _words in send(mission.candidate, *parts)] == [ReceiptState.TAKEN] * 2
    assert [state for state, _words in send(mission.other, parts[0], device="tablet")] == [ReceiptState.TAKEN]
    send(mission.candidate, *parts)  # the phone did not hear the receipt
    found = entries_of(session, [mission.row.id])[mission.row.id]
    assert [(one.section, one.authors) for one in found] == [
        (Section.OBSERVATION, (mission.candidate.id,)),
        (Section.OBSERVATION, (mission.other.id,)),
        (Section.TASK, (mission.candidate.id,)),
    ]


def test_one_bad_part_spoils_no_other(session, mission, send):
    named = typed(Section.INTERVIEW, office="Lena Lead")
    states = [state for state, _words in send(mission.candidate, named, typed(Section.TASK), {"section": "poem"})]
    assert states == [ReceiptState.REFUSED, ReceiptState.TAKEN, ReceiptState.REFUSED]
    assert len(session.scalars(select(MissionEntryRevision)).all()) == 1


def test_who_left_the_team_is_told_and_nothing_is_taken(session, mission, send, now):
    take_out(session, mission.found, mission.member(mission.other).uuid, actor=mission.planner, now=now)
    [(state, words)] = send(mission.other, typed(Section.TASK))
    assert (state, "no longer in the team" in words) == (ReceiptState.REFUSED, True)
