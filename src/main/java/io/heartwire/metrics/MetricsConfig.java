package io.heartwire.metrics;

import io.heartwire.admission.AccessKey;
import io.heartwire.admission.ProtectedEndpoint;
import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Who may read the metrics, and where. Read anew for every request, so that the key can be changed
 * while running.
 *
 * @param key what whoever reads them must know; without one everybody may
 * @param port the only port that serves them, and serves nothing else; 0 = they are served wherever
 *     the application is
 */
@Dependent
record MetricsConfig(AccessKey key, int port) implements ConfigGroup {

  @Inject
  MetricsConfig(Settings settings) {
    this(
        new AccessKey(settings.text(ProtectedEndpoint.METRICS.setting())),
        settings.number("heartwire.metrics.port", 0, 65_535));
  }
}
