"""`compare_trees.py BEFORE AFTER`: what fixes did to the Python files of a directory, seen by CPython; prints JSON.

`broken`: files that compiled before and do not any more. `changed`: statements none of whose lines was edited, and which are not
the same statement of the same function or class any more, as `file:line`.
"""

import ast
import json
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


def statements(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, ast.stmt]]:
    """All statements, each with the names of the functions and classes around it."""
    for statement in body:
        yield owner, statement
        is_definition = isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        inner = f"{owner}.{statement.name}" if is_definition else owner
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.stmt):
                yield from statements([child], inner)
            elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
                yield from statements(child.body, inner)


def first_line(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def unedited_lines(before: Path, after: Path) -> Iterator[tuple[int, int, int]]:
    """First and last line of what stands between the edits, and by how many lines it has moved."""
    command = ["diff", "--unified=0", str(before), str(after)]
    hunks = HUNK.findall(subprocess.run(command, stdout=subprocess.PIPE, text=True, errors="replace").stdout)
    first, shift = 1, 0
    for start, removed, _, added in hunks:
        count = 1 if removed == "" else int(removed)
        # Where nothing is removed, the number is that of the line before.
        edited = int(start) + (count == 0)
        yield first, edited - 1, shift
        first = edited + count
        shift += (1 if added == "" else int(added)) - count
    yield first, sys.maxsize, shift


def changed_outside(before: Path, after: Path) -> Iterator[int]:
    """Lines of statements that were not edited and are not what they were."""
    blocks = list(unedited_lines(before, after))
    after_statements = {
        (first_line(statement), statement.col_offset, type(statement)): (owner, statement)
        for owner, statement in statements(ast.parse(after.read_bytes()).body)
    }
    for owner, statement in statements(ast.parse(before.read_bytes()).body):
        first, last = first_line(statement), statement.end_lineno or statement.lineno
        # A line added below a block may belong to it; what is in the block is looked at by itself.
        needed = last + 1 if hasattr(statement, "body") or hasattr(statement, "cases") else last
        for start, end, shift in blocks:
            if start <= first and needed <= end:
                found = after_statements.get((first + shift, statement.col_offset, type(statement)))
                if found is None or found[0] != owner or ast.dump(found[1]) != ast.dump(statement):
                    yield first


def is_compiled(source: bytes, name: str) -> bool:
    try:
        compile(source, name, "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def main() -> None:
    warnings.simplefilter("ignore")
    before_root, after_root = map(Path, sys.argv[1:])
    broken: list[str] = []
    changed: list[str] = []
    for path in sorted(after_root.rglob("*.py")):
        name = str(path.relative_to(after_root))
        original = before_root / name
        before, after = original.read_bytes(), path.read_bytes()
        if before == after or not is_compiled(before, name):
            continue
        if is_compiled(after, name):
            changed += [f"{name}:{line}" for line in changed_outside(original, path)]
        else:
            broken.append(name)
    json.dump({"broken": broken, "changed": changed}, sys.stdout)


if __name__ == "__main__":
    main()
