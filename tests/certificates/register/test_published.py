"""What the issuer publishes, and what the pages say of the issuer."""

import json

import pytest

from certificates.credentials import health_checks


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
