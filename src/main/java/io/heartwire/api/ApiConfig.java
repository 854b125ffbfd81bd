package io.heartwire.api;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Who may use the server API, and for how much at once. Read anew for every request, so that it can
 * be changed while running.
 *
 * @param key what a caller must know; without one the API is closed
 * @param maxBodyBytes the longest body of a request
 * @param maxBatch the most commands of a batch, and the most channels of a broadcast
 */
@Dependent
record ApiConfig(ApiKey key, int maxBodyBytes, int maxBatch) implements ConfigGroup {

  @Inject
  ApiConfig(Settings settings) {
    this(
        new ApiKey(settings.text("heartwire.api.key")),
        settings.number("heartwire.api.max-body-bytes", 1024, 16 << 20),
        settings.number("heartwire.api.max-batch", 1, 100_000));
  }
}
