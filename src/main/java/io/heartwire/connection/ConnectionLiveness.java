package io.heartwire.connection;

import io.heartwire.time.TimeSource;
import java.util.concurrent.ThreadLocalRandom;

/** The {@link LivenessFacts} of one connection. Safe for use by any thread. */
final class ConnectionLiveness implements LivenessFacts {
  private final long openedAt;
  private final InboundActivity incoming;
  private final OutboundQueue outgoing;
  private final ConnectionLifecycle lifecycle;
  private final float firstPingPhase = 0.5f + ThreadLocalRandom.current().nextFloat() / 2;

  private volatile long pingEvery = NEVER;
  private volatile long silentAfter = NEVER;
  private volatile long lastPingAt = NEVER;

  ConnectionLiveness(
      long openedAt,
      InboundActivity incoming,
      OutboundQueue outgoing,
      ConnectionLifecycle lifecycle) {
    this.openedAt = openedAt;
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.lifecycle = lifecycle;
  }

  /** The peer was told that it is pinged so often, in nanoseconds. */
  void pingsEvery(long nanos) {
    pingEvery = nanos;
  }

  /** The peer has promised to be heard of so often, in nanoseconds. */
  void silentAfter(long nanos) {
    silentAfter = nanos;
  }

  /** A ping was queued. */
  void pinged(long now) {
    lastPingAt = now;
  }

  @Override
  public ConnectionState state() {
    return lifecycle.state();
  }

  @Override
  public long openedAt() {
    return openedAt;
  }

  @Override
  public long lastHeardAt() {
    return incoming.lastHeardAt();
  }

  @Override
  public long lastMessageAt() {
    return TimeSource.later(incoming.lastActiveAt(), outgoing.lastActiveAt());
  }

  @Override
  public long awaitingSince() {
    return outgoing.awaitingSince();
  }

  @Override
  public int missed() {
    return incoming.missed();
  }

  @Override
  public long missedAt() {
    return incoming.missedAt();
  }

  @Override
  public long writingSince() {
    return outgoing.writingSince();
  }

  @Override
  public long closingSince() {
    return lifecycle.closingSince();
  }

  @Override
  public long pingEvery() {
    return pingEvery;
  }

  @Override
  public long silentAfter() {
    return silentAfter;
  }

  @Override
  public long lastPingAt() {
    return lastPingAt;
  }

  @Override
  public double lifetimePhase() {
    return firstPingPhase;
  }

  @Override
  public double pingPhase() {
    return lastPingAt == NEVER ? firstPingPhase : 1;
  }
}
