package io.heartwire.endpoint;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.connection.OutboxConfig;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Limits on the wire.
 *
 * @param maxBytes of one incoming message, fragments added up
 * @param writeTimeout of one write
 */
@Dependent
public record MessageConfig(int maxBytes, Duration writeTimeout) implements ConfigGroup {

  @Inject
  public MessageConfig(Settings settings, OutboxConfig outbox) {
    this(settings.number("heartwire.message.max-bytes", 1, 1 << 30), outbox.writeTimeout());
  }
}
