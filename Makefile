# Every target makes its own environment first: python3 with venv and pip, and make, are all that must be there.

PYTHON ?= python3
RAW    ?= data/raw
OUT    ?= data/processed
SITE   ?= data/review
# What analysts said, where they did.
VERDICTS ?= $(wildcard data/verdicts.csv)
# What they said of agencies.
AGENCIES ?= $(wildcard data/agencies.csv)
# What is known of the files: lists, or folders of pages with a list beside each.
METADATA ?= $(wildcard data/metadata.csv)
N      ?= 5
SECONDS ?= 60
# What is timed: real reports, where they are at hand.
TEXTS  ?= $(firstword $(wildcard ../shared/corpus/disclosure) $(RAW))

BIN  := .venv/bin
TOOL := .tools/bin/uv
LOCK := $(TOOL) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
        --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run review browser pictures hooks docs test test-slow check audit-deps office coverage fuzz hostile bench bench-check bench-runs peers accuracy explain report codebook lock clean distclean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/run.stamp ## Turn the reports in RAW (data/raw) into Parquet in OUT (data/processed)
	@# Status 3 says that some files could not be read: the tables are whole and name them, so the target is made.
	@$(BIN)/gongkai run "$(RAW)" "$(OUT)" $(if $(VERDICTS),--verdicts "$(VERDICTS)") $(if $(AGENCIES),--agencies "$(AGENCIES)") $(METADATA:%=--metadata %) || { status=$$?; test $$status -eq 3 || exit $$status; \
	echo "Some files could not be read. The tables hold all others, and problems names these."; }

review: .venv/run.stamp ## Write the review pages of the tables in OUT into SITE (data/review)
	@$(BIN)/gongkai review "$(OUT)" "$(SITE)"

browser: .venv/dev.stamp ## Install what the browser tests need (Debian, Ubuntu): playwright, Chromium, Chinese fonts, axe-core
	@command -v apt-get >/dev/null || \
	{ echo "make browser is for Debian and Ubuntu; elsewhere install Chromium and name it in CHROMIUM." >&2; exit 1; }
	@# Debian's npm cannot stand beside a Node.js from elsewhere, which brings its own.
	root=$$(test "$$(id -u)" -eq 0 || echo sudo); \
	$$root apt-get update && $$root apt-get install --yes --no-install-recommends chromium fonts-noto-cjk \
	$$(command -v npm >/dev/null || echo npm)
	npm install --prefix .tools --no-audit --no-fund axe-core

pictures: .venv/dev.stamp ## Take the pictures of the README (docs/pictures) with the browser
	$(BIN)/python docs/pictures.py

test: .venv/dev.stamp ## Run the tests and the examples in the docstrings, on all cores
	@# A file's tests share what they read, so a file stays on one core; tests/conftest.py says which files come first.
	$(BIN)/python -P -m pytest -n auto --dist loadfile

test-slow: .venv/slow.stamp ## Run the tests that take minutes
	$(BIN)/python -P -m pytest -m slow tests

check: .venv/dev.stamp ## Format, lint, types, import layers, generated pages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pipeline.views.codebook --check docs/CODEBOOK.md

hooks: .venv/dev.stamp .tools/hooks.stamp ## Have git run the quick checks before each commit (.pre-commit-config.yaml)
	@.tools/hooks/bin/pre-commit install

docs: .tools/docs.stamp ## Build docs/*.md as pages in site/; a broken link fails the build
	@.tools/docs/bin/mkdocs build --strict

