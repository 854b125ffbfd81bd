package io.heartwire.admission;

import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.limit.RateLimit;
import io.heartwire.time.TimeSource;
import io.heartwire.warmup.ByStage;
import io.heartwire.warmup.Rehearsal;
import io.heartwire.warmup.Stage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who lets clients in, for each stage. Immutable. */
@Singleton
class Admissions {
  private static final int BEYOND_REACH = 1_000_000;

  private final ByStage<Admission> admissions;

  @Inject
  Admissions(Admission forAll, Rehearsal rehearsal, AdmissionConfig configured, TimeSource time) {
    admissions = new ByStage<>(forAll, rehearsed(rehearsal, configured, time));
  }

  Admission of(Stage stage) {
    return admissions.on(stage);
  }

  /**
   * The same rules with counts of their own, none of which refuses anybody. Whether the node drains
   * is not asked. The rates change with every other reading, so that the tables behind them begin
   * empty and grow again and again, as others do only once: it is compiled how they do.
   */
  private static Admission rehearsed(
      Rehearsal rehearsal, AdmissionConfig configured, TimeSource time) {
    AtomicInteger readings = new AtomicInteger();
    CurrentConfig config =
        new CurrentConfig(
            () -> open(configured, BEYOND_REACH + readings.getAndIncrement() / 2), time);
    ConnectionRegistry registry = rehearsal.registry();
    List<AdmissionRule> rules =
        List.of(
            new HandshakeRule(config),
            new CapacityRule(registry, config),
            new RateRule(config, time),
            new ConnectionsRule(registry, config),
            new OriginRule(config),
            new TokenRule(rehearsal.tokens(), rehearsal.rules(), config),
            new SubscribeRule(rehearsal.rules(), rehearsal.clientChannels()));
    return new Admission(Stage.REHEARSAL, rules, registry, config, new Refusals(time));
  }

  private static AdmissionConfig open(AdmissionConfig configured, int rate) {
    AddressLimits addresses = configured.addresses();
    OriginPolicy origins = configured.origins();
    return new AdmissionConfig(
        Arrays.stream(Entrance.values())
            .collect(Collectors.toMap(Function.identity(), each -> new EntranceConfig(true, 0))),
        open(configured.rate(), rate),
        new AddressLimits(
            open(addresses.rate(), rate), 0, addresses.ipv6Prefix(), addresses.maxTracked()),
        new OriginPolicy(
            Stream.concat(
                    origins.patterns().stream(), Stream.of(OriginPattern.parse(Rehearsal.ORIGIN)))
                .toList(),
            true),
        "",
        configured.tokens(),
        configured.retryAfter());
  }

  private static RateLimit open(RateLimit configured, int rate) {
    return configured.isUnlimited() ? configured : new RateLimit(rate, rate);
  }
}
