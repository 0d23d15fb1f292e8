# Every command of this project. `make help` lists them; README and CI call the same ones.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: help site preview test browser weigh lighthouse validate bench golden pictures lint rehearse format sample install runtime lock clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "make %-10s %s\n", $$1, $$2}'

site: $(VENV)/.run ## build the site from the newest archived snapshot, without network or key, to _site/
	@$(BIN)/python build.py --offline $(ARGS)

preview: $(VENV)/.run ## build, serve on 127.0.0.1:8000 and follow every change
	@$(BIN)/python build.py --offline --serve $(ARGS)

test: browser ## run all tests
	@$(BIN)/python -m pytest $(ARGS)

browser: $(VENV)/.dev ## install the browser that tests need, where there is none
	@$(BIN)/python -m tools.browser

weigh: $(VENV)/.dev ## print what a visitor's browser fetches for the heaviest pages
	@$(BIN)/python -m tools.weight $(ARGS)

lighthouse: browser ## let Lighthouse judge the pages (needs Node)
	@$(BIN)/python -m tools.lighthouse

validate: $(VENV)/.dev ## hold every page against the HTML standard (needs Node and Java)
	@$(BIN)/python -m tools.validate

bench: $(VENV)/.dev ## measure how fast the site is built, now and with ten years of days
	@$(BIN)/python -m tools.bench $(ARGS)

golden: $(VENV)/.dev ## write golden files of a new version of the dated editions
	@$(BIN)/python -m tools.golden

pictures: browser ## take the pictures that README shows
	@$(BIN)/python -m tools.pictures

WORKFLOWS := $(wildcard .github/workflows/*.yml)
lint: $(VENV)/.dev ## check style, types, layers and workflows
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@said=$$($(BIN)/lint-imports --no-logo --no-cache) || { echo "$$said"; exit 1; }
	@$(BIN)/jactionlint --shellcheck=$(CURDIR)/$(BIN)/shellcheck
	@$(BIN)/zizmor --quiet --offline --strict-collection --persona pedantic .github
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows $(WORKFLOWS)
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml

rehearse: $(VENV)/.dev ## run the publishing workflow on this machine, against a fake source
	@$(BIN)/python -m pytest tests/rehearsal/scenes.py $(ARGS)

format: $(VENV)/.dev ## put the code into the house's format
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

sample: $(VENV)/.run ## build the site as a sample: every page says that it is one
	@$(BIN)/python build.py --sample $(ARGS)

runtime: $(VENV)/.run ## make .venv with what building needs, and no more

install: $(VENV)/.dev ## make .venv with everything that building and testing need

# The address of a registry never enters a lock file; hashes make every registry equal.
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --upgrade pyproject.toml
lock: $(VENV)/bin/python ## renew the locked dependencies
	@$(BIN)/python -m pip install --quiet uv
	@$(LOCK) -o requirements.txt
	@$(LOCK) --extra dev -c requirements.txt -o requirements-dev.txt

clean: ## remove what the other targets made
	rm -rf _site $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "installing what the build needs into $(VENV)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	@echo "installing what building and testing need into $(VENV)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.run
