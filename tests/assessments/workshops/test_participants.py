"""Who takes part in a workshop: named, changed, away and gone; who cannot be, and what the record says of each."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.permissions import PracticalRole
from assessments.workshops.scope_kind import WORKSHOP
from assessments.workshops.services.candidate_files import candidates_in
from assessments.workshops.services.participant_drafts import (
    AssessorDraft,
    CandidateDraft,
    InterpreterDraft,
    languages_spoken,
)
from assessments.workshops.services.participants import (
    change_participant,
    end_participant,
    name_assessor,
    name_candidate,
    name_candidates,
    name_interpreter,
    participant,
    say_away,
    say_late,
)
from lms.access import Role
from lms.errors import BadInput, NotFound, RuleBroken
from lms.people.models import Person, RoleGrant
from tests.access_matrix import gathered
from tests.builders import people
from tests.builders import workshops as build
from tests.builders.audit import told
from tests.builders.people import NOW

LATER = NOW + timedelta(hours=1)
NAMES = {CandidateDraft: name_candidate, AssessorDraft: name_assessor, InterpreterDraft: name_interpreter}


@pytest.fixture(scope="module")
def worlds(module_session):
    """A workshop that is being planned, and one with a rotation in use; each with an interpreter."""
    with module_session() as session:
        planned, used = build.small(session, NOW), build.small(session, NOW)
        for one in (planned, used):
            one.interpreter("Ivo Santos", languages=("en", "fr"))
        gathered.use(session, used, NOW)
        return planned, used


def name(made, draft, by=None):
    return NAMES[type(draft)](made.session, made.parts, draft, by=by or made.by.id, now=NOW)


def end(made, row):
    end_participant(made.session, made.parts, row.uuid, by=made.by.id, now=NOW)


def login(made, row):
    return made.session.get_one(Person, row.person_id).username


def refused(made, draft, **said):
    with pytest.raises(BadInput) as fault:
        name(made, draft, **said)
    return fault.value.field


def interpreting(made, person_id):
    """Whether this person holds the role of interpreter for the workshop."""
    wanted = select(RoleGrant.id).filter_by(
        person_id=person_id, role=PracticalRole.INTERPRETER, scope_kind=WORKSHOP, scope_id=str(made.number),
        ended_at=None,
    )  # fmt: skip
    return made.session.scalars(wanted).one_or_none() is not None


def test_a_candidate_is_named_with_the_next_number_and_told(session, made):
    row = people.person(session, "Nadia New")
    needs = f" {'x' * 998} "
    named = name(made, CandidateDraft(row.username, (" EN ", "fr", "en"), needs, recording_agreed=True))
    assert (named.person_id, named.number, named.languages, named.needs, named.recording_agreed) == (
        row.id, 4, ["en", "fr"], "x" * 998, True,
    )  # fmt: skip
    assert (named.withdrawn_at, named.workshop_id) == (None, made.number)
    assert told(session, "workshop.candidate-named")[-1] == (
        f"workshop:{made.number}", made.by.id, {"candidate_id": named.id, "person_id": row.id},
    )  # fmt: skip
    assert name(build.workshop(session, NOW), CandidateDraft(row.username)).number == 1


def test_who_cannot_be_a_candidate_is_refused_beside_the_field(session, made):
    row = people.person(session)
    closed = people.person(session, closed_at=NOW)
    parts = made.parts
    for draft, field in (
        (CandidateDraft(""), "login"), (CandidateDraft("nobody-here"), "login"), (CandidateDraft(closed.username),
        "login"), (CandidateDraft(made.by.username), "login"), (CandidateDraft(row.username, ("e1",)), "languages"),
        (CandidateDraft(row.username, (), "x" * 1001), "needs"),
        *((CandidateDraft(login(made, some[0])), "login") for some in (parts.candidates, parts.assessors,
                                                                       parts.interpreters)),
    ):  # fmt: skip
        assert refused(made, draft) == field
    assert refused(made, CandidateDraft(row.username), by=row.id) == "login"
    assert len(made.parts.every_candidate) == 3


def test_who_withdrew_comes_back_under_the_same_number(session, made):
    row = made.parts.candidates[0]
    end(made, row)
    assert (row.withdrawn_at, len(made.parts.candidates)) == (NOW, 2)
    assert told(session, "workshop.person-ended")[-1] == (
        f"workshop:{made.number}", made.by.id,
        {"part": "candidate", "row_id": row.id, "person_id": row.person_id},
    )  # fmt: skip
    again = name(made, CandidateDraft(login(made, row), ("fr",)))
    assert (again.id, again.number, again.withdrawn_at, again.languages) == (row.id, 1, None, ["fr"])
    assert made.candidate() is not None
    assert [one.number for one in made.parts.candidates] == [1, 2, 3, 4]


def test_of_a_list_those_are_named_who_can_be_and_the_others_are_answered(session, made):
    one, two = people.person(session), people.person(session)
    drafts = [(3, CandidateDraft(one.username)), (4, CandidateDraft("nobody")), (7, CandidateDraft(one.username)),
              (9, CandidateDraft(two.username))]  # fmt: skip
    found = name_candidates(session, made.parts, drafts, by=made.by.id, now=NOW)
    assert found.taken == 2
    assert [(number, draft) for number, draft, _words in found.refused] == [drafts[1], drafts[2]]
    assert "takes part in this workshop already" in found.refused[1][2]
    assert {one.id, two.id} <= {row.person_id for row in made.parts.candidates}


def test_an_assessor_has_the_role_is_no_candidate_and_comes_back_under_the_same_letter(session, made):
    parts, row = made.parts, people.person(session, "Ana Assessor", Role.ASSESSOR)
    halves = ("2026-12-08/1", "2026-12-07/1", "2026-12-30/1")
    draft = AssessorDraft(row.username, ("en",), ("operations", "legal", "legal"), 40, lead=True, absent=halves)
    named = name(made, draft)
    assert (named.number, named.languages, named.topics, named.most_a_day, named.lead, named.absent) == (
        6, ["en"], ["legal", "operations"], 40, True, ["2026-12-07/1", "2026-12-08/1"],
    )  # fmt: skip
    assert told(session, "workshop.assessor-named")[-1] == (
        f"workshop:{made.number}", made.by.id, {"assessor_id": named.id, "person_id": row.id},
    )  # fmt: skip
    for other in (login(made, parts.candidates[0]), row.username, people.person(session).username, "nobody-here"):
        assert refused(made, AssessorDraft(other)) == "login"
    end(made, named)
    assert (named.ended_at, len(made.parts.assessors)) == (NOW, 5)
    again = name(made, AssessorDraft(row.username))
    assert (again.id, again.number, again.ended_at, again.most_a_day) == (named.id, 6, None, None)
    empty = build.workshop(session, NOW)
    assert name(empty, AssessorDraft(row.username, most_a_day=1)).number == 1


@pytest.mark.parametrize("most", [0, 41])
def test_an_assessor_has_one_to_forty_performances_a_day(session, made, most):
    row = people.person(session, None, Role.ASSESSOR)
    assert refused(made, AssessorDraft(row.username, most_a_day=most)) == "most_a_day"


def test_an_interpreter_may_assess_too_holds_the_role_while_they_are_there_and_comes_back(session, made):
    parts, row = made.parts, made.parts.assessors[0]
    assert refused(made, InterpreterDraft(login(made, row), ("en", "EN "))) == "languages"
    for other in (parts.candidates[0], parts.interpreters[0]):
        assert refused(made, InterpreterDraft(login(made, other), ("en", "fr"))) == "login"
    named = name(made, InterpreterDraft(login(made, row), ("en", "fr"), ("2026-12-09/2",)))
    assert (named.languages, named.absent, interpreting(made, row.person_id)) == (["en", "fr"], ["2026-12-09/2"], True)
    assert told(session, "workshop.interpreter-named")[-1] == (
        f"workshop:{made.number}", made.by.id, {"interpreter_id": named.id, "person_id": row.person_id},
    )  # fmt: skip
    end(made, named)
    assert (named.ended_at, interpreting(made, row.person_id)) == (NOW, False)
    again = name(made, InterpreterDraft(login(made, row), ("en", "pt")))
    assert (again.id, again.ended_at, interpreting(made, row.person_id)) == (named.id, None, True)
    end(made, made.parts.interpreters[0])
    assert refused(made, AssessorDraft(login(made, row))) == "login"


def test_an_assessor_who_leaves_keeps_the_role_of_interpreter(made):
    row = made.parts.assessors[0]
    name(made, InterpreterDraft(login(made, row), ("en", "fr")))
    end(made, row)
    assert interpreting(made, row.person_id)


def test_what_is_known_of_somebody_changes_and_only_a_difference_is_told(session, made):
    parts = made.parts
    for row, part, draft, after in (
        (parts.candidates[0], "candidate", CandidateDraft("", ("fr",), " ramp ", True),
         {"languages": ["fr"], "needs": "ramp", "recording_agreed": True}),
        (parts.assessors[0], "assessor", AssessorDraft("", ("pt",), ("operations",), 3, True, ("2026-12-07/1",)),
         {"languages": ["pt"], "topics": ["operations"], "most_a_day": 3, "lead": True, "absent": ["2026-12-07/1"]}),
        (parts.interpreters[0], "interpreter", InterpreterDraft("", ("pt", "en"), ("2026-12-07/2",)),
         {"languages": ["pt", "en"], "absent": ["2026-12-07/2"]}),
    ):  # fmt: skip
        before = {field: getattr(row, field) for field in after}
        for _twice in range(2):
            change_participant(session, made.parts, row.uuid, draft, by=made.by.id, now=NOW)
        assert {field: getattr(row, field) for field in after} == after
        said = {"part": part, "row_id": row.id, "person_id": row.person_id, "before": before, "after": after}
        assert [one for one in told(session, "workshop.person-changed") if one[2]["part"] == part] == [
            (f"workshop:{made.number}", made.by.id, said)
        ]
    with pytest.raises(BadInput) as fault:
        draft = CandidateDraft("", (), "x" * 1001)
        change_participant(session, made.parts, parts.candidates[1].uuid, draft, by=made.by.id, now=NOW)
    assert fault.value.field == "needs"
    change_participant(
        session, made.parts, parts.candidates[1].uuid, CandidateDraft("", (), "x" * 1000), by=made.by.id, now=NOW
    )


def test_who_is_away_or_late_is_kept_with_the_moments_and_the_others_are_not(session, made, used):
    parts = made.parts
    assessor, voice, candidate = parts.assessors[0], parts.interpreters[0], parts.candidates[0]

    def away(row, from_at, until_at=None):
        say_away(session, made.parts, row.uuid, from_at, until_at, by=made.by.id, now=NOW)

    away(assessor, NOW, LATER)
    assert (assessor.away_from_at, assessor.away_until_at) == (NOW, LATER)
    data = told(session, "workshop.person-changed")[-1][2]
    assert data["after"] == {"away_from_at": NOW.isoformat(), "away_until_at": LATER.isoformat()}
    assert data["before"] == {"away_from_at": None, "away_until_at": None}
    away(voice, NOW)
    away(assessor, None)
    assert (voice.away_from_at, assessor.away_from_at, assessor.away_until_at) == (NOW, None, None)
    for from_at, until_at in ((None, LATER), (NOW, NOW), (LATER, NOW)):
        with pytest.raises(BadInput) as fault:
            away(assessor, from_at, until_at)
        assert fault.value.field == "until"
    say_late(session, made.parts, candidate.uuid, LATER, by=made.by.id, now=NOW)
    assert candidate.from_at == LATER
    assert told(session, "workshop.person-changed")[-1][2]["after"] == {"from_at": LATER.isoformat()}
    for wrong in (
        lambda: away(candidate, NOW),
        lambda: say_late(session, made.parts, assessor.uuid, LATER, by=made.by.id, now=NOW),
        lambda: away(used.parts.assessors[0], NOW),
    ):
        with pytest.raises(NotFound):
            wrong()


def test_while_a_rotation_is_in_use_a_candidate_withdraws_and_an_assessor_is_away_instead(used):
    for row in (used.parts.assessors[0], used.parts.interpreters[0]):
        with pytest.raises(RuleBroken, match="when this person is away"):
            end(used, row)
        assert row.ended_at is None
    end(used, used.parts.candidates[0])
    assert len(used.parts.candidates) == 2


def test_who_takes_part_is_found_as_what_they_are_and_who_left_is_not(made, used):
    parts = made.parts
    for rows, part in (
        (parts.candidates, "candidate"), (parts.assessors, "assessor"), (parts.interpreters, "interpreter"),
    ):  # fmt: skip
        assert participant(parts, rows[-1].uuid) == (rows[-1], part)
    gone = parts.candidates[0]
    end(made, gone)
    for uuid in (gone.uuid, used.parts.assessors[0].uuid):
        with pytest.raises(NotFound):
            participant(made.parts, uuid)


def test_in_a_closed_workshop_nobody_is_named_changed_or_taken_out(session, made):
    row, candidate = people.person(session, None, Role.ASSESSOR), made.parts.candidates[0]
    made.parts.row.closed_at = NOW
    session.flush()
    for change in (
        lambda: name(made, CandidateDraft(row.username)),
        lambda: name(made, AssessorDraft(row.username)),
        lambda: name(made, InterpreterDraft(row.username, ("en", "fr"))),
        lambda: change_participant(session, made.parts, candidate.uuid, CandidateDraft(""), by=made.by.id, now=NOW),
        lambda: say_late(session, made.parts, candidate.uuid, LATER, by=made.by.id, now=NOW),
        lambda: end(made, candidate),
    ):
        with pytest.raises(RuleBroken, match="closed"):
            change()


@pytest.mark.parametrize(
    ("spoken", "codes"),
    [
        ((), []), (("en", " EN", ""), ["en"]), (("zh-hant", "pt"), ["zh-hant", "pt"]), (("abcdefghijkl",),
        ["abcdefghijkl"]), (("abcdefghijklm",), None), (("e",), None), (("en", "1e"), None), (("-",), None),
    ],
)  # fmt: skip
def test_languages_are_codes_of_two_to_twelve_letters_each_once(app, spoken, codes):
    if codes is not None:
        assert languages_spoken(spoken) == codes
        return
    with pytest.raises(BadInput) as fault:
        languages_spoken(spoken)
    assert fault.value.field == "languages"


def test_a_file_of_candidates_is_read_row_by_row(app):
    text = 'User name,Languages,What they need\nann,en; fr,ramp\n,en,\nbob,,\ncy,"pt, ,en",\ndi,,%s\n' % ("x" * 1001)
    drafts, faults = candidates_in(text.encode())
    assert drafts == [
        (2, CandidateDraft("ann", ("en", "fr"), "ramp")), (4, CandidateDraft("bob")),
        (5, CandidateDraft("cy", ("pt", "en"))),
    ]  # fmt: skip
    assert [(number, who) for number, who, _words in faults] == [(3, ""), (6, faults[1][1])]
    assert all(words for _number, _who, words in faults)
