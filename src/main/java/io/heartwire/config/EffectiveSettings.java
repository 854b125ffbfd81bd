package io.heartwire.config;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** The settings that hold now, for people: what they are, and who says so. Safe for any thread. */
@Singleton
public class EffectiveSettings {
  private static final Pattern SECRET = Pattern.compile(".*[.-](key|secret|password)");
  private static final Pattern WITH_CREDENTIALS = Pattern.compile(".*://[^/]*@.*", Pattern.DOTALL);

  /** Those that can be changed while the gateway runs; the documentation marks the same ones. */
  static final Set<String> LIVE =
      Stream.of(
              in("raw", "enabled"),
              in("centrifuge", "enabled"),
              in("stomp", "enabled"),
              in("admission", "origins allow-no-origin rate burst max-header-bytes retry-after"),
              in("admission.address", "rate burst max-connections ipv6-prefix max-tracked"),
              in("admission.raw", "max-connections"),
              in("admission.centrifuge", "max-connections"),
              in("admission.stomp", "max-connections"),
              in("pool", "max-lifetime pending-timeout idle-timeout"),
              in("token", "required query-parameter"),
              in("heartbeat", "interval timeout max-missed"),
              in("tenant", "header"),
              in("api", "key max-body-bytes max-batch"),
              in("console", "enabled session-ttl"),
              in("drain", "rate order delay deadline reconnect-within"),
              in("metrics", "key"))
          .flatMap(names -> names)
          .collect(Collectors.toUnmodifiableSet());

  private final Settings settings;
  private final Config config;

  /**
   * One of them.
   *
   * @param value empty if it is not set, and if it is hidden
   * @param hidden whether there is a value that nobody is shown
   * @param source where it comes from; empty if it is not set
   * @param live whether it can be changed while the gateway runs
   */
  public record Setting(String key, String value, boolean hidden, String source, boolean live) {}

  @Inject
  public EffectiveSettings(Settings settings, Config config) {
    this.settings = settings;
    this.config = config;
  }

  /** All that something has asked for, by name. */
  public List<Setting> all() {
    return settings.read().stream().map(this::setting).toList();
  }

  private Setting setting(String key) {
    ConfigValue found = config.getConfigValue(key);
    String value = found.getValue() == null ? "" : found.getValue();
    String source = found.getSourceName() == null ? "" : found.getSourceName();
    boolean hidden =
        !value.isEmpty()
            && (settings.isSecret(key)
                || SECRET.matcher(key).matches()
                || WITH_CREDENTIALS.matcher(value).matches());
    return new Setting(
        key, hidden ? "" : value, hidden, value.isEmpty() ? "" : source, LIVE.contains(key));
  }

  private static Stream<String> in(String group, String names) {
    return Stream.of(names.split(" ")).map(name -> "heartwire." + group + '.' + name);
  }
}
