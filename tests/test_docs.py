"""What exists is described, and what is described exists."""

import re
import shlex
from functools import cache
from pathlib import Path

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

import config
from assessments.items.item import Use
from certificates.credentials.verification.report import CheckName, Verdict
from lms import cli
from lms.access import Role
from tests.builders.kind_names import KindName
from tests.every_case import every_case

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {*config.TEXTS, "PORT", "TRUSTED_PROXIES", "SPOOR_ENV"}
CONTRACT = [
    "/healthz", "/readyz", "/metrics", "/.well-known/did.json", "/.well-known/jwks.json", "/keys/<kid>.json",
    "/status/<list>", "/credentials/<token>.json", "/verify",
]  # fmt: skip
CODE = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"```([a-z]*)\n(.*?)```", re.DOTALL)
PROGRAMS = {"python", "html", "diff", "po"}  # in blocks of these, a line is no command


@cache
def pages():
    """Every page for people who install, use or change this."""
    found = (ROOT.glob(one) for one in ("docs/*.md", "docs/*/*.md", "*/README.md", "*/*/README.md"))
    at_top = (ROOT / one for one in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"))
    return sorted({*at_top, *(page for one in found for page in one)})


def rooms():
    """The pages of packages and of their areas."""
    others = (ROOT, ROOT / "docs" / "decisions")
    return [page for page in pages() if page.name == "README.md" and page.parent not in others]


def spans(page):
    """Every piece of code of a page: spans, and the lines of blocks with their continuations joined."""
    text = page.read_text()
    blocks = [block for language, block in BLOCK.findall(text) if language not in PROGRAMS]
    found = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return found + CODE.findall(BLOCK.sub("", text))


def leaves(group, path=()):
    for name, command in group.commands.items():
        if not hasattr(command, "commands") or command.invoke_without_command:
            yield (*path, name), command
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))


def lms_commands(page):
    """The `lms` commands that a page names, as words."""
    for span in (one for one in spans(page) if not one.startswith("#")):
        for line in re.findall(r"(?:^|[\s/'])lms ((?:[a-z][\w-]*)(?: .*)?)$", span.strip()):
            try:
                yield shlex.split(line.rstrip("'").split("&&")[0].split("#")[0])
            except ValueError:
                yield line.split()


def resolved(words):
    """The command that these words reach, and the words that are left."""
    command = cli.main
    while words and hasattr(command, "commands") and words[0] in command.commands:
        command, words = command.commands[words[0]], words[1:]
    return command, words


def test_every_command_is_in_the_readme():
    text = (ROOT / "README.md").read_text()
    missing = [" ".join(path) for path, _ in leaves(cli.main) if f"`lms {' '.join(path)}`" not in text]
    assert missing == []


@every_case("file", pages)
def test_every_command_that_a_page_names_exists_with_its_options(file):
    for words in lms_commands(file):
        command, left = resolved(words)
        assert command is not cli.main, words
        known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
        assert {word.split("=")[0] for word in left if word.startswith("--")} <= known | {"--help"}, words
        assert not hasattr(command, "commands") or not [one for one in left if re.fullmatch("[a-z-]+", one)], words


def test_the_search_for_commands_finds_some():
    found = {" ".join(words[:2]) for page in pages() for words in lms_commands(page)}
    assert {"doctor", "db upgrade", "people add-admin", "verify certificate.json"} <= found
    assert resolved(["fly"])[0] is cli.main


def test_every_setting_is_described_and_no_other():
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "install.md").read_text(), re.MULTILINE)
    assert sorted(table) == sorted(SETTINGS)
    example = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(example) == sorted(SETTINGS)


def test_the_example_of_settings_can_be_used_as_it_is(tmp_path, monkeypatch):
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    for name, value in re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE):
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    found = config.from_environment()
    assert (found.ENVIRONMENT, found.PORT, found.SITE_NAME) == ("embedded", 8000, "Spoor")


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    """Answers whether an address leads to a page."""
    from lms.app import create_app

    app = create_app(config.Testing(INSTANCE_PATH=str(tmp_path_factory.mktemp("docs"))))
    adapter = app.url_map.bind("127.0.0.1")

    def leads(path):
        for method in ("GET", "POST"):
            try:
                adapter.match(path, method=method)
            except (MethodNotAllowed, RequestRedirect):
                return True
            except NotFound:
                continue
            else:
                return True
        return False

    yield leads
    app.extensions["spoor-database"].close()


