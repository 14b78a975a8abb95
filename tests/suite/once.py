"""A plugin of pytest: what is slow and always gives the same, a worker does once."""

from __future__ import annotations

import functools
import gzip
from collections.abc import Iterator
from typing import Any, Literal

import brotli
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from lms import schema
from lms.people.services import password_hashing
from tests.suite.changes import ROOT


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop() -> Iterator[object]:
    """What is slow and always gives the same a worker does once; a fixture would be looked up for every test."""
    with pytest.MonkeyPatch.context() as patch:
        compress_once(patch)
        read_scripts_once(patch)
        compile_templates_once(patch)
        compile_addresses_once(patch)
        compare_once(patch)
        return (yield)


def read_scripts_once(patch: pytest.MonkeyPatch) -> None:
    """Each command asks whether the database is of this version: a worker reads the scripts for that once."""
    reading = ScriptDirectory.from_config
    kept = functools.cache(lambda place: reading(schema.alembic_config("")))

    def read(given: Config) -> ScriptDirectory:
        place = given.get_main_option("script_location")
        return kept(place) if place == str(schema.SCRIPTS).replace("%", "%%") else reading(given)

    patch.setattr(ScriptDirectory, "from_config", staticmethod(read))


def compress_once(patch: pytest.MonkeyPatch) -> None:
    """Every site of a run has the same scripts and styles: a worker compresses each of them once."""
    for packer in (brotli, gzip):
        patch.setattr(packer, "compress", functools.cache(packer.compress))


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates by their text and by what the application that reads them knows: filters, tests, tags."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Where this template is kept; one that was compiled without a filter is not read where there is one."""
        known = ",".join(sorted({*environment.filters, *environment.tests, *environment.extensions}))
        return super().get_bucket(environment, f"{name} {known}", filename, source)


def compile_templates_once(patch: pytest.MonkeyPatch) -> None:
    """Every application of every run reads the same templates: each is compiled once, until its text changes."""
    folder = ROOT / "build" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    making = Flask.create_jinja_environment

    def make(app: Flask) -> Any:
        made = making(app)
        made.bytecode_cache = CompiledTemplates(str(folder))
        return made

    patch.setattr(Flask, "create_jinja_environment", make)


def compile_addresses_once(patch: pytest.MonkeyPatch) -> None:
    """Most of what an application costs is code that Werkzeug compiles for each address: a worker compiles it once.

    What is compiled belongs to no application: it is handed its own rule when an address is built.
    """
    compiling, made = Rule._compile_builder, dict[Any, Any]()

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        if rule.defaults:
            return compiling(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in made:
            made[key] = compiling(rule, append_unknown)
        return made[key]

    patch.setattr(Rule, "_compile_builder", once)


class Remembering(PasswordHasher):
    """Compares what it has not compared before, at the cost of the house; what it has, it remembers."""

    _known: dict[tuple[str, str], Exception | None] = {}

    def verify(self, hash: str, password: str) -> Literal[True]:  # noqa: A002
        """True, or what it raised the first time."""
        if (hash, password) not in self._known:
            try:
                super().verify(hash, password)
            except (VerificationError, InvalidHashError) as fault:
                self._known[hash, password] = fault
            else:
                self._known[hash, password] = None
        if fault := self._known[hash, password]:
            raise fault
        return True


def compare_once(patch: pytest.MonkeyPatch) -> None:
    """Comparing a password is slow on purpose: a worker compares the same one with the same hash once."""
    cost = extract_parameters(password_hashing.NOBODY)
    patch.setattr(password_hashing, "HASHER", Remembering.from_parameters(cost))
