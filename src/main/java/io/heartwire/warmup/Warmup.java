package io.heartwire.warmup;

import io.heartwire.config.Settings;
import io.heartwire.loopback.OwnAddress;
import io.heartwire.time.TimeSource;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tests from the gateway's start that it serves clients as it should. Then it warms the gateway up,
 * until the JVM has compiled what handshakes need or {@code heartwire.warmup.duration} is over, and
 * says whether that is still under way.
 *
 * <p>It never keeps the gateway from becoming ready: what goes wrong is logged once, and the
 * gateway takes part cold. Safe for use by any thread.
 */
@Singleton
@SuppressWarnings("NullAway.Init") // the container injects the rest
public class Warmup {
  private static final Logger LOG = Logger.getLogger(Warmup.class.getName());

  /** Applications start before the port opens. */
  private static final Duration MOST_WAIT = Duration.ofSeconds(60);

  private static final long RETRY_MILLIS = 50;

  @Resource private ManagedThreadFactory threads;
  @Inject private WarmupConfig config;
  @Inject private Settings settings;
  @Inject private TimeSource time;
  @Inject private WireFallback wire;

  private final Passes passes = new Passes();
  private volatile WarmupReport last = new WarmupReport(WarmupState.WARMING, 0, Duration.ZERO);
  private volatile @Nullable Crew crew;

  void start(@Observes Startup event) {
    Optional<InetSocketAddress> address = OwnAddress.of(settings);
    if (address.isEmpty()) {
      last = new WarmupReport(WarmupState.OFF, 0, Duration.ZERO);
      return;
    }
    Progress progress = new Progress(time, config.duration(), Warmup::compiledMillis);
    Crew own = new Crew(address.get(), passes.lines(), progress);
    crew = own;
    Thread thread = threads.newThread(() -> run(own, address.get()));
    thread.setName("heartwire-warmup");
    thread.start();
  }

  /** How it goes, or went. */
  public WarmupReport report() {
    WarmupReport known = last;
    Crew playing = crew;
    return known.isOver() || playing == null ? known : playing.report(known.state());
  }

  /**
   * Where a client is served that comes with this handshake.
   *
   * @param headers of the handshake; of one that is not there, null
   * @param from the client's address
   * @param to the address that it connected to
   */
  public Stage stageOf(Function<String, @Nullable String> headers, String from, String to) {
    return passes.stageOf(headers, from, to);
  }

  private void run(Crew own, InetSocketAddress address) {
    WarmupState end = WarmupState.FAILED;
    try {
      if (isServing(own)) {
        if (config.duration().isZero()) {
          end = WarmupState.OFF;
          return;
        }
        own.play(threads);
        end = WarmupState.WARM;
        LOG.log(Level.INFO, "{0}", own.report(end));
      }
    } catch (IOException | RuntimeException failure) {
      LOG.log(
          Level.WARNING,
          "The warm-up of "
              + address
              + " failed; the gateway takes part all the same, untested, and its first clients are"
              + " served slowly. See that http.port and http.host are where it listens, or set"
              + " heartwire.warmup.duration=0s",
          failure);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      passes.expire();
      last = own.report(end);
    }
  }

  /** Of a JVM that does not tell, it is always the same: the compiler then counts as quiet. */
  private static long compiledMillis() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? compiler.getTotalCompilationTime()
        : 0;
  }

  /** Waits until the port is open and the application answers. */
  private boolean isServing(Crew own) throws IOException, InterruptedException {
    long deadline = time.nanos() + MOST_WAIT.toNanos();
    while (true) {
      try {
        own.test(wire);
        own.playOnce();
        return true;
      } catch (IOException notYet) {
        if (time.nanos() - deadline >= 0) {
          throw notYet;
        }
      }
      if (own.isStoppedWithin(RETRY_MILLIS)) {
        return false;
      }
    }
  }

  @PreDestroy
  void stop() {
    Crew playing = crew;
    if (playing != null) {
      playing.stop();
    }
  }
}
