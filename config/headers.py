"""What every answer tells browsers not to do with it, whoever answers: a view, middleware, or the server by itself."""

from collections.abc import Callable
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_CSP = "Content-Security-Policy"
_HSTS = "Strict-Transport-Security"
_PAGE = (
    "default-src 'self'; img-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; style-src 'self'"
)
_NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_SHOWN = ("text/html", "image/svg+xml", "text/javascript", "application/javascript")  # which load or run something
_DEVICES = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope"),
    *("magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "usb"),
    "xr-spatial-tracking",
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{device}=()" for device in _DEVICES),
}


class SafeHeaders:
    """Forbids pages to load anything from elsewhere, and to run or show what was written into them; and the like.

    A page whose own script has to write styles into it, as ReDoc's does, gives it `request.csp_nonce`; then those
    styles are allowed that carry it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add what an answer does not say itself."""
        nonce = _Nonce()
        request.csp_nonce = nonce  # type: ignore[attr-defined]  # for templates, which know no types
        response = self.get_response(request)
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            response.headers.setdefault(_HSTS, _hsts())
        policy = _PAGE if response.get("Content-Type", "").startswith(_SHOWN) else _NO_PAGE
        response[_CSP] = f"{policy} 'nonce-{nonce}'" if nonce.is_drawn else policy
        return response


def server_headers() -> dict[str, str]:
    """Return the headers of what the server answers to what it cannot even parse; browsers obey HSTS over TLS alone."""
    hsts = {_HSTS: _hsts()} if settings.SECURE_HSTS_SECONDS else {}
    return {**_ALWAYS, _CSP: _NO_PAGE, **hsts}


def _hsts() -> str:
    subdomains = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
    return f"max-age={settings.SECURE_HSTS_SECONDS}{subdomains}"


class _Nonce:
    """A word that nobody can guess, drawn when it is asked for."""

    def __init__(self) -> None:
        self._word = ""

    def __str__(self) -> str:
        self._word = self._word or token_urlsafe(16)
        return self._word

    @property
    def is_drawn(self) -> bool:
        """Tell whether the page has it."""
        return bool(self._word)
