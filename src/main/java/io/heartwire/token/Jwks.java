package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSHeader;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.TokenException;
import io.heartwire.time.Chore;
import io.heartwire.time.TimeSource;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the set at {@code heartwire.token.jwks-url}: fetched at the start, again from time to
 * time, and when a token names one that is not among them. The last good ones stay in force
 * whatever becomes of their server.
 *
 * <p>Safe for use by any thread; nothing blocks. At most one attempt is under way, and two are at
 * least the cooldown apart.
 */
@Singleton
public class Jwks implements Chore {
  private static final Logger LOG = Logger.getLogger(Jwks.class.getName());

  /** How it stands with the keys. */
  public enum State {
    /** None are wanted: no address is configured. */
    OFF,
    /** There never were any so far. */
    MISSING,
    /** The last attempt brought them. */
    CURRENT,
    /** The last attempt failed; those of an earlier one are in force. */
    OLD
  }

  /**
   * A set, and since when it is known to be the server's.
   *
   * @param asOf when it was asked for, in {@code TimeSource} nanoseconds
   */
  private record Fetched(KeySet keys, long asOf) {}

  private final JwksConfig config;
  private final JwksSource source;
  private final TimeSource time;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final LongAdder fetched = new LongAdder();
  private final LongAdder failed = new LongAdder();

  private volatile @Nullable Fetched last;
  private volatile long triedAt;
  private volatile boolean isFailing;
  private volatile boolean isCircuitOpen;

  @Inject
  Jwks(JwksConfig config, JwksSource source, TimeSource time) {
    this.config = config;
    this.source = source;
    this.time = time;
    this.triedAt = time.nanos() - config.cooldown().toNanos();
  }

  void start(@Observes Startup event) {
    tick(time.nanos());
  }

  @Override
  public void tick(long now) {
    Fetched known = last;
    boolean isOld = known == null || now - known.asOf() >= config.refresh().toNanos();
    if (isOld || isFailing) {
      fetch(now);
    }
  }

  /** Whether keys come from here at all. */
  boolean isConfigured() {
    return config.url().isPresent();
  }

  /**
   * The key for a token. If there is none, and that may be because the set is old, it is fetched.
   *
   * @throws TokenException {@code INVALID} if there is none, {@code UNDECIDED} if that has to be
   *     found out yet
   */
  TrustedKey find(JWSHeader header) {
    Fetched known = last;
    Optional<TrustedKey> key = known == null ? Optional.empty() : known.keys().find(header);
    if (key.isPresent()) {
      return key.get();
    }
    long now = time.nanos();
    if (known != null && now - known.asOf() < config.cooldown().toNanos()) {
      throw new TokenException(
          TokenException.Flaw.INVALID, "none of the issuer's keys is its key (kid, alg)");
    }
    fetch(now);
    throw new TokenException(
        TokenException.Flaw.UNDECIDED, "its key is not here yet; try again in a few seconds");
  }

  public State state() {
    if (!isConfigured()) {
      return State.OFF;
    }
    return last == null ? State.MISSING : isFailing ? State.OLD : State.CURRENT;
  }

  /** Whether the server has failed so often that it is left alone for a while. */
  public boolean isCircuitOpen() {
    return isCircuitOpen;
  }

  /** How many keys are in force. */
  public int count() {
    Fetched known = last;
    return known == null ? 0 : known.keys().size();
  }

  /** Since when the keys in force are known to be the server's; empty if there are none. */
  public Optional<Duration> age() {
    Fetched known = last;
    return known == null
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(time.nanos() - known.asOf()));
  }

  /** Attempts that brought keys, since the start. */
  public long fetched() {
    return fetched.sum();
  }

  /** Attempts that failed, since the start. */
  public long failed() {
    return failed.sum();
  }

  private void fetch(long now) {
    URI url = config.url().orElse(null);
    if (url == null || !underWay.compareAndSet(false, true)) {
      return;
    }
    if (now - triedAt < config.cooldown().toNanos()) {
      underWay.set(false);
      return;
    }
    triedAt = now;
    CompletableFuture<Void> unused =
        ask(url)
            .thenApply(body -> KeySet.parse(new String(body, UTF_8)))
            .handle((keys, failure) -> settle(now, keys, failure))
            .toCompletableFuture();
  }

  private CompletionStage<byte[]> ask(URI url) {
    try {
      return source.fetch(url);
    } catch (RuntimeException refused) {
      return CompletableFuture.failedStage(refused);
    }
  }

  private @Nullable Void settle(long asOf, @Nullable KeySet keys, @Nullable Throwable failure) {
    if (failure != null) {
      failed(Hooks.causeOf(failure));
    } else if (keys != null) {
      last = new Fetched(keys, asOf);
      fetched.increment();
      isCircuitOpen = false;
      if (isFailing || fetched.sum() == 1) {
        LOG.log(Level.INFO, "{0} keys of {1}", new Object[] {keys.size(), config.shownUrl()});
      }
      isFailing = false;
    }
    underWay.set(false);
    return null;
  }

  /** Told once, until it works again. */
  private void failed(Throwable failure) {
    failed.increment();
    isCircuitOpen = failure instanceof CircuitBreakerOpenException;
    if (!isFailing) {
      LOG.log(
          Level.WARNING,
          "The keys at {0} (heartwire.token.jwks-url) could not be fetched: {1}; the {2} known so"
              + " far stay in force, and it is tried again",
          new Object[] {config.shownUrl(), failure, count()});
    }
    isFailing = true;
  }
}
