# make run    install and open the dashboard (on the built-in demo city when nothing is loaded yet)
# make test   install and pass every test, browser and Chinese font included
# make check  formatter, linter, types
# make real   the open data sets of ../shared/realdata in a warehouse of their own, on screen
# make bench  the figures of docs/benchmark.md       make soak   the long runs
# make lock   pin the dependencies anew              make screenshots   the pictures of the README
.DEFAULT_GOAL := help
.PHONY: help run test check format real bench soak lock screenshots clean

BIN := .venv/bin
PORT ?= 8501
MINYI_WAREHOUSE ?= warehouse
export MINYI_WAREHOUSE

help:
	@sed -n 's/^# //p' Makefile

.venv/run.ready: requirements.lock .ci/environment
	@sh .ci/environment requirements.lock
	@touch $@

.venv/dev.ready: requirements-dev.lock .ci/environment
	@sh .ci/environment requirements-dev.lock
	@touch $@ .venv/run.ready

run: .venv/run.ready
	@test -e "$(MINYI_WAREHOUSE)/CURRENT" || $(BIN)/python -m data demo
	@echo "民意看板: http://localhost:$(PORT)"
	@$(BIN)/streamlit run streamlit_app.py --server.port $(PORT)

test: .venv/dev.ready
	@sh .ci/browser
	@$(BIN)/python -m pytest -n auto --no-loadscope-reorder

check: .venv/dev.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/dev.ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

real: .venv/run.ready
	@sh .ci/real "$(PORT)"

bench: .venv/dev.ready
	$(BIN)/python -m tests.benchmark

soak: .venv/dev.ready
	$(BIN)/python -m pytest -m soak -o addopts="-q --strict-markers"

screenshots: .venv/dev.ready
	@sh .ci/browser
	$(BIN)/python -m pytest tests/browser/screenshots.py

lock: .venv/dev.ready
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis
