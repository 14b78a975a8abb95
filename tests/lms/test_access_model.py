"""Permissions, roles and kinds of scope as the packages bring them, and what one more package adds."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Blueprint
from hypothesis import given
from hypothesis import strategies as st

import config
from lms import cli, ports
from lms.access import Grant, Permission, Role, needs
from lms.access_model import AccessDefinitions, PermissionDefinition, RoleDefinition, compose
from lms.app import create_app, manifests
from lms.manifest import Package, combined
from lms.people.access.role_table import as_markdown
from lms.scopes import EVERYWHERE, Scopes, numbers
from tests.builders import people as make
from tests.builders.scopes import CREW, CrewScope, make_crews

ROOT = Path(__file__).resolve().parents[2]
PARTS = list(combined(manifests()).access)
LEAD = PermissionDefinition("crew.lead", "Lead a crew", frozenset({Role.TRAINER}))
TUTOR = RoleDefinition("tutor", "Tutor", frozenset({"course.take", "crew.lead"}), frozenset({CREW}))
BROUGHT = AccessDefinitions((LEAD,), (TUTOR,), (CrewScope(),))


def test_names_and_values_of_permissions_stay_as_they_were():
    assert set(compose(PARTS).permissions) == {
        "account.own", "course.take", "attempt.sit", "credential.hold", "course.read-any", "exam.run", "exam.content",
        "progress.see", "course.reviews", "course.sign", "course.review-rule", "mistake.judge", "appendices.load",
        "attempt.decide", "people.manage", "administration.manage", "role.grant", "credential.manage", "audit.read",
        "name.check", "decision.review", "survey.run", "cohort.see", "cohort.open", "cohort.lead", "cohort.approve",
        "application.decide", "course.open-final", "sitting.run", "name.check-at-door", "programme.see",
        "programme.run", "figures.read", "report.read", "report.freeze", "practical.own", "observation.write",
        "rubric.see", "rubric.write", "mission.plan", "mission.supervise", "mission.picture", "workshop.run",
        "workshop.interpret", "sheet.rate", "sheet.moderate", "candidacy.own", "scheme.see", "scheme.write",
        "candidate.nominate", "candidate.see", "candidate.move", "candidate.screen", "dossier.check", "panel.decide",
        "award.release",
        "appeal.judge", "complaint.handle", "roster.search",
    }  # fmt: skip


def test_each_role_holds_what_it_held():
    learning = {"course.take", "attempt.sit", "credential.hold", "practical.own", "candidacy.own"}
    beyond = {
        "officer": set(),
        "trainer": {
            "course.read-any",
            "course.open-final",
            "survey.run",
            "cohort.see",
            "cohort.open",
            "cohort.lead",
            "name.check-at-door",
            "sitting.run",
            "observation.write",
            "candidate.move",
        },
        "assessor": {"rubric.see", "sheet.rate"},
        "programme-manager": {
            "course.read-any",
            "course.open-final",
            "survey.run",
            "cohort.see",
            "cohort.open",
            "cohort.lead",
            "cohort.approve",
            "exam.run",
            "exam.content",
            "attempt.decide",
            "decision.review",
            "sitting.run",
            "credential.manage",
            "progress.see",
            "programme.see",
            "programme.run",
            "figures.read",
            "report.read",
            "report.freeze",
            "mission.picture",
            "candidate.nominate",
            "candidate.move",
            "scheme.see",
            "course.reviews",
            "mistake.judge",
        },
        "coordinator": {
            "people.manage",
            "name.check",
            "application.decide",
            "cohort.see",
            "cohort.approve",
            "progress.see",
            "programme.see",
            "figures.read",
            "mission.picture",
            "candidate.nominate",
        },
        "administrator": {
            "application.decide",
            "people.manage",
            "administration.manage",
            "role.grant",
            "credential.manage",
            "decision.review",
            "audit.read",
            "name.check",
            "progress.see",
            "course.reviews",
            "course.review-rule",
            "appendices.load",
        },
    }
    practical = {
        "law-specialist": {"course.reviews", "course.sign"},
        "species-specialist": {"course.reviews", "course.sign"},
        "mission-planner": {"mission.plan", "candidate.move"},
        "supervising-expert": {"mission.supervise", "candidate.move"},
        "workshop-coordinator": {"rubric.see", "workshop.run", "candidate.move"},
        "interpreter": {"workshop.interpret"},
        "moderator": {"rubric.see", "sheet.moderate", "candidate.move"},
        "scheme-owner": {"rubric.see", "rubric.write", "scheme.see", "scheme.write"},
        "scheme-officer": {"scheme.see", "candidate.see", "candidate.screen"},
        "dossier-officer": {"scheme.see", "candidate.see", "dossier.check"},
        "decider": {"scheme.see", "panel.decide"},
        "registrar": {"scheme.see", "candidate.see", "award.release"},
        "appeal-member": {"scheme.see", "appeal.judge"},
        "quality-officer": {"scheme.see", "complaint.handle"},
    }
    model = compose(PARTS)
    assert model.held == {
        **{role: learning | {"account.own"} | more for role, more in beyond.items()},
        **{role: learning | more for role, more in practical.items()},
        "authorised-body": {"roster.search"},
    }
    powerless = {role for role, more in beyond.items() if not more}
    assert {role for role in model.roles if not model.has_power(role)} == powerless


def test_no_right_of_the_way_to_a_certificate_is_implied_by_another():
    """Whoever trains, supervises, marks, decides, releases or judges appeals holds none of the others' rights."""
    chain = {
        "observation.write", "mission.supervise", "sheet.rate", "sheet.moderate", "candidate.screen", "dossier.check",
        "panel.decide", "award.release", "appeal.judge", "complaint.handle", "workshop.run", "mission.plan",
        "scheme.write",
    }  # fmt: skip
    for role, held in compose(PARTS).held.items():
        assert len(held & chain) <= 1, role


