package io.heartwire.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What all tests wait by. It has every wait that names no limit of its own be patient: Awaitility's
 * own limit is what the gateway's time-outs are, and a busy machine takes a little longer.
 *
 * <p>JUnit finds it by {@code META-INF/services}.
 */
public final class LongPatience implements BeforeAllCallback {
  /** Three times the longest time-out that tests wait for. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

  @Override
  public void beforeAll(ExtensionContext test) {
    Awaitility.setDefaultTimeout(LIMIT);
    if (test.getConfigurationParameter(PARALLEL).map(Boolean::valueOf).orElse(false)) {
      // What a thread of the test beside throws would else end this one's wait.
      Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }
  }
}
