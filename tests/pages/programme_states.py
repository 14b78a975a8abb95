"""The programme as its managers and coordinators see it, the cascade, and what a person tells of their sex."""

from __future__ import annotations

from tests.pages.acts import fill, press
from tests.pages.state import State

NEW, ONE = "/programme/activities/new", "/programme/activities/{activity}"
PROGRAMME = [
    State("programme.activities", "all", "manager", "/programme/activities"),
    State("programme.activities", "narrowed", "manager", "/programme/activities?kind=training&status=under-way"),
    State("programme.activities", "nothing found", "manager", "/programme/activities?kind=operation&status=done"),
    State("programme.activities", "of one country", "country reader", "/programme/activities"),
    State("programme.activities", "none", "manager", "/programme/activities", empty=True),
    State("programme.new_activity", "to fill", "manager", NEW),
    State("programme.new_activity", "no title", "manager", NEW, press("Plan the activity"), 422),
    State("programme.change", "to change", "manager", ONE + "/change"),
    State("programme.change", "no title", "manager", ONE + "/change", fill("Save", title=""), 422),
    State("programme.one", "in progress", "manager", ONE),
    State("programme.one", "as a coordinator", "country reader", ONE),
    State("programme.one", "cancelled", "manager", "/programme/activities/{activity-cancelled}"),
    State("programme.one", "no step chosen", "manager", ONE, press("Save status"), 422),
    State("programme.funds", "two", "manager", "/programme/funds"),
    State("programme.funds", "as a coordinator", "country reader", "/programme/funds"),
    State("programme.funds", "none", "manager", "/programme/funds", empty=True),
    State("programme.new_fund", "to fill", "manager", "/programme/funds/new"),
    State("programme.new_fund", "nothing typed", "manager", "/programme/funds/new", press("Save"), 422),
    State("programme.change_fund", "to change", "manager", "/programme/funds/{fund}"),
    State("programme.partners", "three", "manager", "/programme/partners"),
    State("programme.partners", "none", "manager", "/programme/partners", empty=True),
    State("programme.new_partner", "to fill", "manager", "/programme/partners/new"),
    State("programme.new_partner", "nothing typed", "manager", "/programme/partners/new", press("Save"), 422),
    State("programme.change_partner", "to change", "manager", "/programme/partners/{partner}"),
    State("programme.regions", "two", "manager", "/programme/regions"),
    State("programme.regions", "none", "manager", "/programme/regions", empty=True),
    State("programme.new_region", "to fill", "manager", "/programme/regions/new"),
    State("programme.new_region", "nothing typed", "manager", "/programme/regions/new", press("Save"), 422),
    State("programme.change_region", "to change", "manager", "/programme/regions/{region}"),
    State("programme.set_up", "to take along", "manager", "/programme/set-up"),
    State("programme.trainers", "some", "manager", "/cascade"),
    State("programme.trainers", "nobody found", "manager", "/cascade?person=nobody"),
    State("programme.trainers", "none", "manager", "/cascade", empty=True),
    State("programme.trainer", "with cohorts", "manager", "/cascade/{trainer}"),
    State("programme.trained", "with officers", "manager", "/cascade/cohorts/{class}"),
    State("programme.trained", "nobody joined", "trainer", "/cascade/cohorts/{class-empty}"),
    State("programme.my_trainings", "some", "trainer", "/my-trainings"),
    State("programme.my_trainings", "none", "officer", "/my-trainings"),
    State("account.sex", "to fill", "officer", "/account/sex"),
    State("account.sex", "kept", "enrolled", "/account/sex", press("Save")),
]
