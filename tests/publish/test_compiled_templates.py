"""Templates that another process compiles: this one need not, and tells what is wrong with one."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.answers import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import os, sys
from pathlib import Path
from jinja2 import Environment, TemplateError
from site_lib.publish import forks
from site_lib.publish.environment import COMPILED, compile_meanwhile, environment

os.cpu_count = lambda: 2
templates = Path(sys.argv[1])
compile_meanwhile(templates)
compiled, compile = [], Environment.compile
Environment.compile = lambda *given, **more: (compiled.append(1), compile(*given, **more))[1]
"""


def run(program: str, templates: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + program, str(templates)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def test_this_process_compiles_none_that_the_other_one_has_compiled() -> None:
    said = run(
        "COMPILED.take_over()\n"
        "made = environment(templates)\n"
        "found = [made.get_template(name) for name in made.list_templates()]\n"
        "print(len(found) > 15, len(compiled))",
        ROOT / "templates",
    )
    assert said == "True 0\n"


def test_what_is_wrong_with_a_template_is_said_by_this_process(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text("{{ 1 }}")
    (tmp_path / "wrong.html").write_text("{% nothing %}")
    said = run(
        "COMPILED.take_over()\n"
        "print(environment(templates).get_template('good.html').render())\n"
        "try: environment(templates).get_template('wrong.html')\n"
        "except TemplateError as error: print(error)",
        tmp_path,
    )
    assert said == "1\nEncountered unknown tag 'nothing'.\n"


def test_a_process_that_dies_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text("{{ 1 }}")
    said = run(
        "COMPILED._fork._process.kill()\n"
        "COMPILED.take_over()\n"
        "print(environment(templates).get_template('good.html').render())",
        tmp_path,
    )
    assert said == "1\n"
