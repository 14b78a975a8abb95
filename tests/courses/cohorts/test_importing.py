"""Files of officers are checked, applied, repeated without harm, and undone."""

import pytest
from sqlalchemy import func, select

from courses.cohorts.account_kind import ACCOUNTS_KIND
from courses.cohorts.events import AccountsDecided, CohortImportApplied, CohortImportUndone
from courses.cohorts.models.imports import CohortAccountProposal, CohortImport, CohortImportPerson
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.queries.imports import people_of, proposal_seen, proposals_of
from courses.cohorts.rules.imports import ImportState, RowState
from courses.cohorts.rules.states import ParticipantStatus
from courses.cohorts.services import import_reading, leaving
from courses.cohorts.services.account_permits import end_permit, give_permit
from courses.cohorts.services.import_accounts import make_accounts
from courses.cohorts.services.import_undo import undo_import
from courses.cohorts.services.importing import begin_import
from courses.cohorts.services.joining import join
from courses.cohorts.services.trainers import give_cohort
from courses.cohorts.tasks import apply_import, forget_files
from courses.learning.models import Enrolment
from courses.learning.queries.runs import newest_runs
from courses.learning.services import record_read
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.people.models import Person, RoleGrant
from lms.people.queries import officers
from lms.people.services.many_slips import draw_slips
from lms.ports import ApplicationVerdict
from lms.queue.jobs import Job, JobState
from lms.queue.kinds import Progress
from tests.builders import cohorts, imports
from tests.builders.crowd import statements
from tests.builders.people import administration, appointed, person, unit, viewer
from tests.builders.tables import rows_of, workbook


@pytest.fixture
def place(session):
    return administration(session, "Vientiane Customs", country="LA")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, "Trainer One", place)


@pytest.fixture
def cohort(session, version, place, leader, now):
    return cohorts.cohort(session, version, now, place=place, leader=leader)


@pytest.fixture
def coordinator(session, place):
    return person(session, "Coordinator", (Role.COORDINATOR, place))


@pytest.fixture
def known(session, place):
    return person(session, "Ana Silva", (Role.OFFICER, place), place=place, email="ana@customs.go.la")


CLASS = imports.text_file(
    ("Ana Silva", "ana@customs.go.la"), ("Bintou Traoré", "bintou@customs.go.la"), ("Chan Mony", "")
)


@pytest.fixture
def on_a_page(app):
    """Addresses of pages are made while one is asked for."""
    with app.test_request_context():
        yield


def counted(session):
    tables = Person, RoleGrant, Enrolment, Participant, ParticipantState, CohortAccountProposal, CohortImportPerson
    return [session.scalar(select(func.count()).select_from(one)) for one in tables]


def approve(session, row, by, now):
    """The coordinator makes all accounts of an import."""
    me = viewer(session, by)
    for one in proposals_of(session, row.id):
        make_accounts(session, proposal_seen(session, me, one.uuid), by=me, now=now)


def recorded(session, kind):
    return session.scalars(select(AuditEntry).where(AuditEntry.name == kind.name)).all()


def test_a_check_changes_nothing(session, cohort, leader, known, now):
    before = counted(session)
    row = imports.sent(session, cohort, CLASS, leader, now)
    assert imports.states(session, cohort, row, now) == [RowState.JOINS, RowState.NEW, RowState.NEW]
    assert counted(session) == before


def test_who_has_an_account_joins_at_once_and_the_others_are_proposed(session, cohort, leader, known, now):
    row = imports.applied(session, cohort, CLASS, leader, now)
    assert row.state == ImportState.APPLIED
    assert cohorts.participant(session, cohort, known).status is ParticipantStatus.JOINED
    assert newest_runs(session, [known.id], cohort.row.course_id)[known.id].group == cohort.group
    (proposal,) = proposals_of(session, row.id)
    assert [one["name"] for one in proposal.rows] == ["Bintou Traoré", "Chan Mony"]
    assert recorded(session, CohortImportApplied)[0].data["joined"] == 1


