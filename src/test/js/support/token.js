// Tokens as a back end would make them, with the secret that the test has given to the gateway.
import { createHmac } from 'node:crypto';

const SECRET = 'known to the tests and to nobody else, and long enough';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Seconds since 1970, so many from now. */
export function inSeconds(seconds) {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** A token that says this. */
export function token(claims) {
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
}
