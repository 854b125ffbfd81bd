package io.heartwire.channel;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.connection.OutboxConfig;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The namespaces and their options, and what holds for all of them.
 *
 * @param namespaces options by namespace; under the empty name those of channels without one
 * @param otherwise options of a namespace that is not configured
 * @param insecure whether every client may do everything, for development
 * @param subscribeBuffer publications that may wait while a subscription is being established
 * @param positionCheck how often positions are compared with the broker's
 * @param presenceTtl how long a client stays present when its node has vanished
 * @param expiredGrace how long a subscription outlasts its time, so that it can be refreshed
 */
@Dependent
public record ChannelConfig(
    Map<String, ChannelOptions> namespaces,
    ChannelOptions otherwise,
    boolean insecure,
    int subscribeBuffer,
    Duration positionCheck,
    Duration presenceTtl,
    Duration expiredGrace)
    implements ConfigGroup {
  private static final String NAMESPACES = "heartwire.channel.namespaces";
  private static final String WITHOUT_NAMESPACE = "default";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  @Inject
  public ChannelConfig(Settings settings, OutboxConfig outbox) {
    this(
        read(settings, outbox),
        ChannelOptions.none(outbox.overflow()),
        settings.flag("heartwire.client.insecure"),
        settings.number("heartwire.channel.subscribe-buffer", 1, 1_000_000),
        settings.duration(
            "heartwire.channel.position-check", Duration.ofMillis(100), Duration.ofHours(1)),
        settings.duration(
            "heartwire.channel.presence-ttl", Duration.ofSeconds(1), Duration.ofHours(1)),
        settings.duration("heartwire.client.expired-grace", Duration.ZERO, Duration.ofHours(1)));
  }

  private static Map<String, ChannelOptions> read(Settings settings, OutboxConfig outbox) {
    Map<String, ChannelOptions> options = new LinkedHashMap<>();
    options.put("", ChannelOptions.read(settings, WITHOUT_NAMESPACE, outbox));
    List<String> names = settings.list(NAMESPACES);
    for (String name : names) {
      if (!NAME.matcher(name).matches() || name.equals(WITHOUT_NAMESPACE)) {
        settings.refuse(
            NAMESPACES,
            "names of 1 to 64 letters, digits, _ or -, separated by commas, and not 'default',"
                + " whose options hold for channels without a namespace anyway");
      } else {
        options.put(name, ChannelOptions.read(settings, name, outbox));
      }
    }
    return Map.copyOf(options);
  }
}
