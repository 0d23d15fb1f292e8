"""Where the publishing workflow is rehearsed: a bare repository and a site on this machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.repositories import IDENTITY, copy_work_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Run:
    """What a run of the workflow said and how it ended."""

    status: int
    log: str
    summary: str

    @property
    def ended(self) -> dict[str, str]:
        """How each job that ran ended: `success` or `failure`."""
        ends = (record for record in _records(self.log) if "jobResult" in record)
        return {record["jobID"]: record["jobResult"] for record in ends}

    @property
    def told(self) -> str:
        """What the jobs printed, to be read when a scene fails."""
        return "".join(r["msg"] for r in _records(self.log) if r.get("raw_output"))


class Stage:
    """A repository of its own with all that its workflow meets."""

    def __init__(self, folder: Path, api_url: str, archive: Mapping[str, bytes]) -> None:
        """Set up a bare repository with the work tree's project and the files of an archive."""
        self.folder = folder
        self.api_url = api_url
        self._numbers = count(1)
        self._environment = os.environ | {
            "HOME": str(folder),
            "PATH": f"{HERE / 'bin'}:{os.environ['PATH']}",
        }
        self._publish_the_work_tree(archive)
        (folder / "public").mkdir()
        handler = partial(_Quiet, directory=str(folder / "public"))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.site = f"http://127.0.0.1:{self._server.server_port}/site"
        self.switch_pages_on()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def run(self, event: str, *, key: str | None, commit: str = "main") -> Run:
        """Run the publishing workflow for an event at a commit, the newest where none is named."""
        clone = self.clone()
        self.git("-C", "clone", "reset", "--quiet", "--hard", commit)
        workflow = (clone / ".github" / "workflows" / "publish.yml").read_text()
        (clone / "event.json").write_text(json.dumps({"repository": {"default_branch": "main"}}))
        stand_ins = [
            f"--local-repository=actions/{name}@{pin}={HERE / 'actions' / name}"
            for name, pin in sorted(set(re.findall(r"uses: actions/([^/@\s]+)\S*@(\S+)", workflow)))
        ]
        given = {
            "REHEARSAL": self.folder,
            "REHEARSAL_SITE": self.site,
            "REHEARSAL_VENV": Path(sys.prefix),
            "RUNNER_TEMP": self.folder / "temp",
            "PAUSE": 0,
            "GITHUB_REPOSITORY": "example/openrouter-tasks",
            "GITHUB_RUN_ID": next(self._numbers),
            # The workflow is rehearsed here: a few tests are enough to see them pass or fail.
            "PYTEST_ADDOPTS": "tests/test_project.py -k no_figure_is_typed",
            "PYTEST_XDIST_AUTO_NUM_WORKERS": 0,
        }
        (self.folder / "temp").mkdir(exist_ok=True)
        command = [
            str(Path(sys.prefix) / "bin" / "act"),
            *(event, "--workflows", ".github/workflows/publish.yml", "--json"),
            *("--platform", "ubuntu-24.04=-self-hosted", "--no-skip-checkout", *stand_ins),
            *("--eventpath", "event.json", "--action-cache-path", str(self.folder / "act")),
            *("--no-cache-server", "--action-offline-mode", "--defaultbranch", "main"),
            *("--var", f"OPENROUTER_API_URL={self.api_url}", "--secret", "GITHUB_TOKEN=rehearsal"),
            *(f"--env={name}={value}" for name, value in given.items()),
            *(["--secret", "OPENROUTER_API_KEY"] if key else []),
        ]
        environment = self._environment | ({"OPENROUTER_API_KEY": key} if key else {})
        done = subprocess.run(
            command, cwd=clone, env=environment, capture_output=True, text=True, check=False
        )
        log = done.stdout + done.stderr
        return Run(done.returncode, log, _summary(log))

    def clone(self) -> Path:
        """Return a fresh clone of the repository."""
        clone = self.folder / "clone"
        shutil.rmtree(clone, ignore_errors=True)
        self.git("clone", "--quiet", "remote.git", "clone")
        return clone

    def push(self, path: str, content: bytes) -> None:
        """Push a change of one file to the default branch, as somebody else would."""
        elsewhere = self.folder / "elsewhere"
        shutil.rmtree(elsewhere, ignore_errors=True)
        self.git("clone", "--quiet", "remote.git", "elsewhere")
        (elsewhere / path).write_bytes(content)
        self.git("-C", "elsewhere", "add", "--all")
        self.git("-C", "elsewhere", "commit", "--quiet", "--message", f"Change {path}")
        self.git("-C", "elsewhere", "push", "--quiet")

    def git(self, *arguments: str) -> str:
        """Run git in the stage's folder."""
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 (the machine's git)
            cwd=self.folder,
            env=self._environment | IDENTITY,
            capture_output=True,
            text=True,
            errors="replace",  # what is no text, such as a picture, is of no interest
            check=True,
        )
        return done.stdout.strip()

    def head(self) -> str:
        """Return the newest commit of the default branch."""
        return self.git("-C", "remote.git", "rev-parse", "main")

    def file(self, path: str) -> bytes:
        """Return a file of the default branch."""
        return self.git("-C", "remote.git", "show", f"main:{path}").encode()

    def changed_since(self, commit: str) -> list[str]:
        """Return the files that the default branch has changed since a commit."""
        return self.git("-C", "remote.git", "diff", "--name-only", commit, "main").splitlines()

    def has_published_the_head(self) -> None:
        """Let the newest commit be what the published site names, so that it counts as tested."""
        site = self.folder / "public" / "site"
        site.mkdir()
        (site / "build.json").write_text(f'{{\n  "commit": "{self.head()}",\n  "files": 0\n}}\n')

    def deployments(self) -> int:
        """Return how often something was deployed."""
        record = self.folder / "deployments"
        return len(record.read_text().splitlines()) if record.exists() else 0

    def protect_the_branch(self) -> None:
        """Let the repository refuse every push, as GitHub does to a branch that is protected."""
        hook = self.folder / "remote.git" / "hooks" / "pre-receive"
        hook.write_text("#!/bin/sh\necho 'error: GH006: Protected branch update failed.'\nexit 1\n")
        hook.chmod(0o755)

    def has_released(self, tag: str) -> None:
        """Let the repository have a release already."""
        made = {"tagName": tag, "isDraft": False, "name": tag, "body": "", "assets": {}}
        (self.folder / "releases.json").write_text(
            json.dumps([*self._records("releases.json"), made])
        )

    def switch_pages_on(self) -> None:
        """Set the source of Pages to GitHub Actions."""
        self.pages_answers(200, {"build_type": "workflow", "html_url": f"{self.site}/"})

    def pages_answers(self, status: int, body: dict[str, object]) -> None:
        """Let GitHub answer so when it is asked about Pages."""
        (self.folder / "pages.json").write_text(json.dumps([status, body]))

    def suffers(self, what: str, fault: str | None) -> None:
        """Let the `pages` or `release` calls fail in a way that their stand-in knows, or not."""
        file = self.folder / f"{what}-fault"
        file.write_text(fault) if fault else file.unlink()

    def releases(self) -> dict[str, dict[str, bytes]]:
        """Return the files of each published release."""
        return {
            str(each["tagName"]): {
                name: Path(file).read_bytes() for name, file in each["assets"].items()
            }
            for each in self._records("releases.json")
            if not each["isDraft"]
        }

    def drafts(self) -> list[str]:
        """Return the names of releases that are not published."""
        return [each["tagName"] for each in self._records("releases.json") if each["isDraft"]]

    def home(self) -> str:
        """Return the home page as published, empty where nothing is."""
        page = self.folder / "public" / "site" / "index.html"
        return page.read_text() if page.exists() else ""

    def home_of(self, folder: str) -> str:
        """Return the page of a folder as published."""
        return (self.folder / "public" / "site" / folder / "index.html").read_text()

    def issues(self) -> list[dict[str, object]]:
        """Return the repository's issues."""
        return self._records("issues.json")

    def holds(self, text: str) -> list[str]:
        """Return the files of the stage, history included, that hold a text."""
        found = [
            str(file.relative_to(self.folder))
            for file in self.folder.rglob("*")
            if file.is_file() and not file.is_symlink() and text.encode() in file.read_bytes()
        ]
        history = self.git("-C", "remote.git", "log", "--all", "--patch", "--text")
        return found + (["history"] if text in history else [])

    def _records(self, name: str) -> list[dict[str, Any]]:
        store = self.folder / name
        records: list[dict[str, Any]] = json.loads(store.read_text()) if store.exists() else []
        return records

    def _publish_the_work_tree(self, archive: Mapping[str, bytes]) -> None:
        self.git("init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
        source = self.folder / "source"
        copy_work_tree(source, "data/")
        (source / "data" / "snapshots").mkdir(parents=True)
        for name, content in archive.items():
            (source / "data" / "snapshots" / name).write_bytes(content)
        self.git("init", "--quiet", "--initial-branch=main", "source")
        self.git("-C", "source", "add", "--all")
        self.git("-C", "source", "commit", "--quiet", "--message", "The project as it stands")
        self.git("-C", "source", "push", "--quiet", str(self.folder / "remote.git"), "main")
        shutil.rmtree(source)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Stay quiet."""


def _records(log: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in log.splitlines() if line.startswith("{")]


def _summary(log: str) -> str:
    """Collect what the steps wrote to the run's summary."""
    written = (record.get("msg", "").partition("Summary - ") for record in _records(log))
    return "\n".join(text for _, mark, text in written if mark)
