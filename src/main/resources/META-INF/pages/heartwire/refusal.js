/** Why the gateway refuses a WebSocket: of a refused upgrade a browser tells its page "1006" only. */
import { httpUrl } from "./channel-name.js";

const LONGEST = 5_000;
const MOST_TEXT = 500;

/** What another try does not change, unless something else changes first. */
const FINAL = new Set([400, 401, 403, 404, 405]);

/** The gateway's answer to a request that could be upgraded, had it been one. */
const NOTHING_WRONG = 426;

/**
 * Asks the same address by HTTP, which the gateway answers with a status and a sentence.
 *
 * Resolves to { status, text, isFinal, wait }, where wait is how long the gateway wants to be left
 * alone, in milliseconds, or 0; or to null if it has nothing against the connection, or says nothing.
 */
export async function refusalOf(channel, token) {
  try {
    const answer = await fetch(httpUrl(channel), {
      cache: "no-store",
      headers: token ? { Authorization: `Bearer ${token}` } : {},
      signal: AbortSignal.timeout(LONGEST),
    });
    if (answer.ok || answer.status === NOTHING_WRONG) {
      return null;
    }
    const isSentence = answer.headers.get("Content-Type")?.startsWith("text/plain");
    return {
      status: answer.status,
      text: isSentence ? (await answer.text()).trim().slice(0, MOST_TEXT) : "",
      isFinal: FINAL.has(answer.status),
      wait: 1000 * (Number.parseInt(answer.headers.get("Retry-After"), 10) || 0),
    };
  } catch {
    return null;
  }
}
