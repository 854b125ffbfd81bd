package io.heartwire.hub;

import io.heartwire.channel.ChannelConfig;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.time.PeriodicTask;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections that may not stay for as long as they like: their time ends, or the token that
 * they came with may be revoked.
 *
 * <p>Whoever limits a connection forgets it at its end. Safe for use by any thread; nothing blocks.
 */
@Internal
@Singleton
public class ConnectionExpiry implements PeriodicTask {
  private static final long NEVER = Long.MIN_VALUE;

  /** Whatever lasts longer lasts for ever. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * @param endsAt in {@code TimeSource} nanoseconds
   * @param operator whether it is a console's, whose end nobody puts off
   */
  private record Stay(long endsAt, @Nullable TokenMark token, boolean operator) {
    boolean isOver(long now) {
      return endsAt != NEVER && now - endsAt >= 0;
    }
  }

  private final Map<Connection, Stay> stays = new ConcurrentHashMap<>();
  private final RevokedTokens revoked;
  private final Duration grace;
  private final TimeSource time;

  @Inject
  public ConnectionExpiry(RevokedTokens revoked, ChannelConfig config, TimeSource time) {
    this.revoked = revoked;
    this.grace = config.expiredGrace();
    this.time = time;
  }

  /**
   * Closes the connection when its time is over, or when its token is revoked.
   *
   * @param ttl from now; null = without end
   * @param token null = it came without
   */
  public void limit(Connection connection, @Nullable Duration ttl, @Nullable TokenMark token) {
    put(connection, new Stay(end(ttl, Duration.ZERO), token, false));
  }

  /** The same for a console of the gateway: its end is not put off. */
  public void limitOperator(
      Connection connection, @Nullable Duration ttl, @Nullable TokenMark token) {
    put(connection, new Stay(end(ttl, Duration.ZERO), token, true));
  }

  /** The same for a client that can put the end off: it has the grace to do so. */
  public void limitWithGrace(
      Connection connection, @Nullable Duration ttl, @Nullable TokenMark token) {
    put(connection, new Stay(end(ttl, grace), token, false));
  }

  /** Changes only the end of a stay, not the token; it comes without grace. */
  public void extend(Connection connection, @Nullable Duration ttl) {
    extend(connection, end(ttl, Duration.ZERO));
  }

  /** The same with grace. */
  public void extendWithGrace(Connection connection, @Nullable Duration ttl) {
    extend(connection, end(ttl, grace));
  }

  /** The connection has ended. */
  public void forget(Connection connection) {
    stays.remove(connection);
  }

  /** How long the connection may stay from now on; empty = as long as it likes. */
  public Optional<Duration> left(Connection connection) {
    Stay known = stays.get(connection);
    return known == null || known.endsAt() == NEVER
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(known.endsAt() - time.nanos()));
  }

  /** How many connections are limited. */
  public int count() {
    return stays.size();
  }

  @Override
  public void tick(long now) {
    stays.forEach(
        (connection, stay) -> {
          if (stay.isOver(now)) {
            connection.close(CloseReason.EXPIRED);
          }
        });
  }

  /** Closes the connections of consoles. */
  public void closeOperators() {
    stays.forEach(
        (connection, stay) -> {
          if (stay.operator()) {
            connection.close(CloseReason.EXPIRED);
          }
        });
  }

  /** Closes the connections that came with such a token. */
  void closeRevoked(Predicate<TokenMark> which) {
    stays.forEach(
        (connection, stay) -> {
          TokenMark token = stay.token();
          if (token != null && which.test(token)) {
            connection.close(CloseReason.TOKEN_REVOKED);
          }
        });
  }

  private void extend(Connection connection, long endsAt) {
    Stay known = stays.get(connection);
    if (known == null || !known.operator()) {
      put(connection, new Stay(endsAt, known == null ? null : known.token(), false));
    }
  }

  private void put(Connection connection, Stay stay) {
    TokenMark token = stay.token();
    if (token == null && stay.endsAt() == NEVER && !stay.operator()) {
      stays.remove(connection);
      return;
    }
    stays.put(connection, stay);
    // Who revokes puts it into the table first and looks here then: one of both sees the other.
    if (token != null && revoked.contain(token)) {
      connection.close(CloseReason.TOKEN_REVOKED);
    }
    ConnectionState state = connection.state();
    if (state == ConnectionState.CLOSING || state == ConnectionState.CLOSED) {
      stays.remove(connection); // its end may have been told before
    }
  }

  private long end(@Nullable Duration ttl, Duration after) {
    return ttl == null || ttl.compareTo(LONGEST) > 0
        ? NEVER
        : time.nanos() + ttl.plus(after).toNanos();
  }
}
