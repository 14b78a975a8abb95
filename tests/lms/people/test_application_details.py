"""Applications at their edges: whose they are, who decides on them, and what a decision writes and leaves alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.people.applications import policy, queries, services
from lms.people.applications.models import AccountApplication, ApplicationDecision
from lms.people.applications.rules import ApplicationFilter, is_overdue
from lms.people.applications.services import ApplicationDraft, WorkPlace
from lms.people.consents.models import ProcessingConsent
from lms.people.models import Person
from lms.people.queries.people import grant_of, roles_held
from tests.builders import people as make
from tests.builders.applications import application
from tests.builders.audit import entries
from tests.builders.people import NOW

pytestmark = pytest.mark.usefixtures("in_request")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def deciding(session, *scope):
    row = make.person(session, "Coordinator")
    make.give_anywhere(session, row, Grant(Role.COORDINATOR, *scope))
    return row


@pytest.fixture
def kenyan(session):
    return make.viewer(session, deciding(session, "country", "KE"))


@pytest.mark.parametrize(
    ("shown", "through"),
    [
        (ApplicationFilter(), True),
        (ApplicationFilter("account", "here", " ANA "), True),
        (ApplicationFilter("account"), True),
        (ApplicationFilter("transfer"), False),
        (ApplicationFilter(place="here"), True),
        (ApplicationFilter(place="there"), False),
        (ApplicationFilter("account", "there"), False),
        (ApplicationFilter("transfer", "here"), False),
        (ApplicationFilter(words="bo"), False),
        (ApplicationFilter("account", "here", "bo"), False),
    ],
)
def test_a_filter_lets_through_what_fits_in_all(shown, through):
    assert shown.lets_through("account", "here", "Ana Silva") is through


@pytest.mark.parametrize(
    ("since", "overdue"), [(None, False), (NOW - 14 * DAY, False), (NOW - 14 * DAY - SECOND, True), (NOW, False)]
)
def test_fourteen_days_are_not_yet_too_long(since, overdue):
    assert is_overdue(since, NOW) is overdue


def draft(**more):
    values = {"name": " Ana  Silva", "email": " ANA@example.org", "country": "TH", "language": "en"} | more
    return ApplicationDraft(**values)


def test_an_application_is_kept_as_it_was_typed_without_blanks_too_many(session, place):
    unit = make.unit(session, place)
    typed = draft(
        administration_id=place.id, unit_id=unit.id, unit_words=" Gate ", words=" I check. ", local_name=" อานา ",
        administration_words=" Customs ",
    )  # fmt: skip
    row = services.apply_for_account(session, typed, now=NOW)
    assert (row.name, row.local_name, row.email, row.country, row.language, row.made_at, row.confirmed_at) == (
        "Ana Silva", "อานา", "ana@example.org", "TH", "en", NOW, None,
    )  # fmt: skip
    assert (row.administration_id, row.unit_id, row.administration_words, row.unit_words, row.words) == (
        place.id, unit.id, "Customs", "Gate", "I check.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "A\u200bna"}, "name"),
        ({"local_name": "12"}, "local_name"),
        ({"local_name": "  "}, None),
        ({"administration_id": None}, "administration_words"),
        ({"administration_id": None, "administration_words": "  "}, "administration_words"),
        ({"administration_id": 999_999}, "administration_words"),
        ({"administration_id": None, "administration_words": "River Rangers"}, None),
        ({"administration_id": "abroad"}, "administration"),
        ({"unit_id": "own"}, None),
        ({"unit_id": "other"}, "unit"),
        ({"unit_id": "own", "administration_id": None, "administration_words": "River Rangers"}, "unit"),
    ],
)
def test_what_fits_no_place_and_no_name_is_told_beside_its_field(session, place, abroad, change, field):
    known = {"abroad": abroad.id, "own": make.unit(session, place).id, "other": make.unit(session, abroad).id}
    values = {name: known.get(value, value) for name, value in ({"administration_id": place.id} | change).items()}
    if field is None:
        services.apply_for_account(session, draft(**values), now=NOW)
    else:
        with pytest.raises(BadInput) as fault:
            services.apply_for_account(session, draft(**values), now=NOW)
        assert fault.value.field == field
    assert len(session.scalars(select(AccountApplication)).all()) == int(field is None)


def test_an_address_is_confirmed_once_and_not_where_it_has_an_account_or_an_application_that_waits(session, place):
    row = application(session, place, email="ana@example.org", confirmed=False)
    make.person(session, "Bo", email="bo@example.org")
    application(session, place, email="other@example.org")
    services.confirm_address(session, row, now=NOW)
    services.confirm_address(session, row, now=NOW + DAY)
    assert row.confirmed_at == NOW
    told = entries(session, "people.application-confirmed")[-1]
    assert (told.subject, told.actor_id) == (f"application:{row.id}", None)
    for email in ("ana@example.org", "bo@example.org"):
        with pytest.raises(RuleBroken, match="already an account or an application"):
            services.confirm_address(session, application(session, place, email=email, confirmed=False), now=NOW)
    assert queries.waiting_for_address(session, "ana@example.org") == row
    assert queries.waiting_for_address(session, "bo@example.org") is None


def test_who_was_refused_may_apply_again(session, place, thai):
    row = application(session, place, email="ana@example.org")
    services.refuse(session, row, "Not yet.", by=thai, now=NOW)
    assert queries.waiting_for_address(session, "ana@example.org") is None
    again = application(session, place, email="ana@example.org")
    assert queries.waiting_for_address(session, "ana@example.org") == again


def test_an_approval_makes_the_account_where_it_was_wished_and_says_so_once(session, place, thai):
    unit = make.unit(session, place)
    row = application(session, place, "Ana Silva", unit=unit, email="ana@example.org")
    row.local_name, row.language = "อานา", "fr"
    person = services.approve(session, row, None, by=thai, now=NOW + DAY)
    assert (person.name, person.local_name, person.email, person.language, person.unit_id) == (
        "Ana Silva", "อานา", "ana@example.org", "fr", unit.id,
    )  # fmt: skip
    decision = session.scalars(select(ApplicationDecision)).one()
    assert (decision.application_id, decision.outcome, decision.reason, decision.person_id) == (
        row.id, "approved", "", person.id,
    )  # fmt: skip
    assert (decision.by_id, decision.at) == (thai.id, NOW + DAY)
    [told] = entries(session, "people.application-decided")
    assert (told.subject, told.actor_id, told.data) == (
        f"application:{row.id}", thai.id, {"outcome": "approved", "person_id": person.id},
    )  # fmt: skip
    assert session.scalars(select(ProcessingConsent.person_id)).all() == [person.id]
    for act in (
        lambda: services.approve(session, row, None, by=thai, now=NOW),
        lambda: services.refuse(session, row, "No.", by=thai, now=NOW),
    ):
        with pytest.raises(Conflict, match="meanwhile"):
            act()


def test_a_refusal_keeps_its_reason_and_makes_nobody(session, place, thai):
    row = application(session, place)
    with pytest.raises(BadInput) as fault:
        services.refuse(session, row, "  ", by=thai, now=NOW)
    assert fault.value.field == "reason"
    services.refuse(session, row, " No such office. ", by=thai, now=NOW)
    decision = session.scalars(select(ApplicationDecision)).one()
    assert (decision.outcome, decision.reason, decision.person_id) == ("refused", "No such office.", None)
    assert entries(session, "people.application-decided")[0].data == {"outcome": "refused", "person_id": None}
    assert session.scalars(select(Person).where(Person.name == row.name)).all() == []


def test_another_place_is_chosen_by_who_decides_and_must_be_chosen_where_none_was_listed(session, place, abroad, thai):
    near = make.administration(session, "Near")
    unit = make.unit(session, near)
    moved, unlisted = application(session, place), application(session, None)
    person = services.approve(session, moved, WorkPlace(near.id, unit.id), by=thai, now=NOW)
    assert (person.administration_id, person.unit_id) == (near.id, unit.id)
    with pytest.raises(RuleBroken, match="choose one"):
        services.approve(session, unlisted, None, by=thai, now=NOW)
    with pytest.raises(BadInput) as fault:
        services.approve(session, unlisted, WorkPlace(abroad.id), by=thai, now=NOW)
    assert fault.value.field == "administration"
    person = services.approve(session, unlisted, WorkPlace(near.id), by=thai, now=NOW)
    assert [grant_of(one).scope_id for one in roles_held(session, person.id)] == [str(near.id)]


def test_what_nobody_confirmed_is_forgotten_and_what_was_confirmed_or_is_new_is_kept(session, place):
    rows = {
        (confirmed, age): application(session, place, confirmed=confirmed, at=NOW - age)
        for confirmed in (True, False)
        for age in (14 * DAY, 14 * DAY + SECOND)
    }
    kept = {row.uuid for key, row in rows.items() if key != (False, 14 * DAY + SECOND)}
    services.forget_unconfirmed(session, NOW)
    assert set(session.scalars(select(AccountApplication.uuid))) == kept


def test_applications_are_found_by_who_decides_on_them_and_confirmed_alone(session, place, abroad, thai, kenyan):
    older = application(session, place, "Older", at=NOW - DAY)
    newer, unlisted = application(session, place, "Newer"), application(session, None, "Unlisted", at=NOW - 2 * DAY)
    hidden, far = application(session, place, confirmed=False), application(session, abroad, "Far")
    done = [application(session, place, f"Done {number}") for number in range(2)]
    for row in done:
        services.refuse(session, row, "No.", by=thai, now=NOW)
    assert [one.row for one in queries.waiting(session, thai)] == [unlisted, older, newer]
    assert [one.row for one in queries.waiting(session, kenyan)] == [far]
    assert [one.row for one in queries.decided(session, thai)] == done[::-1]
    assert queries.decided(session, kenyan) == []
    assert session.execute(queries.standing(thai)).one() == (3, NOW - 2 * DAY)
    assert session.execute(queries.standing(kenyan)).one() == (1, NOW)
    assert session.execute(queries.standing(None)).one() == (4, NOW - 2 * DAY)
    for find in (queries.application_seen, queries.application_to_decide):
        found = find(session, thai, newer.uuid)
        assert getattr(found, "row", found) == newer
        for viewer, uuid in ((kenyan, newer.uuid), (thai, hidden.uuid), (thai, far.uuid), (thai, "nothing")):
            with pytest.raises(NotFound):
                find(session, viewer, uuid)
    own = queries.application_of(session, hidden.uuid)
    assert (own.row, own.administration, own.unit, own.decision) == (hidden, place, None, None)
    decided = queries.application_of(session, done[0].uuid)
    assert (decided.decision.reason, decided.decided_by) == ("No.", "Coordinator")
    assert queries.decision_of(session, done[1].id).application_id == done[1].id
    assert queries.decision_of(session, newer.id) is None
    for uuid in (None, "nothing"):
        with pytest.raises(NotFound):
            queries.application_of(session, uuid)


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        ((Role.ADMINISTRATOR,), {"here", "near", "abroad", "unlisted", "unlisted abroad"}),
        ((Role.COORDINATOR, "country", "TH"), {"here", "near", "unlisted"}),
        ((Role.COORDINATOR, "administration", "here"), {"here"}),
        ((Role.TRAINER,), set()),
    ],
)
def test_who_decides_on_which_application(session, place, abroad, scope, seen):
    rows = {
        "here": application(session, place), "near": application(session, make.administration(session)),
        "abroad": application(session, abroad), "unlisted": application(session, None),
        "unlisted abroad": application(session, None, country="KE"),
    }  # fmt: skip
    role, *where = [str(place.id) if one == "here" else one for one in scope]
    row = make.person(session)
    make.give_anywhere(session, row, Grant(role, *where))
    found = session.scalars(select(AccountApplication.id).where(policy.decided_by(make.viewer(session, row)))).all()
    assert {name for name, one in rows.items() if one.id in found} == seen


def test_namesakes_are_open_accounts_of_the_country_by_name_in_any_case_or_by_address(session, place, abroad):
    for username, name, more in (
        ("same", "ANA SILVA", {}), ("local", "Bo", {"local_name": "Ana Silva"}), ("post", "Cy", {"email": "a@x.org"}),
        ("title", "Ána Sílva", {}), ("closed", "Ana Silva", {"closed_at": NOW}), ("other", "Ana Silva Costa", {}),
        ("thai", "Di", {"local_name": "อานา"}),
    ):  # fmt: skip
        make.person(session, name, place=place, username=username, **more)
    make.person(session, "Ana Silva", place=abroad, username="abroad")
    make.person(session, "Ana Silva", username="nowhere")
    first = application(session, place, "Ana Silva")
    second, third = application(session, place, "ÁNA SÍLVA"), application(session, place, "Nobody Here")
    fourth = application(session, abroad, "Ana Silva")
    first.email, second.local_name = "a@x.org", "อานา"
    session.flush()
    rows = [queries.application_of(session, one.uuid) for one in (first, second, third, fourth)]
    assert queries.namesakes(session, rows) == {
        first.id: ["local", "post", "same"], second.id: ["thai", "title"], third.id: [], fourth.id: ["abroad"],
    }  # fmt: skip


def test_with_whom_it_lies_is_told_by_the_nearest_roles_of_open_accounts(session, place, abroad):
    near = make.administration(session)

    def told(home=place.id, country="TH"):
        return queries.with_whom(session, home, country)

    gone = deciding(session, "administration", str(place.id))
    gone.closed_at = NOW
    ended = make.give_anywhere(session, make.person(session), Grant(Role.COORDINATOR, "country", "TH"))
    ended.ended_at = NOW
    make.give_anywhere(session, make.person(session), Grant(Role.TRAINER, "country", "TH"))
    for scope in (("administration", str(near.id)), ("country", "KE")):
        deciding(session, *scope)
    session.flush()
    assert (told(), told(None), told(near.id)) == ([], [], [("coordinator", "administration")])
    for _each in range(2):
        deciding(session, "country", "TH")
    make.give_anywhere(session, make.person(session), Grant(Role.ADMINISTRATOR, "country", "TH"))
    assert told() == told(None) == [("administrator", "country"), ("coordinator", "country")]
    deciding(session, "administration", str(place.id))
    assert told() == [("coordinator", "administration")]
