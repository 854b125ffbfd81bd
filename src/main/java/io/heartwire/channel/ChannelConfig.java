package io.heartwire.channel;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The settings of channels: the namespaces with their options, and limits that apply to all.
 *
 * @param namespaces options by namespace; the empty name has those of channels without a namespace
 * @param otherwise options of a namespace that is not configured
 * @param insecure whether every client may do everything, for development
 * @param subscribeBuffer publications that may wait while a subscription is being established
 * @param positionCheck how often the positions of subscriptions are compared with the broker's
 * @param presenceTtl how long a client stays present whose end the engine was not told
 * @param expiredGrace how long a subscription lasts beyond its expiry, so that it can be refreshed
 */
@Internal
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

  /** Returns whether any namespace is configured. */
  boolean hasNamespaces() {
    return namespaces.size() > 1;
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
                + " which is the name for channels without a namespace");
      } else {
        options.put(name, ChannelOptions.read(settings, name, outbox));
      }
    }
    return Map.copyOf(options);
  }
}