def test_a_package_adds_a_permission_a_role_and_a_kind_of_scope_by_one_entry():
    model = compose([*PARTS, BROUGHT])
    assert model.held["trainer"] == compose(PARTS).held["trainer"] | {"crew.lead"}
    assert model.held["tutor"] == {"course.take", "crew.lead"}
    assert model.roles_with("crew.lead", CREW) == ["trainer", "tutor"]
    assert model.roles_with("crew.lead", None) == ["trainer"]
    assert model.may_be_held("officer", CREW)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (AccessDefinitions((PermissionDefinition("course.take", "Again"),)), "Two packages name course.take"),
        (AccessDefinitions(roles=(RoleDefinition("officer", "Again"),)), "Two packages name officer"),
        (AccessDefinitions((PermissionDefinition("a.b", "B", frozenset({"emperor"})),)), "emperor"),
        (AccessDefinitions(roles=(RoleDefinition("emperor", "E", frozenset({"a.b"})),)), "a.b"),
        (AccessDefinitions(roles=(RoleDefinition("e", "E", scope_kinds=frozenset({"guild"})),)), "guild"),
        (AccessDefinitions(roles=(RoleDefinition("everywhere", "E"),)), "no name"),
        (AccessDefinitions(roles=(RoleDefinition("e" * 25, "E"),)), "no name"),
    ],
)
def test_definitions_that_clash_or_lead_nowhere_stop_the_start(part, words):
    with pytest.raises(ValueError, match=words):
        compose([*PARTS, part])


def test_a_role_for_some_kinds_alone_holds_nothing_elsewhere():
    model = compose([*PARTS, BROUGHT])
    held = {kind: "crew.lead" in model.carried_by([Grant("tutor", kind, "1")]) for kind in (CREW, "administration")}
    assert held == {CREW: True, "administration": False}
    assert model.carried_by([Grant("tutor")]) == frozenset()
    scopes = model.scopes([Grant("tutor", CREW, "1"), Grant("tutor"), Grant("trainer", CREW, "2")], LEAD.name)
    assert scopes == Scopes(False, {CREW: frozenset({"1", "2"})})


