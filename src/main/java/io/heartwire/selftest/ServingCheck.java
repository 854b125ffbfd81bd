package io.heartwire.selftest;

import io.heartwire.time.TimeSource;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Waits from the start until the gateway serves clients: until its port is open, its wire has been
 * tested, and one client of each protocol has been served. Where somebody answers at the port and
 * clients are not served as they should be, it waits as long as that is so, and says why.
 *
 * <p>Used by one thread, which {@link #awaitServed} blocks; {@link #problem} and {@link #stop} by
 * any.
 */
@Singleton
public class ServingCheck {
  private static final Logger LOG = Logger.getLogger(ServingCheck.class.getName());
  private static final String CHANNEL = "heartwire-selftest";

  /** Applications start before the port opens. */
  private static final Duration MOST_WAIT = Duration.ofSeconds(60);

  private static final long RETRY_MILLIS = 50;
  private static final long LATER_MILLIS = 5_000;

  /** How long somebody else may answer at the port before that is taken for sure. */
  private static final Duration CERTAIN = Duration.ofSeconds(10);

  private final OwnClients clients;
  private final WireFallback wire;
  private final TimeSource time;
  private final Optional<TakenPort> port;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile String problem = "";

  /** Looks at the port at once: while the application starts, only somebody else listens there. */
  @Inject
  ServingCheck(OwnClients clients, WireFallback wire, TimeSource time) {
    this.clients = clients;
    this.wire = wire;
    this.time = time;
    this.port = clients.address().map(TakenPort::new);
  }

  /** Whether there is anything to wait for: a port without TLS. */
  public boolean isPossible() {
    return port.isPresent();
  }

  /** Why clients are not served as they should be; empty as far as is known. */
  public String problem() {
    return problem;
  }

  /** Ends the wait. */
  @PreDestroy
  public void stop() {
    stopped.countDown();
  }

  /**
   * Blocks until clients are served.
   *
   * @return false if it was stopped before
   * @throws IOException if nobody answers for a minute
   */
  public boolean awaitServed() throws IOException, InterruptedException {
    long begin = time.nanos();
    boolean isLogged = false;
    while (true) {
      Duration waited = Duration.ofNanos(time.nanos() - begin);
      try {
        test();
        problem = "";
        return true;
      } catch (UnservedException unserved) {
        problem = address() + ": " + unserved.getMessage();
        if (waited.compareTo(CERTAIN) >= 0) {
          port.ifPresent(TakenPort::endIfTaken);
        }
        isLogged = isLogged || logAfter(waited);
      } catch (IOException notYet) {
        problem = "";
        if (waited.compareTo(MOST_WAIT) >= 0) {
          throw new IOException("nobody serves clients at " + address(), notYet);
        }
      }
      if (stopped.await(isLogged ? LATER_MILLIS : RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
  }

  private void test() throws IOException {
    SelfTest.run(() -> clients.connect(ClientScript.RAW.path(CHANNEL)), wire);
    for (ClientScript script : ClientScript.values()) {
      clients.play(script, CHANNEL);
    }
  }

  private InetSocketAddress address() {
    return clients.address().orElseThrow();
  }

  /** Whether it was long enough for that. */
  private boolean logAfter(Duration waited) {
    if (waited.compareTo(MOST_WAIT) < 0) {
      return false;
    }
    LOG.log(
        Level.SEVERE,
        "Not ready, since clients would not be served: {0}. See that the application''s web.xml has"
            + " no <absolute-ordering> that leaves Heartwire out and no filter that answers in its"
            + " place, and that http.port and http.host are where it listens",
        problem);
    return true;
  }
}
