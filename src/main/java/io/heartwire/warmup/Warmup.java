package io.heartwire.warmup;

import io.heartwire.selftest.OwnClients;
import io.heartwire.selftest.ServingCheck;
import io.heartwire.time.TimeSource;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tests from the gateway's start that it serves clients. Then it drives clients through the gateway
 * until handshakes stop getting faster or {@code heartwire.warmup.duration} is over.
 *
 * <p>A warm-up that fails is logged once, and the gateway becomes ready cold. A gateway that
 * answers clients and does not serve them is not ready until it does. Safe for use by any thread.
 */
@Singleton
@SuppressWarnings("NullAway.Init") // the container injects the threads
public class Warmup {
  private static final Logger LOG = Logger.getLogger(Warmup.class.getName());

  private final boolean isOff;
  private final OwnClients clients;
  private final ServingCheck serving;
  private final Progress progress;
  private final WarmupRun run;
  @Resource private ManagedThreadFactory threads;
  private volatile WarmupState state = WarmupState.WARMING;

  @Inject
  Warmup(WarmupConfig config, OwnClients clients, ServingCheck serving, TimeSource time) {
    this.isOff = config.duration().isZero();
    this.clients = clients;
    this.serving = serving;
    this.progress = new Progress(time, config.duration());
    this.run = new WarmupRun(clients, progress);
  }

  void start(@Observes Startup event) {
    if (!serving.isPossible()) {
      state = WarmupState.OFF;
      return;
    }
    Thread thread = threads.newThread(this::testAndWarmUp);
    thread.setName("heartwire-warmup");
    thread.start();
  }

  /** How it goes, or went. */
  public WarmupReport report() {
    return new WarmupReport(state, progress.handshakes(), progress.took(), serving.problem());
  }

  private void testAndWarmUp() {
    WarmupState end = WarmupState.FAILED;
    try {
      if (serving.awaitServed() && !isOff) {
        run.play(threads);
      }
      end = isOff ? WarmupState.OFF : WarmupState.WARM;
    } catch (IOException | RuntimeException failure) {
      LOG.log(
          Level.WARNING,
          "The warm-up failed; the gateway becomes ready all the same, untested, and its first"
              + " clients are served slowly. See that http.port and http.host are where it listens,"
              + " or set heartwire.warmup.duration=0s",
          failure);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      clients.end();
      progress.end();
      state = end;
      LOG.log(Level.INFO, "{0}", report().inWords());
    }
  }

  @PreDestroy
  void stop() {
    run.stop();
  }
}
