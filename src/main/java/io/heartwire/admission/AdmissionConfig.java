package io.heartwire.admission;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.hub.TokenPolicy;
import io.heartwire.limit.RateLimit;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What admission is asked to do.
 *
 * @param entrances what holds for each protocol
 * @param rate of all handshakes together
 * @param addresses what each client address may have
 * @param origins whose pages may connect
 * @param tenantHeader the header that names a client's tenant class, set by a trusted proxy; empty
 *     = none does
 * @param tokens who needs one, and where it may be
 * @param retryAfter how long refused clients are told to wait, at the least; the advice is jittered
 *     up to twice that
 */
@Dependent
public record AdmissionConfig(
    Map<Entrance, EntranceConfig> entrances,
    RateLimit rate,
    AddressLimits addresses,
    OriginPolicy origins,
    String tenantHeader,
    TokenPolicy tokens,
    Duration retryAfter)
    implements ConfigGroup {
  private static final int MOST = 1_000_000;

  @Inject
  public AdmissionConfig(Settings settings) {
    this(
        Arrays.stream(Entrance.values())
            .collect(
                Collectors.toMap(
                    Function.identity(), entrance -> EntranceConfig.read(settings, entrance))),
        rate(settings, "heartwire.admission."),
        new AddressLimits(
            rate(settings, "heartwire.admission.address."),
            settings.number("heartwire.admission.address.max-connections", 0, MOST),
            settings.number("heartwire.admission.address.ipv6-prefix", 1, 128),
            settings.number("heartwire.admission.address.max-tracked", 1, MOST)),
        new OriginPolicy(
            settings.list(
                "heartwire.admission.origins", OriginPattern.SYNTAX, OriginPattern::parse),
            settings.flag("heartwire.admission.allow-no-origin")),
        settings.text("heartwire.tenant.header"),
        new TokenPolicy(settings),
        settings.duration(
            "heartwire.admission.retry-after", Duration.ofSeconds(1), Duration.ofHours(1)));
  }

  /** What holds for this protocol. */
  EntranceConfig of(Entrance entrance) {
    return Objects.requireNonNull(entrances.get(entrance));
  }

  private static RateLimit rate(Settings settings, String prefix) {
    return new RateLimit(
        settings.number(prefix + "rate", 0, MOST), settings.number(prefix + "burst", 1, MOST));
  }
}
