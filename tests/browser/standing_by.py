"""What a process does that stands by to become a server: load what a server needs sooner or later.

Nothing but what each does for itself within ten seconds of its start, which takes it 0.6 core-seconds.
"""

from __future__ import annotations

import gc
import logging.config

import gunicorn.glogging
import gunicorn.workers.gthread
import holidays.countries.united_states
import pytest
from sqlalchemy.orm import configure_mappers

import server.cli
import server.deadlines.jobs
import server.office.handing_back
import server.search.jobs
import server.serve
import tests.browser.server

LOADED = (
    gunicorn.glogging,
    gunicorn.workers.gthread,
    holidays.countries.united_states,
    logging.config,
    # A forked process imports first what its parent was started as.
    pytest,
    server.cli,
    server.deadlines.jobs,
    server.office.handing_back,
    server.search.jobs,
    server.serve,
    tests.browser.server,
)

configure_mappers()
# What stands now is never looked through again for what could be freed, and so stays one memory of them all.
gc.freeze()
