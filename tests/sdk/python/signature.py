"""The signature of a webhook, judged as ShipEngine's page on validating webhooks recommends.

Needs nothing but the standard library: to verify RSASSA-PKCS1-v1_5 is one power, and a comparison
with the one text that it may give (RFC 8017, 8.2.2).
"""
import base64
import datetime
import hashlib

TOLERANCE = datetime.timedelta(minutes=5)
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")


def refusal(headers, body, jwks, now=None):
    """The status to refuse a request with; None: it is what the sender signed.

    headers: finds a name in any case, as http.server has them; body: the bytes as they arrived;
    jwks: the sender's key set, parsed; now: an aware datetime.
    """
    key_id = headers.get("x-shipengine-rsa-sha256-key-id")
    signature = headers.get("x-shipengine-rsa-sha256-signature")
    timestamp = headers.get("x-shipengine-timestamp")
    if not (key_id and signature and timestamp):
        return 404

    now = now or datetime.datetime.now(datetime.timezone.utc)
    try:
        stamp = datetime.datetime.fromisoformat(timestamp.replace("Z", "+00:00"))
        if abs(now - stamp) > TOLERANCE:
            return 400
    except (ValueError, TypeError):  # no time, or one without a zone
        return 400

    for key in jwks["keys"]:
        if key.get("kid") == key_id and key.get("kty") == "RSA":
            right = is_signed(timestamp.encode() + b"." + body, signature, key)
            return None if right else 401
    return 401


def is_signed(message, signature, jwk):
    """Whether this is the key's RSASSA-PKCS1-v1_5 signature with SHA-256, in base64."""
    modulus, exponent = number(jwk["n"]), number(jwk["e"])
    size = (modulus.bit_length() + 7) // 8
    try:
        signed = base64.b64decode(signature, validate=True)
    except ValueError:
        return False
    if len(signed) != size or int.from_bytes(signed, "big") >= modulus:
        return False
    end = b"\x00" + SHA256_PREFIX + hashlib.sha256(message).digest()
    expected = b"\x00\x01" + b"\xff" * (size - 2 - len(end)) + end
    return pow(int.from_bytes(signed, "big"), exponent, modulus).to_bytes(size, "big") == expected


def number(text):
    """A number of a JWK: base64url without padding, most significant byte first."""
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
