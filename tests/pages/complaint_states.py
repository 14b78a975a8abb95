"""The pages of complaints: of who complains, and of quality officers."""

from __future__ import annotations

from tests.pages.acts import fill, press
from tests.pages.state import State

COMPLAINTS = [
    State("complaints.complain", "to fill", None, "/complaints"),
    State("complaints.complain", "nothing typed", None, "/complaints", press("Send the complaint"), 422),
    State("complaints.complain", "with earlier ones", "quality", "/complaints"),
    State("complaints.own", "received", None, "/complaints/{complaint-new}"),
    State("complaints.own", "closed", None, "/complaints/{complaint-closed}"),
    State("complaints.own", "nothing added", None, "/complaints/{complaint-new}", press("Add"), 422),
    State("complaints.own", "unknown", None, "/complaints/abc", answers=404),
    State("complaints.all_of_them", "open", "quality", "/manage/complaints"),
    State("complaints.all_of_them", "closed", "quality", "/manage/complaints?tab=closed"),
    State("complaints.one", "to acknowledge", "quality", "/manage/complaints/{complaint-new-uuid}"),
    State("complaints.one", "to answer", "quality", "/manage/complaints/{complaint-read-uuid}"),
    State(
        "complaints.one",
        "no finding",
        "quality",
        "/manage/complaints/{complaint-read-uuid}",
        fill("Close with this answer", words="You are right."),
        422,
    ),
    State("complaints.one", "closed", "quality", "/manage/complaints/{complaint-closed-uuid}"),
    State("web.start", "complaints wait", "quality", "/"),
]
