"""Role table: role × permission × kind of scope, as `lms roles` prints it and `docs/roles.md` shows it."""

from typing import Any

from lms.access_model import AccessModel
from lms.scopes import EVERYWHERE

FOREWORD = (
    "# Roles\n"
    "Made by `lms roles --markdown` from what the packages name; a test holds this page to it.\n\n"
    "A role is held everywhere or for one thing. Whoever holds it everywhere reaches everybody. Whoever holds it for "
    "a thing reaches the people in that thing: of an administration those who work there, of a country those of all "
    "its administrations, also of those added later, of a cohort the officers in it. Where a role allows something "
    "only as it is held for some kinds of things, these stand in its column. Nobody gives a role beyond where they "
    "hold the right to give "
    "roles themselves."
)


def kinds_of(model: AccessModel, role: str) -> list[str]:
    """For what this role can be held: everywhere, and kinds of things."""
    kinds = [kind for kind in model.scope_kinds if model.may_be_held(role, kind)]
    return [EVERYWHERE, *kinds] if model.may_be_held(role, None) else kinds


def as_data(model: AccessModel) -> dict[str, Any]:
    """The whole table as one document."""
    return {
        "roles": [
            {
                "name": name,
                "title": str(role.title),
                "permissions": [one for one in model.permissions if one in model.held[name]],
                "scope_kinds": kinds_of(model, name),
            }
            for name, role in model.roles.items()
        ],
        "permissions": [
            {"name": name, "title": one.title, "personal": one.personal} for name, one in model.permissions.items()
        ],
        "scope_kinds": [{"name": name, "title": str(kind.title)} for name, kind in model.scope_kinds.items()],
    }


def as_text(model: AccessModel) -> str:
    """Role by role: where it can be held, and what it allows there."""
    wide = max(map(len, model.permissions))
    lines = []
    for role in as_data(model)["roles"]:
        lines.append(f"{role['name']}: {role['title']}. Held: {', '.join(role['scope_kinds'])}")
        lines += [f"  {name:{wide}}  {model.permissions[name].title}" for name in role["permissions"]]
    return "\n".join(lines)


def as_markdown(model: AccessModel) -> str:
    """The page of the documentation."""
    roles, kinds = list(model.roles), [EVERYWHERE, *model.scope_kinds]
    allowed = [
        [f"`{name}`", one.title, *(_carried(model, name, role) for role in roles)]
        for name, one in model.permissions.items()
    ]
    places = [
        [f"`{role}`", str(model.roles[role].title), *("yes" if kind in kinds_of(model, role) else "" for kind in kinds)]
        for role in roles
    ]
    own = ", ".join(f"`{name}`" for name, one in model.permissions.items() if one.personal)
    parts = [
        FOREWORD,
        "## What each role allows",
        _table(["permission", "what it allows", *roles], allowed),
        f"About one's own things alone, so that holding them gives no power over others: {own}.",
        "## For what each role can be held",
        _table(["role", "on pages", *kinds], places),
    ]
    return "\n\n".join(parts) + "\n"


def _carried(model: AccessModel, permission: str, role: str) -> str:
    """Whether a role allows something, and where it must be held for that if not anywhere."""
    if permission not in model.held[role]:
        return ""
    bound = model.permissions[permission].where.get(role)
    return "yes" if bound is None else ", ".join(kind for kind in (EVERYWHERE, *model.scope_kinds) if kind in bound)


def _table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("|" + "|".join(f" {cell} " if cell else " " for cell in line) + "|" for line in lines)
