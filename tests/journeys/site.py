"""A demonstration that a newcomer started: cloned into an empty folder, `make demo`, and what it printed."""

import json
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "VIRTUALENV_PIP")
SIGN_IN = re.compile(r"^  (?P<role>\S.*?)\s{2,}(?P<key>[\w.]+)\s+(?P<password>[\w-]+)$")


def free_port() -> int:
    """A port that nothing uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def clean_environment(**more: str) -> dict[str, str]:
    """The environment of a newcomer: nothing of this project, only what the machine needs to install packages."""
    kept = {
        k: v for k, v in os.environ.items() if k in KEPT or k.startswith(("PIP_", "HTTP", "http", "no_proxy", "NO_"))
    }
    return kept | more


@dataclass
class Site:
    """The running demonstration."""

    folder: Path
    port: int
    people: dict[str, tuple[str, str]] = field(default_factory=dict)  # role as printed → user name, password
    process: subprocess.Popen[str] | None = None
    printed: str = ""
    reader: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The printed address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def course(self) -> Path:
        """The course folder: the one place where a test may read what is right."""
        return self.folder / "courses" / "content" / "identifying-wildlife-products"

    @property
    def loaded_at(self) -> str:
        """When the demonstration was loaded, as its file says."""
        kept = re.search(r"^The passwords are kept in (.+)$", self.printed, re.MULTILINE)
        return json.loads(Path(kept[1]).read_text())["loaded_at"]

    def start(self, wait: float = 600) -> "Site":
        """`make demo`, until it says who can sign in."""
        begun = time.monotonic()
        before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background are deaf to it
        self.process = subprocess.Popen(
            ["make", "demo", f"PORT={self.port}"],
            cwd=self.folder,
            env=clean_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        signal.signal(signal.SIGINT, before)
        self.printed = ""
        lines: queue.Queue[str] = queue.Queue()
        read = self.process.stdout
        self.reader = threading.Thread(target=lambda: [lines.put(line) for line in read], daemon=True)
        self.reader.start()
        while "Stop with" not in self.printed:
            try:
                self.printed += lines.get(timeout=1)
            except queue.Empty:
                if time.monotonic() - begun > wait or self.process.poll() is not None:
                    self.stop()
                    raise AssertionError(f"make demo did not come up:\n{self.printed}") from None
        found = (SIGN_IN.match(line) for line in self.printed.splitlines())
        self.people = {one["role"]: (one["key"], one["password"]) for one in found if one}
        return self

    def stop(self) -> None:
        """What Ctrl+C does."""
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.reader.join(5)
        self.process.stdout.close()

    def lms(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A command, as who runs the installation types it."""
        return subprocess.run(
            [str(self.folder / ".venv" / "bin" / "lms"), *words],
            cwd=self.folder,
            env=clean_environment(PORT=str(self.port)) | environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def clone(folder: Path) -> Site:
    """`git clone` into an empty folder."""
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True, env=clean_environment())
    return Site(folder, free_port())


def tidy(site: Site) -> None:
    """Stop it and give the disk back."""
    site.stop()
    shutil.rmtree(site.folder / ".venv", ignore_errors=True)
