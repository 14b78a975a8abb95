# The few commands that people type. Python 3.11.5 or newer with venv is all that `make demo` needs.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
CATALOGUES := lms/web/translations
STAMP := .venv/installed
# what is never imported is not compiled: a third of the time goes
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
OWN := $(PIP) --no-deps --no-build-isolation -e .
UV := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 -c constraints.txt --extra statistics pyproject.toml requirements/build.in
DEV := .venv/installed-dev
TOOLS := tools/node_modules/.installed
BIOME := tools/node_modules/.bin/biome
TEMPLATES := lms courses assessments certificates tests/lms/gallery
NO_PACKAGES := The packages could not be installed: see the lines above. Without a network, follow docs/offline-install.md

.PHONY: demo test test-ci test-all test-reference test-pages test-long bench lint format words lock check-python clean

demo: $(STAMP)
	@PORT=$(PORT) $(BIN)/lms demo

test: $(DEV)
	@$(BIN)/python -m tests.run

test-ci: $(DEV)
	@$(BIN)/python -m tests.run --ci

test-all: $(DEV)
	@$(BIN)/python -m tests.run --all

test-reference: $(DEV)
	@$(BIN)/python -m tests.run --reference

test-pages: $(DEV)
	@$(BIN)/python -m tests.run --pages

test-long: $(DEV)
	@$(BIN)/python -m tests.run --long

bench: $(DEV)
	@$(BIN)/python -m tests.benchmarks

lint: $(DEV) $(TOOLS)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
	@$(BIN)/djlint --quiet --lint $(TEMPLATES)
	@$(BIOME) ci --error-on-warnings .

format: $(DEV) $(TOOLS)
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .
	@$(BIOME) check --write .

words: $(DEV) # after a text was changed or added: brings every catalogue up to date
	@$(BIN)/pybabel -q extract -F pyproject.toml -k N_ -k lazy -k _l -k ngettext:1,2 --no-wrap --sort-by-file --add-location=file --omit-header -o build.pot lms courses assessments certificates
	@for one in $(CATALOGUES)/*/LC_MESSAGES/messages.po; do $(BIN)/pybabel -q update -i build.pot -o $$one -l $$(basename $$(dirname $$(dirname $$one))) --no-wrap --no-fuzzy-matching --ignore-obsolete; done
	@rm build.pot
	@$(BIN)/pybabel -q compile -d $(CATALOGUES) --statistics

lock: $(DEV) # after a package was added to pyproject.toml and constraints.txt: writes the hashes of what is downloaded
	@$(PIP) uv
	@$(UV) -o requirements/run.txt && $(UV) --extra postgres --extra server -o requirements/server.txt
	@$(UV) --extra postgres --extra server --extra dev -o requirements/dev.txt

check-python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Spoor needs Python 3.11.5 or newer, and found none. Install it, or name it: make demo PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || { echo "Spoor needs Python 3.11.5 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make demo PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python has no venv. On Debian or Ubuntu, run: apt install python3-venv"; exit 1; }

$(STAMP): pyproject.toml requirements/run.txt | check-python
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { echo "Making an environment in .venv"; $(PYTHON) -m venv --clear .venv; }
	@echo "Installing Python packages (about half a minute, once)"
	@$(PIP) --require-hashes -r requirements/run.txt && $(OWN) || { echo "$(NO_PACKAGES)"; exit 1; }
	@touch $@

$(DEV): $(STAMP) requirements/dev.txt
	@echo "Installing what tests need (once)"
	@$(PIP) --require-hashes -r requirements/dev.txt && $(OWN) || { echo "$(NO_PACKAGES)"; exit 1; }
	@touch $@

$(TOOLS): tools/package.json
	@command -v npm >/dev/null 2>&1 || { echo "Scripts and styles are checked by a tool that npm installs, and there is no npm. On Debian or Ubuntu, run: apt install npm"; exit 1; }
	@echo "Installing what checks scripts and styles (once)"
	@cd tools && npm install --no-package-lock --no-audit --no-fund --silent
	@touch $@

clean:
	rm -rf .venv build tools/node_modules .pytest_cache .mypy_cache .ruff_cache
