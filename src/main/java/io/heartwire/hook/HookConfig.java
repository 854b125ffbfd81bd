package io.heartwire.hook;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Limits of what an application's beans may do.
 *
 * @param timeout how long a hook or an RPC handler may take to answer
 */
@Dependent
public record HookConfig(Duration timeout) implements ConfigGroup {

  @Inject
  public HookConfig(Settings settings) {
    this(settings.duration("heartwire.hook.timeout", Duration.ofMillis(10), Duration.ofMinutes(5)));
  }
}
