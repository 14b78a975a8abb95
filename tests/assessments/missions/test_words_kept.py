"""What is written, signed and seen on missions: how long it may be, when it may be said, and what the trail keeps."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assessments.independence.api import declare_interest
from assessments.missions.models import MissionAnnex, MissionEntry, MissionEntryRevision, OperationPractice
from assessments.missions.queries.annexes import annex_read, annexes_read, own_annex
from assessments.missions.queries.entries import entry_of
from assessments.missions.rules.entries import FIELDS as OF_SECTIONS
from assessments.missions.rules.entries import EntryFault, Section, Topic, faults, kept
from assessments.missions.rules.picture import Noted, ObservationGrade, picture
from assessments.missions.rules.readiness import Readiness
from assessments.missions.services.annexes import AnnexDraft, release_annexes, sign_annex, write_annex
from assessments.missions.services.planning import cancel_mission
from assessments.missions.services.practice import may_observe, record_practice
from assessments.missions.services.writing import EntryRevised, remove_entry, revise_entry
from assessments.permissions import PracticalRole
from courses.api import ActivityKind
from lms.access import Grant
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from tests.builders import missions, people, programme
from tests.builders.audit import entries, records_apart
from tests.builders.missions import FIELDS

DAY = timedelta(days=1)


@pytest.mark.parametrize("section", Section)
def test_a_field_holds_as_much_as_it_may_and_not_one_sign_more(section):
    for field in OF_SECTIONS[section]:
        if field.offers or field.is_day:
            for wrong in ("x", 7, "\0"):
                assert field.name in faults(section, FIELDS[section] | {field.name: wrong})
            continue
        whole = f" {'x' * field.most} "
        assert faults(section, FIELDS[section] | {field.name: whole}) == {}
        assert kept(section, FIELDS[section] | {field.name: whole})[field.name] == "x" * field.most
        long = FIELDS[section] | {field.name: "x" * (field.most + 1)}
        assert faults(section, long) == {field.name: EntryFault.TOO_LONG}
        nul = FIELDS[section] | {field.name: "a\0b"}
        assert faults(section, nul) == {field.name: EntryFault.NOT_OFFERED}
        none = {field.name: EntryFault.MISSING} if field.name != "indicator" else {}
        assert faults(section, FIELDS[section] | {field.name: None}) == none


@pytest.mark.parametrize("day", ["2026-1-3", "20261103", "2026-W45-2"])
def test_a_day_is_written_in_one_way(day):
    assert faults(Section.INTERVIEW, FIELDS[Section.INTERVIEW] | {"held_on": day}) == {"held_on": EntryFault.NO_DAY}


def test_a_picture_adds_up_by_country_and_topic_and_counts_other_countries_once():
    risk, legal = Topic.RISK, Topic.LEGAL
    strong, need, urgent = ObservationGrade.STRENGTH, ObservationGrade.NEED, ObservationGrade.URGENT_NEED
    own = [Noted("LA", risk, one, False) for one in (strong, strong, need, urgent, need)]
    own.append(Noted("LA", legal, strong, True))
    others = [Noted(country, risk, urgent, True) for country in ("KE", "KE", "ZA", "VN")]
    others += [Noted(country, risk, strong, True) for country in ("KE", "ZA", "VN", "MY")]
    hidden = [Noted("TH", risk, need, False), Noted("TH", risk, strong, False)]
    shown = picture([*hidden, *others, *own], {"LA"})
    assert [(one.topic, one.strengths, one.needs, one.urgent) for one in shown.full] == [
        (legal, 1, 0, 0), (risk, 2, 3, 1),
    ]  # fmt: skip
    assert [(one.topic, one.needs, one.strengths) for one in shown.others] == [
        (Topic.TRAINING, None, None), (legal, None, None), (risk, 3, 4), (Topic.OPERATIONS, None, None),
    ]  # fmt: skip


def test_a_part_of_a_report_is_kept_with_who_wrote_what_when_and_what_it_was(session, mission, now):
    uuid = mission.write(Section.TASK, mission.candidate, now, indicator=" ")
    beside = mission.write(Section.TASK, mission.candidate, now)
    found = entry_of(session, mission.row.id, uuid)
    assert (found.row.author_id, found.row.made_at, found.section) == (mission.candidate.id, now, Section.TASK)
    assert found.body == FIELDS[Section.TASK] | {"indicator": ""}
    changed = FIELDS[Section.TASK] | {"words": "Write two."}
    later = now + DAY
    assert revise_entry(session, mission.found, uuid, changed, base=1, by_id=mission.lead.id, now=later) is True
    remove_entry(session, mission.found, uuid, base=2, by_id=mission.other.id, now=later)
    rows = session.scalars(
        select(MissionEntryRevision)
        .where(MissionEntryRevision.entry_id == found.row.id)
        .order_by(MissionEntryRevision.number)
    ).all()
    assert [(one.number, one.removed, one.by_id, one.at, one.body["words"]) for one in rows] == [
        (1, False, mission.candidate.id, now, "Write the first profile."),
        (2, False, mission.lead.id, later, "Write two."),
        (3, True, mission.other.id, later, "Write two."),
    ]
    written = [one for one in entries(session, "mission.entry-written") if one.data["entry_id"] == found.row.id]
    assert [(one.actor_id, one.data["number"], one.data["section"], one.data["removed"]) for one in written] == [
        (mission.candidate.id, 1, "task", False), (mission.lead.id, 2, "task", False),
        (mission.other.id, 3, "task", True),
    ]  # fmt: skip
    assert {one.subject for one in written} == {f"mission-entry:{found.row.id}"}
    assert entry_of(session, mission.row.id, beside).revision.number == 1


def test_a_part_that_is_wrong_old_or_of_a_cancelled_mission_is_neither_revised_nor_removed(session, mission, now):
    uuid = mission.write(Section.INTERVIEW, mission.lead, now)

    def revise(base, **changed):
        body = FIELDS[Section.INTERVIEW] | changed
        return revise_entry(session, mission.found, uuid, body, base=base, by_id=mission.lead.id, now=now)

    for changed, field in (({"words": ""}, "words"), ({"office": "Ask Otto Other there"}, "office")):
        with pytest.raises(BadInput) as fault:
            revise(1, **changed)
        assert fault.value.field == field
    with pytest.raises(NotFound):
        remove_entry(session, mission.found, "no such part", base=1, by_id=mission.lead.id, now=now)
    for base in (0, 2):
        with pytest.raises(EntryRevised) as fault:
            revise(base, words="Others.")
        assert (fault.value.number, fault.value.body["words"]) == (1, "Profiles are on paper.")
        with pytest.raises(EntryRevised):
            remove_entry(session, mission.found, uuid, base=base, by_id=mission.lead.id, now=now)
    cancel_mission(session, mission.found, "No.", actor=mission.planner, now=now)
    for act in (
        lambda: revise(1, words="Others."),
        lambda: remove_entry(session, mission.found, uuid, base=1, by_id=mission.lead.id, now=now),
    ):
        with pytest.raises(Conflict, match="cancelled"):
            act()
    assert len(session.scalars(select(MissionEntryRevision)).all()) == 1
    assert len(session.scalars(select(MissionEntry)).all()) == 1


def typed(**changed):
    return AnnexDraft(**({"words": "Asks well.", "strengths": "Calm", "needs": "Law",
                          "recommendation": Readiness.NEARLY} | changed))  # fmt: skip


@pytest.fixture
def keep(session, mission, now):
    """Keeps what the expert types of the candidate."""

    def of(base=0, **changed):
        expert, member = mission.viewer(mission.expert), mission.member(mission.candidate)
        return write_annex(session, member, typed(**changed), base=base, expert=expert, now=now)

    return of


def test_what_an_annex_cannot_be_is_refused_beside_its_field_and_nothing_is_begun(session, mission, keep, now):
    for changed, field in (
        ({"words": " "}, "words"),
        *(({name: "x" * 4001}, name) for name in ("words", "strengths", "needs", "reason")),
    ):
        with pytest.raises(BadInput) as fault:
            keep(**changed)
        assert fault.value.field == field
    with pytest.raises(Conflict):
        keep(1)
    assert session.scalars(select(MissionAnnex)).all() == []
    declare_interest(session, mission.candidate.id, mission.expert.id, "We are cousins.", now=now)
    with pytest.raises(RuleBroken, match="declared an interest"):
        keep()


def test_each_draft_is_a_version_and_what_was_signed_stands_beside_it(session, mission, keep, now):
    expert, member = mission.viewer(mission.expert), mission.member(mission.candidate)
    first = keep(words=f" {'x' * 3998} ", strengths="x" * 4000)
    assert (first.number, first.words, first.signed_at, first.recommendation) == (1, "x" * 3998, None, "nearly")
    second = keep(1, words="Other.")
    assert (second.number, second.digest != first.digest, second.reason) == (2, True, "")
    found = own_annex(session, expert, member)
    assert (found.signed, found.draft.number) == (None, 2)
    with pytest.raises(Conflict, match="no draft like"):
        sign_annex(session, member, base=1, expert=expert, now=now)
    sign_annex(session, member, base=2, expert=expert, now=now)
    found = own_annex(session, expert, member)
    assert (found.signed.number, found.draft, first.signed_at) == (2, None, None)
    with pytest.raises(Conflict, match="no draft like"):
        sign_annex(session, member, base=2, expert=expert, now=now)
    with pytest.raises(BadInput):
        keep(2, reason=" ")
    keep(2, words="More.", reason="I forgot.")
    found = own_annex(session, expert, member)
    assert (found.signed.number, found.draft.number, [one.number for one in found.versions]) == (2, 3, [3, 2, 1])
    assert (found.row.made_at, found.row.released_at, found.row.expert_id) == (now, None, mission.expert.id)
    [entry] = entries(session, "mission.annex-signed")
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"mission-annex:{found.row.id}", mission.expert.id, {"number": 2, "digest": second.digest, "reason": ""},
    )  # fmt: skip


def test_the_same_words_on_two_candidates_have_two_digests(session, mission, keep, now):
    expert, other = mission.viewer(mission.expert), mission.member(mission.other)
    theirs = write_annex(session, other, typed(), base=0, expert=expert, now=now)
    assert keep().digest != theirs.digest


def test_nothing_is_signed_that_was_never_written(session, mission, now):
    with pytest.raises(Conflict, match="no draft like"):
        sign_annex(session, mission.member(mission.candidate), base=0, expert=mission.viewer(mission.expert), now=now)


def test_a_release_is_of_these_candidates_once_and_stays_as_it_was(session, mission, now):
    beside = missions.mission(session, now, words="Beside")
    uuid, theirs = mission.annex(now), beside.annex(now)
    everybody = [mission.candidate.id, beside.candidate.id]
    assert release_annexes(session, everybody[:1], by_id=mission.planner.id, now=now) == 1
    assert release_annexes(session, everybody, by_id=None, now=now + DAY) == 1
    released = dict(session.execute(select(MissionAnnex.uuid, MissionAnnex.released_at)).all())
    assert released == {uuid: now, theirs: now + DAY}
    first, second = entries(session, "mission.annex-released")
    assert (first.actor_id, first.data) == (mission.planner.id, {"candidate_id": mission.candidate.id})
    assert (second.actor_id, second.data) == (None, {"candidate_id": beside.candidate.id})
    reader = mission.viewer(mission.candidate)
    assert [one.row.uuid for one in annexes_read(session, reader)] == [uuid]
    with pytest.raises(NotFound):
        annex_read(session, reader, theirs)
    assert annex_read(session, reader, uuid).row.uuid == uuid
    assert records_apart(session) == []


@pytest.fixture
def operation(session, now):
    return programme.activity(
        session, now, kind=ActivityKind.OPERATION, title="Thunder", starts_on=now.date() - 2 * DAY,
        ends_on=now.date() + DAY,
    )  # fmt: skip


def observer(session, *scope):
    row = people.person(session)
    people.give_anywhere(session, row, Grant(PracticalRole.SUPERVISING_EXPERT, *scope))
    return people.viewer(session, row)


def test_who_observes_an_operation_holds_the_right_where_it_is(session, operation, now):
    expected = {(): True, ("country", "LA"): True, ("country", "KE"): False, ("mission", "1"): False}
    assert {scope: may_observe(observer(session, *scope), operation) for scope in expected} == expected
    with pytest.raises(NotFound):
        record_practice(
            session, operation, people.person(session).username, now.date(), "Searched.",
            observer=observer(session, "country", "KE"), now=now,
        )  # fmt: skip


def test_practice_is_kept_on_each_day_of_the_operation_until_today_with_its_digest(session, operation, now):
    by, row = observer(session), people.person(session)

    def keep(day, words="Searched.", login=row.username, of=operation):
        return record_practice(session, of, login, day, words, observer=by, now=now)

    today = now.date()
    open_ended = programme.activity(session, now, kind=ActivityKind.OPERATION, starts_on=None, ends_on=None)
    closed = people.person(session, closed_at=now)
    for arguments, field in (
        ({"day": today + DAY}, "observed_on"),
        ({"day": today - 3 * DAY}, "observed_on"),
        ({"day": today, "of": open_ended}, "observed_on"),
        ({"day": today, "words": " "}, "words"),
        ({"day": today, "words": "x" * 4001}, "words"),
        ({"day": today, "login": "nobody"}, "login"),
        ({"day": today, "login": closed.username}, "login"),
    ):
        with pytest.raises(BadInput) as fault:
            keep(**arguments)
        assert fault.value.field == field
    first, second = keep(today - 2 * DAY, f" {'x' * 4000} "), keep(today)
    assert (first.words, first.observed_on, first.made_at) == ("x" * 4000, date(2026, 11, 23), now)
    assert first.digest != second.digest
    with pytest.raises(Conflict):
        keep(today)
    assert len(session.scalars(select(OperationPractice)).all()) == 2
    entry = entries(session, "mission.practice-observed")[0]
    assert (entry.subject, entry.actor_id) == (f"person:{row.id}", by.id)
    assert entry.data == {"practice_id": first.id, "activity_id": operation.id, "digest": first.digest}


def test_practice_ends_with_the_last_day_of_the_operation(session, now):
    over = programme.activity(
        session, now, kind=ActivityKind.OPERATION, starts_on=now.date() - 3 * DAY, ends_on=now.date() - DAY
    )
    by, row = observer(session), people.person(session)
    with pytest.raises(BadInput) as fault:
        record_practice(session, over, row.username, now.date(), "Searched.", observer=by, now=now)
    assert fault.value.field == "observed_on"
    last = record_practice(session, over, row.username, now.date() - DAY, "Searched.", observer=by, now=now)
    assert last.person_id == row.id