def test_the_coordinator_finds_the_proposed_accounts_and_makes_them_in_one_step(
    session, cohort, leader, coordinator, known, now, on_a_page
):
    row = imports.applied(session, cohort, CLASS, leader, now)
    (proposal,) = proposals_of(session, row.id)
    me = viewer(session, coordinator)
    assert [one.uuid for one in ACCOUNTS_KIND.waiting(session, me)] == [proposal.uuid]
    said = ACCOUNTS_KIND.decide(session, proposal.uuid, ApplicationVerdict(approves=True), me, now)
    assert "2 accounts" in said
    made = [session.get(Person, one.person_id) for one in people_of(session, row.id) if one.made]
    assert {(one.name, one.consent_due, one.name_checked_at, one.password_hash) for one in made} == {
        ("Bintou Traoré", True, None, None),
        ("Chan Mony", True, None, None),
    }
    assert all(cohorts.participant(session, cohort, one).status is ParticipantStatus.JOINED for one in made)
    assert ACCOUNTS_KIND.waiting(session, me) == []
    assert recorded(session, AccountsDecided)[0].data["made"] == 2


def test_accounts_are_made_once(session, cohort, leader, coordinator, now):
    row = imports.applied(session, cohort, CLASS, leader, now)
    approve(session, row, coordinator, now)
    with pytest.raises(Conflict):
        approve(session, row, coordinator, now)


def test_a_coordinator_elsewhere_does_not_find_them(session, cohort, leader, now, on_a_page):
    row = imports.applied(session, cohort, CLASS, leader, now)
    stranger = viewer(session, person(session, None, (Role.COORDINATOR, administration(session))))
    assert ACCOUNTS_KIND.waiting(session, stranger) == []
    with pytest.raises(NotFound):
        proposal_seen(session, stranger, proposals_of(session, row.id)[0].uuid)


def test_a_refusal_has_a_reason_and_makes_nobody(session, cohort, leader, coordinator, now, on_a_page):
    row = imports.applied(session, cohort, CLASS, leader, now)
    (proposal,) = proposals_of(session, row.id)
    before, me = counted(session)[0], viewer(session, coordinator)
    with pytest.raises(BadInput):
        ACCOUNTS_KIND.decide(session, proposal.uuid, ApplicationVerdict(approves=False), me, now)
    ACCOUNTS_KIND.decide(session, proposal.uuid, ApplicationVerdict(approves=False, reason="Unknown."), me, now)
    assert counted(session)[0] == before
    assert (proposal.approved, proposal.reason, proposal.rows) == (False, "Unknown.", [])


def test_who_got_an_account_meanwhile_joins_with_that_one(session, cohort, leader, coordinator, place, now):
    row = imports.applied(session, cohort, CLASS, leader, now)
    own = person(session, "Bintou Traoré", (Role.OFFICER, place), place=place, email="bintou@customs.go.la")
    approve(session, row, coordinator, now)
    assert cohorts.participant(session, cohort, own).status is ParticipantStatus.JOINED
    assert session.scalar(select(func.count()).where(Person.email == "bintou@customs.go.la")) == 1


def test_who_joined_by_themselves_or_is_closed_meanwhile_did_not_come_by_the_import(
    session, cohort, leader, coordinator, place, now
):
    row = imports.applied(session, cohort, CLASS, leader, now)
    own = person(session, "Bintou Traoré", (Role.OFFICER, place), place=place, email="bintou@customs.go.la")
    closed = person(session, "Ana Silva", place=place, email="ana@customs.go.la", closed_at=now)
    join(session, cohort, own.id, take_over=None, now=now)
    approve(session, row, coordinator, now)
    came = {one.person_id: one.made for one in people_of(session, row.id)}
    assert list(came.values()) == [True]
    assert not {own.id, closed.id} & set(came)
    undo_import(session, cohorts.found(session, cohort.id), row, by=viewer(session, leader), now=now)
    assert cohorts.participant(session, cohort, own).status is ParticipantStatus.JOINED
    assert own.id not in {one["person_id"] for one in row.kept}


