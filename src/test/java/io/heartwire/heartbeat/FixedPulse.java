package io.heartwire.heartbeat;

import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.LivenessFacts;
import java.util.function.Consumer;

/**
 * A pulse told in seconds before now, and what else a verdict on it depends on. Each change is made
 * to a copy, so that cases can be told as variations of one another.
 */
final class FixedPulse implements LivenessFacts, Cloneable {
  private static final double NOT = -1;

  private ConnectionState state;
  private double opened = 100;
  private double heard;
  private double message;
  private double awaiting = NOT;
  private int missed;
  private double missedLast = NOT;
  private double writing = NOT;
  private double closing = NOT;
  private double phase = 1;
  private double every = NOT;
  private double lastPing = NOT;
  private double resumed = 1_000;
  private int maxMissed = 2;
  private int idleTimeout;
  private double lifetimePhase = 0.75;
  private int maxLifetime;
  private long now;

  FixedPulse(ConnectionState state) {
    this.state = state;
  }

  FixedPulse in(ConnectionState changed) {
    return with(copy -> copy.state = changed);
  }

  FixedPulse opened(double ago) {
    return with(copy -> copy.opened = ago);
  }

  FixedPulse heard(double ago) {
    return with(copy -> copy.heard = ago);
  }

  FixedPulse message(double ago) {
    return with(copy -> copy.message = ago);
  }

  FixedPulse awaiting(double ago) {
    return with(copy -> copy.awaiting = ago);
  }

  FixedPulse missed(int times, double ago) {
    return with(
        copy -> {
          copy.missed = times;
          copy.missedLast = ago;
        });
  }

  FixedPulse writing(double ago) {
    return with(copy -> copy.writing = ago);
  }

  FixedPulse closing(double ago) {
    return with(copy -> copy.closing = ago);
  }

  FixedPulse phase(double share) {
    return with(copy -> copy.phase = share);
  }

  /** Its protocol has a ping of its own, which the peer expects so often. */
  FixedPulse pinging(double everySeconds) {
    return with(copy -> copy.every = everySeconds);
  }

  FixedPulse lastPing(double ago) {
    return with(copy -> copy.lastPing = ago);
  }

  /** When the process last came back from a pause. */
  FixedPulse resumed(double ago) {
    return with(copy -> copy.resumed = ago);
  }

  FixedPulse maxMissed(int times) {
    return with(copy -> copy.maxMissed = times);
  }

  FixedPulse idleTimeout(int seconds) {
    return with(copy -> copy.idleTimeout = seconds);
  }

  FixedPulse maxLifetime(int seconds) {
    return with(copy -> copy.maxLifetime = seconds);
  }

  FixedPulse lifetimePhase(double phase) {
    return with(copy -> copy.lifetimePhase = phase);
  }

  /** The same, seconds being counted back from this moment. */
  FixedPulse at(long moment) {
    return with(copy -> copy.now = moment);
  }

  long resumedAt() {
    return before(resumed);
  }

  int maxMissed() {
    return maxMissed;
  }

  int idleTimeout() {
    return idleTimeout;
  }

  int maxLifetime() {
    return maxLifetime;
  }

  @Override
  public double lifetimePhase() {
    return lifetimePhase;
  }

  @Override
  public ConnectionState state() {
    return state;
  }

  @Override
  public long openedAt() {
    return before(opened);
  }

  @Override
  public long lastHeardAt() {
    return before(heard);
  }

  @Override
  public long lastMessageAt() {
    return before(message);
  }

  @Override
  public long awaitingSince() {
    return before(awaiting);
  }

  @Override
  public int missed() {
    return missed;
  }

  @Override
  public long missedAt() {
    return before(missedLast);
  }

  @Override
  public long writingSince() {
    return before(writing);
  }

  @Override
  public long closingSince() {
    return before(closing);
  }

  @Override
  public long pingEvery() {
    return every < 0 ? NEVER : nanos(every);
  }

  @Override
  public long lastPingAt() {
    return before(lastPing);
  }

  @Override
  public double pingPhase() {
    return phase;
  }

  private long before(double ago) {
    return ago < 0 ? NEVER : now - nanos(ago);
  }

  private FixedPulse with(Consumer<FixedPulse> change) {
    FixedPulse copy = clone();
    change.accept(copy);
    return copy;
  }

  @Override
  protected FixedPulse clone() {
    try {
      return (FixedPulse) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
