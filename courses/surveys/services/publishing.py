"""Shipped forms: files beside the program; a version is kept in the database when it is first asked."""

from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.events import SurveyFormPublished
from courses.surveys.models import SurveyForm, SurveyFormVersion
from courses.surveys.rules.form import SurveyContent, SurveyPurpose, as_json, content_hash, from_json, problems
from lms import db, events, ids
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.text.located_yaml import Dialect, read_yaml

SHIPPED = Path(__file__).resolve().parents[1] / "shipped"


def read_form(path: Path) -> SurveyContent:
    """The form of a file; one that cannot be asked is refused with all that is wrong in it."""
    found = read_yaml(path.read_text(encoding="utf-8"), dialect=Dialect.PLAIN)
    wrong = [f"line {one.line}: {one.message}" for one in found.problems]
    if not wrong:
        content = from_json(found.value)
        wrong = problems(content)
        if not wrong:
            return content
    raise RuleBroken(f"{path.name}: {' '.join(wrong)}")


@cache
def shipped_forms() -> dict[str, SurveyContent]:
    """The forms that come with the program, by slug."""
    forms = [read_form(path) for path in sorted(SHIPPED.glob("*.yaml"))]
    return {one.slug: one for one in forms}


def forms_for(*purposes: SurveyPurpose) -> list[SurveyContent]:
    """The shipped forms for some purposes."""
    return [one for one in shipped_forms().values() if one.purpose in purposes]


def version_to_ask(session: Session, slug: str, *, now: datetime) -> SurveyFormVersion:
    """The version of a shipped form as the program has it today, kept now if it was never asked before."""
    content = shipped_forms().get(slug)
    if content is None:
        raise BadInput("form", _("Choose a form from the list."))
    db.lock(session, f"survey-form:{slug}")
    form = session.scalars(select(SurveyForm).where(SurveyForm.slug == slug)).one_or_none()
    if form is None:
        form = SurveyForm(uuid=ids.new_uuid(), slug=slug, purpose=content.purpose)
        session.add(form)
        session.flush()
    digest = content_hash(content)
    known = select(SurveyFormVersion).where(SurveyFormVersion.form_id == form.id)
    version = session.scalars(known.where(SurveyFormVersion.hash == digest)).one_or_none()
    return version or _publish(session, form, content, digest, now)


def _publish(
    session: Session, form: SurveyForm, content: SurveyContent, digest: str, now: datetime
) -> SurveyFormVersion:
    """Keep a new version for ever."""
    last = session.scalar(select(func.max(SurveyFormVersion.no)).where(SurveyFormVersion.form_id == form.id))
    version = SurveyFormVersion(
        form_id=form.id, no=(last or 0) + 1, content=as_json(content), hash=digest, published_at=now
    )
    session.add(version)
    session.flush()
    happened = SurveyFormPublished(
        subject=f"survey-form:{form.id}", actor_id=None, at=now, no=version.no, hash=version.hash
    )
    events.publish(session, happened)
    return version