def test_the_same_file_a_second_time_changes_nothing(session, cohort, leader, coordinator, known, now):
    approve(session, imports.applied(session, cohort, CLASS, leader, now), coordinator, now)
    before = counted(session)
    again = imports.applied(session, cohort, CLASS, leader, now)
    assert counted(session) == before
    assert again.state == ImportState.APPLIED
    assert imports.states(session, cohort, again, now) == [RowState.ALREADY_IN] * 3


def test_the_same_file_before_the_accounts_are_made_proposes_them_no_second_time(session, cohort, leader, known, now):
    imports.applied(session, cohort, CLASS, leader, now)
    before = counted(session)
    again = imports.applied(session, cohort, CLASS, leader, now)
    assert counted(session) == before
    assert imports.states(session, cohort, again, now)[1:] == [RowState.PROPOSED] * 2


def test_the_work_may_run_twice_without_harm(session, cohort, leader, known, now):
    row = imports.applied(session, cohort, CLASS, leader, now)
    before = counted(session)
    row.state = ImportState.APPLYING
    session.flush()
    apply_import({"import_id": row.id}, Progress(0))
    assert counted(session) == before


def test_work_that_stopped_is_started_again_and_work_that_goes_on_is_not(session, cohort, leader, known, now):
    row = imports.sent(session, cohort, CLASS, leader, now)
    begin_import(session, cohort, row, by=leader.id, now=now)
    with pytest.raises(RuleBroken):
        begin_import(session, cohort, row, by=leader.id, now=now)
    stopped = session.get(Job, row.job_id)
    stopped.state = JobState.FAILED
    session.flush()
    begin_import(session, cohort, row, by=leader.id, now=now)
    assert row.job_id != stopped.id


def test_a_cohort_that_ended_meanwhile_is_said_on_the_page(session, cohort, leader, known, now):
    row = imports.sent(session, cohort, CLASS, leader, now)
    row.state, row.applied_by_id = ImportState.APPLYING, leader.id
    leaving.end_cohort(session, cohort, "Done.", by=leader.id, now=now)
    session.flush()
    apply_import({"import_id": row.id}, Progress(0))
    session.expire_all()
    assert (row.state, bool(row.fault)) == (ImportState.CHECKED, True)


def test_undone_everything_is_as_before(session, cohort, leader, coordinator, known, now):
    row = imports.applied(session, cohort, CLASS, leader, now)
    approve(session, row, coordinator, now)
    made = [one.person_id for one in people_of(session, row.id) if one.made]
    give_permit(session, cohorts.found(session, cohort.id), by=viewer(session, coordinator), now=now)
    undo_import(session, cohorts.found(session, cohort.id), row, by=viewer(session, leader), now=now)
    session.expire_all()
    assert (row.state, row.kept) == (ImportState.UNDONE, [])
    assert cohorts.participant(session, cohort, known).status is ParticipantStatus.WITHDRAWN
    assert not newest_runs(session, [known.id], cohort.row.course_id)[known.id].is_open
    assert all(session.get(Person, one).closed_at is not None for one in made)
    held = select(RoleGrant).where(RoleGrant.person_id.in_(made), RoleGrant.ended_at.is_(None))
    assert session.scalars(held).all() == []
    assert session.get(Person, known.id).closed_at is None
    assert recorded(session, CohortImportUndone)[0].data["closed"] == 2


def test_undone_more_accounts_are_closed_than_a_page_shows(
    session, cohort, leader, coordinator, known, now, monkeypatch
):
    monkeypatch.setattr(officers, "SHOWN_AT_MOST", 1)
    row = imports.applied(session, cohort, CLASS, leader, now)
    approve(session, row, coordinator, now)
    give_permit(session, cohorts.found(session, cohort.id), by=viewer(session, coordinator), now=now)
    undo_import(session, cohorts.found(session, cohort.id), row, by=viewer(session, leader), now=now)
    assert row.kept == []
    assert recorded(session, CohortImportUndone)[0].data["closed"] == 2


