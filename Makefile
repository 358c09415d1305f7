# The survey's own errands. `make site` and `make test` need git, make and Python 3.11 or newer; all else they fetch.
# Written for GNU make 3.81, which is what macOS has.

BIN := .venv/bin
READY := .venv/.ready
export NO_MKDOCS_2_WARNING := 1

.PHONY: help setup site serve check test slow bench lint format constraints clean

help:
	@echo 'make site         build the site into site/'
	@echo 'make serve        build it, show it at a local address, rebuild on every change'
	@echo 'make check        check every record'
	@echo 'make test         run the tests, in a browser too'
	@echo 'make slow         run the tests that take long'
	@echo 'make bench        measure speed, memory and size, beside other generators; BENCH=--help says what of it'
	@echo 'make lint         check the code: format, lint, types'
	@echo 'make format       put the code into its form'
	@echo 'make constraints  write constraints.txt anew, with the newest versions'
	@echo 'make clean        remove everything that make made'

setup: $(READY)

$(READY): pyproject.toml constraints.txt tools/setup
	@tools/setup
	@$(BIN)/survey schema --out schema

site: $(READY)
	@$(BIN)/survey build --out site
	@echo
	@echo 'The site is in site/. Look at it with: make serve'
	@echo 'or: $(BIN)/python -m http.server --directory site'

serve: $(READY)
	@$(BIN)/survey serve

check: $(READY)
	@$(BIN)/survey check

# Files are handed out in the order of their folders: those in a browser, which take longest, come early, and the last
# to end are short ones. By the number of their tests, as is usual, the longest would come last.
# A missing browser is told of here; whether the tests that need one are then skipped or fail is for tests/browser/conftest.py.
test: $(READY)
	@$(BIN)/python tools/programs.py --install --any headless-shell chromium >/dev/null || true
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder

slow: $(READY)
	@$(BIN)/python -m pytest -m slow --numprocesses auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder || test $$? -eq 5  # 5: there are none

bench: $(READY)
	@$(BIN)/python bench/run.py $(BENCH)

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-actions .github/actions/*/action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/*-a-paper.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/zizmor --offline --quiet .github

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# From an environment of its own, so that nothing that was tried out in .venv gets pinned.
constraints: $(READY)
	rm -rf build/pins
	$(BIN)/python -m venv build/pins
	build/pins/bin/python -m pip install --quiet --upgrade pip
	build/pins/bin/python -m pip install --quiet --editable '.[dev]'
	build/pins/bin/python tools/pins.py constraints.txt
	rm -rf build/pins

clean:
	rm -rf .venv site build dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
