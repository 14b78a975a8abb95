"""Under which name, from which site and with which keys this installation issues."""

from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from certificates.credentials.rules.award import Issuer
from certificates.credentials.rules.issuers import issuer_did, required

KEYS = "keys"  # the folder of the wrapped keys inside the instance


@dataclass(frozen=True)
class Issuing:
    """What issuing needs to know of its surroundings; `did` is None where no issuer is set."""

    did: str | None
    name: str
    site_url: str
    keys: Path
    secret: str

    @property
    def issuer(self) -> Issuer:
        """Who issues; a sentence says what to set where there is none."""
        return Issuer(required(self.did), self.name)

    def link(self, token: str) -> str:
        """The page of a certificate, as it is printed and copied."""
        return f"{self.site_url}/credentials/{token}"


def issuing() -> Issuing:
    """The surroundings of this application."""
    config = current_app.config
    return Issuing(
        did=issuer_did(config["ISSUER"], config["SITE_URL"]),
        name=config["SITE_NAME"],
        site_url=config["SITE_URL"],
        keys=Path(config["INSTANCE_PATH"]) / KEYS,
        secret=config["KEYS_SECRET"],
    )
