"""What goes with every answer: the browser's instructions, and a fresh nonce for the next proof."""

from flask import Flask, Response, request

from server.config import Settings
from server.identity.proof import NONCE_HEADER, fresh_nonce
from server.web.gate import API

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src blob:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types svelte-trusted-html doorstep-sw doorstep-worker"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
}
_A_YEAR = "max-age=31536000"


def init_headers(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer of this app, errors included."""

    @app.after_request
    def dress(answer: Response) -> Response:
        # A file that somebody uploaded brings a stricter policy of its own.
        answer.headers.setdefault("Content-Security-Policy", CSP)
        answer.headers.update(_ALWAYS)
        if settings.origin.startswith("https://"):
            answer.headers["Strict-Transport-Security"] = _A_YEAR
        if request.path.startswith(API):
            answer.headers["Cache-Control"] = "no-store"
            answer.headers[NONCE_HEADER] = fresh_nonce()
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer
