"""From which address a request comes, behind as many proxies as the operator says."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
BITS_OF_ONE_LINE = (
    64  # an IPv6 line has so many bits of its own; behind it anyone picks addresses
)


def client_address(request: HttpRequest) -> str:
    """Return the address of the client, or of its home network with IPv6.

    Without proxies it is who connects; X-Forwarded-For, which anyone can send, is ignored. With
    ``settings.PROXIES`` of them it is that many places from the right in X-Forwarded-For: each
    proxy adds, at the right, whom it saw. When the header is shorter, or holds no address
    there, the request did not come through them and who connects counts.
    """
    connected: str = request.META.get("REMOTE_ADDR", "")
    chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    seen = chain[-settings.PROXIES] if 0 < settings.PROXIES <= len(chain) else ""
    return _network(seen) or _network(connected) or UNKNOWN


def _network(text: str) -> str:
    try:
        address = ipaddress.ip_address(text.strip().strip("[]"))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        network = ipaddress.IPv6Network((address, BITS_OF_ONE_LINE), strict=False)
        return str(network.network_address)
    return str(address)
