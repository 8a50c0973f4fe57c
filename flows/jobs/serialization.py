"""Values as JSON."""

import base64


def to_json(value: object) -> str:
    """A value as JSON; bytes are written in Base64."""
    import orjson

    return orjson.dumps(value, default=_plain).decode()


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)