def test_a_role_may_be_for_everywhere_alone():
    chief = RoleDefinition("chief", "Chief", frozenset({"audit.read"}), frozenset({EVERYWHERE}))
    model = compose([*PARTS, AccessDefinitions(roles=(chief,))])
    assert model.may_be_held("chief", None)
    assert not model.may_be_held("chief", "country")


def test_a_permission_may_be_carried_only_where_a_role_is_held_for_some_kinds():
    led = PermissionDefinition("crew.lead", "Lead", frozenset({Role.TRAINER}), where={Role.TRAINER: frozenset({CREW})})
    model = compose([*PARTS, AccessDefinitions((led,), (), (CrewScope(),))])
    trainer = [Grant(Role.TRAINER), Grant(Role.TRAINER, CREW, "3"), Grant(Role.TRAINER, "country", "TH")]
    assert model.scopes(trainer, "crew.lead") == Scopes(False, {CREW: frozenset({"3"})})
    assert (model.roles_with("crew.lead", None), model.roles_with("crew.lead", CREW)) == ([], ["trainer"])


@pytest.mark.parametrize(
    "where", [{"assessor": frozenset({EVERYWHERE})}, {Role.TRAINER: frozenset({"fleet"})}], ids=["role", "kind"]
)
def test_a_bound_on_what_is_not_there_stops_the_start(where):
    led = PermissionDefinition("crew.lead", "Lead", frozenset({Role.TRAINER}), where=where)
    with pytest.raises(ValueError, match="is not defined"):
        compose([*PARTS, AccessDefinitions((led,))])


def test_an_unknown_role_holds_nothing_but_might_have_power():
    model = compose(PARTS)
    assert model.carried_by([Grant("emperor"), Grant("emperor", "country", "TH")]) == frozenset()
    assert model.has_power("emperor")


IDS = st.one_of(st.text(max_size=12), st.integers().map(str))


@given(named=st.frozensets(IDS, max_size=4), asked=st.one_of(st.none(), IDS, st.integers()))
def test_scopes_cover_what_they_name_and_nothing_of_another_kind(named, asked):
    scopes = Scopes(held={"administration": named})
    assert scopes.cover("administration", asked) == (asked is not None and str(asked) in named)
    assert not scopes.cover("country", asked)
    assert Scopes(everywhere=True).cover("country", asked)


@given(st.lists(IDS))
def test_ids_that_are_no_numbers_of_the_database_name_nothing(ids):
    found = numbers(ids)
    assert all(0 <= one < 2**31 and any(one == int(text) for text in ids if text.isdecimal()) for one in found)
    assert {str(one) for one in found} >= {text for text in ids if text in map(str, range(1000))}


def package(*parts, view=None):
    """A package as the composition finds it, with one page."""
    pages = Blueprint("fourth", __name__)
    if view is not None:
        pages.add_url_rule("/crews", "crews", view)
    return Package(name="fourth", access=parts, blueprints=(pages,))


@pytest.fixture
def start(shared_database, tmp_path):
    """Starts an application with one package more."""

    def make_app(added):
        settings = config.Testing(
            INSTANCE_PATH=str(tmp_path), DATABASE_URL=shared_database.url, SITE_URL="http://127.0.0.1:8000"
        )
        return create_app(settings, database=shared_database, packages=[*manifests(), added])

    return make_app


