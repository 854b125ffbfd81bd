package io.heartwire.client.pool;

import io.heartwire.client.Backoff;
import java.time.Duration;

/** Makes {@link PoolSettings}, which explain each setting. Not thread-safe. */
public final class PoolSettingsBuilder {
  private int maximumSize = 20;
  private int minimumIdle = 1;
  private int maximumWaiting = 10_000;
  private Duration borrowTimeout = Duration.ofSeconds(5);
  private Duration validateAfter = Duration.ofMillis(500);
  private Duration pingTimeout = Duration.ofSeconds(2);
  private Duration idleTimeout = Duration.ofSeconds(30);
  private Duration maximumLifetime = Duration.ofMinutes(30);
  private Duration keepAlive = Duration.ofSeconds(20);
  private Duration leakDetectionThreshold = Duration.ofSeconds(60);
  private boolean leakStackTraces;
  private Duration resetTimeout = Duration.ofSeconds(2);
  private Duration closeGrace = Duration.ofSeconds(5);
  private Backoff backoff = Backoff.DEFAULT;

  PoolSettingsBuilder() {}

  public PoolSettingsBuilder maximumSize(int value) {
    maximumSize = value;
    return this;
  }

  public PoolSettingsBuilder minimumIdle(int value) {
    minimumIdle = value;
    return this;
  }

  public PoolSettingsBuilder maximumWaiting(int value) {
    maximumWaiting = value;
    return this;
  }

  public PoolSettingsBuilder borrowTimeout(Duration value) {
    borrowTimeout = value;
    return this;
  }

  public PoolSettingsBuilder validateAfter(Duration value) {
    validateAfter = value;
    return this;
  }

  public PoolSettingsBuilder pingTimeout(Duration value) {
    pingTimeout = value;
    return this;
  }

  public PoolSettingsBuilder idleTimeout(Duration value) {
    idleTimeout = value;
    return this;
  }

  public PoolSettingsBuilder maximumLifetime(Duration value) {
    maximumLifetime = value;
    return this;
  }

  public PoolSettingsBuilder keepAlive(Duration value) {
    keepAlive = value;
    return this;
  }

  public PoolSettingsBuilder leakDetectionThreshold(Duration value) {
    leakDetectionThreshold = value;
    return this;
  }

  public PoolSettingsBuilder leakStackTraces(boolean value) {
    leakStackTraces = value;
    return this;
  }

  public PoolSettingsBuilder resetTimeout(Duration value) {
    resetTimeout = value;
    return this;
  }

  public PoolSettingsBuilder closeGrace(Duration value) {
    closeGrace = value;
    return this;
  }

  public PoolSettingsBuilder backoff(Backoff value) {
    backoff = value;
    return this;
  }

  /**
   * Makes the settings.
   *
   * @throws IllegalArgumentException if a value is not allowed; the message names the setting
   */
  public PoolSettings build() {
    return new PoolSettings(
        maximumSize,
        minimumIdle,
        maximumWaiting,
        borrowTimeout,
        validateAfter,
        pingTimeout,
        idleTimeout,
        maximumLifetime,
        keepAlive,
        leakDetectionThreshold,
        leakStackTraces,
        resetTimeout,
        closeGrace,
        backoff);
  }
}
