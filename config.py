"""Settings from the environment, one class for each environment: embedded default, production, testing."""

import os
import re
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import load_dotenv

DEMO_FILE = "demonstration.json"  # in the instance folder; holds who can sign in
DEMO_ISSUER = "did:web:demo.spoor.example"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SHORTEST = 32  # characters of a secret
DID_WEB = re.compile(r"did:web:[A-Za-z0-9][A-Za-z0-9.:%_-]*")
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")


class SettingsFault(Exception):
    """A setting is missing or makes no sense; the message says which and how to mend it."""


def kept_secret(folder: Path, name: str) -> str:
    """A secret made once and kept in the instance folder, readable by its owner alone."""
    path = folder / name
    if not path.exists():
        handle, waiting = tempfile.mkstemp(dir=folder)  # mode 0600
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(waiting, path)  # whoever links first wins: two processes that start at once keep one secret
        except FileExistsError:
            pass
        except OSError:  # a disk without hard links
            shutil.copy(waiting, path)
        Path(waiting).unlink()
    secret = path.read_text().strip()
    if len(secret) < SHORTEST:
        raise SettingsFault(
            f"{path} holds no secret. Bring the right one back; a new one would not open what it opened."
        )
    return secret


def demand_address(name: str, address: str, schemes: tuple[str, ...]) -> None:
    """Refuse what is no address of these kinds; it is not repeated, since it may hold a password."""
    try:
        found = urlsplit(address)
        whole = found.scheme in schemes and bool(found.hostname) and found.port != 0
    except ValueError:  # brackets or a port that is none
        whole = False
    if not whole:
        raise SettingsFault(f"{name} must be an address such as {schemes[-1]}://example.org.")


@dataclass
class Settings:
    """The embedded default: one machine, SQLite, letters in a folder, secrets made at the first start."""

    INSTANCE_PATH: str = "instance"
    DATABASE_URL: str = ""
    SECRET_KEY: str = ""
    KEYS_SECRET: str = ""
    SITE_URL: str = ""
    SITE_NAME: str = "Spoor"
    MAIL_URL: str = ""
    MAIL_FROM: str = ""
    ISSUER: str = ""
    METRICS_TOKEN: str = ""
    CLAMD_URL: str = ""
    TRUSTED_PROXIES: int = 0
    PORT: int = 8000
    ENVIRONMENT: str = "embedded"
    DEMO: bool = False
    TESTING: bool = False

    def __post_init__(self) -> None:
        """Fill what follows from other settings."""
        folder = Path(self.INSTANCE_PATH).resolve()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as fault:
            raise SettingsFault(f"INSTANCE_PATH is {folder}, which cannot be made: {fault.strerror}.") from fault
        self.INSTANCE_PATH = str(folder)
        self.DATABASE_URL = self.DATABASE_URL or f"sqlite:///{folder / 'spoor.db'}"
        if self.ENVIRONMENT == "embedded" and (folder / DEMO_FILE).exists():
            self.become_demonstration()
        self.SITE_URL = (self.SITE_URL or f"http://127.0.0.1:{self.PORT}").rstrip("/")
        self.demand_sense()
        self.fill_secrets(folder)

    def demand_sense(self) -> None:
        """Refuse addresses that nobody could reach, with the form that they must have."""
        if not 1 <= self.PORT <= 65535:
            raise SettingsFault(f"PORT is {self.PORT}; it must be between 1 and 65535.")
        if not self.DATABASE_URL.startswith(DATABASES):
            raise SettingsFault(f"DATABASE_URL must begin with {' or '.join(DATABASES[:2])}.")
        demand_address("SITE_URL", self.SITE_URL, ("http", "https"))
        if urlsplit(self.SITE_URL).path:
            raise SettingsFault(f"SITE_URL is “{self.SITE_URL}”; it ends after the host: the site stands at its root.")
        if self.MAIL_URL:
            demand_address("MAIL_URL", self.MAIL_URL, ("smtp", "smtps"))
        if self.CLAMD_URL and not re.fullmatch(r"unix:///\S+", self.CLAMD_URL):
            demand_address("CLAMD_URL", self.CLAMD_URL, ("unix", "tcp"))
        if self.ISSUER and not DID_WEB.fullmatch(self.ISSUER):
            raise SettingsFault(
                f"ISSUER is “{self.ISSUER}”; it must be did:web: and a host, as in did:web:example.org."
            )

    def become_demonstration(self) -> None:
        """Issue in the name of an invented issuer, and say so on every page."""
        self.DEMO = True
        self.ISSUER = self.ISSUER or DEMO_ISSUER

    def fill_secrets(self, folder: Path) -> None:
        """Make the secrets that the environment does not give."""
        for name in ("SECRET_KEY", "KEYS_SECRET"):
            if 0 < len(getattr(self, name)) < SHORTEST:
                raise SettingsFault(f"{name} needs at least {SHORTEST} characters. Leave it out to have one made.")
        self.SECRET_KEY = self.SECRET_KEY or kept_secret(folder, "secret.key")
        self.KEYS_SECRET = self.KEYS_SECRET or kept_secret(folder, "keys.secret")

    @property
    def is_loopback(self) -> bool:
        """Whether the site's address names this computer alone."""
        return (urlsplit(self.SITE_URL).hostname or "") in LOOPBACK


