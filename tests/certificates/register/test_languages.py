"""In which language a certificate is: the holder chooses among those that the course speaks, and it stays so."""

import io
import json
import re

import pytest
from pypdf import PdfReader

from certificates.credentials.models import Achievement, Claim, Credential
from certificates.credentials.queries.held import HeldCredential, credential_held
from certificates.credentials.rules.award import Evidence, Genre, Watched
from certificates.credentials.rules.wording import AwardWords, evidence_in, language_preset, words_as_data, words_kept
from certificates.credentials.services import claims
from lms import storage
from lms.access import Role
from lms.db import end_read_session
from tests.builders import certificates as build
from tests.builders.people import NOW, browser_of, person
from tests.certificates.register.acts import drop, link

TITLE = "Reconnaître les produits de la faune"
CERTIFIES = "Distingue l’ivoire, la corne et les écailles de ce qui est vendu à leur place."
FRENCH = {"title": TITLE, "summary": "", "certifies": CERTIFIES}
OWN = "Identifying wildlife products"
WORDS = AwardWords("fr", TITLE, CERTIFIES, "A suivi le cours.", {"Final exam": "Examen final"})


@pytest.fixture
def bilingual(session):
    """A course that speaks English and French."""
    version = build.course_version(session)
    version.translations = {"fr": FRENCH}
    session.flush()
    return version


@pytest.fixture
def reader(session):
    """Somebody who has no certificate yet."""
    return person(session, "Awa Diop", Role.OFFICER, name_checked_at=NOW)


@pytest.fixture
def at_phone(app, session, reader):
    return browser_of(app, session, reader)


@pytest.fixture
def earned(session, bilingual, reader):
    row = build.claim(session, reader, bilingual)
    session.commit()
    return row


def address(claim, page=""):
    return f"/certificates/claims/{claim.uuid}{page}"


def preset(page):
    """The language that is chosen on the page."""
    return [one for one, checked in choices(page) if checked]


def choices(page):
    """The languages that can be chosen, and which is."""
    inputs = [one for one in re.findall(r"<input[^>]*>", page.text) if 'name="language"' in one]
    return [(re.search(r'value="(\w+)"', one).group(1), " checked" in one) for one in inputs]


@pytest.fixture
def issued(session, at_phone, worker):
    """Have the certificate of a claim made in a language, by the pages."""

    def make(claim, **typed):
        sent = at_phone.post(address(claim), data={"name": "Awa Diop", "local_name": ""} | typed)
        assert sent.status_code == 303
        done = at_phone.post(address(claim, "/confirm"))
        worker()
        end_read_session()
        uuid = done.location.rpartition("/")[2]
        return held_now(session, uuid)

    return make


def held_now(session, uuid) -> HeldCredential:
    session.expire_all()
    found = credential_held(session, Credential.uuid == uuid)
    assert found is not None
    return found


def paper(one):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(storage.get(one.version.pdf_key))).pages)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_language_of_the_reader_is_marked_and_the_other_can_be_chosen(at_phone, earned, language):
    at_phone.get(f"/language/{language}")
    page = at_phone.get(address(earned))
    assert {one for one, _checked in choices(page)} == {"en", "fr"}
    assert preset(page) == [language]


def test_what_was_chosen_before_is_marked_again(at_phone, earned):
    at_phone.post(address(earned), data={"name": "Awa Diop", "local_name": "", "language": "fr"})
    assert preset(at_phone.get(address(earned))) == ["fr"]
    proof = at_phone.get(address(earned, "/proof")).text
    assert TITLE in proof
    assert "Français" in proof
    assert at_phone.get(address(earned, "/proof.png")).mimetype == "image/png"


def test_one_in_french_is_french_on_paper_in_the_record_and_on_its_pages(client, at_phone, earned, issued):
    one = issued(earned, language="fr")
    text = paper(one)
    for words in (
        TITLE,
        "Valable à partir du",
        "25 novembre 2026",
        "Fondé sur",
        "passé sans surveillance",
        "décerné à",
    ):
        assert words in text, words
    assert OWN not in text
    record = json.loads(one.version.record)
    achievement = record["credentialSubject"]["achievement"]
    assert (record["name"], achievement["name"], achievement["inLanguage"]) == (TITLE, TITLE, "fr")
    assert (achievement["description"], record["description"]) == (CERTIFIES, CERTIFIES)
    assert "A suivi le cours" in achievement["criteria"]["narrative"]
    own = f"/certificates/{one.credential.uuid}"
    for page in (at_phone.get("/certificates"), at_phone.get(own), client.get(link(one))):
        assert TITLE in page.text
        assert OWN not in page.text


