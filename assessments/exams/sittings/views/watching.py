"""The page of a supervisor, by their account or by a link that opens this room alone on one device."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask import session as kept_in_cookie
from flask.typing import ResponseReturnValue

from assessments.exams.sittings.forms import LineForm, RoomButtonForm, SignForm
from assessments.exams.sittings.models import SittingSupervisor
from assessments.exams.sittings.pages.room import RoomPage, fill_line, fill_sign, room_page
from assessments.exams.sittings.queries.candidates import candidates_of
from assessments.exams.sittings.queries.sittings import FoundSitting
from assessments.exams.sittings.rules.room import LineKind
from assessments.exams.sittings.services import supervisors, watching
from assessments.exams.sittings.services.doors import Door, count_unknown, door_by_account, door_by_link
from assessments.exams.sittings.views.blueprints import bp
from assessments.exams.sittings.views.typed_moments import moment_typed
from lms import clock
from lms.access import public, viewer_or_none
from lms.db import Session, read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.web.api import asking_network, not_kept, show, typed

DEVICES = "rooms"  # in the cookie that carries the form token: what proves that this device opened a link
REMEMBERED = 5


def asking() -> int | None:
    """Who is signed in, if anybody is; asked before a transaction begins."""
    person = viewer_or_none()
    return person.id if person is not None else None


def devices() -> dict[str, str]:
    """The rooms that this phone opened by a link, the newest last, each with its name as a device there."""
    return dict(kept_in_cookie.get(DEVICES, ()))


def door_of(session: Session, key: str, who: int | None) -> Door | None:
    """Through which door somebody comes: their account, or a link and the device that opened it."""
    if not is_room(key):
        return door_by_link(session, key, devices(), now=clock.now())
    return door_by_account(session, key, who) if who is not None else None


def is_room(key: str) -> bool:
    """Whether this names a room, as for who has an account, and is no link."""
    try:
        UUID(key)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Inside:
    """A supervisor in their room."""

    sitting: FoundSitting
    row: SittingSupervisor


def demand_inside(session: Session, key: str, who: int | None) -> Inside:
    """The room, if this device or account is inside."""
    door = door_of(session, key, who)
    if door is None or not door.is_open:
        raise NotFound
    return Inside(door.sitting, door.row)


@bp.get("/room/<key>")
@public
def room(key: str) -> ResponseReturnValue:
    """The room; by a link that nobody has opened, the question whether it is for who holds it."""
    door = door_of(read_session(), key, asking())
    if door is None:
        return unknown(key)
    if not door.works:
        return render_template("sittings/shut.html", why="over"), 410
    if not door.is_open:
        if door.is_taken:
            return render_template("sittings/shut.html", why="taken"), 410
        return render_template("sittings/open.html", key=key, name=door.row.name, sitting=door.sitting.row)
    return inside_page(Inside(door.sitting, door.row), key)


def unknown(key: str) -> ResponseReturnValue:
    """There is no such link; guessing is slowed. A room is not found by who does not supervise it."""
    if is_room(key):
        raise NotFound
    with transaction() as session:
        count_unknown(session, asking_network(), now=clock.now())
    return render_template("sittings/shut.html", why="unknown"), 404


def inside_page(
    inside: Inside, key: str, line: LineForm | None = None, sign: SignForm | None = None
) -> ResponseReturnValue:
    """The page of the room with its forms, either of which may carry errors."""
    now = clock.now()
    page: RoomPage = room_page(read_session(), inside.sitting, inside.row, now)
    line_form = line or LineForm(formdata=None)
    fill_line(line_form, page.candidates)
    sign_form = sign or SignForm(formdata=None)
    if sign is None:
        fill_sign(sign_form, inside.sitting, candidates_of(read_session(), inside.sitting), now)
    wrong = bool(line_form.errors or sign_form.errors)
    shown = render_template("sittings/room.html", page=page, key=key, line=line_form, sign=sign_form)
    return not_kept(shown, 422 if wrong else 200)


@bp.post("/room/<key>/open")
@public
def open_room(key: str) -> ResponseReturnValue:
    """Open the room by a link; from now on on this device alone."""
    if RoomButtonForm().validate_on_submit():
        who = asking()
        with transaction() as session:
            door = door_of(session, key, who)
            if door is None or not door.works:
                raise NotFound
            device = supervisors.open_link(session, door.row, opener=who, now=clock.now())
            name = door.row.uuid
        known = [(row, kept) for row, kept in devices().items() if row != name]
        kept_in_cookie[DEVICES] = [*known, (name, device)][-REMEMBERED:]  # pairs: names would be sorted in a cookie
    return redirect(url_for("sittings.room", key=key), code=303)


@bp.post("/room/<key>/candidates/<uuid:candidate>/present")
@public
def present(key: str, candidate: object) -> ResponseReturnValue:
    """Tick a candidate as present and identified."""
    who = asking()
    if RoomButtonForm().validate_on_submit():
        with transaction() as session:
            inside = demand_inside(session, key, who)
            watching.say_present(session, inside.sitting, inside.row, str(candidate), now=clock.now())
    return redirect(url_for("sittings.room", key=key) + f"#c-{candidate}", code=303)


@bp.post("/room/<key>/candidates/<uuid:candidate>/take-back")
@public
def take_back(key: str, candidate: object) -> ResponseReturnValue:
    """Say that one's own tick was wrong."""
    if RoomButtonForm().validate_on_submit():
        who, reason = asking(), request.form.get("reason", "").replace("\0", "")
        with transaction() as session:
            inside = demand_inside(session, key, who)
            watching.take_back(session, inside.sitting, inside.row, str(candidate), reason, now=clock.now())
    return redirect(url_for("sittings.room", key=key) + f"#c-{candidate}", code=303)


@bp.post("/room/<key>/protocol")
@public
def write(key: str) -> ResponseReturnValue:
    """Write a line into the protocol."""
    who = asking()
    inside = demand_inside(read_session(), key, who)
    form = LineForm()
    fill_line(form, room_page(read_session(), inside.sitting, inside.row, clock.now()).candidates)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = demand_inside(session, key, who)
                watching.write_line(
                    session, own.sitting, own.row, LineKind(typed(form.kind)),
                    candidate=typed(form.candidate), words=typed(form.words), now=clock.now(),
                )  # fmt: skip
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("It is in the record of the room."), "success")
            return redirect(url_for("sittings.room", key=key), code=303)
    return inside_page(inside, key, line=form)


@bp.post("/room/<key>/sign")
@public
def sign(key: str) -> ResponseReturnValue:
    """Sign the protocol."""
    who = asking()
    inside = demand_inside(read_session(), key, who)
    form = SignForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = demand_inside(session, key, who)
                watching.sign(
                    session, own.sitting, own.row, end_typed(form, own.sitting.row.time_zone), now=clock.now()
                )
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("You have signed the record. Thank you."), "success")
            return redirect(url_for("sittings.room", key=key), code=303)
    return inside_page(inside, key, sign=form)


def end_typed(form: SignForm, zone: str) -> watching.ProtocolEnd:
    """From when until when, as moments."""
    return watching.ProtocolEnd(moment_typed(form.begun, zone), moment_typed(form.ended, zone))
