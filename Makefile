# Everything from a fresh clone: `make site`, `make test`. Python 3.11 or newer is all that has to be there.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PLAYBOOK := $(BIN)/playbook
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NO_MKDOCS_2_WARNING := 1
# Where Python may not keep what it has compiled, each of the many processes that tests start compiles all of it anew.
unexport PYTHONDONTWRITEBYTECODE
ARGS ?=

.DEFAULT_GOAL := site
.PHONY: site serve quick test check bench faults fuzz release codeowners pictures properdocs vendor lock clean

# Each file by its hash; our own package is built with what is pinned too.
PIN := --quiet --require-hashes --no-deps --requirement requirements
OURS := --quiet --no-build-isolation --no-deps

$(VENV)/.ready: pyproject.toml requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "需要 Python 3.11 或更新 / Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install $(PIN)/run.txt
	$(BIN)/pip install $(OURS) --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements/dev.txt
	$(BIN)/pip install $(PIN)/dev.txt
	@touch $@

## The main job: the site and every engagement's checklists, in both languages.
site: $(VENV)/.ready
	$(PLAYBOOK) check
	$(PLAYBOOK) checklist --all $(ARGS)
	$(PLAYBOOK) site $(ARGS)

## The site on this machine, reloading on every edit.
serve: $(VENV)/.ready
	$(PLAYBOOK) serve $(ARGS)

## All tests; finds a Chromium, or installs Debian's where it may.
test: $(VENV)/.ready-dev
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m pytest $(ARGS)

## What says most in a minute: style, types, floors, the rules, the sample events tailored and rendered, the command line.
QUICK := architecture model source expressions schedule faults tailor_items tailor_readiness tailor_estimates tailor_fingerprint render cli
quick: $(VENV)/.ready-dev
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(PLAYBOOK) check --strict
	$(PLAYBOOK) fmt --check
	$(PLAYBOOK) schema --check
	$(BIN)/python -m pytest --quiet $(QUICK:%=tests/unit/test_%.py) $(ARGS)

## What a change must pass before it is proposed.
check: $(VENV)/.ready-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(PLAYBOOK) check --strict
	$(PLAYBOOK) fmt --check
	$(PLAYBOOK) schema --check
	$(BIN)/python .ci/codeowners.py --check
	$(BIN)/mkdocs build --strict --quiet
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m pytest

## Builds killed at fifty moments; full disks, refused places, two runs at once; five hundred damaged workbooks from each hand.
faults: $(VENV)/.ready-dev
	$(BIN)/python -m pytest tests/faults tests/unit/test_damaged_returns.py --kills 50 --damages 500 $(ARGS)

## A fuzzer on what is read and on what is handed in, SECONDS each; what it finds is kept as a case in tests/fuzz/found/.
SECONDS ?= 60
fuzz: $(VENV)/.ready-dev
	$(BIN)/pip install $(PIN)/fuzz.txt
	$(BIN)/python tests/fuzz/fuzz.py read --seconds $(SECONDS)
	$(BIN)/python tests/fuzz/fuzz.py record --seconds $(SECONDS)

## What goes with a release, in build/release/: the package, its bill of materials, and an audit where its source is reachable.
release:
	rm -rf build/release build/release-tools build/release-run
	$(PYTHON) -m venv build/release-tools && $(PYTHON) -m venv build/release-run
	build/release-tools/bin/pip install $(PIN)/tools.txt
	build/release-run/bin/pip install $(PIN)/run.txt
	build/release-run/bin/pip wheel $(OURS) --wheel-dir build/release .
	build/release-run/bin/pip install --quiet --no-deps build/release/*.whl
	build/release-tools/bin/python .ci/release.py build/release build/release-run/bin/python

## Times beside a baseline of the same run, as a Markdown table.
bench: $(VENV)/.ready-dev
	$(BIN)/python tests/bench/bench.py $(ARGS)

## Both languages by ProperDocs, a drop-in for MkDocs, whose own line ends: it must not become a surprise.
properdocs: $(VENV)/.ready-dev
	$(BIN)/properdocs build --strict --quiet --site-dir $(CURDIR)/build/properdocs/zh
	$(BIN)/properdocs build --strict --quiet --config-file site_config/mkdocs.en.yml --site-dir $(CURDIR)/build/properdocs/en

## CODEOWNERS from the maintainers of each playbook.
codeowners: $(VENV)/.ready
	$(BIN)/python .ci/codeowners.py

## The README's pictures, from the real output.
pictures: $(VENV)/.ready-dev
	$(BIN)/python tests/browser/chromium.py --fonts
	$(BIN)/python tests/browser/pictures.py

## The vendored assets, again from their registry.
vendor:
	sh site_config/vendor/refresh.sh

## The newest versions that pyproject.toml admits, with their hashes, written to requirements/.
lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/pip install $(PIN)/tools.txt
	UV=build/lock/bin/uv sh requirements/renew.sh
	rm -rf build/lock

clean:
	rm -rf build .venv *.egg-info .mypy_cache .ruff_cache .pytest_cache
