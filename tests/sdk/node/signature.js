// The signature of a webhook, judged as ShipEngine's page on validating webhooks recommends.
'use strict';

const crypto = require('node:crypto');

const TOLERANCE = 5 * 60 * 1000; // ms

// The status to refuse a request with; undefined: it is what the sender signed.
//   headers: names in lower case, as Node has them    body: a Buffer, the bytes as they arrived
//   jwks: the sender's key set, parsed                now: ms since 1970
function refusal(headers, body, jwks, now = Date.now()) {
  const keyId = headers['x-shipengine-rsa-sha256-key-id'];
  const signature = headers['x-shipengine-rsa-sha256-signature'];
  const timestamp = headers['x-shipengine-timestamp'];
  if (!keyId || !signature || !timestamp) return 404;

  const off = Math.abs(now - Date.parse(timestamp));
  if (!(off <= TOLERANCE)) return 400; // also when it is no time: NaN is in no order

  const jwk = jwks.keys.find((key) => key.kid === keyId && key.kty === 'RSA');
  if (!jwk) return 401;
  const key = crypto.createPublicKey({ key: jwk, format: 'jwk' });
  const signed = Buffer.concat([Buffer.from(`${timestamp}.`), body]);
  const isRight = crypto.verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64'));
  return isRight ? undefined : 401;
}

module.exports = { refusal };
