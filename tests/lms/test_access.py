"""The viewer of a request and the gate before every view, without any area behind them."""

import pytest
from flask import Flask
from werkzeug.exceptions import Unauthorized

from lms import access
from lms.access import Grant, Permission, Role
from tests.builders import people as make


def test_whoever_asks_for_the_viewer_where_nobody_signed_in_is_told_so(app):
    with app.test_request_context("/"):
        assert access.viewer_or_none() is None
        with pytest.raises(Unauthorized):
            access.viewer()


@pytest.mark.parametrize(
    ("grants", "power"),
    [
        ((), False),
        ((Grant(Role.OFFICER),), False),
        ((Grant(Role.OFFICER), Grant(Role.TRAINER, "country", "TH")), True),
        ((Grant("emperor"),), True),
    ],
)
def test_power_is_a_role_that_reaches_beyond_ones_own_things(app, grants, power):
    assert make.a_viewer(1, *grants).has_power is power


def test_ones_own_account_is_allowed_to_everybody_and_what_is_carried_beside_it(app):
    assert make.a_viewer(1).allowed == {Permission.ACCOUNT_OWN}
    assert {Permission.ACCOUNT_OWN, "course.take"} < make.a_viewer(1, Grant(Role.OFFICER)).allowed
    assert make.a_viewer(1).may(Permission.PEOPLE_MANAGE) is False
    assert make.a_viewer(1, Grant(Role.ADMINISTRATOR)).may(Permission.PEOPLE_MANAGE) is True
    assert make.a_viewer(1).is_authenticated is True


def test_views_that_say_nothing_of_who_may_use_them_are_named_and_so_are_unknown_permissions():
    app = Flask("bare", static_folder=None)
    for name, view in {
        "open": access.public(lambda: ""), "b": lambda: "", "a": lambda: "", "unknown": access.needs("x.y")(lambda: ""),
        "known": access.needs("k.n")(lambda: ""),
    }.items():  # fmt: skip
        app.add_url_rule(f"/{name}", name, view)
    assert access.undeclared(app) == ["a", "b"]
    for name in "ab":
        access.public(app.view_functions[name])
    assert access.undeclared(app) == []
    assert access.unknown_permissions(app, ["k.n"]) == ["unknown (x.y)"]


def test_what_a_view_declares_stands_on_it():
    def view():
        """A page."""

    def check():
        """Raises where all is refused."""

    assert access.reached(check)(access.step_up(access.needs("k.n")(view))) is view
    assert (view.access, view.step_up, view.reached) == ("k.n", True, check)
    assert access.public(view).access is None
