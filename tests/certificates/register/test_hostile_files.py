"""Files that are signed or well formed and yet no certificate."""

import json

import pytest
from sqlalchemy import select

from certificates.credentials.files import embedding
from certificates.credentials.models import StatusList
from certificates.documents.badge import badge_png
from tests.certificates import awards
from tests.certificates.register.acts import drop


@pytest.fixture
def published(client, session, held, worker):
    """The status list as anybody may fetch it, signed with the key of the issuer."""
    worker()
    row = session.scalars(select(StatusList)).one()
    return client.get(f"/status/{row.name}").data


def test_a_status_list_of_ours_is_signed_and_no_certificate(client, published):
    page = drop(client, published, "list.json")
    assert page.status_code == 200
    assert "genuine" not in page.text
    assert "genuine and valid" not in page.text
    assert "This is not a certificate" in page.text


def test_a_status_list_inside_a_picture_does_not_make_it_a_certificate(client, published):
    picture = embedding.bake_png(badge_png(awards.award()), published.decode())
    assert "genuine" not in drop(client, picture, "badge.png").text


@pytest.mark.parametrize("sign", ["\\ud800", "\\u0000"])
@pytest.mark.parametrize(
    "record",
    [
        '{"issuer": "did:web:%s"}',
        '{"issuer": {"id": "x"}, "credentialStatus": {"statusListCredential": "https://x.example/status/%s"}}',
        '{"issuer": "x", "%s": 1}',
        '{"issuer": "x", "proof": {"verificationMethod": "did:web:%s#key"}}',
    ],
)
def test_what_json_can_spell_and_no_page_can_show_is_told_as_unreadable(client, held, record, sign):
    page = drop(client, (record % sign).encode(), "record.json")
    assert page.status_code == 200
    assert "cannot be read as a certificate" in page.text


def test_a_backslash_that_only_looks_like_such_a_sign_is_an_ordinary_text(client, held):
    record = json.dumps({"issuer": "did:web:x", "name": "\\u00a0 \\ud83d"})
    assert "cannot be read" not in drop(client, record.encode(), "record.json").text