def test_undone_what_somebody_has_used_is_kept_and_named(session, cohort, leader, coordinator, known, now):
    row = imports.applied(session, cohort, CLASS, leader, now)
    approve(session, row, coordinator, now)
    record_read(session, known.id, cohort.row.course_id, "second", now=now)
    signed_in, unused = [one.person_id for one in people_of(session, row.id) if one.made]
    session.get(Person, signed_in).has_signed_in = True
    session.flush()
    undo_import(session, cohorts.found(session, cohort.id), row, by=viewer(session, leader), now=now)
    assert {one["person_id"]: one["why"] for one in row.kept} == {
        known.id: "used",
        signed_in: "signed-in",
        unused: "not-yours",
    }
    assert cohorts.participant(session, cohort, known).status is ParticipantStatus.JOINED


def test_undone_nothing_is_proposed_any_more_and_the_file_may_come_again(session, cohort, leader, known, now):
    row = imports.applied(session, cohort, CLASS, leader, now)
    undo_import(session, cohorts.found(session, cohort.id), row, by=viewer(session, leader), now=now)
    (proposal,) = proposals_of(session, row.id)
    assert proposal.approved is False
    with pytest.raises(Conflict):
        undo_import(session, cohorts.found(session, cohort.id), row, by=viewer(session, leader), now=now)
    again = imports.sent(session, cohort, CLASS, leader, now)
    assert imports.states(session, cohort, again, now) == [RowState.JOINS, RowState.NEW, RowState.NEW]


def test_a_trainer_with_a_permit_makes_the_accounts_and_the_record_says_so(session, cohort, leader, coordinator, now):
    row = imports.applied(session, cohort, CLASS, leader, now)
    give_permit(session, cohorts.found(session, cohort.id), by=viewer(session, coordinator), now=now)
    from_page = proposals_of(session, row.id)[0]
    assert from_page.permit_id is None
    me = viewer(session, leader)
    with pytest.raises(BadInput):
        make_accounts(session, imports.proposal(session, cohort, from_page), by=me, now=now)
    permit = imports.permit(session, cohort)
    make_accounts(session, imports.proposal(session, cohort, from_page), by=me, now=now, permit=permit)
    assert recorded(session, AccountsDecided)[0].data["permit_id"] == permit.id


def test_a_trainer_never_makes_slips_for_who_has_signed_in(session, leader, place, now):
    used = person(session, None, (Role.OFFICER, place), place=place)
    fresh = person(session, None, (Role.OFFICER, place), place=place, password=None)
    me = viewer(session, leader)
    with pytest.raises(Conflict):
        draw_slips(session, [used.uuid], by=me, now=now, among=[used.id])
    with pytest.raises(Conflict):
        draw_slips(session, [fresh.uuid], by=me, now=now)
    assert len(draw_slips(session, [fresh.uuid], by=me, now=now, among=[fresh.id])) == 1


def test_nobody_gives_the_permit_for_a_cohort_that_they_lead(session, cohort, coordinator, now):
    give_cohort(session, cohort.id, coordinator.id, by=None, now=now)
    with pytest.raises(NotFound):
        give_permit(session, cohorts.found(session, cohort.id), by=viewer(session, coordinator), now=now)


def test_nobody_gives_the_permit_from_a_second_account(session, cohort, leader, now):
    second = appointed(session, leader.id, Role.ADMINISTRATOR)
    with pytest.raises(RuleBroken):
        give_permit(session, cohort, by=viewer(session, second), now=now)


def test_a_coordinator_elsewhere_gives_no_permit(session, cohort, now):
    stranger = person(session, None, (Role.COORDINATOR, administration(session)))
    with pytest.raises(NotFound):
        give_permit(session, cohort, by=viewer(session, stranger), now=now)


