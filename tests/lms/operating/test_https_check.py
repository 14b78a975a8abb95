"""The doctor's look at the site's own address."""

import socket
import ssl
import threading
from datetime import timedelta

import pytest

from lms import clock
from lms.operating import https_check
from lms.ports import Health


def test_a_tls_certificate_that_browsers_refuse_is_told(monkeypatch):
    def refuse(*_args, **_names):
        fault = ssl.SSLCertVerificationError("certificate verify failed")
        fault.verify_message = "self-signed certificate"
        raise fault

    monkeypatch.setattr("socket.create_connection", refuse)
    finding = https_check.line_to("https://academy.example", clock.now())
    assert (finding.health, "self-signed certificate" in finding.detail) == (Health.BAD, True)


class Line:
    """A TLS line whose certificate ends in some days."""

    def __init__(self, days):
        self.ends = clock.now() + timedelta(days=days)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def wrap_socket(self, *_args, **_names):
        return self

    def getpeercert(self):
        return {"notAfter": self.ends.strftime("%b %d %H:%M:%S %Y GMT")}


@pytest.mark.parametrize(("days", "health"), [(90, Health.OK), (13, Health.WARN)])
def test_a_tls_certificate_is_told_before_it_ends(monkeypatch, days, health):
    monkeypatch.setattr("socket.create_connection", lambda *_a, **_k: Line(days))
    monkeypatch.setattr("ssl.create_default_context", lambda: Line(days))
    assert https_check.line_to("https://academy.example", clock.now()).health is health


def hang_up(server):
    server.accept()[0].close()


def test_a_machine_that_speaks_no_tls_is_a_warning():
    with socket.create_server(("127.0.0.1", 0)) as server:
        hanging_up = threading.Thread(target=hang_up, args=[server])
        hanging_up.start()
        finding = https_check.line_to(f"https://127.0.0.1:{server.getsockname()[1]}", clock.now())
        hanging_up.join()
    assert finding.health is Health.WARN
