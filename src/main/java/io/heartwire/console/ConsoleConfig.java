package io.heartwire.console;

import io.heartwire.admission.AccessKey;
import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.limit.RateLimit;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;

/**
 * Who may use the console. Read anew for every request, so that it can be changed while running,
 * except the rate of sign-ins.
 *
 * @param enabled whether there is a console at all
 * @param sessionTtl how long somebody is signed in
 * @param signIns how often one address may try
 * @param key the key of the server API, which signs an operator in
 */
@Dependent
record ConsoleConfig(boolean enabled, Duration sessionTtl, RateLimit signIns, AccessKey key)
    implements ConfigGroup {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(8);

  @Inject
  ConsoleConfig(Settings settings) {
    this(
        settings.flag("heartwire.console.enabled"),
        settings.duration("heartwire.console.session-ttl", SHORTEST, LONGEST),
        RateLimit.read(settings.section("heartwire.console.", Map.of()), "sign-ins"),
        new AccessKey(settings.text("heartwire.api.key")));
  }
}
