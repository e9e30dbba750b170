# Everything a newcomer types. The work is done by the scripts in .ci/.
.DEFAULT_GOAL := help
.PHONY: help bootstrap demo run test test-fast test-nightly lint types migrate bench

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-14s %s\n", $$1, $$2 }'

bootstrap: ## make .venv with the tools, and install what the operating system lacks
	@.ci/bootstrap.sh dev

demo: ## a fictional community on http://127.0.0.1:8000, with a sign-in for every role
	@.ci/demo.sh

run: ## serve this machine's own installation, without fiction (settings: docs/deployment.md)
	@.ci/serve.sh

test: ## everything: linters, types, all suites on SQLite and PostgreSQL, browser (< 15 min)
	@.ci/test.sh all

test-fast: ## the inner loop, under a minute
	@.ci/test.sh fast

test-nightly: ## the long loops
	@.ci/test.sh nightly

lint: bootstrap ## ruff, mypy, import-linter, djlint, pip-audit
	@.ci/lint.sh

types: bootstrap ## mypy alone
	@.ci/lint.sh types

migrate: ## bring the installation's database to the newest schema
	@.ci/bootstrap.sh run
	@.venv/bin/hmis init

bench: bootstrap ## speed, measured against references in the same run
	@.ci/bench.sh
