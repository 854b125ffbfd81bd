package io.heartwire.client.pool;

import io.heartwire.client.Backoff;
import java.time.Duration;

/**
 * How a pool behaves. {@link #DEFAULT} suits most; change single settings with {@link #builder()}.
 *
 * @param maximumSize the most sessions, including those that open or close; default 20
 * @param minimumIdle sessions kept ready although nobody uses them; default 1
 * @param maximumWaiting the most borrowers that wait at a time; one more is refused; default 10000
 * @param borrowTimeout the longest wait for a session; default 5 s
 * @param validateAfter a session idle for so long has to answer a ping before it is lent; default
 *     500 ms
 * @param pingTimeout how long a ping may take to be answered; default 2 s
 * @param idleTimeout a session idle for so long is closed, unless that leaves fewer than {@code
 *     minimumIdle}; default 30 s, zero for never
 * @param maximumLifetime a session so old is closed as soon as it is idle; each lives up to a tenth
 *     shorter, so that they do not all go at once; default 30 min, zero for never
 * @param keepAlive how often an idle session is pinged; default 20 s, zero for never
 * @param leakDetectionThreshold a session borrowed for so long is reported; default 60 s, zero for
 *     never
 * @param leakStackTraces whether reports say where in the code a session was borrowed, which costs
 *     some microseconds for each; default false
 * @param resetTimeout how long a returned session may take to end requests and subscriptions its
 *     borrower left behind, before it is closed; default 2 s
 * @param closeGrace how long {@code close} waits for borrowed sessions before it closes them;
 *     default 5 s
 * @param backoff the waits after sessions could not be opened; while a borrower waits they do not
 *     grow, so that it has a session soon after the server is back; {@code attempts} and {@code
 *     steadyAfter} are ignored
 */
public record PoolSettings(
    int maximumSize,
    int minimumIdle,
    int maximumWaiting,
    Duration borrowTimeout,
    Duration validateAfter,
    Duration pingTimeout,
    Duration idleTimeout,
    Duration maximumLifetime,
    Duration keepAlive,
    Duration leakDetectionThreshold,
    boolean leakStackTraces,
    Duration resetTimeout,
    Duration closeGrace,
    Backoff backoff) {

  /** The defaults that each setting names. */
  public static final PoolSettings DEFAULT = builder().build();

  public PoolSettings {
    require(maximumSize >= 1, "maximumSize", "at least 1", maximumSize);
    require(
        minimumIdle >= 0 && minimumIdle <= maximumSize,
        "minimumIdle",
        "from 0 to the maximumSize of " + maximumSize,
        minimumIdle);
    require(maximumWaiting >= 1, "maximumWaiting", "at least 1", maximumWaiting);
    requirePositive("borrowTimeout", borrowTimeout);
    requireNotNegative("validateAfter", validateAfter);
    requirePositive("pingTimeout", pingTimeout);
    requireNotNegative("idleTimeout", idleTimeout);
    requireNotNegative("maximumLifetime", maximumLifetime);
    requireNotNegative("keepAlive", keepAlive);
    requireNotNegative("leakDetectionThreshold", leakDetectionThreshold);
    requirePositive("resetTimeout", resetTimeout);
    requireNotNegative("closeGrace", closeGrace);
  }

  /** A builder that begins with the defaults. */
  public static PoolSettingsBuilder builder() {
    return new PoolSettingsBuilder();
  }

  private static void requirePositive(String name, Duration value) {
    require(value.compareTo(Duration.ZERO) > 0, name, "more than zero", value);
  }

  private static void requireNotNegative(String name, Duration value) {
    require(!value.isNegative(), name, "zero or more", value);
  }

  private static void require(boolean holds, String name, String allowed, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + allowed + ", was " + value);
    }
  }
}
