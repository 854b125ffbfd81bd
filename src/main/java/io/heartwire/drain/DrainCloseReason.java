package io.heartwire.drain;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The close reason of drained clients: a code of their protocol, and advice when to reconnect in
 * the text, as {@code shutdown, reconnect in 1234 ms}.
 *
 * <p>The advice is in the text, since no protocol has another field for it: the Centrifuge
 * protocol's {@code disconnect} push also has only a code and a reason. Its clients reconnect after
 * codes 3000 to 3499 with their own backoff. Sources: RFC 6455, section 7.4 and the registry of
 * close codes for 1012; the disconnect codes at <a
 * href="https://centrifugal.dev/docs/server/codes">centrifugal.dev</a> for 3001 and 3011.
 */
enum DrainCloseReason {
  /** This gateway is about to stop. */
  SHUTDOWN("shutdown", 1012, 3001),
  /** This gateway goes on; other nodes should get a share of its clients. */
  REBALANCE("rebalance", 1012, 3011);

  private static final String CENTRIFUGE = "centrifuge";

  private final String why;
  private final int code;
  private final int centrifugeCode;

  DrainCloseReason(String why, int code, int centrifugeCode) {
    this.why = why;
    this.code = code;
    this.centrifugeCode = centrifugeCode;
  }

  /**
   * Returns the close reason for one connection.
   *
   * @param within the longest delay before a reconnect; each client gets a random one, so that they
   *     do not come back together
   */
  CloseReason to(Connection connection, Duration within) {
    boolean isCentrifuge = connection.peer().protocol().equals(CENTRIFUGE);
    long wait = ThreadLocalRandom.current().nextLong(within.toMillis() + 1);
    return new CloseReason(
        isCentrifuge ? centrifugeCode : code, why + ", reconnect in " + wait + " ms");
  }
}
