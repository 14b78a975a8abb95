"""Progress of a unit, an administration and a country; of a person; and who sees it."""

from __future__ import annotations

from tests.pages.state import State

PLACE = "/progress/administration/{place}"
PROGRESS = [
    State("progress.index", "some", "manager", "/progress"),
    State("progress.index", "none", "manager", "/progress", empty=True),
    State("progress.place", "an administration", "manager", PLACE),
    State("progress.place", "every course", "manager", f"{PLACE}?course=all"),
    State("progress.place", "who is stuck", "manager", f"{PLACE}?show=stuck&order=seen"),
    State("progress.place", "nobody in the list", "manager", f"{PLACE}?words=nobody"),
    State("progress.place", "for a coordinator", "coordinator", PLACE),
    State("progress.person", "under way", "manager", "/progress/people/{officer}"),
    State("progress.person", "for a coordinator", "coordinator", "/progress/people/{officer}"),
    State("progress.who_sees", "some", "officer", "/progress/who-sees"),
]
