# `make run` and `make test` need nothing but python3 (3.11 or newer) with venv, make and a package index.
.DEFAULT_GOAL := help
.PHONY: help run test format schema bench soak crashes audit sbom lock clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --no-compile

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.runtime  ## talk to the bot here, or run it on Telegram when TELEGRAM_BOT_TOKEN is set
	@$(BIN)/python -m bot

test: $(VENV)/.dev  ## format and lint check, types, all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

format: $(VENV)/.dev  ## format the code, mend what the linter can mend, write the schema anew
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python -m bot schema > faq.schema.json

bench: $(VENV)/.bench  ## measure speed, memory and quality
	$(BIN)/python -m benchmarks

audit: $(VENV)/.audit  ## known vulnerabilities and licences of everything that is installed
	$(BIN)/pip-audit --disable-pip --no-deps -r locks/runtime.txt -r locks/model.txt
	$(BIN)/python scripts/licences.py

lock:  ## pin the newest allowed versions (needs uv)
	scripts/lock

clean:  ## remove what the other targets made, but no data
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: locks/runtime.txt locks/model.txt | $(BIN)/python
	$(INSTALL) -r locks/runtime.txt -r locks/model.txt
	@$(BIN)/python -c "import site, pathlib; pathlib.Path(site.getsitepackages()[0], 'bot.pth').write_text('$(CURDIR)\n')"
	@touch $@

$(VENV)/.dev: locks/dev.txt $(VENV)/.runtime
	$(INSTALL) -r locks/dev.txt
	@touch $@

$(VENV)/.bench: locks/bench.txt $(VENV)/.dev
	$(INSTALL) -r locks/bench.txt
	@touch $@

$(VENV)/.audit: locks/audit.txt $(VENV)/.runtime
	$(INSTALL) -r locks/audit.txt
	@touch $@
