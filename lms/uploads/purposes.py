"""What a package brings so that people can send files: what they are for, which sorts, who may read them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from lms.access import Permission, Viewer
from lms.uploads.rules.kinds import FileSort

Readers = Callable[[Session, Viewer, Collection[str]], Collection[str]]


@dataclass(frozen=True)
class UploadPurpose:
    """What files are for.

    `most` names the sorts that are taken, each with the most bytes of one file. `readers` answers, of the things to
    which files are attached (such as `evidence:UUID`), those whose files this viewer may read, in one query for all.
    Photos are turned into fresh JPEGs, of at most `edge` pixels along the longer edge where it is named;
    `keeps_originals` keeps beside them what was sent, with all that it tells.
    """

    name: str  # is kept in rows: never changed
    title: Any  # a lazy text
    most: Mapping[FileSort, int]
    readers: Readers
    permission: str = Permission.ACCOUNT_OWN
    keeps_originals: bool = False
    edge: int | None = None  # none: as large as photos are kept at most
