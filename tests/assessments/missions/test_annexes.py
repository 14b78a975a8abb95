"""Annexes: drafts, signatures, versions with a reason, release; by the supervising expert alone."""

from datetime import timedelta

import pytest

from assessments.independence.api import declare_interest
from assessments.missions.queries.annexes import annex_read, annex_written, annexes_read
from assessments.missions.rules.readiness import Readiness
from assessments.missions.services.annexes import AnnexDraft, release_annexes, sign_annex, write_annex
from assessments.sheets.rules.states import Turn
from assessments.sheets.services.feedback import release_feedback
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from tests.builders.audit import records_apart
from tests.builders.sheets import Bench


def test_a_draft_is_read_by_its_expert_alone(session, mission, now):
    uuid = mission.annex(now, signed=False)
    assert annex_read(session, mission.viewer(mission.expert), uuid).draft.words == "Asks well."
    for one in (mission.candidate, mission.other, mission.lead):
        assert annexes_read(session, mission.viewer(one)) == []


def test_a_signed_annex_is_replaced_with_a_reason_and_the_old_one_stays(session, mission, now):
    uuid = mission.annex(now)
    with pytest.raises(BadInput) as fault:
        mission.annex(now, "Asks very well.")
    assert fault.value.field == "reason"
    mission.annex(now, "Asks very well.", reason="I forgot the second day.")
    found = annex_read(session, mission.viewer(mission.expert), uuid)
    assert [one.words for one in found.versions] == ["Asks very well.", "Asks well."]
    assert found.signed.reason == "I forgot the second day."
    assert records_apart(session) == []


def test_an_old_page_neither_saves_nor_signs(session, mission, now):
    mission.annex(now, signed=False)
    expert, member = mission.viewer(mission.expert), mission.member(mission.candidate)
    typed = AnnexDraft("Other words.", "", "", Readiness.READY)
    with pytest.raises(Conflict):
        write_annex(session, member, typed, base=0, expert=expert, now=now)
    with pytest.raises(Conflict):
        sign_annex(session, member, base=7, expert=expert, now=now)


def test_an_interest_declared_later_keeps_an_expert_from_signing(session, mission, now):
    mission.annex(now, signed=False)
    declare_interest(session, mission.candidate.id, mission.expert.id, "We are cousins.", now=now)
    expert, member = mission.viewer(mission.expert), mission.member(mission.candidate)
    with pytest.raises(RuleBroken, match="declared an interest"):
        sign_annex(session, member, base=1, expert=expert, now=now)


@pytest.mark.parametrize("who", ["lead", "other", "candidate"])
def test_whoever_does_not_supervise_the_candidate_writes_nothing(session, mission, who):
    viewer = mission.viewer(getattr(mission, who))
    with pytest.raises(NotFound):
        annex_written(session, viewer, mission.row, mission.member(mission.candidate).uuid)


def test_the_candidate_reads_it_from_the_release_on_and_nobody_releases_their_own(session, mission, now):
    uuid = mission.annex(now)
    candidate = mission.viewer(mission.candidate)
    assert annexes_read(session, candidate) == []
    with pytest.raises(RuleBroken):
        release_annexes(session, [candidate.id], by_id=candidate.id, now=now)
    assert release_annexes(session, [candidate.id, mission.other.id], by_id=mission.planner.id, now=now) == 1
    assert release_annexes(session, [candidate.id], by_id=mission.planner.id, now=now) == 0
    mission.annex(now, "Not finished.", signed=False, reason="More to say.")
    assert [one.words for one in annex_read(session, candidate, uuid).versions] == ["Asks well."]
    assert annexes_read(session, mission.viewer(mission.other)) == []
    assert records_apart(session) == []


def test_feedback_of_a_workshop_releases_the_annexes_of_its_candidates_at_the_same_moment(session, mission, now):
    """Those of nobody else, and never to the host."""
    uuid, reader = mission.annex(now), mission.viewer(mission.candidate)
    bench = Bench(session)
    bench.performance = bench.perform(person_id=mission.candidate.id)
    pair = [bench.assign(bench.one, Turn.FIRST), bench.assign(bench.two, Turn.SECOND)]
    for sheet in (bench.first, bench.second, *pair):
        bench.fill(sheet, 2, 2)
    assert annexes_read(session, reader) == []
    release_feedback(session, bench.workshop, by_id=bench.moderator.id, now=now)
    assert annex_read(session, reader, uuid).row.released_at == now
    assert annexes_read(session, mission.viewer(mission.other)) == []


def released(session, mission, now, **changed):
    """A workshop of the candidate whose feedback is released."""
    bench = Bench(session)
    for name, value in changed.items():
        setattr(bench.workshop, name, value)
    bench.performance = bench.perform(person_id=mission.candidate.id)
    pair = [bench.assign(bench.one, Turn.FIRST), bench.assign(bench.two, Turn.SECOND)]
    for sheet in (bench.first, bench.second, *pair):
        bench.fill(sheet, 2, 2)
    release_feedback(session, bench.workshop, by_id=bench.moderator.id, now=now)


def test_an_annex_that_is_signed_after_the_feedback_is_released_with_its_signature(session, mission, now):
    reader = mission.viewer(mission.candidate)
    released(session, mission, now, ends_on=mission.row.starts_on + timedelta(days=30))
    uuid = mission.annex(now, signed=False)
    assert annexes_read(session, reader) == []
    sign_annex(session, mission.member(mission.candidate), base=1, expert=mission.viewer(mission.expert), now=now)
    assert annex_read(session, reader, uuid).row.released_at == now
    assert annexes_read(session, mission.viewer(mission.other)) == []


def test_the_feedback_of_a_workshop_before_the_mission_releases_nothing_of_it(session, mission, now):
    before = mission.row.starts_on - timedelta(days=30)
    released(session, mission, now, starts_on=before, ends_on=before)
    mission.annex(now)
    assert annexes_read(session, mission.viewer(mission.candidate)) == []
