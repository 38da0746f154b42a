"""The client that was current before 2019: no envelopes, its body is zlib on the store endpoint."""

import json
import os

import raven
from raven.transport.http import HTTPTransport

client = raven.Client(
    os.environ["SENTRY_DSN"],
    transport=HTTPTransport,
    release="shop@1.2.3",
    environment="staging",
    tags={"shop": "tickets"},
)
client.user_context({"id": "42"})
client.captureBreadcrumb(category="cart", message="seat added", level="info")


def reserve(seat):
    return seat["row"]


try:
    reserve({"number": 12})
except KeyError:
    exception = client.captureException()
message = client.captureMessage("The box office is closed", level="warning")
print(json.dumps({"exception": exception, "message": message}))
