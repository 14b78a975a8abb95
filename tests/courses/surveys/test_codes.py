"""Codes made, closed and answered: what is kept, what is refused, and what the record says."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from courses.api import GroupRef
from courses.ports.runs import SURVEY_GROUPS
from courses.surveys.models import SurveyAnswer, SurveyForm, SurveyFormVersion
from courses.surveys.policy import codes_run_by, may_run
from courses.surveys.queries import forms as queries
from courses.surveys.rules.form import as_json
from courses.surveys.services import publishing
from courses.surveys.services.answering import WrongSheet, answer_form
from courses.surveys.services.codes import NewCode, close_code, make_code
from courses.surveys.services.papers import key_in
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from tests.builders import composition
from tests.builders import surveys as build
from tests.builders.audit import records_apart

DAY = timedelta(days=1)
CLASS = GroupRef("class", 7)


def entries(session):
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(one.name, one.subject) for one in rows if one.name.startswith("survey.")]


def answers(session):
    return session.scalars(select(SurveyAnswer).order_by(SurveyAnswer.id)).all()


def test_the_first_code_of_a_form_keeps_its_version_and_the_next_uses_it(session, trainer, now):
    first, second = build.code(session, trainer, now), build.code(session, trainer, now)
    assert first.form_version_id == second.form_version_id
    assert session.scalars(select(SurveyForm.slug)).all() == ["reaction"]
    assert [name for name, _subject in entries(session)].count("survey.form-published") == 1


def test_a_changed_form_is_a_new_version_and_the_old_one_stays_as_it_was(session, trainer, now, monkeypatch):
    old = build.code(session, trainer, now)
    shipped = dict(publishing.shipped_forms())
    shipped["reaction"] = build.form(slug="reaction")
    monkeypatch.setattr("courses.surveys.services.publishing.shipped_forms", lambda: shipped)
    new = build.code(session, trainer, now)
    rows = session.scalars(select(SurveyFormVersion).order_by(SurveyFormVersion.no)).all()
    assert [(one.no, one.id) for one in rows] == [(1, old.form_version_id), (2, new.form_version_id)]
    assert rows[1].content == as_json(shipped["reaction"])
    assert len(rows[0].content["questions"]) == 8


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("form", {"form": "supervisor"}),
        ("form", {"form": "nothing"}),
        ("title", {"title": "  "}),
        ("title", {"title": "x" * 121}),
        ("closes_on", {"closes_at": "now"}),
        ("closes_on", {"closes_at": "in two years"}),
        ("most", {"most": 0}),
        ("most", {"most": 2001}),
        ("before", {"before": "another form"}),
    ],
)
def test_what_could_not_be_asked_is_refused_at_its_field(session, trainer, now, field, wanted):
    moments = {"now": now, "in two years": now + 730 * DAY}
    values = {"form": "reaction", "title": "A class"} | wanted
    if "closes_at" in values:
        values["closes_at"] = moments[values["closes_at"]]
    with pytest.raises(BadInput) as refused:
        make_code(session, NewCode(**values), viewer=trainer, now=now)
    assert refused.value.field == field


def test_confidence_is_compared_with_the_same_questions_alone(session, trainer, now):
    reaction = build.code(session, trainer, now)
    with pytest.raises(BadInput, match="same questions"):
        build.code(session, trainer, now, form="confidence", before=reaction.uuid)
    before = build.code(session, trainer, now, form="confidence")
    after = build.code(session, trainer, now, form="confidence", before=before.uuid)
    assert after.before_id == before.id


def test_an_answer_keeps_the_day_and_nothing_of_who_gave_it(session, trainer, now):
    row = build.code(session, trainer, now, answers=1)
    [kept] = answers(session)
    assert kept.answers == {"relevant": 5, "clear": 4, "pace": "right", "recommend": True}
    assert (kept.code_id, kept.answered_on, kept.language) == (row.id, date(2026, 11, 25), "en")
    assert (kept.request_id, kept.answered_as, kept.paper, kept.keyed_by_id) == (None, None, False, None)


def test_answers_stand_in_no_record(session, trainer, now):
    build.code(session, trainer, now, answers=3)
    assert [name for name, _subject in entries(session)] == ["survey.form-published", "survey.code-made"]


def test_a_sheet_that_is_sent_twice_is_kept_once(session, trainer, now):
    row, sheet = build.code(session, trainer, now), build.sheet()
    answer_form(session, row.code, sheet, now=now)
    answer_form(session, row.code, sheet, now=now)
    assert len(answers(session)) == 1


def test_a_wrong_sheet_is_refused_with_all_that_is_wrong_and_nothing_of_it_is_kept(session, trainer, now):
    row = build.code(session, trainer, now)
    with pytest.raises(WrongSheet) as refused:
        answer_form(session, row.code, build.sheet({"clear": "4", "relevant": "9", "pace": "?"}), now=now)
    assert {one.question for one in refused.value.faults} == {"relevant", "pace"}
    assert answers(session) == []


def test_a_language_that_the_form_lacks_is_kept_as_the_one_in_which_it_was_asked(session, trainer, now):
    row = build.code(session, trainer, now)
    answer_form(session, row.code, build.sheet(language="th"), now=now)
    assert answers(session)[0].language == "en"


@pytest.mark.parametrize(("after", "words"), [(timedelta(), "not open"), (15 * DAY, "not open")])
def test_nothing_is_taken_before_it_opens_and_after_it_has_closed(session, trainer, now, after, words):
    row = build.code(session, trainer, now, opens_at=now + timedelta(hours=1))
    with pytest.raises(RuleBroken, match=words):
        answer_form(session, row.code, build.sheet(), now=now + after)


def test_when_the_form_is_full_the_next_is_told_so(session, trainer, now):
    row = build.code(session, trainer, now, answers=2, most=2)
    with pytest.raises(RuleBroken, match="already has all its answers"):
        answer_form(session, row.code, build.sheet(), now=now)


def test_a_code_that_does_not_exist_is_not_found(session, now):
    with pytest.raises(NotFound):
        answer_form(session, "ABCDEFGH", build.sheet(), now=now)


def test_no_paper_is_keyed_in_after_the_results_can_be_read(session, trainer, now):
    row = build.code(session, trainer, now)
    close_code(session, row.uuid, viewer=trainer, now=now)
    with pytest.raises(RuleBroken, match="not open"):
        key_in(session, row.uuid, build.sheet(), viewer=trainer, now=now)


def test_a_code_is_closed_once(session, trainer, now):
    row = build.code(session, trainer, now)
    close_code(session, row.uuid, viewer=trainer, now=now)
    with pytest.raises(Conflict):
        close_code(session, row.uuid, viewer=trainer, now=now)
    assert (row.closed_at, row.closed_by_id) == (now, trainer.id)


@pytest.mark.parametrize("what", [close_code, key_in])
def test_the_code_of_a_colleague_is_not_found(session, trainer, colleague, now, what):
    row = build.code(session, trainer, now)
    more = (build.sheet(),) if what is key_in else ()
    with pytest.raises(NotFound):
        what(session, row.uuid, *more, viewer=colleague, now=now)


def test_whoever_runs_the_forms_of_a_group_runs_its_codes(session, trainer, colleague, now, app, monkeypatch):
    composition.fill(app, monkeypatch, SURVEY_GROUPS, lambda _session, _viewer: {CLASS: "Class 7"})
    row = build.code(session, trainer, now, group=CLASS)
    own = build.code(session, trainer, now)
    assert [one.row.id for one in queries.codes_run(session, colleague)] == [row.id]
    assert [one.row.id for one in queries.codes_run(session, trainer)] == [own.id, row.id]


def test_a_group_that_one_does_not_run_is_not_found(session, trainer, now, app, monkeypatch):
    composition.fill(app, monkeypatch, SURVEY_GROUPS, lambda _session, _viewer: {CLASS: "Class 7"})
    with pytest.raises(NotFound):
        build.code(session, trainer, now, group=GroupRef("class", 8))


def test_the_rule_for_one_code_and_the_filter_for_many_agree(session, trainer, colleague, now, app, monkeypatch):
    composition.fill(app, monkeypatch, SURVEY_GROUPS, lambda _session, _viewer: {CLASS: "Class 7"})
    rows = [build.code(session, one, now, group=group) for one in (trainer, colleague) for group in (CLASS, None)]
    for viewer in (trainer, colleague):
        for groups in ([], [CLASS], [GroupRef("class", 8), GroupRef("other", 7)]):
            found = session.scalars(select(type(rows[0]).id).where(codes_run_by(viewer, groups))).all()
            assert sorted(found) == [row.id for row in rows if may_run(viewer, row, groups)]


def test_every_record_has_its_entry(session, trainer, now):
    row = build.code(session, trainer, now, answers=1)
    key_in(session, row.uuid, build.sheet(), viewer=trainer, now=now)
    close_code(session, row.uuid, viewer=trainer, now=now)
    assert records_apart(session) == []


def test_the_list_asks_no_more_for_many_codes_than_for_few(session, trainer, now, counting):
    asked = []
    for many in (2, 20):
        for _number in range(many):
            build.code(session, trainer, now, answers=1)
        with counting() as statements:
            queries.codes_run(session, trainer)
        asked.append(len(statements))
    assert asked[0] == asked[1]