def filled(address):
    """The address with something in place of what stands between angle brackets."""
    filling = {"token": "a" * 16, "uuid": "00000000-0000-4000-8000-000000000000", "position": "1"}
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda hole: filling.get(hole[1], "x"), address)
    return path.replace("…", "x").partition("?")[0]


@every_case("file", lambda: [*ROOT.glob("docs/*.md"), ROOT / "README.md"])
def test_every_address_that_a_page_names_leads_somewhere(file, addresses):
    named_here = [span for span in CODE.findall(BLOCK.sub("", file.read_text())) if re.fullmatch(r"/[\w.<>/…-]*", span)]
    ours = [one for one in named_here if not one.startswith(("/srv/", "/etc/", "/usr/", "/path/"))]
    ours = [f"{one}{'x' * 16}" if one == "/credentials/" else one for one in ours]
    assert [one for one in ours if not addresses(filled(one))] == []


@pytest.mark.parametrize("address", CONTRACT)
def test_every_address_that_others_rely_on_is_described_and_there(address, addresses):
    assert any(f"`{address}`" in page.read_text() for page in ROOT.glob("docs/*.md"))
    assert addresses(filled(address))


def test_the_readme_names_every_target_of_the_makefile_that_people_type():
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split()
    text = " ".join((ROOT / "README.md").read_text().split())
    told = set(re.findall(r"(?<![\w-])make ([a-z-]+)", text))
    assert told == set(targets) - {"check-python", "clean"}


@every_case("file", pages)
def test_every_link_between_pages_leads_somewhere(file):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", BLOCK.sub("", file.read_text()))
    ours = [link for link in links if "://" not in link and not link.startswith("lesson:")]
    assert [link for link in ours if not (file.parent / link).exists()] == []


@every_case("file", pages)
def test_every_file_of_this_repository_that_a_page_names_is_there(file):
    roots = tuple(f"{one}/" for one in ("lms", "courses", "assessments", "certificates", "migrations", "tests", "docs"))
    paths = [one for one in CODE.findall(BLOCK.sub("", file.read_text())) if one.startswith(roots)]
    plain = [one for one in paths if re.fullmatch(r"[\w./-]+", one)]
    assert [one for one in plain if not (ROOT / one).exists()] == []


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("administering.md", [role.value.replace("-", " ") for role in Role]),
        ("authoring.md", [f"`{kind.value}`" for kind in KindName]),
        ("authoring.md", [f"`{use.value}`" for use in Use]),
        ("verifying.md", [f"`{name.value}`" for name in CheckName]),
        ("verifying.md", [f"`{verdict.value}`" for verdict in Verdict]),
    ],
    ids=["roles", "kinds", "uses", "checks", "verdicts"],
)
def test_every_choice_is_explained(file, words):
    text = (ROOT / "docs" / file).read_text()
    assert [word for word in words if word not in text] == []


def test_the_changelog_speaks_of_this_version():
    version = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]
    assert f"\n## {version}\n" in (ROOT / "CHANGELOG.md").read_text()


@every_case("file", rooms)
def test_every_room_that_a_package_names_in_its_page_is_there(file):
    spans_of_tables = CODE.findall("\n".join(re.findall(r"^\|.*\|$", file.read_text(), re.MULTILINE)))
    rooms = {span.removesuffix(".py").rstrip("/") for span in spans_of_tables if re.fullmatch(r"[\w/]+(\.py|/)", span)}
    there = {path.relative_to(file.parent).with_suffix("").as_posix() for path in file.parent.rglob("*")}
    at_top = {path.stem for path in ROOT.iterdir()}
    assert [room for room in rooms - at_top if not any(f"/{one}".endswith(f"/{room}") for one in there)] == []


@pytest.mark.parametrize("package", ["lms", "courses", "assessments", "certificates"])
def test_the_page_of_a_package_is_one_page_and_names_all_its_areas(package):
    text = (ROOT / package / "README.md").read_text()
    areas = [folder.name for folder in (ROOT / package).iterdir() if (folder / "__init__.py").exists()]
    assert [area for area in areas if f"`{area}/`" not in text] == []
    for page in (ROOT / package).rglob("README.md"):
        assert len(page.read_text().splitlines()) <= 80, page
