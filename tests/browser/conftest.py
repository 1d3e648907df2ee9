from tests.browser.fixtures import playwright_running, server, tablets

__all__ = ["playwright_running", "server", "tablets"]
