"""Donor reports: every figure worked out by hand, small numbers left out, frozen for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from assessments.exams.models import Attempt
from certificates.credentials.models import Credential, CredentialVersion, StatusChange
from certificates.reporting.models import DonorReport, ReportCell
from certificates.reporting.queries.kept import cells_of, period_of
from certificates.reporting.rules.activities import read
from certificates.reporting.rules.figures import Milestone
from certificates.reporting.services.freezing import NextReport, freeze_report, report_cells
from courses.programme.models import Fund
from courses.programme.rules.activities import TargetKind
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, RuleBroken
from lms.people.models import Administration, Person
from lms.people.services.placements import renew_placements
from lms.people.sex.models import PersonSex
from tests.builders import people, programme, reporting
from tests.builders.crowd import statements
from tests.builders.people import NOW
from tests.builders.reporting import Taught

SPRING = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)  # in the second quarter
SUMMER = datetime(2026, 8, 3, 8, 0, tzinfo=UTC)  # in the third
FROZEN = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)
HALF = 2


class Part:
    """A small part of a programme: one fund, two courses, a cohort in each of two countries."""

    def __init__(self, session) -> None:
        self.session = session
        self.fund: Fund = programme.fund(session, NOW, starts_on=date(2026, 4, 1))
        self.places: Mapping[str, Administration] = reporting.administrations(session, "KE", "TH")
        self.course: Taught = reporting.taught(session)
        self.other: Taught = reporting.taught(session)
        self.kenya = self.cohort("KE", self.course)
        self.thailand = self.cohort("TH", self.other)

    def cohort(self, country: str, course: Taught, starts: datetime = SPRING):
        return reporting.cohort_of_fund(self.session, self.fund.id, course, self.places[country], starts=starts)

    def come(self, country: str, counts: Mapping[Milestone, int], at: datetime = SPRING) -> list[int]:
        """So many officers come so far, in the cohort of their country."""
        course, cohort = (self.course, self.kenya) if country == "KE" else (self.other, self.thailand)
        made = []
        for milestone, count in counts.items():
            some = reporting.officers(self.session, self.places[country], count)
            reporting.learn(self.session, some, course, milestone, at, group=cohort.id)
            made += some
        return made

    def cells(self, now: datetime = FROZEN) -> Mapping[tuple[str, str, str], int | None]:
        """What the report of the two quarters says."""
        row = freeze_report(self.session, self.fund, NextReport(HALF), actor_id=None, now=now)
        return cells_of(self.session, [row.id])[row.id].cells


@pytest.fixture
def part(session) -> Part:
    return Part(session)


LARGE = {Milestone.REACHED: 5, Milestone.TOOK_PART: 6, Milestone.PASSED: 7, Milestone.CERTIFIED: 8}


def test_every_figure_is_what_one_counts_by_hand(part):
    part.come("KE", LARGE)  # 26 reached, 21 took part, 15 passed, 8 certified
    part.come("TH", {Milestone.REACHED: 6, Milestone.TOOK_PART: 7, Milestone.PASSED: 8, Milestone.CERTIFIED: 9})
    cells = part.cells()
    assert [cells["country", "KE", one] for one in ("reached", "took-part", "passed", "certified")] == [26, 21, 15, 8]
    assert [cells["country", "TH", one] for one in ("reached", "took-part", "passed", "certified")] == [30, 24, 17, 9]
    assert [cells["total", "", one] for one in ("reached", "took-part", "passed", "certified")] == [56, 45, 32, 17]
    assert cells["course", str(part.course.version.course_id), "passed"] == 15
    assert cells["total", "", "in-force"] == 17
    assert cells["total", "", "cohorts"] == 2


def test_what_was_done_outside_of_the_period_is_not_counted(part):
    part.come("KE", LARGE)
    part.come("KE", {Milestone.CERTIFIED: 9}, at=datetime(2026, 10, 1, tzinfo=UTC))
    part.come("KE", {Milestone.CERTIFIED: 9}, at=datetime(2026, 9, 30, 23, 59, tzinfo=UTC))
    cells = part.cells()
    assert (cells["total", "", "certified"], cells["total", "", "passed"]) == (17, 24)


def test_who_goes_on_in_a_cohort_that_is_held_is_reached_and_no_more(part):
    """They began and read before the period, and did nothing in it."""
    early = datetime(2026, 2, 2, tzinfo=UTC)
    some = reporting.officers(part.session, part.places["KE"], 8)
    reporting.learn(part.session, some, part.course, Milestone.TOOK_PART, early, group=part.kenya.id)
    part.come("KE", LARGE)
    assert part.cells()["total", "", "reached"] == 34


def test_who_did_nothing_in_a_cohort_that_was_over_is_not_reached(part):
    winter = datetime(2026, 1, 5, tzinfo=UTC)
    over = part.cohort("KE", part.course, starts=winter)
    some = reporting.officers(part.session, part.places["KE"], 8)
    reporting.learn(
        part.session, some, part.course, Milestone.TOOK_PART, datetime(2026, 1, 6, tzinfo=UTC), group=over.id
    )
    part.come("KE", LARGE)
    cells = part.cells()
    assert (cells["total", "", "reached"], cells["total", "", "cohorts"]) == (26, 2)


def test_a_cohort_that_was_ended_long_after_its_last_day_is_held_on_its_days_alone(part):
    over = part.cohort("KE", part.course, starts=datetime(2026, 1, 5, tzinfo=UTC))
    over.ended_at, over.ended_reason = SUMMER, "Nobody had ended it."
    part.session.flush()
    part.come("KE", LARGE)
    assert part.cells()["total", "", "cohorts"] == 2


def test_people_without_a_cohort_of_the_fund_are_not_counted(part):
    part.come("KE", LARGE)
    some = reporting.officers(part.session, part.places["KE"], 8)
    reporting.learn(part.session, some, part.course, Milestone.CERTIFIED, SPRING)
    assert part.cells()["total", "", "certified"] == 8


def test_who_takes_both_courses_is_counted_once(part):
    twice = part.come("KE", LARGE)[:5]
    reporting.learn(part.session, twice, part.other, Milestone.CERTIFIED, SUMMER, group=part.thailand.id)
    cells = part.cells()
    assert cells["total", "", "reached"] == 26
    assert cells["total", "", "certified"] == 13
    assert cells["course", str(part.other.version.course_id), "reached"] == 5


def test_who_moves_counts_where_they_worked_first(part):
    some = part.come("TH", LARGE)
    moved = [part.session.get_one(Person, one) for one in some[:6]]
    for one in moved:
        one.administration_id = part.places["KE"].id
    renew_placements(part.session, moved, now=SUMMER)
    assert part.cells()["country", "TH", "reached"] == 26


def test_an_annulled_result_is_none_and_a_revoked_certificate_is_none(part):
    part.come("KE", LARGE)
    annulled = part.come("KE", {Milestone.PASSED: 5})
    part.session.execute(update(Attempt).where(Attempt.person_id.in_(annulled)).values(state="voided"))
    held = part.come("KE", {Milestone.CERTIFIED: 6})
    versions = select(CredentialVersion.id).join(Credential).where(Credential.person_id.in_(held))
    for version in part.session.scalars(versions):
        part.session.add(StatusChange(version_id=version, change="revoked", words="", at=SUMMER))
    part.session.flush()
    cells = part.cells()
    assert (cells["total", "", "passed"], cells["total", "", "certified"]) == (21, 8)
    assert cells["total", "", "in-force"] == 8


def test_trainers_with_a_certificate_in_force_are_counted(part):
    made = part.come("KE", LARGE)
    for one in made[-6:] + made[:3]:
        people.give(part.session, part.session.get_one(Person, one), Role.TRAINER)
    assert part.cells()["total", "", "trainers"] == 6


def test_small_numbers_and_what_would_tell_them_are_not_even_kept(part):
    part.come("KE", LARGE)
    part.come("TH", {Milestone.REACHED: 20, Milestone.CERTIFIED: 2})
    cells = part.cells()
    assert cells["country", "TH", "certified"] is None
    assert cells["country", "KE", "certified"] is None  # 10 less 8
    assert cells["total", "", "certified"] == 10
    kept = part.session.scalars(
        select(ReportCell.value).where(ReportCell.row == "TH", ReportCell.figure == "certified")
    )
    assert kept.all() == [None]


def test_sex_is_counted_by_programme_and_by_country_of_twenty_and_more(part):
    for number, one in enumerate(part.come("KE", LARGE) + part.come("TH", {Milestone.REACHED: 19})):
        sex = "female" if number % 2 else "male"
        part.session.add(PersonSex(person_id=one, sex=sex, said_at=NOW))
    part.come("KE", {Milestone.REACHED: 6})  # who say nothing
    part.session.flush()
    cells = part.cells()
    assert [cells["sex", "", one] for one in ("female", "male", "none")] == [22, 23, 6]
    assert [cells["sex-country", "KE", one] for one in ("female", "male", "none")] == [13, 13, 6]
    assert not [key for key in cells if key[:2] == ("sex-country", "TH")]


def test_a_frozen_report_says_the_same_whatever_comes_later(part):
    part.come("KE", LARGE)
    before = part.cells()
    part.come("KE", {Milestone.CERTIFIED: 9}, at=SUMMER)  # kept on a phone until now
    row = part.session.scalars(select(DonorReport)).one()
    assert cells_of(part.session, [row.id])[row.id].cells == before


def test_a_report_names_the_activities_of_its_quarters_with_partners_and_targets(part):
    session, partner = part.session, programme.partner(part.session, NOW, name="Harbour school")
    held = {"fund_id": part.fund.id, "country": "KE", "starts_on": date(2026, 9, 30), "ends_on": date(2026, 10, 5)}
    programme.activity(
        session, NOW, title="At the harbour", partner_ids=(partner.id,), targets={TargetKind.REACHED: 40}, **held
    )
    later = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 10, 5)}
    programme.activity(session, NOW, title="Later", **(held | later))
    row = freeze_report(session, part.fund, NextReport(HALF), actor_id=None, now=FROZEN)
    (kept,) = [read(one) for one in row.activities if one["title"] in ("At the harbour", "Later")]
    assert (kept.title, kept.partners, kept.targets) == ("At the harbour", ["Harbour school"], {"reached": 40})


def test_the_next_report_begins_where_the_last_one_ended(part):
    part.come("KE", LARGE)
    first = freeze_report(part.session, part.fund, NextReport(HALF), actor_id=None, now=FROZEN)
    second = freeze_report(part.session, part.fund, NextReport(1), actor_id=None, now=FROZEN + timedelta(days=200))
    assert (first.first_quarter, first.last_quarter) == ("2026-Q2", "2026-Q3")
    assert (second.first_quarter, second.last_quarter) == ("2026-Q4", "2027-Q1")
    assert period_of(second).length == HALF


def test_what_was_shown_is_frozen_and_no_other_period(part):
    """Two presses of one button, or two managers with the same page open."""
    wanted = NextReport(1, "2026-Q2")
    freeze_report(part.session, part.fund, wanted, actor_id=None, now=FROZEN)
    with pytest.raises(RuleBroken, match="already closed"):
        freeze_report(part.session, part.fund, wanted, actor_id=None, now=FROZEN)


def test_a_period_that_runs_is_not_reported(part):
    with pytest.raises(RuleBroken, match="2026-09-30"):
        freeze_report(
            part.session, part.fund, NextReport(HALF), actor_id=None, now=datetime(2026, 9, 30, 23, tzinfo=UTC)
        )


def test_after_the_end_of_a_fund_nothing_is_reported(part):
    part.fund.ends_on = date(2026, 9, 30)
    freeze_report(part.session, part.fund, NextReport(HALF), actor_id=None, now=FROZEN)
    with pytest.raises(RuleBroken, match="Every quarter"):
        freeze_report(part.session, part.fund, NextReport(HALF), actor_id=None, now=FROZEN + timedelta(days=400))


def test_a_period_has_one_two_or_four_quarters(part):
    with pytest.raises(BadInput):
        freeze_report(part.session, part.fund, NextReport(3), actor_id=None, now=FROZEN)


def test_the_record_says_who_froze_which_report(part):
    manager = people.person(part.session, None, Role.PROGRAMME_MANAGER)
    row = freeze_report(part.session, part.fund, NextReport(HALF), actor_id=manager.id, now=FROZEN)
    entry = part.session.scalars(select(AuditEntry).where(AuditEntry.name == "report.frozen")).one()
    assert (entry.actor_id, entry.data["report_id"]) == (manager.id, row.id)


def test_the_number_of_statements_does_not_grow_with_people(part):
    def count() -> int:
        period = period_of(part.session.scalars(select(DonorReport)).one())
        return statements(part.session, lambda: report_cells(part.session, part.fund.id, period, FROZEN))[0]

    part.come("KE", LARGE)
    freeze_report(part.session, part.fund, NextReport(HALF), actor_id=None, now=FROZEN)
    few = count()
    part.come("KE", {Milestone.CERTIFIED: 200})
    assert count() == few
    assert part.session.scalar(select(func.count()).select_from(Person)) > 200