@dataclass
class Production(Settings):
    """Secrets come from outside, and the site has an address that people can reach."""

    ENVIRONMENT: str = "production"

    def demand_sense(self) -> None:
        """Refuse an address on which everybody between could read passwords."""
        super().demand_sense()
        if not self.SITE_URL.startswith("https://") and not self.is_loopback:
            raise SettingsFault(
                f"SITE_URL is {self.SITE_URL}. In production it must begin with https://, else passwords pass readable."
            )

    def fill_secrets(self, folder: Path) -> None:
        """Refuse to invent secrets: a second machine would invent others."""
        for name in ("SECRET_KEY", "KEYS_SECRET", "SITE_URL"):
            if not os.environ.get(name):
                raise SettingsFault(f"{name} is not set. In production it must come from the environment.")
        if min(len(self.SECRET_KEY), len(self.KEYS_SECRET)) < SHORTEST:
            raise SettingsFault(f"SECRET_KEY and KEYS_SECRET need at least {SHORTEST} characters each.")
        if self.SECRET_KEY == self.KEYS_SECRET:
            raise SettingsFault("SECRET_KEY and KEYS_SECRET must differ: whoever learns one must not have the other.")


@dataclass
class PreviewSettings(Settings):
    """A course folder shown to its author: its command makes this, and no value of SPOOR_ENV names it."""

    ENVIRONMENT: str = "preview"
    ISSUER: str = DEMO_ISSUER  # whoever passes the final exam sees a certificate that says that it certifies nothing


@dataclass
class Testing(Settings):
    """Fixed secrets and no letters."""

    ENVIRONMENT: str = "testing"
    TESTING: bool = True

    def fill_secrets(self, folder: Path) -> None:
        """The same secrets in every run."""
        self.SECRET_KEY = self.SECRET_KEY or "t" * 64
        self.KEYS_SECRET = self.KEYS_SECRET or "k" * 64


SURROUNDINGS: dict[str, type[Settings]] = {"embedded": Settings, "production": Production, "testing": Testing}
TEXTS = (
    "INSTANCE_PATH", "DATABASE_URL", "SECRET_KEY", "KEYS_SECRET", "SITE_URL", "SITE_NAME", "MAIL_URL", "MAIL_FROM",
    "ISSUER", "METRICS_TOKEN", "CLAMD_URL",
)  # fmt: skip


def from_environment() -> Settings:
    """The settings of this process, from the environment and a `.env` file beside it."""
    load_dotenv(".env")
    kind = os.environ.get("SPOOR_ENV", "embedded")
    if kind not in SURROUNDINGS:
        raise SettingsFault(f"SPOOR_ENV is “{kind}”; it can be {', '.join(SURROUNDINGS)}.")
    given: dict[str, object] = {name: os.environ[name] for name in TEXTS if os.environ.get(name)}
    for name in ("PORT", "TRUSTED_PROXIES"):
        value = os.environ.get(name)
        if value:
            if not (value.isascii() and value.isdecimal()):
                raise SettingsFault(f"{name} is “{value}”; it must be a whole number.")
            given[name] = int(value)
    return SURROUNDINGS[kind](**given)  # type: ignore[arg-type]  # names and types were checked above
