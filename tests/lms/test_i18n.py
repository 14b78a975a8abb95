from lms.i18n import _, ngettext


def test_a_value_may_have_any_name():
    assert _("“%(text)s” is not a number.", text="many") == "“many” is not a number."
    assert ngettext("%(one)s", "%(many)s", 2, one="a", many="b") == "b"
