# Every target sets up what it needs; nothing is done twice.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: briefings new-data test test-slow mutants lab bench check lock data reference league

briefings: $(READY)
	$(BIN)/python -m analysis briefings $(ARGS)

# From a workbook to new briefings: make new-data FILE=2025.xlsx  (ARGS=--accept once warnings are read)
new-data: $(READY)
	$(BIN)/python -m analysis add "$(FILE)" $(ARGS)
	$(BIN)/python -m analysis briefings

# On the cores there are, each test file on one of them: what a file's tests share is made once.
test: $(READY)
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadfile $(ARGS)

test-slow: $(READY)
	$(BIN)/python -m pytest -m slow $(ARGS)

# Small faults put into the modules that changed since a revision: do their tests notice?
mutants: $(READY)
	$(BIN)/python scripts/mutate.py --since $(or $(SINCE),HEAD~1) $(ARGS)

# Copies in one language in build/lab, so that the tracked notebooks stay as they are.
lab: $(READY)
	$(BIN)/python -m analysis notebooks $(ARGS)
	$(BIN)/python -m jupyterlab build/lab

check: $(READY)
	$(BIN)/python -m analysis check

# Against another checkout (with its own .venv): make bench ARGS="--against ../before"
bench: $(READY)
	$(BIN)/python benchmarks/briefings.py $(ARGS)

# The reference class, made again from public annual series (see data/reference/README.md).
reference: $(READY)
	$(BIN)/python scripts/fit_reference.py $(OFFICIAL)

# The league of rulers, made again from the provinces (see data/reference/README.md).
league: $(READY)
	$(BIN)/python scripts/rank_rulers.py

# The project's tables, made again from the raw material by rule.
data: $(READY)
	$(BIN)/python scripts/import_observations.py

lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--extra test --extra mutants pyproject.toml -o requirements.lock
	echo uv | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header - -o requirements-uv.lock

$(READY): requirements.lock requirements-uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.12 | 需要 Python 3.11 或更新版本")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock requirements-uv.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $(READY)
