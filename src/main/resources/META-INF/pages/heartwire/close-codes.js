/** What the codes of a WebSocket close mean, and which of them are the gateway's last word. */

const MEANINGS = new Map([
  [1000, "closed normally"],
  [1001, "the gateway is going away"],
  [1002, "protocol error"],
  [1003, "kind of message not accepted"],
  [1005, "closed without a code"],
  [1006, "connection lost"],
  [1007, "text was not valid UTF-8"],
  [1008, "against the gateway's policy"],
  [1009, "message too big, it was not published"],
  [1011, "error inside the gateway"],
  [1012, "the gateway restarts"],
  [1013, "the gateway is too busy"],
  [1015, "TLS handshake failed"],
  [3001, "the gateway shuts down"],
  [3004, "error inside the gateway"],
  [3005, "the token has expired"],
  [3006, "the time of a subscription is over"],
  [3008, "too slow to read what was sent"],
  [3010, "messages were missed"],
  [3011, "the gateway asked for a new connection"],
  [3012, "no answer to heartbeats"],
  [3013, "too many requests"],
  [3500, "invalid token"],
  [3501, "bad request"],
  [3502, "not ready in time"],
  [3503, "disconnected by an operator"],
  [3504, "connection limit reached"],
  [3505, "channel limit reached"],
  [3507, "permission denied"],
]);

/** Why a connection ended, as a phrase. */
export function meaningOf(code) {
  if (MEANINGS.has(code)) {
    return MEANINGS.get(code);
  }
  if (code >= 3000 && code <= 3499) {
    return "the gateway asks to reconnect";
  }
  if (code >= 3500 && code <= 3999) {
    return "the gateway asks not to come back";
  }
  return "not a code of this gateway";
}

/**
 * Whether a client should stay away: the gateway's final codes, and its normal goodbye, which an
 * idle connection gets; to come back at once would undo it.
 */
export function isFinal(code) {
  return code === 1000 || (code >= 3500 && code <= 3999);
}
