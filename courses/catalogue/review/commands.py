"""The command that tells how a course is checked. It signs nothing: a name on a command proves nothing."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import click

from courses.catalogue.queries import course_of
from courses.catalogue.review.queries import version_under_review
from courses.catalogue.review.services.exporting import review_report
from lms.commands import as_json, in_app
from lms.db import read_session
from lms.errors import RuleBroken

SAID = {"checked": "checked", "changed": "not checked since it changed", "returned": "returned", "never": "not checked"}


@click.command("reviews")
@click.argument("slug")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document on standard output.")
@in_app()
def reviews(slug: str, json_wanted: bool) -> None:
    """Say how specialists checked the newest version of the course SLUG, text by text.

    Nobody signs by a command: a name on a command proves nothing. Specialists sign on the pages of the site.
    """
    course = course_of(read_session(), slug)
    version = version_under_review(read_session(), course.id) if course else None
    if version is None:
        raise RuleBroken(f"There is no course “{slug}”.")
    told = review_report(read_session(), version)
    if json_wanted:
        as_json(told)
        return
    for line in lines_of(told):
        click.echo(line)


def lines_of(told: dict[str, Any]) -> Iterator[str]:
    """The report for people: sums by language, then every text that was returned or has changed."""
    waits = "" if told["published"] else f" It waits: {told['lacking']} of its texts lack a signature."
    needs = "; ".join(one.get("role") or one["person"] for one in told["needs"]) or "none"
    yield f"{told['course']}, version {told['version']}.{waits} Signatures that it needs: {needs}."
    for language in dict.fromkeys(one["language"] for one in told["texts"]):
        of_it = [one for one in told["texts"] if one["language"] == language]
        counts = Counter(one["state"] for one in of_it)
        sums = ", ".join(f"{counts[state]} {words}" for state, words in SAID.items() if counts[state])
        yield f"{language}: {len(of_it)} texts: {sums}."
    for one in told["texts"]:
        last = one["readings"][-1] if one["readings"] else None
        if last is None or one["state"] not in ("returned", "changed"):
            continue
        name = f"{one['language']} {one['kind']} {one['name']}"
        if one["state"] == "returned":
            yield f"{name}: returned by {last['by']}, {last['at'][:10]}: “{last['sentence']}” {last['remark']}"
        else:
            changed = [*(["its text"] if one["text_changed"] else []), *one["sources_changed"]]
            yield f"{name}: not checked since {last['at'][:10]}: {', '.join(changed)} changed."
