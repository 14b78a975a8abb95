"""A small site that shows the parts of the pages without anything else of the product."""

from pathlib import Path
from types import SimpleNamespace

from flask import Flask, Response, flash, render_template, request, url_for
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.file import FileField
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    EmailField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from lms.charts import chart_svg, chart_table
from lms.i18n import tongue
from tests.lms.gallery.charts import CHARTS

WEB = Path(__file__).parents[3] / "lms" / "web"
POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'"
MENU = ("Learn", "Species library", "My certificates", "People")


def chosen(*pairs):
    """Choices of a field from values and labels."""
    return [SelectChoice(value, label) for value, label in pairs]


class OfficerForm(FlaskForm):
    """One field of each kind."""

    name = StringField("Name", [InputRequired("Write the name."), Length(max=80)])
    email = EmailField("E-mail address")
    password = PasswordField("Password", [InputRequired("Write a password of at least 12 characters.")])
    unit = SelectField(
        "Unit", choices=chosen(("", "Choose a unit"), ("a", "Airport")), validators=[InputRequired("Choose.")]
    )
    angle = DecimalField("Angle", [InputRequired("Write the angle as a number.")])
    script = RadioField(
        "Script", choices=chosen(("lo", "Lao"), ("la", "Latin")), validators=[InputRequired("Choose one.")]
    )
    languages = SelectMultipleField(
        "Languages",
        [InputRequired("Choose at least one language.")],
        choices=chosen(("en", "English"), ("lo", "Lao")),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="Choose all that the officer reads.",
    )
    born = DateField("Date of birth", [InputRequired("Write the date as day, month and year.")])
    photo = FileField("Photograph")
    clock = StringField("Time zone", description="The city whose clocks you read.")
    remark = TextAreaField("Note", [InputRequired("Write one sentence.")])
    agree = BooleanField("The officer agrees", [InputRequired("The officer must agree.")], description="In writing.")


def surroundings():
    """What the product hands to every page."""
    stranger = request.path.startswith("/stranger")
    languages = [("en", "English"), ("fr", "Français"), ("lo", "ລາວ")]
    return {
        "site_name": "Spoor",
        "viewer": None if stranger else SimpleNamespace(name="Ngozi Okafor"),
        "menu": [] if stranger else [SimpleNamespace(label=name, url="#", current=name == "Learn") for name in MENU],
        "demo_notice": "Demonstration: its certificates prove nothing." if request.path == "/verify" else None,
        "languages": [SimpleNamespace(code=code, label=name, url=f"?{code}") for code, name in languages],
        "language": "en",
        "text_direction": request.args.get("dir", "ltr"),
    }


def drawn(chart):
    """A chart in the direction of the page."""
    return chart_svg(chart, request.args.get("dir", "ltr"))


def strict(response):
    """The content policy of the product."""
    response.headers["Content-Security-Policy"] = POLICY
    return response


def problem():
    """The form as it comes back with every error, and notices above it."""
    form = OfficerForm(meta={"csrf": False})
    form.process()
    form.validate()
    form.form_errors.append("This officer is here already.")
    flash("Nothing was saved.", "error")
    flash("A letter is on its way.", "success")
    return render_template("form.html", form=form)


def fault(code, text="The address may be wrong, or the page is not for your account. Check the link."):
    """One of the pages for what went wrong."""
    return render_template("error.html", code=code, title="Page not found", text=text)


def create():
    """The site."""
    app = Flask("gallery", static_folder=str(WEB / "static"), template_folder=str(WEB / "templates"))
    app.config.update(SECRET_KEY="s" * 32, TESTING=True)
    here = Path(__file__).parent
    app.jinja_loader = ChoiceLoader([FileSystemLoader(WEB / "templates"), FileSystemLoader(here)])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = lambda name: url_for("static", filename=name)
    app.jinja_env.globals |= {
        "tongue": tongue,
        "reader_zone": lambda: "UTC",
        "chart_svg": drawn,
        "chart_table": chart_table,
    }
    Babel(app)
    CSRFProtect(app)
    app.context_processor(surroundings)
    app.after_request(strict)
    app.add_url_rule("/page/<page>", "page", lambda page: render_template(f"{page}.html"))
    app.add_url_rule("/charts", "charts", lambda: render_template("charts.html", charts=CHARTS))
    app.add_url_rule("/verify", "verify", lambda: render_template("verify.html"))
    app.add_url_rule("/form", "form", lambda: render_template("form.html", form=OfficerForm(formdata=None)))
    app.add_url_rule("/problem", "problem", problem)
    app.add_url_rule("/error", "fault", lambda: fault(404))
    app.add_url_rule("/stranger", "stranger", lambda: fault(403))
    app.add_url_rule("/long", "long", lambda: fault(422, "W" * 300))
    app.add_url_rule("/here", "here", lambda: ("", 204), methods=["POST"])
    app.add_url_rule(
        "/figure.svg", "figure", lambda: Response((here / "figure.svg").read_bytes(), mimetype="image/svg+xml")
    )
    return app
