package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSHeader;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.TokenException;
import io.heartwire.time.PeriodicTask;
import io.heartwire.time.TimeSource;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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
 * The key set at {@code heartwire.token.jwks-url}. It is fetched at the start, regularly, and when
 * a token has an unknown key. If a fetch fails, the last good keys stay in use.
 *
 * <p>Safe for use by any thread. Nothing blocks. There is one attempt at a time, and the time
 * between two is at least the cooldown.
 */
@Singleton
public class JwksKeys implements PeriodicTask {
  private static final Logger LOG = Logger.getLogger(JwksKeys.class.getName());

  /** The most keys in one line of the log. */
  private static final int MOST_SHOWN = 10;

  /** The state of the key set. */
  public enum State {
    /** No URL is configured. */
    OFF,
    /** No attempt has succeeded so far. */
    MISSING,
    /** The last attempt succeeded. */
    CURRENT,
    /** The last attempt failed; the keys of an earlier one are in use. */
    OLD
  }

  /**
   * A key set with the time of its fetch.
   *
   * @param asOf when it was requested, in {@code TimeSource} nanoseconds
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

  // Written by the present attempt only.
  private volatile List<String> leftOut = List.of();

  @Inject
  JwksKeys(JwksConfig config, JwksSource source, TimeSource time) {
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

  /** Returns whether a URL is configured. */
  boolean isConfigured() {
    return config.url().isPresent();
  }

  /**
   * Returns the key for a token. If there is none and the set is not fresh, the set is fetched.
   *
   * @throws TokenException {@code INVALID} if a fresh set has no such key, {@code UNDECIDED} if the
   *     set must be fetched first
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
          TokenException.Flaw.INVALID, "none of the issuer's keys matches it (kid, alg)");
    }
    fetch(now);
    throw new TokenException(
        TokenException.Flaw.UNDECIDED, "its key is not available yet; try again in a few seconds");
  }

  public State state() {
    if (!isConfigured()) {
      return State.OFF;
    }
    return last == null ? State.MISSING : isFailing ? State.OLD : State.CURRENT;
  }

  /** Returns whether the key server has failed so often that it is not asked for a while. */
  public boolean isCircuitOpen() {
    return isCircuitOpen;
  }

  /** The number of keys in use. */
  public int count() {
    Fetched known = last;
    return known == null ? 0 : known.keys().size();
  }

  /** The age of the keys in use; empty if there are none. */
  public Optional<Duration> age() {
    Fetched known = last;
    return known == null
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(time.nanos() - known.asOf()));
  }

  /** The number of successful attempts since the start. */
  public long fetched() {
    return fetched.sum();
  }

  /** The number of failed attempts since the start. */
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
      tellLeftOut(keys.leftOut());
    }
    underWay.set(false);
    return null;
  }

  /** Logs the unusable keys, once until they change. */
  private void tellLeftOut(List<String> keys) {
    if (!keys.isEmpty() && !keys.equals(leftOut)) {
      LOG.log(
          Level.WARNING,
          "{0} keys at {1} (heartwire.token.jwks-url) cannot verify signatures here and are left"
              + " out: {2}; tokens signed by the other keys are accepted",
          new Object[] {keys.size(), config.shownUrl(), shown(keys)});
    }
    leftOut = keys;
  }

  private static String shown(List<String> keys) {
    int more = keys.size() - MOST_SHOWN;
    return String.join("; ", keys.subList(0, Math.min(MOST_SHOWN, keys.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  /** Counts a failed attempt, and logs it once until an attempt succeeds. */
  private void failed(Throwable failure) {
    failed.increment();
    isCircuitOpen = failure instanceof CircuitBreakerOpenException;
    if (!isFailing) {
      LOG.log(
          Level.WARNING,
          "The keys at {0} (heartwire.token.jwks-url) could not be fetched: {1}; the {2} keys of"
              + " the last fetch stay in use, and the fetch is tried again",
          new Object[] {config.shownUrl(), failure, count()});
    }
    isFailing = true;
  }
}
