package io.heartwire.drain;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What those are told who are asked to go: a code of their protocol, and in the reason when to come
 * back, as {@code shutdown, reconnect in 1234 ms}.
 *
 * <p>In the reason, since no protocol here has another place for it: the Centrifuge protocol's
 * {@code disconnect} push carries a code and a reason, too, and nothing else. Its clients come back
 * after 3000 to 3499 at their own pace. Sources: RFC 6455, section 7.4 and the registry of close
 * codes for 1012; the disconnect codes at <a
 * href="https://centrifugal.dev/docs/server/codes">centrifugal.dev</a> for 3001 and 3011.
 */
enum Farewell {
  /** This gateway is about to stop. */
  SHUTDOWN("shutdown", 1012, 3001),
  /** This gateway stays; others are to have their share. */
  REBALANCE("rebalance", 1012, 3011);

  private static final String CENTRIFUGE = "centrifuge";

  private final String why;
  private final int code;
  private final int centrifugeCode;

  Farewell(String why, int code, int centrifugeCode) {
    this.why = why;
    this.code = code;
    this.centrifugeCode = centrifugeCode;
  }

  /**
   * The reason for one connection.
   *
   * @param within the longest advice; each gets a random one, so that nobody comes back together
   */
  CloseReason to(Connection connection, Duration within) {
    boolean isCentrifuge = connection.peer().protocol().equals(CENTRIFUGE);
    long wait = ThreadLocalRandom.current().nextLong(within.toMillis() + 1);
    return new CloseReason(
        isCentrifuge ? centrifugeCode : code, why + ", reconnect in " + wait + " ms");
  }
}
