"""What somebody does who checks a certificate, and what happens to one."""

from datetime import timedelta

from certificates.credentials.rules.lifecycle import StatusReason, Visibility
from certificates.credentials.services import ending
from lms.db import end_read_session


def drop(client, content, name="certificate.pdf"):
    """Send a file as a browser does; the body is written by hand, since the test client leaves large ones open."""
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--edge--\r\n"
    return client.post("/verify", data=body, content_type="multipart/form-data; boundary=edge")


def number(client, typed, family_name, address="203.0.113.1"):
    asked = {"number": typed, "family_name": family_name}
    return client.post("/verify/number", data=asked, environ_base={"REMOTE_ADDR": address})


def link(held):
    return f"/credentials/{held.credential.token}"


def make_private(session, held):
    held.credential.visibility = Visibility.PRIVATE
    session.commit()
    end_read_session()


def revoke(session, held, now):
    ending.revoke(
        session,
        held.credential,
        StatusReason.MISCONDUCT,
        "Sold what was seized.",
        actor_id=None,
        now=now + timedelta(days=1),
    )
    session.commit()
    end_read_session()
