"""What candidates are told: a step that somebody else or a fact took, and that somebody nominated them."""

import json
from datetime import date

from flask_babel import format_date
from sqlalchemy.orm import Session

from certificates.candidates.events import CandidateMoved, Nominated
from certificates.candidates.models import Nomination
from certificates.candidates.queries.found import candidate_by_id, versions_in_use
from certificates.candidates.rules.days import last_day_to_appeal, last_day_to_be_heard
from certificates.candidates.rules.history import VERSION_STEP
from certificates.schemes.models import Scheme
from certificates.schemes.rules.definition import Texts, words
from certificates.schemes.rules.releasing import suspends, withdraws
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.messages.kinds import MessageKind, Params, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages


def moved_said(params: Params, language: str) -> Said:
    """Where the candidate is now; of a refusal also the notice of appeal and its last day. The reasons follow."""
    scheme, state = (words(json.loads(params[name]), language) for name in ("scheme", "state"))
    lines = [_("%(scheme)s: your status is now “%(state)s”.", scheme=scheme, state=state)]
    if params.get("withdrawn"):
        lines.append(
            _("Your certificate is no longer valid. People who check it see that it was withdrawn, but not why.")
        )
    if params["heard_until"]:
        day = format_date(date.fromisoformat(params["heard_until"]), "long")
        lines.append(
            _(
                "Send your statement by %(day)s (this day included). Your page has a form for it.",
                day=day,
            )
        )
    if params["appeal_until"]:
        day = format_date(date.fromisoformat(params["appeal_until"]), "long")
        lines.append(
            _(
                "If you think that this is wrong, you may appeal until %(day)s (this day included). "
                "People who had no part in it decide then. Your page says how.",
                day=day,
            )
        )
    if params["reason"]:
        lines.append(_("The reasons:"))
    title = _("Your application was refused") if params["appeal_until"] else _("Your application has a new status")
    if params["heard_until"]:
        title = _("Your certificate is suspended")
    elif params.get("withdrawn"):  # not in messages of before
        title = _("Your certificate is withdrawn")
    return Said(title, "\n\n".join(lines), f"/candidacies/{params['candidate']}", _("See your status"))


def nominated_said(params: Params, language: str) -> Said:
    """Somebody nominated the reader, who is asked whether they agree."""
    text = _(
        "You were nominated for “%(scheme)s”. Nothing happens until you agree. To agree, apply. You may also decline.",
        scheme=words(json.loads(params["scheme"]), language),
    )
    return Said(_("You were nominated"), text, "/candidacies", _("Answer"))


MOVED = MessageKind(
    "candidate.moved",
    _l("Your application for a certificate has a new status"),
    moved_said,
    {
        "candidate": str,
        "scheme": str,
        "state": str,
        "appeal_until": str,
        "heard_until": str,
        "reason": str,
        "withdrawn": bool,
    },
    Channel.AT_ONCE,
    may_be_switched_off=False,
    free_words="reason",
)
NOMINATED = MessageKind(
    "candidate.nominated",
    _l("You were nominated for a scheme"),
    nominated_said,
    {"scheme": str, "nomination": str},
    Channel.AT_ONCE,
)
MESSAGE_KINDS = (MOVED, NOMINATED)


def tell_moved(session: Session, happened: CandidateMoved) -> None:
    """Listener: tell the candidate of what others decided, or what followed from a fact; their own acts they know."""
    if happened.actor_id == happened.person_id or happened.transition == VERSION_STEP:
        return
    found = candidate_by_id(session, int(happened.subject.removeprefix("candidate:")))
    definition = found.definition
    step, state = definition.transition(happened.transition), definition.state(happened.to_state)
    refused = step is not None and step.refusal
    suspended = suspends(definition, happened.from_state, happened.to_state)
    params = {
        "candidate": found.row.uuid,
        "scheme": _kept(definition.title),
        "state": _kept(state.title if state else {"en": happened.to_state}),
        "appeal_until": last_day_to_appeal(definition, happened.at).isoformat() if refused else "",
        "heard_until": last_day_to_be_heard(definition, happened.at).isoformat() if suspended else "",
        "reason": happened.reason,
        "withdrawn": withdraws(definition, happened.transition, happened.from_state, happened.to_state),
    }
    send_messages(session, MOVED, [happened.person_id], params, by_id=happened.actor_id, now=happened.at)


def tell_nominated(session: Session, happened: Nominated) -> None:
    """Listener: ask the officer."""
    row = session.get_one(Nomination, happened.nomination_id)
    (version,) = versions_in_use(session, happened.at, Scheme.id == happened.scheme_id)
    params = {"scheme": _kept(version.definition.title), "nomination": row.uuid}
    send_messages(session, NOMINATED, [row.person_id], params, by_id=None, now=happened.at)


def _kept(texts: Texts) -> str:
    return json.dumps(dict(texts), ensure_ascii=False)