def test_what_it_is_for_stands_at_an_address_of_its_own(client, earned, issued):
    one = issued(earned, language="fr")
    said = json.loads(one.version.record)["credentialSubject"]["achievement"]
    own = f"/achievements/{one.achievement.slug}/{one.achievement.version}"
    assert said["id"].endswith(f"{own}/fr")
    answer = client.get(f"{own}/fr").json
    assert (answer["id"], answer["name"], answer["inLanguage"]) == (said["id"], TITLE, "fr")
    assert client.get(own).json["name"] == OWN
    assert client.get(f"{own}/lo").status_code == 404
    assert TITLE in client.get(f"{own}/fr", headers={"Accept": "text/html"}).text


def test_it_is_found_genuine_by_its_record_and_by_its_paper(client, earned, issued):
    one = issued(earned, language="fr")
    for content in (one.version.record.encode(), storage.get(one.version.pdf_key)):
        assert "genuine and valid" in drop(client, content).text


def test_one_in_the_own_language_of_the_course_is_as_ever_but_for_the_new_words(earned, issued):
    one = issued(earned, language="en")
    assert (one.title, one.words) == (OWN, None)
    text = paper(one)
    assert "Valid from" in text
    assert "Based on" in text
    record = json.loads(one.version.record)
    assert record["credentialSubject"]["achievement"]["id"].endswith(f"/{one.achievement.version}")


def test_of_a_course_in_one_language_nobody_is_asked(session, at_phone, reader, issued):
    claim = build.claim(session, reader, build.course_version(session))
    session.commit()
    assert 'name="language"' not in at_phone.get(address(claim)).text
    assert issued(claim).title == OWN


@pytest.mark.parametrize("wrong", ["lo", "", "../fr"])
def test_another_language_is_refused_beside_its_field(session, at_phone, earned, wrong):
    sent = at_phone.post(address(earned), data={"name": "Awa Diop", "local_name": "", "language": wrong})
    assert sent.status_code == 422
    assert 'id="language-error"' in sent.text
    session.expire_all()
    assert session.get_one(Claim, earned.id).language is None


def test_a_course_whose_title_alone_is_translated_is_not_offered_in_that_language(session, at_phone, bilingual, earned):
    bilingual.translations = {"fr": {"title": TITLE}}
    session.commit()
    assert 'name="language"' not in at_phone.get(address(earned)).text


def test_a_corrected_name_changes_neither_language_nor_words(session, bilingual, earned, issued):
    one = issued(earned, language="fr")
    bilingual.translations = {"fr": FRENCH | {"title": "Un autre titre"}}
    session.commit()
    again = build.reissued(session, one, "Awa Diop-Sarr", at=NOW)
    text = paper(again)
    assert TITLE in text
    assert "Awa Diop-Sarr" in text
    assert "Un autre titre" not in text


def test_one_that_was_issued_before_is_reissued_in_the_words_of_its_paper(session, held):
    again = build.reissued(session, held, "Ngozi Okonkwo", at=NOW)
    text = paper(again)
    assert "In force from" in text
    assert "Valid from" not in text


def test_the_words_of_a_language_are_kept_once(session, earned):
    claims.choose_language(session, earned, "fr", WORDS)
    claims.choose_language(session, earned, "fr", AwardWords("fr", "Later", "Later", "Later", {}))
    row = session.get_one(Achievement, earned.achievement_id)
    assert words_kept(row.translations, "fr") == WORDS
    assert words_kept(row.translations, "lo") is None
    assert words_kept(row.translations, None) is None
    assert row.translations == {"fr": words_as_data(WORDS)}


def test_evidence_goes_by_the_names_of_the_words_and_keeps_all_else():
    exam = Evidence(Genre.EXAM, "Final exam", Watched.NONE, NOW)
    other = Evidence(Genre.EXAM, "Another exam", Watched.SUPERVISED, NOW)
    assert [one.name for one in evidence_in([exam, other], WORDS)] == ["Examen final", "Another exam"]
    assert evidence_in([exam, other], None) == (exam, other)


@pytest.mark.parametrize(
    ("chosen", "reader", "expected"), [(None, "fr", "fr"), (None, "lo", "en"), ("fr", "en", "fr"), ("lo", "fr", "fr")]
)
def test_what_was_chosen_is_marked_else_the_language_of_the_reader_else_that_of_the_course(chosen, reader, expected):
    assert language_preset(["en", "fr"], chosen, reader) == expected
