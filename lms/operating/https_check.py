"""HTTPS check, the doctor's look at the site's own address: whether the line is protected, and for how long still."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.orm import Session

from lms.ports import Finding, Health

PATIENCE = 5  # seconds
SOON = timedelta(days=14)


def check_https(_session: Session, now: datetime) -> list[Finding]:
    """Whether people reach the site over a protected line."""
    address = current_app.config["SITE_URL"]
    if address.startswith("https://"):
        return [line_to(address, now), *proxies()]
    if current_app.config["SETTINGS"].is_loopback:
        return [Finding("https", Health.WARN, f"{address} is for this computer alone.")]
    return [Finding("https", Health.BAD, f"{address} is not protected. Passwords could be read on the way. Use https.")]


def line_to(address: str, now: datetime) -> Finding:
    """The TLS certificate as a browser sees it; a site that is not up yet is only a warning."""
    site = urlsplit(address)
    host = site.hostname or ""
    try:
        with (
            socket.create_connection((host, site.port or 443), timeout=PATIENCE) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as line,
        ):
            seen = line.getpeercert() or {}
    except ssl.SSLCertVerificationError as fault:
        return Finding(
            "https", Health.BAD, f"Browsers will refuse the TLS certificate of {host}: {fault.verify_message}"
        )
    except OSError as fault:
        return Finding("https", Health.WARN, f"{address} does not answer from this machine: {fault}")
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(seen["notAfter"])), UTC)
    words = f"{address}, TLS certificate until {ends:%Y-%m-%d}"
    if ends - now < SOON:
        return Finding("https", Health.WARN, f"{words}. Renew it.")
    return Finding("https", Health.OK, words)


def proxies() -> list[Finding]:
    """Behind a proxy that nobody told us of, all people seem to come from one network address."""
    if current_app.config["TRUSTED_PROXIES"]:
        return []
    words = "TRUSTED_PROXIES is 0: behind nginx set it to 1, or limits on guessing count everybody as one address."
    return [Finding("https", Health.WARN, words)]
