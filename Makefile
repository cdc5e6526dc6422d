# Everything a newcomer needs, from a bare clone, with Python 3.11 or later, git and make:
#   make demo    a real dataset from a sentence          make test    the tests
#   make run     serve on http://localhost:8000           make check   every gate
#   make fix     format and mend what can be mended       make lock    renew the lock files
#   make bench   how fast the engine is                  make fuzz    hostile expressions, sentences and requests
#   make install  what an installation needs (docs/deploying.md)
#   make fidelity  every provider against real Faker      make versions  equal bytes on every Python
#   make eval    how good the designer is, without a model   make kills   what is killed in the middle
#   make soak    ten minutes of many clients at what is deployed   make chaos   what goes wrong outside the code, for real
#   make scale   what many machines need (docs/scale.md)   make recipes  the same rows with Dask and Spark, with Java
#   make screenshots  the pictures of the README, with Chromium
#   make admin   a first account for the admin, with a password for one sign-in
#   make texts   renew the catalogs of translations and list what is to be translated
#   make audit   the dependencies against the known faults of each, over the network
#   make coverage  which lines and branches no test runs
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: audit help demo install test coverage run admin check fix texts bench eval fidelity fuzz kills chaos recipes soak scale versions screenshots lock clean

PYTHON ?= $(firstword $(foreach name,python3.13 python3.12 python3.11 python3,\
	$(shell command -v $(name) >/dev/null 2>&1 && $(name) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $(name))))
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
export UV_PYTHON_DOWNLOADS := never
# Whoever forbids Python its files of bytecode would wait for it to read the same sources hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

help:
	@sed -n 's/^#   make/  make/p' Makefile

# The environment. uv comes first, from a hashed file of its own; it installs the rest in seconds.
$(UV): requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; none was found. Name one: make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $(UV)

$(VENV)/.run: $(UV) requirements/run.txt
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/run.txt
	@touch $@

# Of what it adds, much is never imported: Python compiles the rest when it is.
$(VENV)/.dev: $(UV) requirements/dev.txt
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run
	$(BIN)/python demo.py

# For a user that may write nothing of it; docs/deploying.md has the rest.
install: $(VENV)/.run
	$(BIN)/python -m compileall -q $(dir $(wildcard */__init__.py))

