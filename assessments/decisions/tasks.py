"""Letters to the person whom a decision concerns: when it comes into force, and when their objection is judged."""

from datetime import date

from flask import current_app
from flask_babel import force_locale, format_date
from sqlalchemy.orm import Session

from assessments.decisions import queries
from assessments.decisions.events import DecisionInForce, ObjectionJudged
from assessments.decisions.kinds import DecisionFacts, kind_of
from assessments.decisions.models import Decision
from assessments.decisions.rules import ObjectionOutcome, last_day_to_object
from lms.i18n import _, language
from lms.mail.services import send_letter
from lms.people.api import PersonInfo, person_of

DAY = "d MMMM y"


def tell_in_force(session: Session, happened: DecisionInForce) -> None:
    """A decision came into force: what, why, from which day they may sit again, and until when they may object."""
    _tell(session, happened.decision_id, happened)


def tell_judged(session: Session, happened: ObjectionJudged) -> None:
    """The objection was judged: how, and why."""
    _tell(session, happened.decision_id, happened)


def _tell(session: Session, decision_id: int, happened: DecisionInForce | ObjectionJudged) -> None:
    person = person_of(session, happened.person_id)
    if person.email is None or person.closed:
        return
    decision = queries.facts_of(session, session.get_one(Decision, decision_id))
    with force_locale(person.language or "en"):
        if isinstance(happened, DecisionInForce):
            subject, words = _("A decision about you"), in_force_words(session, decision)
        else:
            subject, words = _("The answer to your objection"), judged_words(session, decision, happened)
        text = "\n\n".join([*_frame(person, words), _link(decision), str(current_app.config["SITE_NAME"])])
    send_letter(session, to=person.email, subject=subject, text=text, now=happened.at)


def _frame(person: PersonInfo, words: list[str]) -> list[str]:
    return [_("Hello %(name)s,", name=person.name), *words]


def _link(decision: DecisionFacts) -> str:
    return f"{current_app.config['SITE_URL']}/decisions/{decision.uuid}"


def in_force_words(session: Session, decision: DecisionFacts) -> list[str]:
    """What was decided and why, in the language that is set."""
    if decision.decided_at is None:
        raise ValueError("What is in force was decided.")
    kind = kind_of(decision.kind)
    until = format_date(last_day_to_object(decision.decided_at), DAY)
    return [
        _("This was decided about you: %(what)s. %(subject)s.", what=kind.title, subject=_subject(session, decision)),
        _("Reason: %(reason)s. %(words)s", reason=kind.reasons[decision.reason], words=decision.words),
        *([day_words(decision.opens_on)] if kind.names_day else []),
        _("You may object until %(day)s (this day included). Read how:", day=until),
    ]


def day_words(opens_on: date | None) -> str:
    """From which day somebody may sit again, or that there is none, in the language that is set."""
    if opens_on is None:
        return _("There is no day from which you may sit this exam again.")
    return _("You may sit this exam again from %(day)s.", day=format_date(opens_on, DAY))


def judged_words(session: Session, decision: DecisionFacts, happened: ObjectionJudged) -> list[str]:
    """How an objection was judged and why, in the language that is set."""
    said = (
        _("Your objection was accepted. The decision no longer applies: %(subject)s.")
        if happened.outcome == ObjectionOutcome.UPHELD
        else _("Your objection was rejected. The decision stays: %(subject)s.")
    )
    return [
        said % {"subject": _subject(session, decision)},
        _("The people who decided had no part in the first decision. They did not teach or examine you. Their reasons:")
        if decision.objection is not None and decision.objection.judges > 1
        else _("The person who decided had no part in the first decision. The reason:"),
        happened.reason,
    ]


def _subject(session: Session, decision: DecisionFacts) -> str:
    return queries.titles_of(session, [decision], language())[decision.kind, decision.subject]
