"""What holds for every test, and the browser's fixtures.

Those are imported here and nowhere below: imported by two folders they would be two fixtures of one name,
and the second one's Playwright refuses to start beside the first one's.
"""

from hypothesis import settings

from tests.browser.fixtures import ana, demo_agency, playwright_running, rina, server, tablets

__all__ = ["ana", "demo_agency", "playwright_running", "rina", "server", "tablets"]

# A shared machine is sometimes slow: a property is about what is true, not about how fast it is shown.
settings.register_profile("doorstep", deadline=None, print_blob=True)
settings.load_profile("doorstep")
