"""What the issuer publishes: keys, lists, its profile and its achievements; no session is needed or touched."""

from flask import render_template
from flask.typing import ResponseReturnValue

from certificates.credentials.issuing.awards import facts_of
from certificates.credentials.issuing.document import achievement_document
from certificates.credentials.issuing.issuing_config import Issuing, issuing
from certificates.credentials.queries import keys, lists
from certificates.credentials.rules import issuers
from certificates.credentials.rules.wording import words_kept
from certificates.credentials.signing import did
from certificates.credentials.signing.contexts import CREDENTIAL_CONTEXTS
from certificates.credentials.verification.seal_reference import SEAL_SUFFIX
from certificates.register import queries
from certificates.register.views.blueprints import verifier as bp
from certificates.register.views.files import asks_for_page, published, record_type
from lms import storage
from lms.access import public
from lms.db import read_session
from lms.errors import NotFound

JSON = "application/json"


@bp.get("/.well-known/did.json")
@public
def did_document() -> ResponseReturnValue:
    """The did:web document with every key that may be trusted."""
    setting = known_issuer()
    return published(did.did_document(setting.issuer.did, keys.published_keys(read_session())), JSON)


@bp.get("/.well-known/jwks.json")
@public
def key_set() -> ResponseReturnValue:
    """The same keys as a key set."""
    setting = known_issuer()
    return published(did.key_set(setting.issuer.did, keys.published_keys(read_session())), JSON)


@bp.get("/keys/<name>.json")
@public
def key(name: str) -> ResponseReturnValue:
    """One key and nothing round it."""
    known_issuer()
    found = next((one for one in keys.published_keys(read_session()) if one.name == name), None)
    if found is None:
        raise NotFound
    return published(did.bare_key(found), JSON)


@bp.get("/status/<name>")
@public
def status_list(name: str) -> ResponseReturnValue:
    """A signed status list, as it was last published."""
    row = lists.list_named(read_session(), name)
    if row is None or row.document is None:
        raise NotFound
    return published(row.document, record_type())


@bp.get("/audit/seals/<name>")
@public
def audit_seal(name: str) -> ResponseReturnValue:
    """A signed seal of the audit trail that a status list names: how many entries, and a hash; nothing of them."""
    return published(storage.get(name + SEAL_SUFFIX), "application/jose")


@bp.get("/issuer")
@public
def profile() -> ResponseReturnValue:
    """Who issues: the profile that records carry."""
    issuer = known_issuer().issuer
    return published(
        {
            "@context": list(CREDENTIAL_CONTEXTS),
            "id": issuer.did,
            "type": ["Profile"],
            "name": issuer.name,
            "url": issuer.base,
        },
        JSON,
    )


@bp.get("/achievements/<slug>/<int(max=999999):version>")
@bp.get("/achievements/<slug>/<int(max=999999):version>/<language>")
@public
def achievement(slug: str, version: int, language: str | None = None) -> ResponseReturnValue:
    """What a certificate is awarded for: a page for people, the same as a document for software.

    In its own language, or in another in which somebody has it.
    """
    issuer, row = known_issuer().issuer, queries.achievement_named(read_session(), slug, version)
    words = words_kept(row.translations, language)
    if language is not None and words is None:
        raise NotFound
    facts = facts_of(row, words)
    if asks_for_page():
        return render_template("register/achievement.html", achievement=facts, issuer=issuer)
    document = {"@context": list(CREDENTIAL_CONTEXTS), **achievement_document(issuer, facts)}
    return published(document, "application/ld+json")


def known_issuer() -> Issuing:
    """Who issues here; without one there is nothing to publish."""
    setting = issuing()
    if setting.did is None:
        raise NotFound
    issuers.host_of(setting.did)
    return setting
