# The commands of the project; README.md says what each is for.
PYTHON3 ?= python3
PORT ?= 8000
ARGS ?=
BENCH ?=
DOORSTEP = .venv/bin/doorstep
DEMO = DOORSTEP_DEMO=1 DOORSTEP_PORT=$(PORT)

IN_PWA = cd pwa && PATH="$$($(PYTHON3) ../.ci/prepare.py node-path):$$PATH"
# What is compiled once need not be compiled by each of some hundred processes, whatever the machine is told.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run reset-demo test check check-python check-app bench prepare-run prepare-test

run: prepare-run
	@$(DEMO) $(DOORSTEP) run-demo

reset-demo: prepare-run
	@$(DEMO) $(DOORSTEP) reset-demo

# Without ARGS everything: what a person would see, one browser at a time, since a browser that waits for a core loses
# taps and time where the app does not; what needs no browser beside it, on what the browsers leave of the cores; and
# once that is done the stories and the README in its place. Its output comes in one piece when it is done.
ON_SCREEN = tests/browser tests/stories tests/docs
SEEN = .venv/bin/python -m pytest tests/browser
UNSEEN = nice -n 10 .venv/bin/python -m pytest --numprocesses 2 --dist worksteal $(ON_SCREEN:%=--ignore=%) && ($(IN_PWA) nice -n 10 npx vitest run)
AFTERWARDS = .venv/bin/python -m pytest tests/stories tests/docs

test: prepare-test
ifeq ($(strip $(ARGS)),)
	@mkdir -p build
	@{ { $(UNSEEN); } > build/unseen.log 2>&1; unseen=$$?; $(AFTERWARDS) >> build/unseen.log 2>&1; echo $$((unseen || $$?)) > build/unseen.status; } & \
	$(SEEN); seen=$$?; wait; cat build/unseen.log; exit $$((seen || $$(cat build/unseen.status)))
else
	.venv/bin/python -m pytest $(ARGS)
endif

check: prepare-test
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target check-python check-app

check-python:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

check-app:
	$(IN_PWA) npm run --silent check
	$(IN_PWA) npm run --silent lint

bench: prepare-test
	.venv/bin/python -m bench $(BENCH)

prepare-run:
	@$(PYTHON3) .ci/prepare.py run

prepare-test:
	@$(PYTHON3) .ci/prepare.py test
