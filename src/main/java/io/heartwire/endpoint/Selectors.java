package io.heartwire.endpoint;

import java.lang.reflect.Field;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The threads by which Open Liberty waits for its sockets: one for each thousand of them, started
 * as they come.
 *
 * <p>Implementation notes. A selector that has had no socket for a while, and then for 10 s more,
 * ends. But as soon as it has begun to wait for that it counts as one with room again, so that in
 * the moment in which it ends it may still be given sockets, from which nobody ever reads: these
 * clients wait for an answer to their handshakes until they give up. It takes a crowd that has
 * left, and another that comes just then. So selectors are made to wait for good; what one costs
 * without sockets is a thread that sleeps. Written for the classes of 26.0.0.5 ({@code
 * SocketRWChannelSelector.checkForTimeouts}, {@code WorkQueueManager.moveIntoPosition}).
 */
final class Selectors {
  private static final Logger LOG = Logger.getLogger(Selectors.class.getName());
  private static final String CONFIGURATION =
      "com.ibm.ws.tcpchannel.internal.TCPFactoryConfiguration";

  /** It is added to the time of day, so not the longest there is. */
  static final long FOR_GOOD_MILLIS = TimeUnit.DAYS.toMillis(36_500);

  private Selectors() {}

  /**
   * Makes them stay, all of this server. A warning if they are not as we know them.
   *
   * @param neighbour a class of theirs
   */
  static void keep(Class<?> neighbour) {
    try {
      Field wait =
          Class.forName(CONFIGURATION, false, neighbour.getClassLoader())
              .getDeclaredField("channelSelectorWaitToTerminate");
      wait.setAccessible(true);
      wait.setLong(null, FOR_GOOD_MILLIS);
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      LOG.log(
          Level.WARNING,
          "The selectors of this container end as they like: after a crowd has left, a few clients"
              + " of the next may wait in vain for an answer to their handshakes, and have to try"
              + " again",
          unknown);
    }
  }
}
