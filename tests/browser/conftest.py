from tests.browser.fixtures import ana, demo_agency, playwright_running, rina, server, tablets

__all__ = ["ana", "demo_agency", "playwright_running", "rina", "server", "tablets"]