def test_a_page_of_a_new_permission_is_reached_by_its_roles_where_they_are_held(start, session, now):
    app = start(package(BROUGHT, view=needs("crew.lead")(lambda: "the crews")))
    member, place = make.person(session), make.administration(session)
    make_crews(session, {3: [member]})
    answers = {}
    for name, grant in {
        "trainer": Grant(Role.TRAINER),
        "trainer of a crew": Grant(Role.TRAINER, CREW, "3"),
        "tutor of a crew": Grant("tutor", CREW, "3"),
        "tutor of an administration": Grant("tutor", "administration", str(place.id)),
        "trainer of a guild": Grant(Role.TRAINER, "guild", "3"),
        "administrator": Grant(Role.ADMINISTRATOR),
    }.items():
        row = make.person(session)
        make.give_anywhere(session, row, grant)
        browser = make.browser(app)
        make.sign_in(browser, session, row)
        session.commit()
        answers[name] = browser.get("/crews").status_code
    assert answers == {
        "trainer": 200,
        "trainer of a crew": 200,
        "tutor of a crew": 200,
        "tutor of an administration": 404,
        "trainer of a guild": 404,
        "administrator": 404,
    }


def test_a_page_that_needs_an_unknown_permission_stops_the_start(start):
    with pytest.raises(RuntimeError, match=r"fourth.crews \(crew.lead\)"):
        start(package(view=needs("crew.lead")(lambda: "the crews")))


def test_a_menu_entry_that_needs_an_unknown_permission_stops_the_start(start):
    entry = ports.MenuEntry("Crews", "web.start", "crew.lead", 1)
    with pytest.raises(RuntimeError, match=r"menu web.start \(crew.lead\)"):
        start(Package(name="fourth", menu=(entry,)))


@pytest.fixture
def lms(tmp_path, monkeypatch):
    """`lms roles`, on an installation without a database."""
    settings = config.Testing(INSTANCE_PATH=str(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path}/none.db")
    monkeypatch.setattr(config, "from_environment", lambda: settings)
    return lambda *words: CliRunner().invoke(cli.main, ["roles", *words])


def test_the_page_of_roles_is_what_the_command_makes(lms):
    made = lms("--markdown")
    assert made.exit_code == 0
    assert (ROOT / "docs" / "roles.md").read_text() == made.stdout


def test_the_page_of_roles_names_what_a_package_adds():
    page = as_markdown(compose([*PARTS, BROUGHT]))
    lead = next(line for line in page.splitlines() if line.startswith("| `crew.lead`"))
    assert lead.startswith("| `crew.lead` | Lead a crew | | yes | ")
    assert lead.endswith("| yes |")
    tutor = next(line for line in page.splitlines() if line.startswith("| `tutor`"))
    assert tutor.startswith("| `tutor` | Tutor | | ")
    assert tutor.endswith("| yes |")


def test_roles_are_told_as_one_document(lms):
    told = json.loads(lms("--json").stdout)
    assert [role["name"] for role in told["roles"]][: len(Role)] == list(Role)
    assert told["roles"][0]["scope_kinds"] == [
        "everywhere", "administration", "country", "cohort", "course", "mission", "workshop", "scheme", "candidate",
    ]  # fmt: skip
    assert told["roles"][1]["permissions"] == [
        "account.own",
        "course.take",
        "course.read-any",
        "course.open-final",
        "survey.run",
        "cohort.see",
        "cohort.open",
        "cohort.lead",
        "name.check-at-door",
        "attempt.sit",
        "sitting.run",
        "practical.own",
        "observation.write",
        "credential.hold",
        "candidacy.own",
        "candidate.move",
    ]
    assert {"name": "country", "title": "Country"} in told["scope_kinds"]
    assert {one["name"] for one in told["permissions"] if one["personal"]} == set(told["roles"][0]["permissions"])


def test_roles_are_told_in_words(lms):
    told = lms().stdout
    assert "administrator: Administrator. Held: everywhere, administration, country" in told
    assert f"  {Permission.ROLE_GRANT}             Give and end roles" in told
    assert lms("--json", "--markdown").exit_code == 2
