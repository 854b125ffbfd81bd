package io.heartwire.warmup;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * How long the gateway may warm up.
 *
 * @param duration the most time from the first handshake on; 0 = no warm-up
 */
@Dependent
public record WarmupConfig(Duration duration) implements ConfigGroup {

  @Inject
  public WarmupConfig(Settings settings) {
    this(settings.duration("heartwire.warmup.duration", Duration.ZERO, Duration.ofMinutes(5)));
  }
}
