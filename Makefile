# The commands of the project; README.md says what each is for.
PYTHON3 ?= python3
PORT ?= 8000
ARGS ?=
BENCH ?=
DOORSTEP = .venv/bin/doorstep
DEMO = DOORSTEP_DEMO=1 DOORSTEP_PORT=$(PORT)

.PHONY: run reset-demo test check bench prepare-run prepare-test

run: prepare-run
	@$(DEMO) $(DOORSTEP) run-demo

reset-demo: prepare-run
	@$(DEMO) $(DOORSTEP) reset-demo

test: prepare-test
	.venv/bin/python -m pytest $(ARGS)
	@if [ -z "$(ARGS)" ]; then cd pwa && PATH="$$($(PYTHON3) ../.ci/prepare.py node-path):$$PATH" npx vitest run; fi

check: prepare-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	cd pwa && PATH="$$($(PYTHON3) ../.ci/prepare.py node-path):$$PATH" npm run --silent check
	cd pwa && PATH="$$($(PYTHON3) ../.ci/prepare.py node-path):$$PATH" npm run --silent lint

bench: prepare-test
	.venv/bin/python -m bench $(BENCH)

prepare-run:
	@$(PYTHON3) .ci/prepare.py run

prepare-test:
	@$(PYTHON3) .ci/prepare.py test
