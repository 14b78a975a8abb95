"""Which certificates and names somebody finds, by what they type, page by page, and in the file of a list."""

import pytest
from sqlalchemy import select

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.services import confirming, name_requests
from certificates.credentials.services.naming import Names
from certificates.register import queries
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import NotFound
from tests.builders import certificates as build
from tests.builders.people import NOW, administration, person, viewer


@pytest.fixture
def other(session, place, course):
    """The certificate of somebody else of the same administration."""
    row = person(session, "Amélie Phommachanh", Role.OFFICER, place=place)
    return build.unsigned(session, row, course, name="Amélie Phommachanh")


@pytest.fixture
def far(session, course):
    """The certificate of somebody of another administration."""
    row = person(session, "James Kiprono", Role.OFFICER, place=administration(session, country="KE"))
    return build.unsigned(session, row, course, name="James Kiprono")


def corrected(session, held, now):
    confirming.reissue(session, held, Names("Ngozi Okonkwo"), issuing(), reason="She married.", by_id=None, now=now)


def test_words_to_find_are_trimmed_and_not_longer_than_their_field(at_desk, held, other):
    page = at_desk.get("/manage/credentials", query_string={"words": f"  {'Ngozi'} "}).text
    assert (held.credential.number in page, other.credential.number in page) == (True, False)
    page = at_desk.get("/manage/credentials", query_string={"words": "x" * 101}).text
    assert f'value="{"x" * 100}"' in page
    assert 'value=""' in at_desk.get("/manage/credentials").text


def test_a_name_in_another_script_finds_it_and_a_sign_of_the_search_finds_nothing(session, manager, held, other):
    who = viewer(session, manager)
    other.written.local_name = "ສົມໄຊ"
    session.flush()

    def found(words):
        page = queries.managed_page(session, who, words=words, number=1)
        return [one.credential.id for one in page.rows], page.count

    assert found("ສົມ") == ([other.credential.id], 1)
    assert found("%") == ([], 0)
    assert found("") == ([other.credential.id, held.credential.id], 2)


def test_a_list_is_cut_into_pages_newest_first(session, manager, held, other):
    who = viewer(session, manager)
    pages = [queries.managed_page(session, who, words="", number=number, size=1) for number in (1, 2, 9)]
    assert [one.rows[0].credential.id for one in pages] == [
        other.credential.id, held.credential.id, held.credential.id,
    ]  # fmt: skip
    assert [(one.number, one.pages, one.count) for one in pages] == [(1, 2, 2), (2, 2, 2), (2, 2, 2)]


def test_whom_one_does_not_manage_one_does_not_find(session, manager, officer, held, far):
    who, me = viewer(session, manager), viewer(session, officer)
    assert [one.id for one in queries.managed_among(session, who, [held.credential.id, far.credential.id])] == [
        held.credential.id
    ]
    assert queries.managed_among(session, who, []) == []
    assert queries.managed_credential(session, who, held.credential.uuid).credential.id == held.credential.id
    assert queries.own_credential(session, me, held.credential.uuid).credential.id == held.credential.id
    assert [one.credential.id for one in queries.own_credentials(session, me)] == [held.credential.id]
    for ask in (
        lambda: queries.managed_credential(session, who, far.credential.uuid),
        lambda: queries.own_credential(session, me, far.credential.uuid),
        lambda: queries.own_credential(session, who, held.credential.uuid),
        lambda: queries.own_claim(session, me, far.claim.uuid),
        lambda: queries.achievement_named(session, held.achievement.slug, held.achievement.version + 1),
        lambda: queries.achievement_named(session, "another", held.achievement.version),
    ):
        with pytest.raises(NotFound):
            ask()
    assert queries.own_claim(session, me, held.claim.uuid) == (held.claim, held.achievement)
    assert queries.credential_of_claim(session, far.claim.id).id == far.credential.id
    assert queries.achievement_named(session, held.achievement.slug, held.achievement.version) == held.achievement


def test_a_stranger_finds_one_certificate_by_what_they_have_of_it(session, held, other):
    for one in (held, other):
        credential = one.credential
        for found in (
            queries.by_token(session, credential.token),
            queries.by_uuid(session, credential.uuid),
            queries.by_number(session, credential.number),
        ):
            assert found.credential.id == credential.id
    assert queries.by_number_and_name(session, held.credential.number, "Phommachanh") is None
    assert queries.by_number_and_name(session, "000-000-000", "Okafor") is None


def test_the_name_on_an_older_paper_and_that_in_another_script_are_known_too(session, held, now):
    corrected(session, held, now)
    held.written.local_name = "ສົມໄຊ"
    session.flush()
    for name in ("Okafor", "Okonkwo", "ສົມໄຊ"):
        assert queries.by_number_and_name(session, held.credential.number, name).credential.id == held.credential.id


@pytest.fixture
def asked(session, place, course):
    """Two names that wait for a manager, and one of another administration."""
    rows = []
    for name, where in (("Eve Mallory", place), ("Bo Li", place), ("Far Away", administration(session))):
        row = person(session, name, Role.OFFICER, place=where, name_checked_at=NOW)
        claim = build.claim(session, row, course)
        rows.append(
            name_requests.ask(session, claim, Names(f"{name} Other"), frozenset(), by_id=row.id, now=NOW)
        )  # fmt: skip
    session.commit()
    return rows


def test_names_wait_page_by_page_for_who_manages_their_people(session, manager, asked):
    who = viewer(session, manager)
    pages = [queries.names_page(session, who, number=number, size=1) for number in (1, 2)]
    assert [one.rows[0].request.id for one in pages] == [asked[0].id, asked[1].id]
    assert [(one.count, one.number, one.pages) for one in pages] == [(2, 1, 2), (2, 2, 2)]
    assert queries.names_waiting(session, who) == 2
    assert queries.name_asked(session, who, asked[1].uuid).request.id == asked[1].id
    with pytest.raises(NotFound):
        queries.name_asked(session, who, asked[2].uuid)


def taken(session):
    return [
        (one.subject, one.data["filter"], one.data["count"], one.data["format"])
        for one in session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported").order_by(AuditEntry.id))
    ]


def test_the_lists_of_a_manager_are_taken_whole_within_what_they_manage_and_told(
    session, at_desk, held, other, far, asked
):
    whole = at_desk.get("/manage/credentials/export.csv").text
    for one, there in ((held, True), (other, True), (far, False)):
        assert (one.credential.number in whole) is there
    narrowed = at_desk.get("/manage/credentials/export.json", query_string={"words": "Ngozi"}).text
    assert (held.credential.number in narrowed, other.credential.number in narrowed) == (True, False)
    names = at_desk.get("/manage/credentials/names/export.csv").text
    assert [f"{name} Other" in names for name in ("Eve Mallory", "Bo Li", "Far Away")] == [True, True, False]
    assert taken(session) == [
        ("list:certificates", {}, 2, "csv"),
        ("list:certificates", {"words": True}, 1, "json"),
        ("list:names-to-judge", {}, 2, "csv"),
    ]


def test_ones_own_list_is_taken_with_what_waits_and_told_to_nobody(session, at_home, officer, held, other):
    build.claim(session, officer, build.course_version(session))
    session.commit()
    text = at_home.get("/certificates/export.csv").text
    assert held.credential.number in text
    assert other.credential.number not in text
    assert "Waits for you" in text
    assert taken(session) == []
