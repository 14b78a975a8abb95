"""Whose signatures a course needs, as its page shows it, and as somebody types it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.queries import course_of
from courses.catalogue.review import queries
from courses.catalogue.review.queries import FoundRule
from courses.catalogue.review.rules.standing import Need
from courses.permissions import SPECIALISTS
from courses.reviews.labels import need_words
from courses.reviews.policy import may_require
from lms.access import Viewer
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.people.api import holds_role, people_named, person_by_login


@dataclass(frozen=True)
class RuleLine:
    """A rule that was proposed, in words."""

    uuid: str
    needs: Sequence[str]
    reason: str
    by: str
    at: Any
    decided_by: str
    decided_at: Any
    is_confirmed: bool
    is_own: bool  # of the viewer


@dataclass(frozen=True)
class RulePage:
    """The rule of a course."""

    course_id: int
    slug: str
    title: str
    language: str
    current: Sequence[str]
    roles: Sequence[str]  # of the rule in force
    waiting: RuleLine | None
    before: Sequence[RuleLine]  # decided, the newest first


def rule_page(session: Session, viewer: Viewer, slug: str) -> RulePage:
    """The page; four queries."""
    course = course_of(session, slug)
    version = queries.version_under_review(session, course.id) if course else None
    if course is None or version is None or not may_require(viewer):
        raise NotFound
    rules = queries.rules_of(session, [course.id])[course.id]
    names = people_named(session, {one for each in rules for one in _people(each)})
    current, waiting = queries.in_force(rules), queries.open_rule(rules)
    return RulePage(
        course_id=course.id,
        slug=course.slug,
        title=version.title,
        language=version.language,
        current=need_words(current.needs, names) if current else [],
        roles=[one.role for one in current.needs if one.role] if current else [],
        waiting=_line(waiting, names, viewer) if waiting else None,
        before=[_line(one, names, viewer) for one in rules if one.decision],
    )


def _people(rule: FoundRule) -> Iterable[int]:
    named = [one.person_id for one in rule.needs if one.person_id is not None]
    return [*named, rule.row.by_id, *([rule.decision.by_id] if rule.decision else [])]


def _line(rule: FoundRule, names: Mapping[int, str], viewer: Viewer) -> RuleLine:
    decision = rule.decision
    return RuleLine(
        uuid=rule.row.uuid,
        needs=need_words(rule.needs, names),
        reason=rule.row.reason,
        by=names[rule.row.by_id],
        at=rule.row.at,
        decided_by=names[decision.by_id] if decision else "",
        decided_at=decision.at if decision else None,
        is_confirmed=bool(decision and decision.confirmed),
        is_own=rule.row.by_id == viewer.id,
    )


def typed_of(page: RulePage) -> dict[str, Any]:
    """What stands in the form at first: the rights of the rule in force."""
    return {"roles": list(page.roles)}


def needs_typed(session: Session, roles: Iterable[str], people: str) -> list[Need]:
    """Whose signatures somebody asks for; a person whom nobody knows, or who signs nothing, is refused by name."""
    needs = [Need(role=one) for one in roles]
    for login in dict.fromkeys(line.strip() for line in people.splitlines() if line.strip()):
        found = person_by_login(session, login)
        if found is None:
            raise BadInput("people", _("Nobody has the user name or e-mail address “%(login)s”.", login=login))
        if not any(holds_role(session, found.id, role) for role in sorted(SPECIALISTS)):
            words = _("“%(login)s” may not sign courses. Give them the role of a specialist first.", login=login)
            raise BadInput("people", words)
        needs.append(Need(person_id=found.id))
    return needs
