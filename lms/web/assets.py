"""Static assets (scripts, styles, icons): gathered from the packages, named by content, compressed once."""

import gzip
import hashlib
import os
from collections.abc import Iterable, Iterator, MutableMapping
from pathlib import Path

import brotli
from flask import Flask, current_app
from whitenoise import WhiteNoise

from lms.ports import ComposedAssets
from lms.web.security.headers import HEAD_OF_PART, HEADERS_OF_PARTS

PREFIX = "static"
TEXT_SUFFIXES = {".css", ".js", ".svg", ".json", ".webmanifest"}
CODE_SUFFIXES = {".css", ".js"}


def sources(folders: Iterable[Path], composed: Iterable[ComposedAssets]) -> Iterator[tuple[str, bytes]]:
    """Every file to be served, by its plain name: those of folders, and those that are put together from others."""
    for folder in folders:
        for source in sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith(".")):
            yield source.name, without_indents(source.name, source.read_bytes())
    for compose in composed:
        yield from ((name, without_indents(name, data)) for name, data in sorted(compose().items()))


def gather(target: Path, files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Put these files into `target`, each under a name with its hash; answers plain → hashed name."""
    target.mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    for name, data in files:
        if name in names:
            raise ValueError(f"Two packages have a file named {name}.")
        plain = Path(name)
        hashed = f"{plain.stem}.{hashlib.sha256(data).hexdigest()[:10]}{plain.suffix}"
        names[name] = hashed
        if not (target / hashed).exists():
            write_forms(target / hashed, data)
    return names


def without_indents(name: str, data: bytes) -> bytes:
    """The content of a file; a script or style sheet without what stands before and behind its lines.

    A text between backticks may hold such spaces: a file with one that spans lines stays as it is.
    """
    lines = data.split(b"\n")
    if Path(name).suffix not in CODE_SUFFIXES or any(line.count(b"`") % 2 for line in lines):
        return data
    return b"\n".join(line.strip() for line in lines)


def write_forms(path: Path, data: bytes) -> None:
    """The file, and its compressed forms where it is text."""
    if path.suffix in TEXT_SUFFIXES:
        write_whole(path.with_name(path.name + ".br"), brotli.compress(data, quality=11))
        write_whole(path.with_name(path.name + ".gz"), gzip.compress(data, 9, mtime=0))
    write_whole(path, data)


def write_whole(path: Path, data: bytes) -> None:
    """Write so that nobody ever reads half a file, even when two processes start at once."""
    waiting = path.with_name(f"{path.name}.{os.getpid()}.part")
    waiting.write_bytes(data)
    waiting.replace(path)


def asset(name: str) -> str:
    """The address of a file of the design, for templates."""
    names: dict[str, str] = current_app.extensions["spoor-assets"]
    return f"/{PREFIX}/{names[name]}"


def asset_size(name: str) -> int:
    """How many bytes a file of the design takes on the line, with its headers."""
    names: dict[str, str] = current_app.extensions["spoor-assets"]
    path = Path(current_app.config["INSTANCE_PATH"]) / "static" / names[name]
    packed = path.with_name(path.name + ".br")
    return HEAD_OF_PART + (packed if packed.exists() else path).stat().st_size


def asset_room(name: str) -> int:
    """How many bytes a file of the design takes where it is kept, unpacked."""
    names: dict[str, str] = current_app.extensions["spoor-assets"]
    return (Path(current_app.config["INSTANCE_PATH"]) / "static" / names[name]).stat().st_size


def protect(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
    """The files carry the headers of what a page is made of."""
    for name, value in HEADERS_OF_PARTS.items():
        headers[name] = value


def init(app: Flask, folders: Iterable[Path], composed: Iterable[ComposedAssets] = ()) -> None:
    """Serve the gathered files for a year, before Flask is asked."""
    target = Path(app.config["INSTANCE_PATH"]) / "static"
    names = gather(target, sources(folders, composed))
    app.extensions["spoor-assets"] = names
    hashed = set(names.values())
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # the documented way to wrap an application
        app.wsgi_app,
        root=str(target),
        prefix=PREFIX,
        max_age=300,
        immutable_file_test=lambda _path, url: url.rsplit("/", 1)[-1] in hashed,
        add_headers_function=protect,
    )
    app.jinja_env.globals["asset"] = asset
