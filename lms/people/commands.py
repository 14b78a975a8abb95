"""The commands about people: the first administrator, the way back in for one who is locked out, and the roles."""

from datetime import datetime

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from lms import clock, schema
from lms.access import Grant, Role
from lms.access_model import access_model
from lms.commands import HELP, as_json, in_app
from lms.db import database, transaction
from lms.errors import RuleBroken
from lms.people.access import role_table
from lms.people.models import Person
from lms.people.queries import people as queries
from lms.people.rules import normal_login
from lms.people.services import accounts, rights, secrets
from lms.text.codes import shown_code

EVERYWHERE = Grant(Role.ADMINISTRATOR)


@click.group("people", context_settings=HELP)
def people() -> None:
    """People and their accounts."""


@people.command("add-admin")
@click.option("--name", default="", help="How the person is called; needed for a new account.")
@click.option("--user-name", default="", help="What the person signs in with; made from the name if left out.")
@click.option("--email", default="", help="The person's e-mail address, if there is one.")
@click.option("--json", "wants_json", is_flag=True, help="Print one JSON document.")
@in_app(current=False)
def add_admin(name: str, user_name: str, email: str, wants_json: bool) -> None:
    """Make an administrator of the whole site and print a one-time code to sign in with.

    For an account that exists, named by its user name or e-mail, it gives the role and a new code: the way back in
    when nobody else can.
    """
    prepare()
    now = clock.now()
    with force_locale("en"), transaction() as session:  # commands speak English, whoever runs them
        person = found(session, user_name, email) or made(session, name, user_name, email, now)
        if EVERYWHERE not in [queries.grant_of(row) for row in queries.roles_held(session, person.id)]:
            rights.grant_role(session, person, EVERYWHERE, by=None, now=now)
        code, expires_at = secrets.make_code(session, person, actor_id=None, now=now)
    address = f"{current_app.config['SITE_URL']}/code"
    if wants_json:
        as_json(
            {
                "user_name": person.username,
                "code": shown_code(code),
                "address": address,
                "expires_at": expires_at.isoformat(),
            }
        )
        return
    click.echo(f"{person.name} is an administrator of the whole site.")
    click.echo(f"  Open       {address}")
    click.echo(f"  User name  {person.username}")
    click.echo(f"  Code       {shown_code(code)}")
    click.echo(f"The code works once, until {expires_at:%Y-%m-%d %H:%M} UTC. Older links and codes have ended.")


def prepare() -> None:
    """Make the tables of an empty database; refuse one of another version."""
    engine, url = database().engine, current_app.config["DATABASE_URL"]
    if schema.state(engine, url) is schema.SchemaState.EMPTY:
        schema.upgrade(engine, url)
    schema.demand_current(engine, url)


def found(session: Session, user_name: str, email: str) -> Person | None:
    """The account that exists already; two options that name two people are refused."""
    logins = [normal_login(text) for text in (user_name, email) if text]
    people = {person.id: person for login in logins if (person := queries.person_by_login(session, login))}
    if len(people) > 1:
        raise RuleBroken("The user name and the e-mail address belong to two different people.")
    return next(iter(people.values()), None)


def made(session: Session, name: str, user_name: str, email: str, now: datetime) -> Person:
    """The new account."""
    if not name.strip():
        raise click.UsageError("There is no such account yet: give --name to make one.")
    if email:
        try:
            validate_email(email, check_deliverability=False)
        except EmailNotValidError as fault:
            raise click.UsageError(f"“{email}” is no e-mail address.") from fault
    draft = accounts.PersonDraft(name=name, username=user_name, email=email or None)
    return accounts.make_person(session, draft, by=None, now=now)


@click.command("roles", context_settings=HELP)
@click.option("--json", "wants_json", is_flag=True, help="Print one JSON document.")
@click.option("--markdown", "wants_markdown", is_flag=True, help="Print docs/roles.md.")
@in_app(current=False)
def roles(wants_json: bool, wants_markdown: bool) -> None:
    """Which role allows what, and for what it can be held."""
    if wants_json and wants_markdown:
        raise click.UsageError("Choose one of --json and --markdown.")
    model = access_model()
    with force_locale("en"):  # commands speak English, whoever runs them
        if wants_json:
            as_json(role_table.as_data(model))
        elif wants_markdown:
            click.echo(role_table.as_markdown(model), nl=False)
        else:
            click.echo(role_table.as_text(model))
