"""What the documents say is so: links, the map, the commands, the variables."""

import os
import re
from pathlib import Path

from tests.repository.reading import PRODUCT, ROOT, files, name, own_python, text

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def documents() -> list[Path]:
    """Those for people who work on the product; guide pages have links of their own and a test of their own."""
    return (
        sorted(ROOT.glob("*.md"))
        + files("*.md", "docs")
        + [f for f in files("*.md") if "guide" not in f.parts]
    )


def variables_read() -> set[str]:
    """The environment is read in config alone, so this is all of it."""
    found: set[str] = set()
    for file in own_python("waylight/config"):
        found |= set(re.findall(r"[\"'](WAYLIGHT_[A-Z_]+)[\"']", text(file)))
        found |= {
            f"WAYLIGHT_{key.upper()}_KEY" for key in re.findall(r"environment\.key\(\"(\w+)\"\)", text(file))
        }
    return found


def test_links_in_documents_lead_to_files() -> None:
    lost = [
        f"{name(document)}: {link}"
        for document in documents()
        for link in LINK.findall(text(document))
        if not re.match(r"https?:|mailto:|#", link) and not (document.parent / link.split("#")[0]).exists()
    ]
    assert lost == []


def test_every_variable_is_explained_to_operators_and_no_other() -> None:
    explained = set(re.findall(r"`(WAYLIGHT_[A-Z_]+)`", text(ROOT / "docs" / "operators.md")))
    assert variables_read() == explained


def test_the_example_environment_names_only_real_variables() -> None:
    named = re.findall(r"^#?(WAYLIGHT_\w+)=", text(ROOT / "deploy" / "environment.example"), re.MULTILINE)
    assert named
    assert set(named) <= variables_read()


def test_the_environment_is_read_in_config_alone() -> None:
    elsewhere = [file for file in own_python() if "config" not in file.relative_to(PRODUCT).parts[:1]]
    assert [name(file) for file in elsewhere if re.search(r"os\.environ|getenv", text(file))] == []


def test_the_map_in_the_readme_is_the_folder() -> None:
    folders = {f.name for f in PRODUCT.iterdir() if f.is_dir() and f.name != "__pycache__"}
    readme = text(ROOT / "README.md")
    mapped = set(re.findall(r"^    waylight/(\w+) ", readme, re.MULTILINE))
    assert mapped == folders
    docstring = text(PRODUCT / "__init__.py").split('"""')[1]
    head = "\n".join(line[:40] for line in docstring.splitlines()[4:])
    assert set(re.findall(r"\w+", head)) == folders


def test_every_command_runs_and_is_in_the_readme() -> None:
    commands = sorted((ROOT / "bin").iterdir())
    assert [c.name for c in commands if not os.access(c, os.X_OK)] == []
    readme = text(ROOT / "README.md") + text(ROOT / "CONTRIBUTING.md")
    assert [c.name for c in commands if f"bin/{c.name}" not in readme] == []


def test_every_drill_is_run_by_the_command_for_it() -> None:
    command = text(ROOT / "bin/drill")
    drills = [name(file).removesuffix(".py").replace("/", ".") for file in files("drill*.py", "tests")]
    assert drills
    assert [drill for drill in drills if f"-m {drill} " not in command] == []


def test_every_package_says_what_it_is_for() -> None:
    packages = list(PRODUCT.glob("*/__init__.py"))
    assert [name(f) for f in packages if not text(f).startswith('"""')] == []
