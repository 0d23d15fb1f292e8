# All commands of this project. `make help` lists them; README and CI use the same ones.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: help site preview test browser weigh lighthouse validate bench growth fuzz kills golden pictures verify restore lint rehearse format sample install runtime lock clean

help: ## list all targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "make %-10s %s\n", $$1, $$2}'

site: $(VENV)/.run ## build the site in _site/ from the newest archived snapshot; no network, no key
	@$(BIN)/python build.py --offline $(ARGS)

preview: $(VENV)/.run ## build, serve on 127.0.0.1:8000, rebuild on every change
	@$(BIN)/python build.py --offline --serve $(ARGS)

test: browser ## run all tests
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(ARGS)

browser: $(VENV)/.dev ## install a browser for the tests, if there is none
	@$(BIN)/python -m tools.browser

weigh: $(VENV)/.dev ## print how many bytes a browser fetches for the heaviest pages
	@$(BIN)/python -m tools.weight $(ARGS)

lighthouse: browser ## run Lighthouse on the pages (needs Node)
	@$(BIN)/python -m tools.lighthouse

validate: $(VENV)/.dev ## validate the HTML and SVG of every page (needs Node and Java)
	@$(BIN)/python -m tools.validate

bench: $(VENV)/.dev ## measure how long a build takes, now and with ten years of archived days
	@$(BIN)/python -m tools.bench $(ARGS)

growth: $(VENV)/.dev ## measure how builds and sites grow with days, tasks and models
	@$(BIN)/python -m tools.growth

fuzz: $(VENV)/.dev ## build from thousands of mutated answers and read the sites back
	@$(BIN)/python -m tools.fuzz $(ARGS)

kills: $(VENV)/.dev ## end 300 live builds at random moments, and look at what they leave (half an hour)
	@$(BIN)/python -m tools.kills $(ARGS)

golden: $(VENV)/.dev ## write the golden files of a new version of the dated editions
	@$(BIN)/python -m tools.golden

pictures: browser ## retake the screenshots in README
	@$(BIN)/python -m tools.pictures

restore: $(VENV)/.run ## put the answers of downloaded releases back into data/snapshots/ (FROM=folder)
	@$(BIN)/python -m tools.restore "$(or $(FROM),$(error say where the files of releases are: make restore FROM=folder))"

URL ?=
verify: $(VENV)/.dev ## compare the site at URL=… with a build of the commit that it names
	@$(BIN)/python -m tools.verify "$(URL)"

WORKFLOWS := $(wildcard .github/workflows/*.yml)
lint: $(VENV)/.dev $(VENV)/cff/.installed ## check style, types, layers, workflows and the citation
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@said=$$($(BIN)/lint-imports --no-logo --no-cache) || { echo "$$said"; exit 1; }
	@$(BIN)/jactionlint --shellcheck=$(CURDIR)/$(BIN)/shellcheck
	@$(BIN)/zizmor --quiet --offline --strict-collection --persona pedantic .github
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows $(WORKFLOWS)
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	@said=$$($(VENV)/cff/bin/cffconvert --validate) || { echo "$$said"; exit 1; }

rehearse: $(VENV)/.dev ## run the publishing workflow on this machine, against a fake OpenRouter
	@$(BIN)/python -m pytest --numprocesses auto tests/rehearsal/scenes_*.py $(ARGS)

format: $(VENV)/.dev ## format the code
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

sample: $(VENV)/.run ## build the site, with every page marked as a sample
	@$(BIN)/python build.py --sample $(ARGS)

runtime: $(VENV)/.run ## create .venv with the packages for building only

install: $(VENV)/.dev ## create .venv with the packages for building and testing

# Lock files contain no registry's address; the hashes make every registry equally good.
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --upgrade
LOCK := $(COMPILE) pyproject.toml
lock: $(VENV)/bin/python ## update the locked dependencies
	@$(BIN)/python -m pip install --quiet uv
	@$(LOCK) -o requirements.txt
	@$(LOCK) --extra dev -c requirements.txt -o requirements-dev.txt
	@echo cffconvert | $(COMPILE) --no-annotate -o requirements-cff.txt -

# It needs an older library than others here, so it has an environment of its own.
$(VENV)/cff/.installed: requirements-cff.txt | $(VENV)/bin/python
	@$(PYTHON) -m venv $(VENV)/cff
	@$(VENV)/cff/bin/python -m pip install --quiet --require-hashes -r requirements-cff.txt
	@touch $@

clean: ## remove everything that the other targets created
	rm -rf _site $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "error: this needs Python 3.11 or newer; choose one with make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "installing the packages for building into $(VENV)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	@echo "installing the packages for building and testing into $(VENV)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.run
