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
 * The settings of admission.
 *
 * @param protocols the settings of each protocol
 * @param rate the rate of all handshakes together
 * @param addresses the limits of each client address
 * @param origins the sites whose pages may connect
 * @param maxHeaderBytes the longest request head: path, query and headers
 * @param tenantHeader the header that names a client's tenant class, set by a trusted proxy; empty
 *     = there is none
 * @param tokens which clients need a token, and where it may be
 * @param retryAfter the shortest {@code Retry-After} for refused clients; it is jittered up to
 *     twice that
 */
@Dependent
public record AdmissionConfig(
    Map<ProtocolPath, ProtocolConfig> protocols,
    RateLimit rate,
    AddressLimits addresses,
    OriginPolicy origins,
    int maxHeaderBytes,
    String tenantHeader,
    TokenPolicy tokens,
    Duration retryAfter)
    implements ConfigGroup {
  private static final int MOST = 1_000_000;

  @Inject
  public AdmissionConfig(Settings settings) {
    this(
        Arrays.stream(ProtocolPath.values())
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    protocolPath -> ProtocolConfig.read(settings, protocolPath))),
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
        settings.number("heartwire.admission.max-header-bytes", 1024, 1 << 20),
        settings.text("heartwire.tenant.header"),
        new TokenPolicy(settings),
        settings.duration(
            "heartwire.admission.retry-after", Duration.ofSeconds(1), Duration.ofHours(1)));
  }

  /** Returns the settings of a protocol. */
  ProtocolConfig of(ProtocolPath protocolPath) {
    return Objects.requireNonNull(protocols.get(protocolPath));
  }

  private static RateLimit rate(Settings settings, String prefix) {
    return new RateLimit(
        settings.number(prefix + "rate", 0, MOST), settings.number(prefix + "burst", 1, MOST));
  }
}
