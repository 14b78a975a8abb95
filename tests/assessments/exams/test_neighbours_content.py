"""Cut scores, keys that were seen, questions and those withdrawn: those of one exam, with another's beside them."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import delete, literal, select

from assessments.exams.models import CutAgreement, CutProposal, CutScore, KeyView
from assessments.exams.queries import audited, cuts, exam_items, reported, withdrawn
from assessments.exams.queries.exams import cut_scores, newest_cut_score, pool, pool_at
from assessments.exams.queries.home import attempts_first, cuts_first, late_first, withdrawals_first
from assessments.exams.queries.key_views import has_key_view, pools_of_circle, seen_at, seen_pools
from assessments.exams.queries.managing import exam_named
from assessments.exams.queries.reviewing import short_exams
from assessments.exams.queries.withdrawing import could_agree, may_be_second, near, stakes_above
from assessments.exams.rules.cuts import ProposalState
from assessments.exams.rules.withdrawing import WINDOW
from assessments.exams.services.cuts import certifies, is_same
from assessments.exams.services.key_views import note_key_view
from assessments.items.item import Use
from assessments.items.models import Item, ItemVersion
from assessments.items.queries.practice import versions_by_key
from lms.errors import NotFound
from lms.people.models import Person
from tests.assessments.exams import neighbours
from tests.assessments.exams.neighbours import DAY, HERE, HOUR, NOW, THERE, Neighbours
from tests.builders import assessments as make
from tests.builders.people import appointed, person, viewer


@pytest.fixture(scope="module")
def made(module_session, tmp_path_factory) -> Neighbours:
    with module_session() as session:
        return neighbours.content(session, tmp_path_factory.mktemp("courses"))


@pytest.fixture
def here(session, made):
    return made.exam(session)


@pytest.fixture
def there(session, made):
    return made.exam(session, THERE)


def test_a_proposal_waits_with_those_who_agreed_to_it(session, made, here, there):
    first, third = made.people["first"], made.people["third"]
    one, other = cuts.open_proposal(session, here.exam_id), cuts.open_proposal(session, there.exam_id)
    assert (one.row.percent, one.row.proposer_id, one.agreed, one.missing) == ("75", first, (), 1)
    assert (other.row.percent, other.row.proposer_id, other.agreed, other.missing) == ("60", None, (third,), 1)
    listed = [(each.row.id, each.agreed, exam.id, title) for each, exam, title in cuts.open_proposals(session, "en")]
    assert listed == [
        (other.row.id, (third,), there.exam_id, "The other exam"),
        (one.row.id, (), here.exam_id, "The exam"),
    ]
    assert cuts.open_proposal(session, made.exam(session, slug=make.QUIZ).exam_id) is None


def test_who_agreed_to_what_was_refused_has_not_agreed_to_what_waits(session, made, here):
    waiting, refused = cuts.proposals_told(session, here.exam_id)
    assert (waiting.row.percent, waiting.agreed) == ("75", ())
    assert [(one.percent, one.reason, one.ended_by_id) for one in refused] == [
        ("80", "The panel met once.", made.people["second"])
    ]
    assert cuts.proposals_told(session, here.exam_id, 0)[1] == []
    assert cuts.proposals_told(session, made.exam(session, slug=make.QUIZ).exam_id) == (None, [])


@pytest.mark.parametrize(
    ("name", "circle", "told"),
    [
        ("first", (), ["The other exam"]),  # the other is their own
        ("second", (), ["The other exam", "The exam"]),
        ("third", (), ["The exam"]),  # they agreed to the other
        ("second", ("first",), ["The other exam"]),
        ("second", ("third",), ["The exam"]),
        ("second", ("third", "first"), []),
        ("ann", (), []),  # takes both courses
        ("bob", (), ["The other exam"]),
    ],
)
def test_who_may_agree_to_which_cut_score(session, made, name, circle, told):
    close = {made.people[each] for each in circle}
    found = cuts.proposals_to_agree(session, made.people[name], close, "en", NOW + DAY)
    assert [title for _exam, title in found] == told


def test_a_stake_is_a_run_in_the_course_or_an_attempt_at_the_exam(session, made, here, there):
    ann, bob = made.people["ann"], made.people["bob"]
    assert {who: len(each) for who, each in cuts.stakes_of(session, here.exam_id, [ann]).items()} == {ann: 2}
    assert [one.is_open for one in cuts.stakes_of(session, here.exam_id, [bob])[bob]] == [True, True]
    at = cuts.stakes_at(session, [here.exam_id, there.exam_id], [ann, bob])
    assert {key: len(each) for key, each in at.items()} == {
        (here.exam_id, ann): 2,
        (there.exam_id, ann): 2,
        (here.exam_id, bob): 2,
    }
    within = cuts.stakes_in(session, [here.course_id], [ann, made.people["first"]])
    assert {who: len(each) for (_course, who), each in within.items()} == {ann: 3, made.people["first"]: 0}
    assert [one.begun_at for one in cuts.stakes_in(session, [there.course_id], [bob])[there.course_id, bob]] == []


def test_what_those_above_have_open_is_in_that_course(session, made, here, there):
    below = appointed(session, made.people["bob"])
    assert len(stakes_above(session, here.course_id, below.id)) == 2
    assert stakes_above(session, there.course_id, below.id) == []
    assert near(session, None) == frozenset()
    assert near(session, below.id) == {made.people["bob"]}


def test_a_cut_is_ones_own_by_who_decided_that_very_one(session, made, here):
    ann = made.people["ann"]
    puppets = [appointed(session, ann).id for _each in range(2)]
    said = {"exam_id": here.exam_id, "percent": "1", "set_by": "x", "method": "x", "provisional": False, "at": NOW}
    ended = {"state": ProposalState.AGREED, "ended_at": NOW, "ended_by_id": puppets[1], "reason": None}
    proposal = CutProposal(**said, **ended, proposer_id=puppets[0])
    session.add(proposal)
    session.flush()
    session.add(CutAgreement(proposal_id=proposal.id, person_id=puppets[1], at=NOW))
    cut = CutScore(**said, actor_id=puppets[0], proposal_id=proposal.id)
    session.add(cut)
    session.flush()
    assert cuts.is_set_by_oneself(session, cut, ann)
    assert not cuts.is_set_by_oneself(session, cut, made.people["bob"])
    assert not cuts.is_set_by_oneself(session, cut_scores(session, here.exam_id)[-1], ann)  # came with its course
    assert cut_scores(session, here.exam_id)[0] is newest_cut_score(session, here.exam_id) is cut
    assert len(cut_scores(session, here.exam_id)) == 2


@pytest.mark.parametrize(
    ("percent", "provisional", "provisional_before", "same"),
    [
        (70, False, False, True),
        (70, True, True, True),
        (70, True, False, True),  # nothing is called settled that was not
        (70, False, True, False),
        (71, True, True, False),
    ],
)
def test_a_cut_is_the_same_where_nobody_passes_by_it_and_nothing_is_settled(
    percent, provisional, provisional_before, same
):
    assert (
        is_same(CutScore(percent="70", provisional=provisional_before), Fraction(percent), provisional=provisional)
        is same
    )


def test_only_an_exam_certifies(session, made, here):
    assert certifies(session, here.exam_id)
    assert not certifies(session, made.exam(session, slug=make.QUIZ).exam_id)
    assert exam_named(session, here.uuid)[1].id == here.version_id
    with pytest.raises(NotFound):
        exam_named(session, "nothing")


def test_keys_were_seen_of_one_exam_by_one_person(session, made, here, there):
    first, second = made.people["first"], made.people["second"]
    assert seen_at(session, first, here) == NOW
    assert seen_at(session, first, there) is seen_at(session, second, here) is None
    assert has_key_view(session, first, here.version_id)
    assert not has_key_view(session, first, there.version_id)
    assert not has_key_view(session, second, here.version_id)
    assert {key: [one.at for one in each] for key, each in seen_pools(session, [first]).items()} == {
        (first, here.course_id): [NOW]
    }


def test_what_those_saw_whose_rights_come_from_somebody_is_theirs_too_and_of_nobody_else(session, made, here, there):
    ann, bob, first = made.people["ann"], made.people["bob"], made.people["first"]
    below = appointed(session, ann)
    note_key_view(
        session, exam_id=there.exam_id, exam_version_id=there.version_id, person_id=below.id, now=NOW + 2 * HOUR
    )
    session.flush()

    def known(*people):
        found = pools_of_circle(session, list(people))
        return {key: [one.at for one in each] for key, each in found.items() if each}

    assert known(ann, bob) == {(ann, there.course_id): [NOW + 2 * HOUR]}
    assert known(bob) == {}
    assert known(first) == {(first, here.course_id): [NOW]}
    assert known(ann, below.id) == {
        (ann, there.course_id): [NOW + 2 * HOUR],
        (below.id, there.course_id): [NOW + 2 * HOUR],
    }


def test_the_record_of_keys_seen_is_read_to_its_end_in_pieces(session, made, here, there, monkeypatch):
    quiz = made.exam(session, slug=make.QUIZ)
    for exam in (quiz, here):
        said = {"exam_id": exam.exam_id, "exam_version_id": exam.version_id, "now": NOW}
        note_key_view(session, person_id=made.people["third"], **said)
    session.flush()
    monkeypatch.setattr(audited, "BATCH", 1)
    found, after = [], 0
    while some := audited.keys_seen(session, after):
        assert {one.place for one in some} == {some[0].place}
        assert some[0].place > after
        found += [(one.place, one.said["exam_version_id"]) for one in some]
        after = some[-1].place
    each = sorted((one.exam_id, one.version_id) for one in (quiz, here, here, there))
    assert found == each


def test_questions_are_withdrawn_in_one_course(session, made, here, there):
    number = {one.course_id: make.item_of(session, one, f"exam-number-{n}").id for n, one in enumerate((here, there))}
    assert withdrawn.withdrawn_keys(session, here.course_id, NOW) == {"exam-number-0"}
    assert session.scalar(select(withdrawn.keys_withdrawn(literal(there.course_id), NOW))) == "exam-number-1"
    assert session.scalar(select(withdrawn.names_withdrawn(here.course_id, 0, NOW))) == "exam-number-0"
    assert withdrawn.withdrawn_keys(session, here.course_id, NOW + WINDOW) == frozenset()
    for told in (
        withdrawn.keys_withdrawn(literal(here.course_id), NOW + WINDOW),
        withdrawn.names_withdrawn(here.course_id, 0, NOW + WINDOW),
    ):
        assert session.scalar(select(told)) is None
    assert set(session.scalars(withdrawn.courses_with_withdrawals(NOW))) == {here.course_id, there.course_id}
    assert list(session.scalars(withdrawn.courses_with_withdrawals(NOW + WINDOW))) == [there.course_id]
    assert list(withdrawn.withdrawals_in(session, here.course_id)) == ["exam-number-0"]
    (own,) = withdrawn.withdrawals_of(session, [number[here.course_id]])[number[here.course_id]]
    assert (own.uuid, own.was_confirmed, own.has_ended) == (made.uuids[HERE], False, False)
    assert (own.first_id(NOW), own.first_id(NOW + WINDOW)) == (made.people["first"], None)
    listed = withdrawn.withdrawn_now(session, NOW)
    assert [(one.item_id, one.key, one.course_id, one.use) for one in listed] == [
        (number[here.course_id], "exam-number-0", here.course_id, Use.EXAM),
        (number[there.course_id], "exam-number-1", there.course_id, Use.EXAM),
    ]
    assert {number: one.exam_id for number, one in exam_items.exams_of(session, listed).items()} == {
        number[here.course_id]: here.exam_id,
        number[there.course_id]: there.exam_id,
    }
    assert exam_items.exams_of(session, []) == {}
    moments = (WINDOW - timedelta(microseconds=1), WINDOW, WINDOW + HOUR)
    assert [len(withdrawn.lapsed(session, NOW + at)) for at in moments] == [0, 1, 2]
    assert len(withdrawn.lapsed(session, NOW + WINDOW + HOUR, limit=1)) == 1
    assert [session.scalar(select(withdrawn.any_for_second(NOW + at))) for at in (HOUR, WINDOW + HOUR)] == [True, False]


def test_who_may_be_the_second_is_told_withdrawal_by_withdrawal(session, made, here, there):
    waiting = [(one.course_id, one.withdrawal) for one in withdrawn.withdrawn_now(session, NOW)]
    people = {name: made.people[name] for name in ("first", "second", "third", "ann", "bob")}
    able = could_agree(session, waiting, NOW)
    assert able == [[people["second"], people["third"]]] * 2
    asked = {name: may_be_second(session, waiting, number, (), NOW) for name, number in people.items()}
    assert asked == {
        "first": [False, False],
        "second": [True, True],
        "third": [True, True],
        "ann": [False, False],
        "bob": [False, True],
    }
    assert may_be_second(session, waiting, people["second"], {people["first"]}, NOW) == [False, False]
    assert may_be_second(session, waiting, people["second"], {people["third"]}, NOW) == [True, True]


def test_an_exam_runs_short_of_what_was_withdrawn_in_its_own_course(session, here, there):
    def told(now):
        return [
            (one.uuid, [(s.cell.topic, s.left, s.withdrawn) for s in one.shortages])
            for one in short_exams(session, now)
        ]

    assert told(NOW + HOUR) == [(one.uuid, [("number", 2, 1)]) for one in (here, there)]
    assert told(NOW + WINDOW) == [(there.uuid, [("number", 2, 1)])]


def test_a_question_of_the_same_name_is_another_in_another_course(session, made, here, there):
    mine, other = (make.item_of(session, one, "exam-spot-0") for one in (here, there))
    assert mine.id != other.id
    versions = {one.item_id: one for one in session.scalars(select(ItemVersion))}
    assert (versions[mine.id].hash, versions[mine.id].no, versions[other.id].no) == (versions[other.id].hash, 1, 1)
    assert (
        exam_items.exam_item(session, session.get_one(exam_items.Exam, here.exam_id), "exam-spot-0").item_id == mine.id
    )
    own = {one.id: one.version for one in pool(session, here)}
    assert own["exam-spot-0"] == versions[mine.id].id
    assert set(own) == {f"exam-{kind}-{n}" for kind in make.KINDS for n in range(3)}
    assert "exam-number-1" in {one.id for one in pool_at(session, here, 0, NOW)}
    for exam, item in ((here, mine), (there, other)):
        assert reported.version_named(session, exam.course_version_id, "exam-spot-0") == versions[item.id].id
        assert reported.name_of(session, versions[item.id].id) == "exam-spot-0"
        assert reported.exam_outside(session, exam.exam_id) == exam.uuid
    assert reported.version_named(session, here.course_version_id, "nothing") is None


def test_practice_is_of_one_version_of_a_course_and_of_no_other_use(session, made):
    found = {name: versions_by_key(session, made.versions[name]) for name in (HERE, THERE)}
    assert set(found[HERE]) == set(found[THERE]) == {f"practice-{lesson}-1" for lesson in make.LESSONS}
    assert not set(found[HERE].values()) & set(found[THERE].values())
    assert versions_by_key(session, 0) == {}
    uses = select(Item.use).join(ItemVersion).where(ItemVersion.id.in_(found[HERE].values()))
    assert set(session.scalars(uses)) == {Use.PRACTICE}


def test_the_start_page_asks_for_nothing_that_somebody_may_not_decide(app, session, made):
    asked = (late_first, withdrawals_first, cuts_first)
    with app.test_request_context():
        for name, columns in (("first", (1, 3, 3)), ("bob", (0, 0, 0))):
            who = viewer(session, session.get_one(Person, made.people[name]))
            assert tuple(len(each(who, NOW)) for each in asked) == columns
            assert len(attempts_first(who, NOW)) == 1
        decider = viewer(session, person(session, None, make.Role.PROGRAMME_MANAGER))
        waits, *_circle = cuts_first(decider, NOW)
        assert session.scalar(select(waits)) is True
        session.execute(delete(KeyView))
        for one in session.scalars(select(CutProposal)):
            one.state = ProposalState.REPLACED
        session.flush()
        assert session.scalar(select(waits)) is False
