"""What must stay true of the project's own files."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from site_lib.publish.fingerprints import LIBRARIES
from site_lib.site.context import DOCUMENTATION, MODEL_PAGE, SOURCE
from tests.answers import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CODE = [ROOT / "build.py", *sorted((ROOT / "site_lib").rglob("*.py"))]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
NAMED = re.compile(
    r"(?<![\w/])(?:site_lib|templates|static|tests|tools|data|\.github)/[\w./*-]*[\w/*]"
)
"""A path from the top of the project, as its pages name files; `*` stands for several."""


def names(files: list[Path]) -> list[str]:
    return [str(file.relative_to(ROOT)) for file in files]


@pytest.mark.parametrize("file", TEMPLATES, ids=names(TEMPLATES))
def test_no_figure_is_typed_into_a_template(file: Path) -> None:
    text = re.sub(r"\{[{%#].*?[}%#]\}", "", file.read_text(), flags=re.DOTALL)
    figure = r"\d\s*(%|percent\b(?! of a percent)|points?\b|days?\b|weeks?\b|of\s+\d)"
    assert not re.search(figure, text)


@pytest.mark.parametrize("file", CODE, ids=names(CODE))
def test_documented_addresses_of_the_source_and_no_other(file: Path) -> None:
    addresses = set(re.findall(r"https?://[\w.]*openrouter\.ai[\w/.-]*", file.read_text()))
    assert addresses <= {"https://openrouter.ai/api/v1", SOURCE, DOCUMENTATION, MODEL_PAGE}


def test_the_lock_files_have_hashes_and_no_address_of_a_registry() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-cff.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "index-url" not in text
        packages = re.findall(r"^[\w.-]+==\S+.*\n\s+--hash=sha256:", text, re.MULTILINE)
        assert len(packages) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) > 10


def test_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets
    command = ["make", "--no-print-directory", "help"]
    text = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for target in targets[1].split():
        assert re.search(rf"^make {target} +\w", text, re.MULTILINE), target


def test_the_readme_names_only_targets_and_options_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    documented = "".join((ROOT / name).read_text() for name in ("README.md", "CONTRIBUTING.md"))
    for target in re.findall(r"`?make ([a-z]+)\b", documented):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    command = [sys.executable, "build.py", "--help"]
    options = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for option in re.findall(r"(--[a-z]+(?:-[a-z]+)*)", documented):
        assert option in options, option


PAGES = [*DECISIONS, ROOT / "CONTRIBUTING.md", ROOT / "docs" / "performance.md"]
EXAMPLES = {"tests/golden/2"}
"""Files that CONTRIBUTING tells to make."""


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_the_pages_for_developers_name_only_files_that_exist(page: Path) -> None:
    text = page.read_text()
    named = {name.rstrip("/") for name in NAMED.findall(text)} - EXAMPLES
    assert [name for name in sorted(named) if not any(ROOT.glob(name))] == []
    links = re.findall(r"\]\(([^):]+)\)", text)
    assert [link for link in links if not (page.parent / link).is_file()] == []


def test_the_list_of_decisions_names_each() -> None:
    text = (ROOT / "docs" / "decisions" / "README.md").read_text()
    listed = re.findall(r"\]\((\d[\w-]*\.md)\)", text)
    assert {*listed, "README.md"} == {page.name for page in DECISIONS}


def test_workflows_that_deploy_wait_for_each_other() -> None:
    files = (ROOT / ".github" / "workflows").glob("*.yml")
    deploying = [text for file in files if "actions/deploy-pages@" in (text := file.read_text())]
    assert deploying
    for text in deploying:
        assert "\nconcurrency:\n  group: pages\n  cancel-in-progress: false\n" in text


PACKAGES = sorted(file.parent for file in (ROOT / "site_lib").glob("*/__init__.py"))


@pytest.mark.parametrize("package", PACKAGES, ids=names(PACKAGES))
def test_contributing_says_what_each_module_does(package: Path) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    section = re.search(rf"### `{package.name}/`.*?(?=\n##)", text, re.DOTALL)
    assert section
    modules = {file.name for file in package.glob("*.py")} - {"__init__.py"}
    assert modules <= set(re.findall(r"`(\w+\.py)`", section[0]))


def test_the_cache_knows_the_version_of_each_library_that_shapes_the_site() -> None:
    """One that is missing would leave pages as its last version made them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {re.split(r"[><=]", each)[0] for each in project["dependencies"]}
    assert needed - set(LIBRARIES) == {"httpx", "stamina", "watchfiles"}
