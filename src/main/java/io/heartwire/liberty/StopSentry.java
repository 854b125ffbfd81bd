package io.heartwire.liberty;

import io.heartwire.config.Settings;
import io.heartwire.drain.Drain;
import io.heartwire.drain.DrainConfig;
import io.heartwire.drain.StopDrain;
import io.heartwire.drain.StopSignal;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Notices that the server has been told to stop, by SIGTERM or {@code server stop}, and drains
 * before it stops.
 *
 * <p>Implementation notes. Liberty closes all sockets at once when it stops, unless an open request
 * holds it (see {@link StopHold}): then it waits up to 30 s, and the application goes on meanwhile.
 * So the gateway always has such a request to itself, and the thread of this class is its client.
 * The sign of a stop is the HTTP port, which the server closes first; a JVM shutdown hook would run
 * too late after {@code server stop}. Whatever goes wrong, the request is released soon after
 * {@link StopDrain#LIMIT}, and if even that fails, the server stops waiting by itself.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the container injects the rest
public class StopSentry implements StopSignal {
  private static final Logger LOG = Logger.getLogger(StopSentry.class.getName());

  private static final int LOOK_EVERY_MILLIS = 400;
  private static final int CERTAIN_AFTER_MILLIS = 100;
  private static final int RETRY_MILLIS = 250;

  /** Applications start before the port opens. */
  private static final int FAILURES_BEFORE_WARNING = 240;

  @Resource private ManagedThreadFactory threads;
  @Inject private Drain drain;
  @Inject private Provider<DrainConfig> config;
  @Inject private StopHold hold;
  @Inject private Settings settings;
  @Inject private TimeSource time;

  private final CountDownLatch ended = new CountDownLatch(1);
  private PortProbe port;

  void start(@Observes Startup event) {
    port = new PortProbe(settings);
    if (!config.get().onStop()) {
      return;
    }
    if (port.address().isEmpty()) {
      LOG.log(
          Level.WARNING,
          "No drain when the server stops, no warm-up, and no test of the wire: they need the plain"
              + " port, which the variable http.port of server.xml tells; see docs/embedding.md."
              + " Or call /api/drain before a stop, and set heartwire.drain.on-stop=false");
      return;
    }
    SettledPlan plan = new SettledPlan(config.get().plan(), time);
    Thread thread = threads.newThread(() -> watch(plan));
    thread.setName("heartwire-stop");
    thread.start();
  }

  @Override
  public boolean isHolding() {
    return hold.isHeld();
  }

  private void watch(SettledPlan plan) {
    LogThrottle log = new LogThrottle(time);
    try {
      for (int failures = 0; !isEndedWithin(RETRY_MILLIS); failures++) {
        try (HoldRequest request = send()) {
          if (request.lasts(LOOK_EVERY_MILLIS)) {
            failures = 0;
            guard(request, plan);
          }
        } catch (IOException notYet) {
          // The port is not open yet, or not any more.
        } catch (RuntimeException failure) {
          if (log.permits()) {
            LOG.log(Level.SEVERE, "Could not watch for the server's stop; trying again", failure);
          }
        } finally {
          hold.letGo(); // always: a request that is left open would hold the server
        }
        if (failures == FAILURES_BEFORE_WARNING) {
          warn();
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when the server may stop, or when the request does not hold it any more. */
  private void guard(HoldRequest request, SettledPlan plan) throws InterruptedException {
    while (ended.getCount() > 0 && request.lasts(LOOK_EVERY_MILLIS)) {
      if (isClosed()) {
        new StopDrain(drain, plan.get(), this::isOpen, time).run(StopDrain.LIMIT);
        return;
      }
      plan.read(config.get().plan());
    }
  }

  private boolean isClosed() throws InterruptedException {
    return port.ask() == PortProbe.Answer.CLOSED
        && !isEndedWithin(CERTAIN_AFTER_MILLIS)
        && port.ask() == PortProbe.Answer.CLOSED;
  }

  private boolean isOpen() {
    return port.ask() == PortProbe.Answer.OPEN;
  }

  private HoldRequest send() throws IOException {
    InetSocketAddress address =
        port.address()
            .orElseThrow(() -> new IOException("the plain HTTP port is not configured any more"));
    return HoldRequest.send(address, hold.path(), hold.secret());
  }

  private void warn() {
    LOG.log(
        Level.WARNING,
        "No drain when the server stops: the gateway could not hold a request to itself at {0}."
            + " See that http.port and http.host are where it listens",
        port.address());
  }

  private boolean isEndedWithin(long millis) throws InterruptedException {
    return ended.await(millis, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    ended.countDown();
    hold.letGo();
  }
}
