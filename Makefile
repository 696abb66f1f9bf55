# Every command of the project. `make` alone lists them; `make run` is the one to start with.
export PORT ?= 8000
PYTHON := .venv/bin/python
# The rules of the portal are typed strictly; the rest is typed and checked by ruff.
STRICT := $(wildcard */models.py */permissions.py */scoring.py */summaries.py */workflow.py) \
	$(wildcard */models/*.py */workflow/*.py */summaries/*.py)

.DEFAULT_GOAL := help
.PHONY: help run test check fmt e2e test-servers bench bench-uploads bench-line bench-scores bench-host bench-reports up seed lock vendor licences product development

help:  ## list these targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | while IFS='|' read -r name text; do \
		printf '  make %-14s %s\n' "$$name" "$$text"; done

run:  ## start everything on this machine: web, worker, clock and demo data (PORT=8000)
	@python3 -m tools.run

test: development  ## run the tests on every core
	$(PYTHON) -m pytest -n auto

check: development  ## lint, types, import layers, templates, migrations, settings
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy $(STRICT)
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet templates
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) manage.py check --fail-level WARNING

fmt: development  ## format the Python files and mend what ruff can mend
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

e2e: development  ## walk the journeys of every role in real Chromium, two files at a time
	$(PYTHON) -m pytest -n 2 --dist loadfile -m browser

test-servers: development  ## run all tests on a private PostgreSQL and Redis, and those that need them
	$(PYTHON) -m tools.servers -- $(PYTHON) -m pytest -n auto --dist loadgroup -m "not browser"

bench: development  ## measure pages, queries, reports, memory and uploads on a private PostgreSQL and Redis
	$(PYTHON) -m tools.servers --durable -- $(PYTHON) -m benchmarks

bench-uploads: development  ## measure large uploads alone, in pieces beside one form post
	$(PYTHON) -m tools.servers --durable -- $(PYTHON) -m benchmarks.uploads

bench-line: development  ## show which uploads cross a slow line that breaks every few seconds (needs Node)
	$(PYTHON) -m tools.servers --durable -- $(PYTHON) -m benchmarks.bad_line

bench-scores: development  ## measure the arithmetic alone: 100,000 scores at once, and cheapest paths
	$(PYTHON) -m benchmarks.bulk

bench-host: development  ## measure the page of final results of 600 institutions on a private PostgreSQL
	$(PYTHON) -m tools.servers -- $(PYTHON) -m benchmarks.hosting

bench-reports: development  ## measure the complete report: beside WeasyPrint and Chromium, growing, and while people browse
	$(PYTHON) -m tools.servers --durable -- $(PYTHON) -m benchmarks.reports

up:  ## start the production containers (needs Docker and a .env)
	docker compose up --build --detach --wait

seed: product  ## bring the data up to the code and load the demo once, without starting anything
	$(PYTHON) manage.py prepare --demo

lock: development  ## write the requirement locks anew from requirements*.in
	.venv/bin/uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --upgrade -o requirements.txt
	.venv/bin/uv pip compile requirements-dev.in --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --upgrade -o requirements-dev.txt

vendor:  ## refresh static/vendor from the npm packages in package.json
	npm ci --ignore-scripts
	python3 tools/vendor.py

licences: development  ## write the table of docs/third-party.md from the installed packages
	$(PYTHON) -m tools.licences

product:
	@python3 -m tools.environment

development:
	@python3 -m tools.environment --dev
