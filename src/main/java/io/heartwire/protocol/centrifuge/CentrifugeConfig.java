package io.heartwire.protocol.centrifuge;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * What clients of this protocol are told.
 *
 * @param pingInterval how often the server asks them for a sign of life
 */
@Dependent
public record CentrifugeConfig(Duration pingInterval) implements ConfigGroup {
  private static final Duration LEAST = Duration.ofMillis(100);

  @Inject
  public CentrifugeConfig(Settings settings) {
    this(settings.duration("heartwire.heartbeat.interval", LEAST, Duration.ofDays(1)));
  }

  /** In whole seconds, as the protocol has it: never less than a ping is really apart. */
  long pingSeconds() {
    return Math.max(1, pingInterval.plusMillis(999).toSeconds());
  }
}
