"""The budgets of size. Past its budget a file smells; past one and a half times, the build fails."""

import ast
import statistics
from collections.abc import Iterator

from tests.repository.reading import files, name, own_python, text, tree

FILES = {"*.py": 300, "*.html": 80, "*.css": 150, "*.js": 120}  # lines
FUNCTION, VIEW, MEDIAN = 40, 25, 10  # lines
HARD = 1.5


def lengths_of_files() -> Iterator[tuple[str, int, int]]:
    for pattern, budget in FILES.items():
        for file in own_python() if pattern == "*.py" else files(pattern):
            yield name(file), len(text(file).splitlines()), budget


def lengths_of_functions() -> Iterator[tuple[str, int, int]]:
    for file in own_python():
        is_view = "views" in file.stem or "views" in file.parts
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{name(file)} {node.name}", length, VIEW if is_view else FUNCTION


def test_nothing_is_far_past_its_budget() -> None:
    everything = [*lengths_of_files(), *lengths_of_functions()]
    smells = [
        f"{what}: {length} lines (budget {budget})" for what, length, budget in everything if length > budget
    ]
    print("\n".join(["Past the budget:", *smells]) if smells else "Everything is within its budget.")
    assert [f"{what}: {length}" for what, length, budget in everything if length > HARD * budget] == []


def test_the_median_function_is_short() -> None:
    assert statistics.median(length for _, length, _ in lengths_of_functions()) < MEDIAN
