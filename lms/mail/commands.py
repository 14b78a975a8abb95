"""The commands of letters."""

import click

from lms import clock
from lms.commands import HELP, Failed, as_json, in_app
from lms.db import end_read_session, read_session, transaction
from lms.mail.queries import LANE_NAME, Outbound, beyond_retry, outbound
from lms.mail.services import retry_letters
from lms.queue.jobs import run_lane


@click.group("mail", context_settings=HELP)
def mail_group() -> None:
    """Letters by e-mail."""


@mail_group.command("retry")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
@in_app()
def retry(json_wanted: bool) -> None:
    """Send again at once what waits or was given up; what is older than 30 days is no longer kept."""
    now = clock.now()
    with transaction() as session:
        tried = retry_letters(session, now=now)
    run_lane(LANE_NAME)
    end_read_session()
    now = clock.now()
    left, lost = outbound(read_session(), now), beyond_retry(read_session(), now)
    if json_wanted:
        as_json(
            {
                "tried": tried,
                "waiting": left.waiting,
                "waiting_since": left.since,
                "given_up": left.given_up,
                "no_longer_kept": lost,
                "fault": left.fault,
            }
        )
    else:
        click.echo("\n".join(lines(tried, left, lost)))
    if left.fault is not None:
        raise Failed


def lines(tried: int, left: Outbound, lost: int) -> list[str]:
    """What is told after letters were sent again."""
    told = [f"Tried: {tried}. Still waiting: {left.waiting}. Given up in the last 30 days: {left.given_up}."]
    if lost:
        told.append(f"{lost} were given up after 30 days; their text is no longer kept.")
    if left.fault is not None:
        told.append(f"The mail server takes none: {left.fault}")
    return told


COMMANDS: tuple[click.Command, ...] = (mail_group,)
