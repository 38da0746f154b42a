"""A plain program with the official SDK: one error with a cause, one message, and all that people hang onto them."""

import json
import os

import sentry_sdk

sentry_sdk.init(dsn=os.environ["SENTRY_DSN"], environment="staging", release="shop@1.2.3")
sentry_sdk.set_user({"id": "42", "email": "ada@example.com"})
sentry_sdk.set_tag("shop", "tickets")
sentry_sdk.add_breadcrumb(category="cart", message="seat added", level="info")


def read_row(seat):
    return seat["row"]


def reserve(seat):
    try:
        read_row(seat)
    except KeyError as error:
        raise ValueError("The seat cannot be reserved") from error


try:
    reserve({"number": 12})
except ValueError as error:
    with sentry_sdk.new_scope() as scope:
        scope.add_attachment(bytes=b"seat 12", filename="seat.txt", content_type="text/plain")
        exception = sentry_sdk.capture_exception(error)
message = sentry_sdk.capture_message("The box office is closed", level="warning")
sentry_sdk.flush(timeout=10)
print(json.dumps({"exception": exception, "message": message}))