def test_a_permit_ends_and_is_given_once(session, cohort, coordinator, now):
    me = viewer(session, coordinator)
    give_permit(session, cohort, by=me, now=now)
    with pytest.raises(Conflict):
        give_permit(session, cohort, by=me, now=now)
    end_permit(session, cohort, by=me, now=now)
    with pytest.raises(Conflict):
        end_permit(session, cohort, by=me, now=now)


def test_twelve_kinds_of_bad_rows_are_each_reported(session, cohort, leader, place, known, now):
    unit(session, place, "Port")
    person(session, "Dara Sok", (Role.OFFICER, place), place=place)
    closed = person(session, "Gone Away", place=place, email="gone@customs.go.la", closed_at=now)
    far = person(session, "Far Away", place=administration(session, "Lomé Customs", country="TG"), email="far@x.org")
    assert closed.id != far.id
    content = imports.text_file(
        ("Ana Silva", "ana@customs.go.la"),
        ("Ana Silva", "ANA@customs.go.la"),
        ("Gone Away", "gone@customs.go.la"),
        ("Far Away", "far@x.org"),
        ("Bintou Traoré", "bintou@gmial.com"),
        ("Chan Mony", "chan at customs"),
        ("Dara Sók", ""),
        ("12/03/1990", "date@customs.go.la"),
        ("", "nobody@customs.go.la"),
        ("Emma Keo", "", "x"),
        ("Fay Lao", "", "", "Customs of Nowhere"),
        ("Trainer One", "", leader.username),
        ("Gia Mo\u200bn", ""),
        ("Hugo Vann", "ana@customs.go.la", leader.username),
    )
    row = imports.sent(session, cohort, content, leader, now)
    assert imports.states(session, cohort, row, now) == [
        RowState.JOINS, RowState.TWICE, RowState.CLOSED, RowState.ELSEWHERE, RowState.MISTYPED, RowState.MISTYPED,
        RowState.SIMILAR, RowState.UNREADABLE, RowState.UNREADABLE, RowState.UNREADABLE, RowState.NO_PLACE,
        RowState.LEADS, RowState.UNREADABLE, RowState.MISTYPED,
    ]  # fmt: skip
    assert [one.row.number for one in imports.judge(session, cohort, row, now)] == list(range(2, 16))


def test_windows_1252_with_semicolons_and_a_title_row_is_read(session, cohort, leader, now):
    content = "Liste des agents 2026;;\n\nNom et prénom;Courriel\nZoé Lefèvre;zoe@douane.fr\n".encode("cp1252")
    row = imports.sent(session, cohort, content, leader, now)
    assert [one.row.name for one in imports.judge(session, cohort, row, now)] == ["Zoé Lefèvre"]
    assert row.notes


def test_a_workbook_with_formulas_is_read_by_what_it_shows(session, cohort, leader, now):
    content = workbook(rows_of(("Name", "E-mail"), ("Zoé Lefèvre", "zoe@douane.fr"), ("=HYPERLINK(1)", "")))
    row = imports.sent(session, cohort, content, leader, now)
    assert len(imports.judge(session, cohort, row, now)) == 2


def test_a_file_without_a_name_column_is_refused_whole(session, cohort, leader, now):
    with pytest.raises(BadInput):
        imports.sent(session, cohort, b"E-mail;Unit\na@x.org;Port\n", leader, now)
    assert session.scalars(select(CohortImport)).all() == []


def test_a_file_that_nobody_applies_is_forgotten(session, cohort, leader, known, now):
    imports.sent(session, cohort, CLASS, leader, now)
    forget_files(now + import_reading.KEPT)
    assert len(session.scalars(select(CohortImport)).all()) == 1
    forget_files(now + import_reading.KEPT * 2)
    assert session.scalars(select(CohortImport)).all() == []


def test_the_number_of_queries_does_not_grow_with_rows(session, cohort, leader, now):
    def asked(many):
        rows = [(f"Officer {number:05d} Name", f"officer{number}@x.org") for number in range(many)]
        row = imports.sent(session, cohort, imports.text_file(*rows), leader, now)
        return statements(session, lambda: imports.judge(session, cohort, row, now))[0]

    assert asked(500) == asked(10)
