package io.heartwire.hub;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.heartwire.time.PeriodicTask;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that are good no more, each for as long as was said, then forgotten. In memory: gone
 * with the process.
 *
 * <p>Safe for use by any thread; nothing blocks.
 */
@Internal
@Singleton
public class RevokedTokens implements PeriodicTask {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** What a revocation names. */
  private sealed interface Named {
    record Token(String id) implements Named {}

    record User(String user) implements Named {}
  }

  /**
   * @param issuedBefore of a user, which tokens are meant; of a token, nothing
   * @param until when it is forgotten, by the clock of the cache
   */
  private record Revocation(@Nullable Instant issuedBefore, long until) {}

  private final Cache<Named, Revocation> revocations;
  private final int most;
  private final TimeSource time;
  private final LongAdder refused = new LongAdder();

  @Inject
  public RevokedTokens(RevocationConfig config, TimeSource time) {
    this.most = config.most();
    this.time = time;
    this.revocations =
        Caffeine.newBuilder()
            .ticker(time::nanos)
            .executor(Runnable::run)
            .expireAfter(Expiry.<Named, Revocation>writing((named, it) -> remaining(it)))
            .build();
  }

  /**
   * Revokes a token.
   *
   * @param lasting how long it is remembered; null = until the process ends
   * @return false if there is no room for another revocation: then nothing has changed
   */
  boolean add(String id, @Nullable Duration lasting) {
    return put(new Named.Token(id), new Revocation(null, until(lasting)));
  }

  /**
   * Revokes a user's tokens; of several revocations of one user the widest counts.
   *
   * @param issuedBefore those that were made before this moment, or don't say when
   */
  boolean addUser(String user, Instant issuedBefore, @Nullable Duration lasting) {
    return put(new Named.User(user), new Revocation(issuedBefore, until(lasting)));
  }

  /** Whether the token is good no more. */
  public boolean contain(TokenMark mark) {
    if (!mark.id().isEmpty() && revocations.getIfPresent(new Named.Token(mark.id())) != null) {
      return true;
    }
    Revocation ofUser =
        mark.user().isEmpty() ? null : revocations.getIfPresent(new Named.User(mark.user()));
    return ofUser != null
        && ofUser.issuedBefore() != null
        && mark.isIssuedBefore(ofUser.issuedBefore());
  }

  /** How many are kept now. */
  public long count() {
    return revocations.estimatedSize();
  }

  /** How many were refused for want of room since the start. */
  public long refused() {
    return refused.sum();
  }

  /** Forgets what is over. */
  @Override
  public void tick(long now) {
    revocations.cleanUp();
  }

  private synchronized boolean put(Named named, Revocation added) {
    Revocation known = revocations.getIfPresent(named);
    if (known == null) {
      revocations.cleanUp();
      if (revocations.estimatedSize() >= most) {
        refused.increment();
        return false;
      }
    }
    revocations.put(named, known == null ? added : wider(known, added));
    return true;
  }

  private static Revocation wider(Revocation known, Revocation added) {
    Instant before = known.issuedBefore();
    Instant later = added.issuedBefore();
    boolean isLater = before == null || (later != null && later.isAfter(before));
    return new Revocation(isLater ? later : before, TimeSource.later(known.until(), added.until()));
  }

  private long until(@Nullable Duration lasting) {
    Duration wanted = lasting == null || lasting.compareTo(FOR_EVER) > 0 ? FOR_EVER : lasting;
    return time.nanos() + wanted.toNanos();
  }

  private Duration remaining(Revocation revocation) {
    return Duration.ofNanos(revocation.until() - time.nanos());
  }
}
