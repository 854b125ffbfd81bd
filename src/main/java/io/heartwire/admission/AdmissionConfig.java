package io.heartwire.admission;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * What admission is asked to do.
 *
 * @param rawEnabled whether {@code /ws/{channel}} is served
 * @param centrifugeEnabled whether {@code /connection/websocket} is served
 * @param retryAfter how long clients refused for want of room are told to wait, at the least; the
 *     advice is jittered up to twice that
 */
@Dependent
public record AdmissionConfig(boolean rawEnabled, boolean centrifugeEnabled, Duration retryAfter)
    implements ConfigGroup {

  @Inject
  public AdmissionConfig(Settings settings) {
    this(
        settings.flag("heartwire.raw.enabled"),
        settings.flag("heartwire.centrifuge.enabled"),
        settings.duration(
            "heartwire.admission.retry-after", Duration.ofSeconds(1), Duration.ofHours(1)));
  }
}
