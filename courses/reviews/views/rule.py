"""Whose signatures a course needs before a version is published: proposed by one, confirmed by another."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses.catalogue.review.services.requiring import decide_rule, propose_rule
from courses.permissions import CoursePermission
from courses.reviews.forms import PressForm, RuleForm
from courses.reviews.pages.rule import needs_typed, rule_page, typed_of
from courses.reviews.views.blueprint import bp
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.web.api import form_page, show, typed


@bp.get("/reviews/<slug>/rule")
@needs(CoursePermission.COURSE_REVIEW_RULE)
def rule(slug: str) -> ResponseReturnValue:
    """The rule of a course, what is proposed, and what was before."""
    page = rule_page(read_session(), viewer(), slug)
    return render_template("reviews/rule.html", page=page, form=RuleForm(formdata=None, data=typed_of(page)))


@bp.post("/reviews/<slug>/rule")
@needs(CoursePermission.COURSE_REVIEW_RULE)
@step_up
def propose(slug: str) -> ResponseReturnValue:
    """Propose whose signatures the course needs."""
    page, form = rule_page(read_session(), viewer(), slug), RuleForm()
    if not form.validate():
        return form_page("reviews/rule.html", form, page=page)
    try:
        with transaction() as session:
            wanted = needs_typed(session, form.roles.data or [], typed(form.people))
            reason, me = typed(form.reason), viewer().id
            propose_rule(session, page.course_id, wanted, reason=reason, actor_id=me, now=clock.now())
    except BadInput as fault:
        show(form, fault)
        return form_page("reviews/rule.html", form, page=page)
    flash(_("Your proposal waits until another administrator confirms it."), "success")
    return redirect(url_for("reviews.rule", slug=slug), code=303)


@bp.post("/reviews/<slug>/rule/<uuid:proposal>/confirm")
@needs(CoursePermission.COURSE_REVIEW_RULE)
@step_up
def confirm_rule(slug: str, proposal: object) -> ResponseReturnValue:
    """Confirm what another administrator proposed."""
    decide(slug, str(proposal), confirmed=True)
    flash(_("The rule applies from now on."), "success")
    return redirect(url_for("reviews.rule", slug=slug), code=303)


@bp.post("/reviews/<slug>/rule/<uuid:proposal>/refuse")
@needs(CoursePermission.COURSE_REVIEW_RULE)
@step_up
def refuse_rule(slug: str, proposal: object) -> ResponseReturnValue:
    """Refuse what was proposed, or take one's own proposal back."""
    decide(slug, str(proposal), confirmed=False)
    flash(_("The proposal is over. The rule stays as it was."), "success")
    return redirect(url_for("reviews.rule", slug=slug), code=303)


def decide(slug: str, proposal: str, *, confirmed: bool) -> None:
    """Decide on a proposal."""
    page, form = rule_page(read_session(), viewer(), slug), PressForm()
    form.validate()
    with transaction() as session:
        decide_rule(session, page.course_id, proposal, confirmed=confirmed, actor_id=viewer().id, now=clock.now())
