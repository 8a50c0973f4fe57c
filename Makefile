# `make run` and `make test` are all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
BASE ?= main
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml
PINNED := $(BIN)/python -m pip install --quiet --require-hashes

.DEFAULT_GOAL := help
.PHONY: help install develop browser run test lint types imports unit coverage soak docs format hooks data-diff reference bench bench-quality train lock audit clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

install: $(BIN)/.installed ## create .venv with the pinned packages that a run needs

develop: $(BIN)/.developing ## add the pinned packages that tests, documentation and notebooks need

# As a constraint, a pin holds for extras, too: pip would look for sqlalchemy[asyncio] elsewhere.
# A half-made environment never counts as installed: the marker is written last.
$(BIN)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15) and "Dateline needs Python 3.11 to 3.14; name one with make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(PINNED) --requirement requirements.lock --constraint requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(BIN)/.developing: $(BIN)/.installed requirements-dev.lock
	$(PINNED) --requirement requirements-dev.lock --constraint requirements-dev.lock
	@touch $@

browser: ## install Chromium, in which the tests look at the report (Debian, Ubuntu; as root)
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends chromium

run: install ## run the pipeline over seeds/sample and print a summary
	$(BIN)/dateline run seeds/sample --lake lake

test: lint types imports docs unit ## everything that CI checks

lint: develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/deptry --no-ansi src/dateline flows warehouse expectations transforms seeds notebooks
	$(BIN)/pre-commit validate-config
	$(BIN)/pre-commit validate-manifest
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-actions action.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[!c]*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml

types: develop
	$(BIN)/mypy

imports: develop
	$(BIN)/lint-imports

unit: develop
	$(BIN)/pytest

coverage: develop ## run the tests, and report the code and branches that none of them runs; fails below the floor
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

soak: develop ## run what takes long: the properties of `make test` on many more examples
	$(BIN)/pytest -m soak -o faulthandler_timeout=0

audit: develop ## look for known vulnerabilities in what a run needs, where OSV can be reached, and check licences
	@if $(BIN)/python -c 'from socket import create_connection; create_connection(("api.osv.dev", 443), 10)' 2>/dev/null; then \
		$(BIN)/python -m pip install --quiet 'pip-audit>=2.9,<3' && \
		$(BIN)/pip-audit --vulnerability-service osv --disable-pip --require-hashes --requirement requirements.lock; \
	else echo 'api.osv.dev cannot be reached: vulnerabilities were not looked for'; fi
	$(BIN)/pytest -n0 tests/test_licenses.py

docs: develop ## build the documentation into site/; a broken link is an error
	$(BIN)/sphinx-build --quiet --nitpicky --fail-on-warning --keep-going docs site

format: develop ## rewrite the code in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

hooks: develop ## check every commit as it is made (pre-commit)
	$(BIN)/pre-commit install

# The lake is made by the code of BASE and replayed by the code that is here.
data-diff: install ## show what the code here makes of the sample pages that BASE makes otherwise
	@rm -rf .data-diff && git worktree prune && git worktree add --detach .data-diff/base $(BASE) >&2
	@$(MAKE) --silent --directory .data-diff/base install >&2
	@.data-diff/base/.venv/bin/dateline run .data-diff/base/seeds/sample --inline --lake .data-diff/lake >&2
	@$(BIN)/dateline migrate --lake .data-diff/lake >&2
	@$(BIN)/dateline replay --lake .data-diff/lake

reference: develop ## write docs/reference/ from the code
	$(BIN)/python -m dateline.flows.cli.reference docs/reference

bench: develop ## measure speed, of pages, of searches, of commands, of the search for stories and topics, of a growing lake and of the pages
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.commands
	$(BIN)/python -m benchmarks.stories
	$(BIN)/python -m benchmarks.topics
	$(BIN)/python -m benchmarks.people
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.serving

bench-quality: develop ## measure quality on development data: make bench-quality DATA=FOLDER
	$(BIN)/python -m benchmarks.quality $(DATA)

train: develop ## train the model of lines (installs torch): make train DATA=FOLDER
	$(BIN)/python -m pip install --quiet 'torch>=2.4,<3'
	$(BIN)/python -m training.train_lines $(DATA)

lock: ## pin what is not pinned yet (needs uv); to raise pins, delete both locks before
	$(COMPILE) --group build --extra remote --extra dask --output-file requirements.lock
	$(COMPILE) --group dev --all-extras --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove what was made here
	rm -rf .venv .data-diff .coverage* lake site .mypy_cache .ruff_cache .pytest_cache .hypothesis