audit-deps: .tools/audit.stamp ## Look every locked version up in PyPI's database of vulnerabilities (needs the network)
	@# Strict, since it says "no known vulnerabilities" of what it could not look up.
	@for file in requirements/*.txt; do echo "$$file"; \
	.tools/audit/bin/pip-audit --progress-spinner off --timeout 15 --strict --require-hashes --disable-pip -r "$$file" || \
	{ echo "$$file: vulnerable versions are listed above; if there is an error instead, the database was not reached" \
	"and nothing is known." >&2; failed=1; }; done; test -z "$$failed"

office: ## Install LibreOffice for DOC, WPS and RTF (Debian, Ubuntu; the rest needs none of it)
	@command -v apt-get >/dev/null || \
	{ echo "make office is for Debian and Ubuntu; elsewhere install LibreOffice so that soffice is on the PATH." >&2; exit 1; }
	root=$$(test "$$(id -u)" -eq 0 || echo sudo); \
	$$root apt-get update && $$root apt-get install --yes --no-install-recommends libreoffice-writer

coverage: .venv/run.stamp ## Account for every digit of the reports in TEXTS: as part of a cell, a figure, a date … or of nothing
	$(BIN)/python -m bench.coverage $(TEXTS)

fuzz: .venv/slow.stamp ## Read damaged files and reports for SECONDS (60): none may raise an error, hang or break a law
	$(BIN)/python -m bench.fuzz --seconds $(SECONDS) $(RAW) $(wildcard ../shared/corpus)

hostile: .venv/run.stamp ## Read malicious inputs within limits and write their cost into docs/RELIABILITY.md (some minutes)
	$(BIN)/python -m bench.hostile --write

bench: .venv/run.stamp ## Measure characters per second over TEXTS, best of N (5), against other tools; WRITE=1 for docs/BENCHMARKS.md
	$(BIN)/python -m bench.speed $(TEXTS) --best-of $(N) $(if $(WRITE),--write)

bench-check: .venv/run.stamp ## Compare the ratio of the extract to the floor with docs/BENCHMARKS.md; run it before changing the extract
	$(BIN)/python -m bench.speed $(TEXTS) --best-of $(N) --check

bench-runs: .venv/run.stamp ## Measure whole runs over N (10000) specimens: speed, memory, reruns; KEEP=folder keeps them, LINES=1 puts them into one file
	$(BIN)/python -m bench.runs $(if $(filter-out file,$(origin N)),$(N),10000) $(if $(KEEP),--keep $(KEEP)) $(if $(LINES),--lines)

peers: .tools/peers.stamp ## Install the tools that `make bench` compares gongkai with, in an environment of their own

accuracy: .venv/run.stamp ## Score gold and suites into docs/ACCURACY.md (MISSES=1 lists); BASE=main shows what changed since
	$(BIN)/python -m bench.$(if $(BASE),compare $(BASE),accuracy $(if $(MISSES),--misses))

explain: .venv/run.stamp ## Print one report as a person would check it: make explain FILE=…
	@test -n "$(FILE)" || { echo "usage: make explain FILE=data/raw/report.txt" >&2; exit 2; }
	@$(BIN)/gongkai explain "$(FILE)"

report: .venv/run.stamp ## Draw the tables in OUT as one offline page of charts, data/charts.html
	@$(BIN)/gongkai report "$(OUT)" data/charts.html

codebook: .venv/dev.stamp ## Write docs/CODEBOOK.md anew from the schemas and the rules
	$(BIN)/python -m pipeline.views.codebook docs/CODEBOOK.md

lock: $(TOOL) ## Resolve the newest versions and write requirements/*.txt anew
	$(LOCK) pyproject.toml --extra analysis --extra report -o requirements/run.txt
	$(LOCK) pyproject.toml --extra analysis --extra report --group dev -c requirements/run.txt -o requirements/dev.txt
	$(LOCK) pyproject.toml --extra analysis --extra report --extra spark --group dev --group fuzz \
	        -c requirements/dev.txt -o requirements/slow.txt
	$(LOCK) --group build -o requirements/build.txt
	echo uv | $(LOCK) - -o requirements/uv.txt
	echo pip-audit | $(LOCK) - -o requirements/audit.txt
	echo pre-commit | $(LOCK) - -o requirements/hooks.txt
	echo mkdocs | $(LOCK) - -o requirements/docs.txt
	printf '%s\n' recognizers-text-suite 'emoji<2' jionlp lxml pdfplumber pymupdf pypdf trafilatura | \
	$(LOCK) - -o requirements/peers.txt

clean: ## Remove the tables and the caches
	rm -rf "$(OUT)" site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .fuzz
	find pipeline bench tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## Remove the environment too
	rm -rf .venv .tools

# uv, because it fills the development environment in 11 seconds where pip takes 34 (empty cache, two cores, 2026-11).
# It does not read pip's configuration, so the user's index is handed on. pip fetches uv itself, with hashes as well.
# Compiled at once, because jieba's source draws warnings from Python 3.12 on whenever it is compiled.
define sync
	index=$${PIP_INDEX_URL:-$$($(BIN)/pip config get global.index-url 2>/dev/null)}; \
	export VIRTUAL_ENV=$(1) UV_BUILD_CONSTRAINT=requirements/build.txt $${index:+UV_DEFAULT_INDEX=$$index}; \
	$(TOOL) pip sync --quiet --compile-bytecode --require-hashes $(2)
endef
define fill
	$(call sync,.venv,$(1)) && $(TOOL) pip install --quiet --no-deps --editable .
endef

# The stamps make a second call cost nothing. The development environment holds all that `make run` needs, so its
# stamp serves for both; filling the smaller one takes away what only the larger has, so that stamp goes.
.venv/run.stamp: requirements/run.txt requirements/build.txt pyproject.toml $(TOOL)
	@$(call fill,requirements/run.txt)
	@rm -f .venv/dev.stamp .venv/slow.stamp
	@touch $@

.venv/dev.stamp: requirements/dev.txt requirements/build.txt pyproject.toml $(TOOL)
	@$(call fill,requirements/dev.txt)
	@rm -f .venv/slow.stamp
	@touch .venv/run.stamp $@

# What the long tests need besides: Spark, and a fuzzer that is guided by coverage.
.venv/slow.stamp: requirements/slow.txt requirements/build.txt pyproject.toml $(TOOL)
	@$(call fill,requirements/slow.txt)
	@touch .venv/run.stamp .venv/dev.stamp $@

# Microsoft's recognizers need an emoji that is long out of date, and others much that nothing here needs: they live apart.
.tools/peers.stamp: requirements/peers.txt requirements/build.txt $(TOOL)
	@$(TOOL) venv --quiet --clear --python $(BIN)/python .tools/peers
	@$(call sync,.tools/peers,requirements/peers.txt)
	@touch $@

# Tools that import nothing of ours have an environment each, so that their versions bind nobody else's.
.tools/audit.stamp .tools/hooks.stamp .tools/docs.stamp: .tools/%.stamp: requirements/%.txt requirements/build.txt $(TOOL)
	@$(TOOL) venv --quiet --clear --python $(BIN)/python .tools/$*
	@$(call sync,.tools/$*,requirements/$*.txt)
	@touch $@

$(TOOL): requirements/uv.txt .venv/pyvenv.cfg
	@$(BIN)/pip install --quiet --disable-pip-version-check --upgrade --target .tools --require-hashes -r requirements/uv.txt
	@touch $@

# setuptools goes because jieba imports its pkg_resources where it finds it: 0.7 s at every start, and a deprecation
# warning from release 67 on.
.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "gongkai needs Python 3.11 or newer; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@$(BIN)/pip uninstall -qq --disable-pip-version-check --yes setuptools