# Static files are collected, compressed and named by hash, again only when one of them or a package has changed.
STATIC := var/static
$(STATIC)/staticfiles.json: $(VENV)/.run $(filter-out var/%,$(wildcard */static/* */static/*/*))
	STATIC_ROOT=$(STATIC) $(BIN)/python manage.py collectstatic --no-input --clear --verbosity 0
	@touch $@

# The shell becomes the server; the workers, whom it has started, end with it however that ends.
run: $(VENV)/.run $(STATIC)/staticfiles.json
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py worker --with-parent & STATIC_ROOT=$(STATIC) exec $(BIN)/gunicorn config.wsgi

# For example: make admin ADMIN='--username ada --instructor'
admin: $(VENV)/.run
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py make_admin $(ADMIN)

# Two processes more than there are cores: many tests wait for servers and browsers. A file's tests stay together, and the
# files go in the order that tests/conftest.py gives them.
TESTS := $(BIN)/python -m pytest --numprocesses $$($(BIN)/python -c 'import os; print((os.cpu_count() or 1) + 2)') --dist loadfile --no-loadscope-reorder
test: $(VENV)/.dev
	$(TESTS)

# The same tests, counted: what they do in processes of their own is not, nor in those that tests/conftest.py leaves out.
coverage: $(VENV)/.dev
	$(TESTS) --cov

# What deploy/ ships for a public installation; blank is the same as none, so that no .env and no environment has a say.
PUBLIC = $(shell sed -n 's/^\([A-Z_]*=\).*/\1/p' .env.example; grep '^[A-Z]' deploy/production.env) DATA_DIR=$(VENV)/public
CHECKED := checked-types checked-style checked-walls checked-migrations checked-settings checked-document
.PHONY: $(CHECKED)
check: $(VENV)/.dev
	$(MAKE) --no-print-directory --jobs 2 --output-sync=target $(CHECKED)
	$(MAKE) --no-print-directory coverage

checked-types:
	$(BIN)/mypy .
checked-style:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
checked-walls:
	$(BIN)/lint-imports --no-cache
checked-migrations:
	$(BIN)/python manage.py makemigrations --check --dry-run
checked-settings:
	@env $(PUBLIC) $(BIN)/python manage.py check --deploy --fail-level WARNING
checked-document:
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file $(VENV)/openapi.yaml

fix: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

texts: $(VENV)/.dev
	$(BIN)/python -m texts

$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/bench.txt
	@touch $@

# For example: make bench BENCH=--whole
bench: $(VENV)/.bench
	$(BIN)/python -m bench --keep $(BENCH)

# For example: make eval EVAL='--show D018'
eval: $(VENV)/.dev
	$(BIN)/python -m eval $(or $(EVAL),--keep)

# For example: make fidelity FIDELITY='--locale it_IT --rows 20000'
fidelity: $(VENV)/.dev
	$(BIN)/python -m bench.fidelity $(FIDELITY)

$(VENV)/.fuzz: $(VENV)/.dev requirements/fuzz.txt
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/fuzz.txt
	@touch $@

SECONDS_OF_FUZZ := 60
CASES_OF_FUZZ := 10000
fuzz: $(VENV)/.fuzz
	$(BIN)/python -m fuzz.expressions $(SECONDS_OF_FUZZ)
	$(BIN)/python -m fuzz.designs $(SECONDS_OF_FUZZ)
	$(BIN)/python -m fuzz.wire
	$(BIN)/python -m fuzz.openapi $(CASES_OF_FUZZ)

# For example: make chaos CHAOS='20 7 disk,clock' for 20 kills, of seed 7, and the faults with these words in their names.
# It wants PostgreSQL, Redis, nginx and a C compiler; and the superuser, who may mount the small disks that are filled.
chaos: $(VENV)/.dev
	$(BIN)/python -m fuzz.chaos $(CHAOS)

# For example: make kills KILLS='20 10' KILLED_JOBS='10 2'
kills: $(VENV)/.dev
	$(BIN)/python -m fuzz.kills $(KILLS)
	$(BIN)/python -m fuzz.killed_jobs $(KILLED_JOBS)

# The deployment that is shipped, under load. For example: make soak SOAK='--minutes 1 --warm-up 0.5'
soak: $(VENV)/.dev
	$(BIN)/python -m bench.soak $(or $(SOAK),--keep)
	$(BIN)/python -m bench.slow_clients $(or $(SLOW_CLIENTS),--keep)

# In an environment of its own: what is audited need not be installed.
$(VENV)-audit/.audit: $(UV) requirements/audit.txt
	$(UV) venv --quiet --allow-existing --python $(BIN)/python $(VENV)-audit
	$(UV) pip install --quiet --python $(VENV)-audit/bin/python --require-hashes -r requirements/audit.txt
	@touch $@
AUDITED := run scale tracing dev
audit: $(VENV)-audit/.audit
	$(VENV)-audit/bin/pip-audit --require-hashes --disable-pip $(foreach name,$(AUDITED),-r requirements/$(name).txt)

$(VENV)/.scale: $(VENV)/.run requirements/scale.txt
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/scale.txt
	@touch $@
scale: $(VENV)/.scale

$(VENV)/.recipes: $(VENV)/.dev requirements/recipes.txt
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/recipes.txt
	@touch $@

# The same rows from Dask and from Spark as from one process. Spark needs Java 17 or later.
recipes: $(VENV)/.recipes
	$(BIN)/python -m pytest --quiet tests/docs/test_recipes.py

# The pictures of the README, with the Chromium that is on PATH.
screenshots: $(VENV)/.dev
	$(BIN)/python -m docs.screenshots

# An environment of its own for each Python that is found, as python3.11 or with pyenv: in each, the tests that promise the
# same bytes, and one digest of what all methods make, which is the same everywhere.
versions: $(UV)
	@failed=0; digests=; for version in 3.11 3.12 3.13; do \
		python=$$(for name in python$$version $${PYENV_ROOT:-$$HOME/.pyenv}/versions/$$version.*/bin/python; do \
			"$$name" -c '' 2>/dev/null && echo "$$name" && break; done) || true; \
		if test -z "$$python"; then echo "Python $$version: missing, not tested"; continue; fi; \
		$(UV) venv --quiet --allow-existing --python "$$python" $(VENV)-$$version; \
		$(UV) pip install --quiet --compile-bytecode --python $(VENV)-$$version/bin/python --require-hashes -r requirements/dev.txt; \
		digest=$$($(VENV)-$$version/bin/python -m bench.digest); digests="$$digests $$digest"; \
		echo "Python $$version: $$digest"; \
		$(VENV)-$$version/bin/python -m pytest --quiet tests/generation/engine/test_batches.py tests/generation/engine/test_repeatability.py || failed=1; \
	done; test "$$(tr ' ' '\n' <<< "$${digests# }" | sort -u | wc -l)" -le 1 || { echo "The digests differ"; failed=1; }; exit $$failed

# Hashes and no index: the files say the same on every machine. They serve Python 3.11 to 3.13 on every platform.
RUN := --extra postgres
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header
lock: $(UV)
	echo uv | $(LOCK) - -o requirements/uv.txt
	$(LOCK) pyproject.toml $(RUN) -o requirements/run.txt
	$(LOCK) pyproject.toml $(RUN) --extra scale -c requirements/run.txt -o requirements/scale.txt
	$(LOCK) pyproject.toml $(RUN) --extra tracing -c requirements/scale.txt -o requirements/tracing.txt
	$(LOCK) pyproject.toml $(RUN) --extra scale --extra tracing --group dev -c requirements/scale.txt -c requirements/tracing.txt -o requirements/dev.txt
	$(LOCK) --group bench -c requirements/dev.txt -o requirements/bench.txt
	$(LOCK) --group fuzz -c requirements/dev.txt -o requirements/fuzz.txt
	$(LOCK) --group audit -c requirements/dev.txt -o requirements/audit.txt
	$(LOCK) --group recipes -c requirements/dev.txt -o requirements/recipes.txt

clean:
	rm -rf $(VENV) $(VENV)-3.* $(VENV)-audit var demo
