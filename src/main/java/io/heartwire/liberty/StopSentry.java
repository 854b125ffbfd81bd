package io.heartwire.liberty;

import io.heartwire.config.Settings;
import io.heartwire.drain.Drain;
import io.heartwire.drain.DrainConfig;
import io.heartwire.drain.StopDrain;
import io.heartwire.drain.StopSignal;
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
 * before it does.
 *
 * <p>Implementation notes. Liberty cuts all sockets at once when it stops, unless it is held (see
 * {@link StopHold}): then it waits up to 30 s, and the application runs on meanwhile. So it always
 * is, by the gateway's own request, and the thread of this class is its client. That the server
 * stops shows by its port, which it closes first of all; a JVM shutdown hook would come too late
 * after {@code server stop}. Whatever goes wrong, the request is let go within {@link
 * StopDrain#LIMIT} and a little, and if even that fails, the server stops waiting by itself.
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
          "No drain when the server stops: that needs the plain port (http.port). Call"
              + " /api/drain before, or set heartwire.drain.on-stop=false");
      return;
    }
    Thread thread = threads.newThread(this::watch);
    thread.setName("heartwire-stop");
    thread.start();
  }

  @Override
  public boolean isHolding() {
    return hold.isHeld();
  }

  private void watch() {
    try {
      for (int failures = 0; !isEndedWithin(RETRY_MILLIS); failures++) {
        try (HoldRequest request = send()) {
          if (request.lasts(LOOK_EVERY_MILLIS)) {
            failures = 0;
            guard(request);
          }
        } catch (IOException notYet) {
          // The port is not open yet, or not any more.
        } catch (RuntimeException failure) {
          LOG.log(Level.SEVERE, "Could not watch for the server's stop; trying again", failure);
        } finally {
          hold.letGo(); // in any case: a request that nobody waits for would hold the server
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
  private void guard(HoldRequest request) throws InterruptedException {
    while (ended.getCount() > 0 && request.lasts(LOOK_EVERY_MILLIS)) {
      if (isClosed()) {
        new StopDrain(drain, () -> config.get().plan(), this::isOpen, time).run(StopDrain.LIMIT);
        return;
      }
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
        port.address().orElseThrow(() -> new IOException("there is no plain port any more"));
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
