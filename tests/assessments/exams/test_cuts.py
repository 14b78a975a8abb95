"""One person alone moves no cut of an exam that certifies."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from assessments.exams.models import CutProposal, CutScore
from assessments.exams.pages.cuts import check_proposals, cuts_to_agree
from assessments.exams.queries.cuts import could_agree, open_proposal
from assessments.exams.queries.exams import cut_score_in_force
from assessments.exams.queries.home import cuts_first
from assessments.exams.rules.cuts import (
    RECENT,
    Barrier,
    ProposalState,
    Stake,
    agreements_needed,
    barrier,
    has_stake,
    is_decided_by,
)
from assessments.exams.services.cuts import agree_to_cut_score, propose_cut_score, refuse_cut_score
from courses.api import EndReason, end_run, newest_runs
from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import Conflict, RuleBroken
from lms.people.models import Person
from lms.people.services.rights import grant_role
from lms.ports import Health, HomeSource
from tests.builders import assessments as make
from tests.builders.home import steps_of
from tests.builders.people import NOW, administration, person, viewer

CUT = {"percent": "72.5", "set_by": "A panel", "method": "Modified Angoff, 9 judges"}

pytestmark = pytest.mark.usefixtures("told_whole")

CUTS = HomeSource(cuts_first, follows=cuts_to_agree)


def manager(session, where=None):
    return viewer(session, person(session, None, (Role.PROGRAMME_MANAGER, where) if where else Role.PROGRAMME_MANAGER))


def propose(session, exam, by, now, percent=1):
    said = {"percent": Fraction(percent), "set_by": "A panel", "method": "Angoff, 9 judges", "provisional": False}
    return propose_cut_score(session, exam_id=exam.exam_id, proposer_id=by and by.id, now=now, **said)


def agree(session, exam, by, now):
    row = waiting(session, exam)
    return agree_to_cut_score(session, exam_id=exam.exam_id, proposal_id=row.id, actor=by, now=now)


def waiting(session, exam):
    return session.scalars(
        select(CutProposal).where(CutProposal.exam_id == exam.exam_id, CutProposal.state == ProposalState.OPEN)
    ).one()


def test_who_lowers_a_cut_and_sits_the_exam_does_not_pass_by_it(session, exam, version, now):
    insider = person(session, None, Role.PROGRAMME_MANAGER)
    make.enrol(session, insider.id, version.id, now=now)
    assert propose(session, exam, viewer(session, insider), now) is None
    with pytest.raises(RuleBroken, match="You proposed this"):
        agree(session, exam, viewer(session, insider), now)
    attempt = make.sit(session, exam, insider, now, wrong=tuple(make.RIGHT)[:4])
    assert not make.result_of(session, attempt).passed


def test_a_second_person_who_does_not_sit_brings_it_into_force(session, exam, now):
    first, second = manager(session), manager(session)
    before = cut_score_in_force(session, exam.exam_id)
    propose(session, exam, first, now, 80)
    assert cut_score_in_force(session, exam.exam_id).id == before.id
    made = agree(session, exam, second, now)
    assert (made.percent, made.actor_id) == ("80", first.id)
    assert session.get_one(CutProposal, made.proposal_id).ended_by_id == second.id
    assert cut_score_in_force(session, exam.exam_id).id == made.id
    names = session.scalars(select(AuditEntry.name).order_by(AuditEntry.id)).all()
    assert names[-3:] == ["exam.cut-score-proposed", "exam.cut-score-agreed", "exam.cut-score-set"]


@pytest.mark.parametrize(
    ("begun", "ended", "barred"),
    [
        (timedelta(days=1), None, True),
        (timedelta(days=900), None, True),  # still under way
        (timedelta(days=300), timedelta(days=200), True),
        (timedelta(days=900), timedelta(days=800), False),
    ],
)
def test_who_takes_the_course_or_took_it_lately_does_not_agree(session, exam, version, now, begun, ended, barred):
    sitter = person(session, None, Role.PROGRAMME_MANAGER)
    make.enrol(session, sitter.id, version.id, now=now - begun)
    if ended:
        run = newest_runs(session, [sitter.id], exam.course_id)[sitter.id]
        end_run(session, run.id, reason=EndReason.WITHDRAWN, by=None, now=now - ended)
    propose(session, exam, manager(session), now, 80)
    if barred:
        with pytest.raises(RuleBroken, match="took it in the last 12 months"):
            agree(session, exam, viewer(session, sitter), now)
    else:
        assert agree(session, exam, viewer(session, sitter), now).percent == "80"


@pytest.mark.parametrize(("days", "barred"), [(200, True), (700, False)])
def test_who_sat_the_exam_lately_does_not_agree_though_their_run_began_long_ago_and_has_ended(
    session, exam, version, now, days, barred
):
    sitter, begun = person(session, None, Role.PROGRAMME_MANAGER), now - timedelta(days=days)
    make.enrol(session, sitter.id, version.id, now=now - timedelta(days=900))
    make.sit(session, exam, sitter, begun)
    run = newest_runs(session, [sitter.id], exam.course_id)[sitter.id]
    end_run(session, run.id, reason=EndReason.WITHDRAWN, by=None, now=begun)
    propose(session, exam, manager(session), now, 80)
    if barred:
        with pytest.raises(RuleBroken, match="took it in the last 12 months"):
            agree(session, exam, viewer(session, sitter), now)
    else:
        assert agree(session, exam, viewer(session, sitter), now).percent == "80"


def test_of_what_a_command_brought_nobody_knows_the_proposer_so_two_agree(session, exam, now):
    first, second = manager(session), manager(session)
    propose(session, exam, None, now, 80)
    assert agree(session, exam, first, now) is None
    with pytest.raises(RuleBroken, match="One more person"):
        agree(session, exam, first, now)
    assert agree(session, exam, second, now).percent == "80"


def test_a_course_folder_with_another_cut_proposes_it(session, version, exam, tmp_path, now):
    make.load_folder(session, make.write_exam_course(tmp_path, cut="1", version="1.1"), now)
    assert cut_score_in_force(session, exam.exam_id).percent == "70"
    assert (waiting(session, exam).percent, waiting(session, exam).proposer_id) == ("1", None)


def test_the_first_cut_of_a_course_comes_with_its_folder_and_is_provisional(session, exam):
    (first,) = session.scalars(select(CutScore).where(CutScore.exam_id == exam.exam_id))
    assert (first.provisional, first.proposal_id) == (True, None)


def test_the_first_cut_is_provisional_though_its_folder_calls_it_settled(session, version, tmp_path, now):
    root = make.write_exam_course(tmp_path, version="1.1")
    for file in (root / "course.yaml", root / "exams.yaml"):
        said = file.read_text().replace(make.EXAM, "another-exam").replace("provisional: true", "provisional: false")
        file.write_text(said)
    another = make.exam_of(session, make.load_folder(session, root, now), "another-exam")
    assert cut_score_in_force(session, another.exam_id).provisional


def test_a_cut_that_nobody_agreed_to_is_shown_as_provisional_until_a_second_person_agrees(
    session, exam, version, signed_in, now
):
    sitter = signed_in(make.learner(session, version, now))
    desk = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    pages = [(sitter, f"/courses/{make.SLUG}/exams/{make.EXAM}"), (desk, f"/manage/exams/{exam.uuid}")]
    assert [">provisional<" in browser.get(address).text for browser, address in pages] == [True, True]
    propose(session, exam, manager(session), now, 70)
    assert ">provisional<" in sitter.get(pages[0][1]).text
    agree(session, exam, manager(session), now)
    session.commit()
    assert ">provisional<" not in sitter.get(pages[0][1]).text


def test_the_cut_of_a_quiz_needs_nobody_else(session, quiz, now):
    assert propose(session, quiz, manager(session), now, 55).percent == "55"


def test_a_later_proposal_takes_the_place_of_one_that_waits(session, exam, now):
    first, second = manager(session), manager(session)
    propose(session, exam, first, now, 80)
    old = waiting(session, exam)
    propose(session, exam, second, now, 75)
    assert old.state == ProposalState.REPLACED
    with pytest.raises(Conflict, match="replaced by another one"):
        agree_to_cut_score(session, exam_id=exam.exam_id, proposal_id=old.id, actor=second, now=now)
    assert agree(session, exam, first, now).percent == "75"


def test_what_was_refused_never_comes_into_force(session, exam, now):
    first, second = manager(session), manager(session)
    propose(session, exam, first, now, 80)
    row = waiting(session, exam)
    refuse_cut_score(
        session, exam_id=exam.exam_id, proposal_id=row.id, reason="The panel met once.", actor=second, now=now
    )
    with pytest.raises(Conflict):
        agree_to_cut_score(session, exam_id=exam.exam_id, proposal_id=row.id, actor=second, now=now)
    assert cut_score_in_force(session, exam.exam_id).percent == "70"


def appoint(session, giver, now):
    """A manager who has their rights from somebody."""
    made = person(session)
    grant_role(session, made, Grant(Role.PROGRAMME_MANAGER), by=giver, now=now)
    return viewer(session, made)


def administrator(session):
    return viewer(session, person(session, None, Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER))


def test_whose_rights_come_from_who_proposed_it_does_not_agree_nor_the_other_way_round(session, exam, now):
    first = administrator(session)
    second, third = appoint(session, first, now), appoint(session, first, now)
    for proposer, agreeing in ((first, second), (second, first)):
        propose(session, exam, proposer, now, 80)
        assert agreeing.id not in could_agree(session, open_proposal(session, exam.exam_id), now)
        with pytest.raises(RuleBroken, match="come from the other"):
            agree(session, exam, agreeing, now)
    assert could_agree(session, open_proposal(session, exam.exam_id), now) == [third.id]
    assert agree(session, exam, third, now).percent == "80"


def test_nobody_sits_by_a_cut_that_they_and_those_whom_they_appointed_set(session, exam, version, now):
    first = administrator(session)
    make.enrol(session, first.id, version.id, now=now)
    second, third = appoint(session, first, now), appoint(session, first, now)
    propose(session, exam, second, now, 1)
    agree(session, exam, third, now)
    with pytest.raises(RuleBroken, match="set by you and by people whose rights come from you"):
        make.start(session, exam, session.get_one(Person, first.id), now)
    propose(session, exam, second, now, 60)
    agree(session, exam, manager(session), now)
    assert make.start(session, exam, session.get_one(Person, first.id), now).no == 1


def test_where_nobody_could_agree_page_and_doctor_say_whom_to_appoint(session, exam, signed_in, now):
    only = person(session, None, Role.PROGRAMME_MANAGER)
    browser = signed_in(only)
    assert browser.post(f"/manage/exams/{exam.uuid}/cut", data=CUT).status_code == 303
    page = browser.get(f"/manage/exams/{exam.uuid}").text
    assert "Nobody can agree to it yet" in page
    assert "Agree to this pass mark" not in page
    (told,) = check_proposals(session, now)
    assert (told.health, "Give somebody the role of programme manager" in told.detail) == (Health.WARN, True)


def test_two_managers_agree_on_the_page(session, exam, signed_in):
    first, second = (signed_in(person(session, None, Role.PROGRAMME_MANAGER)) for _ in range(2))
    local = signed_in(person(session, None, (Role.PROGRAMME_MANAGER, administration(session))))
    address = f"/manage/exams/{exam.uuid}"
    assert first.post(f"{address}/cut", data=CUT).status_code == 303
    number = waiting(session, exam).id
    assert first.post(f"{address}/cut/{number}/agree").status_code == 409
    assert local.post(f"{address}/cut/{number}/agree").status_code == 404
    assert local.post(f"{address}/cut/{number}/refuse", data={"reason": "I say no."}).status_code == 404
    assert "Agree to this pass mark" in second.get(address).text
    assert second.post(f"{address}/cut/{number}/agree").status_code == 303
    assert cut_score_in_force(session, exam.exam_id).percent == "145/2"


def test_a_refusal_without_a_reason_is_asked_for_one(session, exam, signed_in):
    first = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    address = f"/manage/exams/{exam.uuid}"
    first.post(f"{address}/cut", data=CUT)
    number = waiting(session, exam).id
    page = first.post(f"{address}/cut/{number}/refuse", data={"reason": ""})
    assert (page.status_code, 'id="reason-error"' in page.text) == (422, True)
    assert first.post(f"{address}/cut/{number}/refuse", data={"reason": "I take it back."}).status_code == 303
    assert "I take it back." in first.get(address).text


PEOPLE = st.integers(1, 4)
STAKES = st.lists(
    st.builds(Stake, st.timedeltas(timedelta(0), timedelta(days=1000)).map(lambda ago: NOW - ago), st.booleans()),
    max_size=3,
)


def test_the_start_page_leads_to_a_proposed_cut_whoever_may_agree(session, app, exam, version, now):
    first, second = administrator(session), manager(session)
    sits = person(session, None, Role.PROGRAMME_MANAGER)
    make.enrol(session, sits.id, version.id, now=now)
    named = appoint(session, first, now)
    propose(session, exam, first, now, 80)
    session.flush()
    with app.test_request_context():
        (step,) = steps_of(session, second, now, CUTS)
        assert (step.url, step.text) == (f"/manage/exams/{exam.uuid}", "1 pass mark waits for you.")
        for other in (first, viewer(session, sits), named):
            assert steps_of(session, other, now, CUTS) == []
        agree(session, exam, second, now)
        assert steps_of(session, manager(session), now, CUTS) == []


@given(PEOPLE | st.none(), st.lists(st.tuples(PEOPLE, STAKES), max_size=8))
def test_no_cut_comes_into_force_by_one_person_or_by_who_sits_the_exam(proposer, asked):
    agreed = []
    for person_id, stakes in asked:
        if barrier(person_id, proposer, agreed, stakes, NOW) is None:
            agreed.append(person_id)
            assert not any(one.is_open or NOW - one.begun_at <= RECENT for one in stakes)
    if len(agreed) >= agreements_needed(proposer):
        assert len({proposer, *agreed} - {None}) >= 2


@given(PEOPLE | st.none(), st.sets(PEOPLE), st.sets(PEOPLE))
def test_a_cut_is_ones_own_when_all_who_decided_are_of_ones_circle(proposer, agreed, circle):
    assert is_decided_by(circle, proposer, agreed) == all(one in circle for one in {proposer, *agreed} - {None})
    assert barrier(9, proposer, agreed, [], NOW, near={9}) is Barrier.APPOINTED


@given(st.timedeltas(timedelta(0), timedelta(days=1000)), st.booleans())
def test_a_stake_ends_twelve_months_after_it_was_begun(ago, is_open):
    assert has_stake([Stake(NOW - ago, is_open)], NOW) == (is_open or ago <= RECENT)
    assert barrier(1, 2, [], [Stake(NOW - ago, is_open)], NOW) in {None, Barrier.SITS}
