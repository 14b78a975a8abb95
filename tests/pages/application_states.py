"""The pages of applications: of who applies, and of who decides."""

from __future__ import annotations

from tests.pages import acts
from tests.pages.acts import fill, press, send, tick_first
from tests.pages.state import State

APPLICATIONS = [
    State("applications.apply", "first the country", None, "/apply"),
    State("applications.apply", "to fill", None, "/apply?country=TH"),
    State("applications.apply", "nothing typed", None, "/apply?country=TH", press("Send application"), 422),
    State("applications.sent", "sent", None, "/apply/sent"),
    State("applications.own", "to confirm", None, "/applications/{application-fresh}"),
    State("applications.own", "waiting", None, "/applications/{application-waiting}"),
    State("applications.own", "approved", None, "/applications/{application-approved}"),
    State("applications.own", "refused", None, "/applications/{application-refused}"),
    State("applications.own", "unknown", None, "/applications/abc", answers=404),
    State("applications.all_of_them", "waiting", "coordinator", "/applications"),
    State("applications.all_of_them", "decided", "coordinator", "/applications?tab=decided"),
    State("applications.all_of_them", "nothing found", "coordinator", "/applications?words=zzz"),
    State("applications.all_of_them", "none", "admin", "/applications", empty=True),
    State("applications.all_of_them", "none decided", "admin", "/applications?tab=decided", empty=True),
    State("applications.all_of_them", "nobody ticked", "coordinator", "/applications", press("Approve selected"), 422),
    State("applications.all_of_them", "no reason", "coordinator", "/applications", tick_first("Refuse selected"), 422),
    State(
        "applications.all_of_them",
        "gone",
        "coordinator",
        "/applications",
        send("/applications/decide", which="account x Somebody", approve="1"),
    ),
    State("applications.one", "to decide", "coordinator", "/applications/account/{application-one}"),
    State("applications.one", "decided", "coordinator", "/applications/account/{application-refused-uuid}"),
    State(
        "applications.one",
        "no reason",
        "coordinator",
        "/applications/account/{application-one}",
        fill("Refuse", reason=""),
        422,
    ),
    State("people.move", "to choose from", "admin", "/people/move"),
    State("people.move", "of one administration", "coordinator", "/people/move?administration={place}"),
    State("people.move", "nobody", "admin", "/people/move?administration={bare}"),
    State(
        "people.move",
        "nothing chosen",
        "coordinator",
        "/people/move?administration={place}",
        press("Move selected"),
        422,
    ),
    State("people.one", "with a move asked for", "admin", "/people/{moving}", acts.unfold),
    State("account.own", "with a move asked for", "moving", "/account"),
    State("account.consent", "to answer", "asked", "/"),
    State("account.consent", "answered no", "asked", "/", press("No")),
    State("account.consent", "to read again", "officer", "/account/notice"),
    State("web.start", "applications wait", "coordinator", "/"),
    State("people.all_of_them", "of a coordinator", "coordinator", "/people"),
    State("people.new", "by a coordinator", "coordinator", "/people/new"),
]
