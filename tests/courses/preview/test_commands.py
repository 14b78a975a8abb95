"""`lms courses preview` as an author runs it, and what its pages are on a phone."""

from __future__ import annotations

import os
import queue
import re
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from lms.cli import main
from tests.courses.preview.conftest import write_both
from tests.lms.axe import findings
from tests.prepared import Server

OURS = ("DATABASE_URL", "INSTANCE_PATH", "SITE_URL", "ISSUER", "SECRET_KEY", "KEYS_SECRET", "MAIL_URL", "CI")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Running:
    """The command in a process of its own; its temporary files lie where the test can look for them."""

    def __init__(self, prepared: Server, root: Path, *words: str) -> None:
        self.temporary = root.parent / "temporary"
        self.temporary.mkdir(exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "SPOOR_ENV": "production", "PORT": "none"}
        pipe = self.temporary.with_name("printed")
        pipe.unlink(missing_ok=True)
        os.mkfifo(pipe)
        environment = kept | nowhere | {"TMPDIR": str(self.temporary)}
        self.process = prepared.lms("courses", "preview", root, *words, env=environment, cwd=root.parent, log=pipe)
        self.heard = pipe.open()
        pipe.unlink()
        self.lines: queue.Queue[str] = queue.Queue()
        self.printed = ""
        self.reader = threading.Thread(target=lambda: [self.lines.put(line) for line in self.heard])
        self.reader.start()

    def until(self, words: str, seconds: float = 90) -> Running:
        begun = time.monotonic()
        while words not in self.printed:
            try:
                self.printed += self.lines.get(timeout=0.2)
            except queue.Empty:
                assert self.process.poll() is None, self.printed
                assert time.monotonic() - begun < seconds, self.printed
        return self

    @property
    def address(self) -> str:
        return next(line.rpartition(" ")[2] for line in self.printed.splitlines() if line.startswith("The preview of"))

    def end(self, number: signal.Signals) -> int:
        """Until it has ended; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=60)
        self.reader.join()
        self.heard.close()
        while not self.lines.empty():
            self.printed += self.lines.get()
        return code


@pytest.fixture
def preview(prepared) -> Iterator[Callable[..., Running]]:
    made: list[Running] = []

    def begin(*words) -> Running:
        made.append(Running(prepared, *words))
        return made[-1]

    yield begin
    for one in made:
        if one.process.poll() is None:
            one.end(signal.SIGKILL)


def status(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as fault:
        return fault.code, fault.read().decode()


def test_an_author_sees_the_folder_with_no_database_and_nothing_is_left_after_ctrl_c(preview, tmp_path):
    root = write_both(tmp_path)
    running = preview(root, "--port", str(free_port())).until("Stop with Ctrl+C")
    assert running.address.endswith("/courses/tiny-course")
    assert status(running.address)[0] == 200
    assert status(f"{running.address}/exams/the-exam")[0] == 200
    assert len(list(running.temporary.glob("spoor-preview-*"))) == 1
    assert running.end(signal.SIGINT) == 0, running.printed
    assert list(running.temporary.iterdir()) == []
    assert "Traceback" not in running.printed
    assert sorted(one.name for one in tmp_path.iterdir()) == ["glossary.csv", "temporary", "tiny-course"]


def test_a_folder_with_problems_is_served_with_them_and_a_port_in_use_is_refused(preview, tmp_path):
    root = write_both(tmp_path)
    (root / "sources.yaml").write_text("S1: [\n")
    running = preview(root).until("Stop with Ctrl+C")
    assert "sources.yaml:" in running.printed
    code, page = status(running.address)
    assert (code, "<code>sources.yaml</code>" in page) == (422, True)
    port = running.address.rsplit(":", 1)[-1].strip("/")
    second = preview(root, "--port", port)
    assert second.end(signal.SIGCONT) == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in second.printed
    assert running.end(signal.SIGTERM) == 0
    assert list(running.temporary.iterdir()) == []


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path):
    assert CliRunner().invoke(main, ["courses", "preview", str(tmp_path / "nowhere")]).exit_code == 2


@pytest.mark.browser
def test_an_author_with_a_phone_edits_mends_answers_and_passes_the_gates(preview, tmp_path, browser: Browser):
    root = write_both(tmp_path)
    running = preview(root).until("Stop with Ctrl+C")
    page = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB").new_page()
    complaints: list[str] = []
    page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
    page.goto(f"{running.address}/lessons/first")
    expect(page.get_by_role("heading", name="A heading")).to_be_visible()
    expect(page.locator("figure img")).to_have_js_property("complete", True)
    page.locator("#check-practice-first-1 label").first.click()
    page.locator("#check-practice-first-1 button[type=submit]").click()
    expect(page.locator("#check-practice-first-1 .chip, #check-practice-first-1 .callout").first).to_be_visible()
    assert complaints == []

    lesson = root / "lessons" / "first.md"
    sound = lesson.read_text()
    lesson.write_text(sound.replace("[[scute]]", "[[" + "skute" * 30 + "]]"))
    page.goto(f"{running.address}/lessons/first")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 problems")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []

    lesson.write_text(sound.replace("A heading", "A mended heading"))
    page.get_by_role("link", name="Reload").click()
    expect(page.get_by_role("heading", name="A mended heading")).to_be_visible()

    page.get_by_role("link", name="About this preview").click()
    expect(page).to_have_title(re.compile("About this preview"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []
    page.get_by_role("button", name="Mark every lesson as read").click()
    expect(page.get_by_role("link", name="Your counter card")).to_be_visible()
    page.goto(f"{running.address}/exams/the-exam")
    page.get_by_role("button", name="Start now").click()
    expect(page).to_have_url(re.compile("/attempts/"))
    page.get_by_role("link", name="About this preview").click()
    page.get_by_role("button", name="Start again as another officer").click()
    expect(page.get_by_role("heading", name="First lesson")).to_be_visible()
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Leçon first")
    page.context.close()
