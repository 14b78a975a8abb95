"""Mutation operators: the small faults that can be put at a place of the code."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
SIGNS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
    ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**", ast.BitAnd: "&", ast.BitOr: "|", ast.And: "and", ast.Or: "or",
}  # fmt: skip
SMALL = 1000  # numbers up to this are changed: status codes too
FILTERS = {"where", "filter", "filter_by", "having"}
TOGETHER = {"and_", "or_"}
MADE = ast.List | ast.Tuple | ast.Set | ast.Dict | ast.ListComp | ast.JoinedStr  # calculated, they fail at once


@dataclass(frozen=True)
class Change:
    """What may stand in the place of a node. Names that are gone must be `kept` known: closures are built on them."""

    what: str
    new: ast.AST
    kept: bool = False


def changes(node: ast.AST, field: str) -> Iterator[Change]:
    """Every small fault at this node, which stands in this field of another."""
    if ways := WAYS.get(type(node)):
        yield from ways(node)
    if field in {"test", "ifs"} and not isinstance(node, ast.Constant) and not binds(node):
        yield from (Change(f"condition is {value}", ast.Constant(value), kept=True) for value in (True, False))


def denied(node: ast.UnaryOp) -> Iterator[Change]:
    """What was denied is asked itself."""
    if isinstance(node.op, ast.Not | ast.Invert):
        yield Change("not removed", node.operand)


def written(node: ast.Constant) -> Iterator[Change]:
    """True is False, and a small number one more; texts are left alone."""
    match node.value:
        case bool() as value:
            yield Change(f"{value} is {not value}", ast.Constant(not value))
        case int() as value if abs(value) <= SMALL:
            yield Change(f"{value} is {value + 1}", ast.Constant(value + 1))


def left_out(node: ast.Expr | ast.Raise) -> Iterator[Change]:
    """A call for its effect, or a refusal, is gone."""
    if isinstance(node, ast.Raise) or isinstance(node.value, ast.Call):
        yield Change("raise removed" if isinstance(node, ast.Raise) else "call removed", ast.Pass(), kept=True)


def answered(node: ast.Return) -> Iterator[Change]:
    """None is returned where it is not already."""
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield Change("None returned", ast.Return(ast.Constant(None)), kept=True)


def compared(node: ast.Compare) -> Iterator[Change]:
    """One sign of the comparison swapped."""
    for index, sign in enumerate(node.ops):
        other = COMPARED[type(sign)]
        signs = [*node.ops[:index], other(), *node.ops[index + 1 :]]
        yield Change(swapped(type(sign), other), ast.Compare(node.left, signs, node.comparators))


def joined(node: ast.BoolOp) -> Iterator[Change]:
    """And is or, or is and; one operand dropped, unless it binds a name."""
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    yield Change(swapped(type(node.op), other), ast.BoolOp(other(), node.values))
    for index, value in enumerate(node.values):
        rest = [*node.values[:index], *node.values[index + 1 :]]
        if not binds(value):
            yield Change(dropped(value), rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest), kept=True)


def calculated(node: ast.BinOp | ast.AugAssign) -> Iterator[Change]:
    """The operation swapped; texts and what is written out as a list are left alone."""
    parts = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)
    if any(isinstance(p, MADE) or (isinstance(p, ast.Constant) and not isinstance(p.value, int)) for p in parts):
        return
    if other := CALCULATED.get(type(node.op)):
        sides = (node.left, other(), node.right) if isinstance(node, ast.BinOp) else (node.target, other(), node.value)
        yield Change(swapped(type(node.op), other), type(node)(*sides))


def filtered(node: ast.Call) -> Iterator[Change]:
    """One condition of a query dropped."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name not in FILTERS and not (name in TOGETHER and len(node.args) > 1):
        return
    for index, value in enumerate(node.args):
        rest = [*node.args[:index], *node.args[index + 1 :]]
        yield Change(dropped(value), ast.Call(node.func, rest, node.keywords), kept=True)
    for index, word in enumerate(node.keywords):
        rest = [*node.keywords[:index], *node.keywords[index + 1 :]]
        yield Change(dropped(word.value), ast.Call(node.func, node.args, rest), kept=True)


def swapped(before: type[ast.AST], after: type[ast.AST]) -> str:
    """In words."""
    return f"{SIGNS[before]} is {SIGNS[after]}"


def dropped(node: ast.AST) -> str:
    """In words."""
    return f"dropped: {ast.unparse(node)}"


def binds(node: ast.AST) -> bool:
    """Whether something in it is given a name that is used later."""
    return any(isinstance(part, ast.NamedExpr) for part in ast.walk(node))


WAYS: dict[type[ast.AST], Callable[[Any], Iterator[Change]]] = {
    ast.Compare: compared, ast.BoolOp: joined, ast.UnaryOp: denied, ast.BinOp: calculated, ast.AugAssign: calculated,
    ast.Constant: written, ast.Call: filtered, ast.Expr: left_out, ast.Raise: left_out, ast.Return: answered,
}  # fmt: skip
