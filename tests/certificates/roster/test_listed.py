"""The roster with two holders: which of them is found, shown, written to and told, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.permissions import SchemeRole
from certificates.roster.models import RosterLetter, RosterListing, RosterShown
from certificates.roster.queries.listings import (
    certificates_in_force,
    holds_in_force,
    listed_holders,
    listing_first,
    own_listing,
)
from certificates.roster.queries.searches import (
    hits_of,
    own_search,
    own_searches,
    searches_since,
    times_shown,
    who_searched,
)
from certificates.roster.rules import ListedCertificate, Listing
from certificates.roster.services import RosterDraft, change_listing, search_roster, write_to_holder
from certificates.schemes.models import SchemeVersion
from lms.access import Role
from lms.errors import BadInput, NotFound
from lms.ids import new_uuid
from lms.messages.models import Message
from lms.people.models import Person
from tests.builders import certificates, people
from tests.builders import scheme_certificates as make
from tests.builders.audit import entries

pytestmark = pytest.mark.usefixtures("in_request")

WHY = "A mission in spring."  # twenty letters
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
EN, FR = Listing(True, frozenset({"en"})), Listing(True, frozenset({"fr", "en"}))


@pytest.fixture(scope="module")
def in_force_too(shared_app, module_session, scheme_id):
    """The number of a certificate of somebody else."""
    with module_session() as session, shared_app.test_request_context():
        row = people.person(session, "Bea Brook", Role.OFFICER, email="bea@example.org")
        certificates.name_checked(session, row, "Bea Brook")
        return make.issued(session, session.get_one(SchemeVersion, scheme_id), row, people.NOW).credential.id


@pytest.fixture
def ama(session, held):
    """A holder in Kenya."""
    row = session.get_one(Person, held.credential.person_id)
    row.administration_id = people.administration(session, country="KE").id
    session.flush()
    return row


@pytest.fixture
def bea(session, ama, in_force_too):
    """Another holder, of no administration."""
    held = certificates.again(session, in_force_too)
    return session.get_one(Person, held.credential.person_id)


@pytest.fixture
def body(session):
    place = people.administration(session, "Regional desk", country="ZA")
    return people.viewer(session, people.person(session, "Desk officer", SchemeRole.AUTHORISED_BODY, place=place))


def agree(session, person, now, listing=EN):
    return change_listing(session, listing, person_id=person.id, now=now)


def search(session, body, now, **more):
    values = {"purpose": WHY, "topic": "operations"} | more
    places = {"country:KE": frozenset({"KE"})}
    return search_roster(session, RosterDraft(**values), places, viewer=body, now=now)


def shown(session, body, row, now):
    return {one.row.person_id for one in hits_of(session, body, row, now)}


def test_what_a_holder_says_last_counts_and_nobody_elses_word(session, ama, bea, now):
    assert own_listing(session, ama.id) is None
    first = agree(session, ama, now, Listing(True, frozenset({"fr", "en"}), first=now.date(), last=now.date()))
    theirs = agree(session, bea, now, Listing(listed=False))
    assert own_listing(session, ama.id) is first
    last = agree(session, ama, now, Listing(True, frozenset({"en"}), is_away=True, last=now.date()))
    assert (own_listing(session, ama.id), own_listing(session, bea.id)) == (last, theirs)
    assert (first.languages, first.first, first.last, first.is_away, first.at) == (
        ["en", "fr"], now.date(), now.date(), False, now,
    )  # fmt: skip
    assert (last.first, last.is_away, theirs.languages) == (None, True, [])
    changes = entries(session, "roster.listing-changed")
    assert [(one.subject, one.actor_id, one.data["listing_id"], one.data["listed"]) for one in changes] == [
        (f"person:{ama.id}", ama.id, first.id, True),
        (f"person:{bea.id}", bea.id, theirs.id, False),
        (f"person:{ama.id}", ama.id, last.id, True),
    ]
    later = agree(session, ama, now, Listing(True, frozenset({"en"}), first=now.date() + DAY))
    assert (later.first, later.last) == (now.date() + DAY, None)


def test_home_asks_whoever_holds_a_certificate_and_never_said_anything(session, ama, bea, now):
    def asked(person):
        return [session.scalar(select(one)) for one in listing_first(people.viewer(session, person), now)]

    nobody = people.person(session, None, Role.OFFICER)
    assert [asked(one) for one in (ama, bea, nobody)] == [[True], [True], [False]]
    agree(session, ama, now, Listing(listed=False))
    assert [asked(one) for one in (ama, bea)] == [[False], [True]]
    assert listing_first(people.viewer(session, people.person(session)), now) == []
    course = certificates.issued(session, nobody)
    assert asked(session.get_one(Person, course.credential.person_id)) == [False]
    assert not holds_in_force(session, people.viewer(session, nobody), now)


def test_a_certificate_counts_for_its_holder_while_it_is_in_force_and_the_account_is_open(
    session, ama, bea, held, in_force_too, now
):
    both = [ama.id, bea.id]
    found = certificates_in_force(session, both, now)
    scheme = next(one for one, _held in found[ama.id]).scheme_id
    topics = frozenset({"operations", "risk-management"})
    assert {number: [one for one, _held in some] for number, some in found.items()} == {
        ama.id: [ListedCertificate(scheme, topics, "KE")],
        bea.id: [ListedCertificate(scheme, topics, "")],
    }
    assert [one.credential.id for _listed, one in found[bea.id]] == [in_force_too]
    assert set(certificates_in_force(session, [ama.id], now)) == {ama.id}
    me = people.viewer(session, ama)
    over = certificates.again(session, held.credential.id).version.valid_until
    assert (holds_in_force(session, me, over - SECOND), holds_in_force(session, me, over)) == (True, False)
    assert certificates_in_force(session, both, over) == {}
    bea.closed_at = now
    session.flush()
    assert set(certificates_in_force(session, both, now)) == {ama.id}


def test_who_agreed_is_found_among_those_asked_about_and_a_body_never_finds_itself(session, ama, bea, body, now):
    def found(viewer, *among):
        return [one.person_id for one in listed_holders(session, viewer, now, *among)]

    agree(session, ama, now, FR)
    assert found(body) == [ama.id]
    agree(session, bea, now)
    assert found(body) == sorted([ama.id, bea.id])
    assert (found(body, [bea.id]), found(body, [])) == ([bea.id], [])
    [one] = [each for each in listed_holders(session, body, now) if each.person_id == ama.id]
    assert one.listing == FR
    people.give(session, ama, SchemeRole.AUTHORISED_BODY)
    assert found(people.viewer(session, ama)) == [bea.id]
    agree(session, ama, now, Listing(listed=False))
    assert found(body) == [bea.id]
    assert found(people.viewer(session, people.person(session, None, Role.OFFICER))) == []


def test_a_search_finds_by_language_place_and_days_of_each_and_says_how_many(session, ama, bea, body, now):
    day = now.date()
    agree(session, ama, now, Listing(True, frozenset({"en"}), first=day, last=day))
    agree(session, bea, now, FR)
    both = {ama.id, bea.id}
    scheme = certificates_in_force(session, [ama.id], now)[ama.id][0][0].scheme_id
    for asked, expected in (
        ({}, both),
        ({"language": "fr"}, {bea.id}),
        ({"place": "country:KE"}, {ama.id}),
        ({"first": day, "last": day}, both),
        ({"first": day, "last": day + DAY}, {bea.id}),
        ({"scheme_id": scheme, "topic": ""}, both),
    ):
        row = search(session, body, now, **asked)
        assert (shown(session, body, row, now), row.found) == (expected, len(expected))
        numbers = select(RosterShown.no).where(RosterShown.search_id == row.id).order_by(RosterShown.no)
        assert session.scalars(numbers).all() == list(range(1, len(expected) + 1))
    kept = search(session, body, now, purpose=f"  {WHY} ", place="country:KE", language="en", first=day, last=day)
    assert (kept.by_id, kept.purpose, kept.place, kept.topic, kept.language, kept.first, kept.last, kept.at) == (
        body.id, WHY, "country:KE", "operations", "en", day, day, now,
    )  # fmt: skip
    entry = entries(session, "roster.searched")[-1]
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"person:{body.id}", body.id, {"search_id": kept.id, "purpose": WHY, "found": 1},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("purpose", {"purpose": f"{WHY[:-1]}  "}),
        ("last", {"first": True}),
        ("first", {"last": True}),
        ("topic", {"topic": ""}),
        ("place", {"place": "country:TZ"}),
    ],
)
def test_a_search_that_is_refused_is_not_counted(session, body, now, field, changed):
    values = {name: now.date() if value is True else value for name, value in changed.items()}
    with pytest.raises(BadInput) as fault:
        search(session, body, now, **values)
    assert fault.value.field == field
    assert searches_since(session, body.id, now - DAY) == 0


def test_searches_are_ones_own_the_newest_first_and_counted_since_a_moment(session, ama, body, now):
    agree(session, ama, now)
    other = people.viewer(session, people.person(session, None, SchemeRole.AUTHORISED_BODY))
    first, second, theirs = (search(session, one, now) for one in (body, body, other))
    assert own_searches(session, body) == [second, first]
    assert own_search(session, body, first.uuid) is first
    for uuid in (theirs.uuid, new_uuid()):
        with pytest.raises(NotFound):
            own_search(session, body, uuid)
    counted = [searches_since(session, body.id, at) for at in (now - SECOND, now, now + SECOND)]
    assert counted == [2, 0, 0]


def test_a_letter_goes_to_whom_the_search_has_shown_under_its_number_and_each_reads_of_their_own(
    session, ama, bea, body, now
):
    agree(session, ama, now)
    before = search(session, body, now)
    agree(session, bea, now)
    row = search(session, body, now)
    hit = next(one for one in hits_of(session, body, row, now) if one.row.person_id == bea.id)
    assert [one.row.no for one in hits_of(session, body, row, now)] == [1, 2]

    def write(no, words="Please call."):
        return write_to_holder(session, row, no, words, body="Regional desk", viewer=body, now=now)

    for no, words, fault in ((hit.row.no, " ", BadInput), (3, "Hello.", NotFound), (0, "Hello.", NotFound)):
        with pytest.raises(fault):
            write(no, words)
    letter = write(hit.row.no, " Please call. ")
    assert (letter.shown_id, letter.words, letter.at) == (hit.row.id, "Please call.", now)
    [told] = session.scalars(select(Message).where(Message.kind == "roster.contacted")).all()
    assert (told.person_id, told.params["body"], told.params["words"]) == (bea.id, "Regional desk", "Please call.")
    [entry] = entries(session, "roster.contacted")
    assert (entry.subject, entry.actor_id, entry.data) == (f"person:{bea.id}", body.id, {"letter_id": letter.id})
    letters = {one.row.person_id: one.letter for one in hits_of(session, body, row, now)}
    assert letters == {ama.id: None, bea.id: letter}
    assert [one.letter for one in hits_of(session, body, before, now)] == [None]
    assert (times_shown(session, ama.id), times_shown(session, bea.id), times_shown(session, body.id)) == (2, 1, 0)
    assert [(one.search.id, one.written) for one in who_searched(session, ama.id)] == [
        (row.id, False), (before.id, False),
    ]  # fmt: skip
    assert [(one.body, one.search.id, one.written) for one in who_searched(session, bea.id)] == [
        ("Regional desk", row.id, True)
    ]
    agree(session, bea, now, Listing(listed=False))
    with pytest.raises(NotFound):
        write(hit.row.no)


def test_a_body_without_an_administration_is_known_by_its_account(session, ama, now):
    agree(session, ama, now)
    lone = people.viewer(session, people.person(session, "Lone Desk", SchemeRole.AUTHORISED_BODY))
    search(session, lone, now)
    assert [one.body for one in who_searched(session, ama.id)] == ["Lone Desk"]


@pytest.fixture
def found(in_, session, ama, body, now):
    """The browser of a body, and the address of a search that found one holder."""
    agree(session, ama, now, Listing(True, frozenset({"en"}), first=now.date()))
    session.commit()
    browser = in_(session.get_one(Person, body.id))
    return browser, browser.post("/roster", data={"purpose": WHY, "topic": "operations"}).location


def test_a_body_reads_its_searches_and_writes_once_with_words_that_are_asked_for(in_, session, found, ama):
    browser, address = found
    assert WHY in browser.get("/roster").text
    page = browser.get(address).text
    assert all(words in page for words in (WHY, "Operations", "Holder 1", "Kenya", "from 25 November 2026"))
    letter = f"{address}/holders/1"
    empty = browser.post(letter, data={"words": ""})
    assert (empty.status_code, "Write what you ask of the holder" in empty.text) == (422, True)
    assert browser.get(f"{address}/holders/2").status_code == 404
    sent = browser.post(letter, data={"words": "Please call."})
    assert "It is sent. The holder answers if they want to." in browser.get(sent.location).text
    assert browser.post(letter, data={"words": "Again."}).status_code == 409
    session.expire_all()
    assert len(session.scalars(select(RosterLetter)).all()) == 1
    [told] = session.scalars(select(Message).where(Message.kind == "roster.contacted")).all()
    assert told.params["body"] == "Regional desk"
    own = in_(ama).get("/roster/listing").text
    assert "You were shown 1 time." in own
    assert "You have no valid certificate of a scheme." not in own


def test_a_search_asks_for_all_that_its_form_says(in_, session, found, ama):
    browser, _address = found
    offered = browser.get("/roster").text
    slug = session.get_one(SchemeVersion, session.scalars(select(SchemeVersion.id)).first()).definition["slug"]
    assert f'value="{slug}"' in offered
    typed = {"purpose": WHY, "scheme": slug, "topic": "", "language": "en", "place": "country:KE",
             "first": "2026-11-25", "last": "2026-12-01"}  # fmt: skip
    for more, names in (
        ({}, True), ({"language": "fr"}, False), ({"first": "2026-11-24"}, False), ({"place": "country:ZA"}, False),
        ({"topic": "legal-instruments"}, False),
    ):  # fmt: skip
        answer = browser.post("/roster", data=typed | more)
        assert ("Holder 1" in browser.get(answer.location).text) is names
    for more, words in (({"last": ""}, "Type both days, or none."), ({"scheme": ""}, "Choose a scheme or a topic.")):
        answer = browser.post("/roster", data=typed | more)
        assert (answer.status_code, words in answer.text, WHY in answer.text) == (422, True, True)


def test_a_listing_is_saved_refused_and_said_and_shows_what_was_chosen(in_, session, ama, now):
    browser, address = in_(ama), "/roster/listing"
    typed = {"listed": "yes", "languages": ["en"], "when": "days", "first": "2027-03-02", "last": "2027-03-01"}
    wrong = browser.post(address, data=typed)
    assert (wrong.status_code, "The last day comes before the first." in wrong.text) == (422, True)
    done = browser.post(address, data=typed | {"last": "2027-03-02"})
    page = browser.get(done.location).text
    assert "Your choice is saved. You may change it at any time." in page
    assert page.count('value="2027-03-02"') == 2
    assert browser.post(address, data={"listed": "", "when": "any"}).status_code == 422
    session.expire_all()
    [row] = session.scalars(select(RosterListing)).all()
    assert (row.person_id, row.listed, row.languages, row.is_away) == (ama.id, True, ["en"], False)
    stranger = in_(people.person(session, None, Role.OFFICER)).get(address).text
    assert "You have no valid certificate of a scheme." in stranger
    assert "You were shown 0 times." in stranger
