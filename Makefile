# The two commands of the README are `make run` and `make test`; `make help` lists the rest.

SHELL := /bin/sh
PORT ?= 8000
HOST ?= 127.0.0.1
JOBS ?= 2
VENV := .venv
PY := $(VENV)/bin/python
export PYTHONPATH := src
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test unit lint format lock assets catalogue reference migrations bench pictures clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run ## serve samenspel with a demo region (PORT=8123, HOST=...)
	@exec $(PY) -m samenspel run --host $(HOST) --port $(PORT)

test: $(VENV)/.dev ## every gate and every test: what CI runs
	@sh tools/ensure_browser.sh
	@$(MAKE) --no-print-directory lint
	$(PY) -m pytest -n $(JOBS) --cov --cov-report=json:var/coverage/report.json
	@$(PY) tools/coverage_floors.py

unit: $(VENV)/.dev ## only the tests, or some of them (ARGS="tests/circles -k consent")
	$(PY) -m pytest -n $(JOBS) $(ARGS)

lint: $(VENV)/.dev ## format, lint, floors, types, templates, catalogues, licences
	@$(PY) tools/lint.py

format: $(VENV)/.dev ## put Python in the house format
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

catalogue: $(VENV)/.dev ## collect the texts to translate and compile the catalogues
	$(PY) tools/catalogue.py

reference: $(VENV)/.dev ## make the reference pages from the code, and the tutorial's outputs
	$(PY) tools/reference.py
	$(PY) tools/tutorial.py

lock: $(VENV)/.dev ## resolve the dependencies again (needs uv and the network)
	sh tools/lock.sh

assets: ## build the stylesheet and scripts from frontend/ (needs Node)
	cd frontend && npm ci && npm run build

migrations: $(VENV)/.dev ## make the one migration of each room anew, until the first release
	$(PY) tools/initial_migrations.py

bench: $(VENV)/.dev ## run one benchmark: make bench NAME=circle-page
	@test -n "$(NAME)" || { ls benchmarks; echo 'Say which: make bench NAME=circle-page'; exit 2; }
	@$(PY) benchmarks/$(subst -,_,$(NAME)).py $(ARGS)

pictures: $(VENV)/.dev ## take the pictures of every screen for docs/handleiding
	SAMENSPEL_PICTURES=docs/handleiding/beelden $(PY) -m pytest -q tests/e2e/test_pages.py

clean: ## remove the environment and what tests left behind; the database in var/ stays
	rm -rf $(VENV) var/test var/coverage .mypy_cache .ruff_cache .import_linter_cache

$(VENV)/bin/python:
	@sh tools/make_environment.sh $(VENV)

# A stamp per lock file, so that nothing is installed twice.
$(VENV)/.run: requirements/run.txt $(VENV)/bin/python
	@echo "Installing what samenspel needs (once) ..."
	@$(PY) -m pip install --quiet --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/bin/python
	@echo "Installing what development needs (once) ..."
	@$(PY) -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.run
