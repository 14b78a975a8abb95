"""Before the first certificate nothing binds the issuer: no test of this module has one."""

from certificates.credentials import health_checks
from lms.ports import Health


def test_before_the_first_certificate_the_issuer_may_change(app, session, now, monkeypatch):
    monkeypatch.setitem(app.config, "ISSUER", "did:web:elsewhere.example")
    health_checks.check_start(session)
    found = [one.health for one in health_checks.examine(session, now) if one.name == "issuer"]
    assert Health.BAD not in found
