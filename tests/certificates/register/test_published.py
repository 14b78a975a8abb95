"""What the issuer publishes, and what the pages say of the issuer."""

import json

import pytest

from certificates.credentials import health_checks
from certificates.credentials.models import StatusList
from certificates.credentials.rules.wording import AwardWords, words_as_data
from tests.builders import certificates as build
from tests.certificates.register.acts import drop, make_private


def test_a_stranger_can_verify_with_what_is_published(client, held):
    did = client.get("/.well-known/did.json")
    assert did.json["id"] == "did:web:demo.spoor.example"
    assert len(did.json["assertionMethod"]) == 2
    for method in did.json["assertionMethod"]:
        key = client.get(f"/keys/{method.partition('#')[2]}.json")
        assert key.json["kty"] in {"OKP", "EC"}
    assert {key["kid"] for key in client.get("/.well-known/jwks.json").json["keys"]} == set(did.json["assertionMethod"])
    status = json.loads(held.version.record)["credentialStatus"]["statusListCredential"]
    published = client.get(status.removeprefix("https://demo.spoor.example"))
    assert published.json["id"] == status
    assert published.mimetype == "application/vc+ld+json"
    for answer in (did, published):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["ETag"]


def test_the_issuer_and_the_achievement_answer_at_their_addresses(client, held):
    record = json.loads(held.version.record)
    achievement = record["credentialSubject"]["achievement"]
    path = achievement["id"].removeprefix("https://demo.spoor.example")
    assert client.get(path).json["name"] == achievement["name"]
    assert achievement["criteria"]["narrative"] in client.get(path, headers={"Accept": "text/html"}).text.replace(
        "&#34;", '"'
    )
    assert client.get("/issuer").json["id"] == record["issuer"]["id"]


@pytest.mark.parametrize("path", ["/status/99", "/keys/nobody.json", "/achievements/none/1"])
def test_what_is_not_published_is_not_there(client, held, path):
    assert client.get(path).status_code == 404


def test_without_an_issuer_there_is_nothing_to_publish(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "ISSUER", "")
    assert client.get("/.well-known/did.json").status_code == 404


def test_every_page_of_the_demonstration_says_so(client):
    assert "The certificates certify nothing" in client.get("/verify").text


def test_a_demonstration_that_moved_says_where_old_codes_lead(app, session, client, held, monkeypatch):
    monkeypatch.setitem(app.config, "SITE_URL", "http://127.0.0.1:9000")
    monkeypatch.setitem(app.extensions, health_checks.OLD_ADDRESSES, [])
    health_checks.check_start(session)
    assert "Older printed codes lead to http://127.0.0.1:8000." in client.get("/verify").text


def test_each_key_is_published_at_its_own_address(client, held):
    keys = client.get("/.well-known/jwks.json").json["keys"]
    known = {one["kid"].partition("#")[2]: one["x"] for one in keys}
    assert len(known) == 2
    for name, x in known.items():
        assert client.get(f"/keys/{name}.json").json["x"] == x


@pytest.mark.parametrize("path", ["/.well-known/jwks.json", "/issuer", "/achievements/any/1"])
def test_without_an_issuer_no_address_of_one_answers(app, client, monkeypatch, path):
    monkeypatch.setitem(app.config, "ISSUER", "")
    assert client.get(path).status_code == 404


def test_without_an_issuer_no_key_and_no_achievement_is_shown(app, client, held, monkeypatch):
    key = client.get("/.well-known/did.json").json["assertionMethod"][0].partition("#")[2]
    achievement = f"/achievements/{held.achievement.slug}/{held.achievement.version}"
    assert [client.get(path).status_code for path in (f"/keys/{key}.json", achievement)] == [200, 200]
    monkeypatch.setitem(app.config, "ISSUER", "")
    assert [client.get(path).status_code for path in (f"/keys/{key}.json", achievement)] == [404, 404]


def test_an_achievement_is_shown_in_the_languages_that_it_has(session, client, held):
    path = f"/achievements/{held.achievement.slug}/{held.achievement.version}"
    words = AwardWords("fr", "Reconnaître les produits", "Description.", "Critères.", {})
    held.achievement.translations = {"fr": words_as_data(words)}
    session.commit()
    own, french = client.get(path).json, client.get(f"{path}/fr").json
    assert (own["name"], french["name"]) == (held.achievement.title, "Reconnaître les produits")
    assert (own["id"].endswith(path), french["id"].endswith(f"{path}/fr")) == (True, True)
    assert client.get(f"{path}/de").status_code == 404
    page = client.get(f"{path}/fr", headers={"Accept": "text/html"})
    assert ("Reconnaître les produits" in page.text, page.mimetype) == (True, "text/html")
    assert client.get(path).mimetype == "application/ld+json"


def test_a_list_that_was_never_published_is_not_there(session, client, held, now):
    session.add(StatusList(name="7", made_at=now, entries=0, revision=1))
    session.commit()
    assert client.get("/status/7").status_code == 404
    assert client.get("/status/1", headers={"Accept": "application/vc"}).mimetype == "application/vc"


def test_what_is_published_is_sent_again_only_where_it_changed(client, held):
    first = client.get("/status/1")
    assert first.headers["Vary"].split(", ").count("Accept") == 1
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = client.get("/status/1", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/status/1", headers={"If-None-Match": '"another"'}).status_code == 200


def test_of_a_private_one_no_older_file_leads_to_the_newer(session, client, held, now):
    older = held.version.record.encode()
    build.reissued(session, held, "Ngozi Okonkwo", at=now)
    path = f'href="/credentials/{held.credential.token}"'
    assert path in drop(client, older, "record.json").text
    make_private(session, held)
    assert path not in drop(client, older, "record.json").text
