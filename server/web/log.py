"""One JSON line a request: which route, how it ended, how long it took. No address, body or name."""

import logging
import sys
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

_log = structlog.get_logger("doorstep.request")
_QUIET = frozenset({"/healthz", "/readyz"})


def configure_logging(level: str) -> None:
    """Write structured lines to standard error; called by whoever starts the program, never by an import."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def init_log(app: Flask) -> None:
    """Log every request of this app once it is answered."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=uuid4().hex[:12])

    @app.after_request
    def tell(answer: Response) -> Response:
        # The rule, not the path: paths carry ids of patients.
        rule = request.url_rule.rule if request.url_rule is not None else None
        if rule not in _QUIET:
            took = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
            _log.info("request", method=request.method, route=rule, status=answer.status_code, ms=took)
        return answer
