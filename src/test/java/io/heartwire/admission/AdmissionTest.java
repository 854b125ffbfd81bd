package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.drain.DrainConfig;
import io.heartwire.drain.TestDrain;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.Identity;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All rules together, in their order. */
class AdmissionTest extends AdmissionFixture {
  private final Refusals refusals = new Refusals(time);
  private final ConnectionsRule connections = new ConnectionsRule(registry, config);
  private final TestChannels kit = new TestChannels(pool);
  private final Authentication authentication = kit.authentication(kit.tokens(null), List.of());
  private final TestDrain departures = new TestDrain(pool);
  private final Admission admission =
      new Admission(
          new DrainRule(departures.drain(), config),
          new HandshakeRule(config),
          new CapacityRule(registry, config),
          new RateRule(config, time),
          connections,
          new OriginRule(config),
          new TokenRule(kit.tokens(null), kit.rules, authentication, config),
          new SubscribeRule(kit.rules, kit.clientChannels, authentication),
          registry,
          config,
          refusals);

  private final LogCapture log = new LogCapture(Refusals.class);

  AdmissionTest() {
    super(
        Map.of(
            "heartwire.channel.namespaces", "closed",
            "heartwire.channel.default.allow-subscribe", "true",
            "heartwire.pool.max-connections", "4",
            "heartwire.pool.max-connections-per-user", "1",
            "heartwire.admission.raw.max-connections", "3",
            "heartwire.admission.address.rate", "1",
            "heartwire.admission.address.burst", "10",
            "heartwire.admission.address.max-connections", "2",
            "heartwire.admission.origins", "https://app.example.com"));
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void whoPassesAllRulesGetsAPlaceInThePool() {
    AdmissionOutcome outcome =
        admission.admit(TestArrival.RAW.ofPage("https://app.example.com").arrive());

    assertThat(outcome).isInstanceOf(AdmittedClient.class);
    assertThat(((AdmittedClient) outcome).channel()).contains(new ChannelName("lobby"));
    assertThat(registry.counts().pending()).isEqualTo(1);
  }

  @Test
  void whoComesWhileAllOthersGoIsToTryAgain() {
    departures.drain().start(new DrainConfig(pool.settings).plan());

    AdmissionOutcome outcome = admission.admit(TestArrival.RAW.withoutUpgrade().arrive());

    assertThat(outcome).isInstanceOf(Refusal.class);
    assertThat(((Refusal) outcome).reason()).isEqualTo(RefusalReason.DRAINING);
    assertThat(((Refusal) outcome).retryAfter()).isEqualTo(Duration.ofSeconds(5));
    departures.drain().cancel();
    assertThat(admission.admit(TestArrival.RAW.arrive())).isInstanceOf(AdmittedClient.class);
  }

  @Test
  void eachRefusalHasItsReasonAndIsCounted() {
    assertThat(reasonFor(TestArrival.RAW.withoutUpgrade())).isEqualTo(RefusalReason.NOT_AN_UPGRADE);
    assertThat(reasonFor(TestArrival.raw(Optional.empty()))).isEqualTo(RefusalReason.CHANNEL_NAME);
    assertThat(reasonFor(TestArrival.RAW.ofPage("null"))).isEqualTo(RefusalReason.ORIGIN);
    assertThat(reasonFor(TestArrival.raw(Optional.of(new ChannelName("closed:1")))))
        .isEqualTo(RefusalReason.PERMISSION);
    change("heartwire.raw.enabled", "false");
    assertThat(reasonFor(TestArrival.RAW)).isEqualTo(RefusalReason.DISABLED);
    assertThat(reasonFor(TestArrival.CENTRIFUGE)).isNull();

    for (RefusalReason reason : RefusalReason.values()) {
      boolean isOfThese =
          List.of(
                  RefusalReason.NOT_AN_UPGRADE,
                  RefusalReason.CHANNEL_NAME,
                  RefusalReason.ORIGIN,
                  RefusalReason.PERMISSION,
                  RefusalReason.DISABLED)
              .contains(reason);
      assertThat(refusals.count(reason)).as(reason.label()).isEqualTo(isOfThese ? 1 : 0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "closed:1, heartwire.channel.closed.allow-subscribe=false",
        "unknown:1, is not in heartwire.channel.namespaces",
        "$closed:1, it needs a token for this channel",
        "$console:overview, the gateway's own"
      })
  void aClosedChannelIsRefusedWithTheReasonOfItsRules(String channel, String why) {
    AdmissionOutcome outcome =
        admission.admit(TestArrival.raw(Optional.of(new ChannelName(channel))).arrive());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.text()).contains(channel, why));
  }

  @Test
  void theFirstRuleInTheOrderDecides() {
    TestArrival bad = TestArrival.raw(Optional.of(new ChannelName("closed:1"))).ofPage("null");
    assertThat(reasonFor(bad)).isEqualTo(RefusalReason.ORIGIN);

    admit(TestArrival.CENTRIFUGE);
    admit(TestArrival.CENTRIFUGE);
    assertThat(reasonFor(bad)).isEqualTo(RefusalReason.ADDRESS_CONNECTIONS);
    for (int i = 0; i < 6; i++) {
      assertThat(reasonFor(bad)).isEqualTo(RefusalReason.ADDRESS_CONNECTIONS);
    }
    assertThat(reasonFor(bad)).isEqualTo(RefusalReason.ADDRESS_RATE);
    admit(TestArrival.CENTRIFUGE.from("192.0.2.8"));
    admit(TestArrival.CENTRIFUGE.from("192.0.2.8"));
    assertThat(reasonFor(bad)).isEqualTo(RefusalReason.CAPACITY);
    assertThat(reasonFor(TestArrival.raw(Optional.empty()))).isEqualTo(RefusalReason.CHANNEL_NAME);
  }

  @Test
  void whatARuleTookIsGivenBackWhenALaterOneRefuses() {
    for (int i = 0; i < 8; i++) {
      assertThat(reasonFor(TestArrival.RAW.ofPage("https://evil.example.com")))
          .isEqualTo(RefusalReason.ORIGIN);
    }
    assertThat(connections.addresses()).isZero();
    assertThat(registry.counts().total()).isZero();
  }

  @Test
  void whatWasTakenIsGivenBackOnceWhenTheConnectionEnds() {
    Connection failed = admit(TestArrival.RAW);
    failed.ended(CloseReason.VANISHED); // the upgrade did not come about
    failed.ended(CloseReason.VANISHED);
    Connection opened = admit(TestArrival.RAW);
    TestPool.open(opened, new ScriptedTransport());
    opened.ready();
    opened.close(CloseReason.NORMAL);
    assertThat(connections.addresses()).isEqualTo(1);
    opened.ended(CloseReason.NORMAL);
    assertThat(connections.addresses()).isZero();

    admit(TestArrival.RAW);
    admit(TestArrival.RAW);
    admit(TestArrival.RAW.from("192.0.2.8"));
    assertThat(reasonFor(TestArrival.RAW.from("192.0.2.8")))
        .isEqualTo(RefusalReason.PROTOCOL_CAPACITY);
  }

  @Test
  void whatIsGivenBackIsGivenBackInTheOppositeOrderByThoseOnlyThatTook() {
    List<String> calls = new ArrayList<>();
    AdmissionRule last = new Recorder("third", Refusal.badChannel(), calls);
    Admission three =
        new Admission(
            List.of(new Recorder("first", null, calls), new Recorder("second", null, calls), last),
            registry,
            config,
            refusals);

    three.admit(TestArrival.RAW.arrive());

    assertThat(calls)
        .containsExactly(
            "check first", "check second", "check third", "release second", "release first");
  }

  @Test
  void whatWasTakenIsGivenBackWhenALaterRuleFails() {
    AdmissionRule broken =
        request -> {
          throw new IllegalStateException("a mistake in a rule");
        };
    Admission failing = new Admission(List.of(connections, broken), registry, config, refusals);

    assertThatIllegalStateException().isThrownBy(() -> failing.admit(TestArrival.RAW.arrive()));

    assertThat(connections.addresses()).isZero();
  }

  @Test
  void whoForgotToAskForAWebSocketLearnsFirstWhatElseStandsInTheWay() {
    List<String> calls = new ArrayList<>();
    AdmissionRule handshake = new Recorder("handshake", Refusal.notAnUpgrade(), calls);
    AdmissionRule token = new Recorder("token", Refusal.noToken(), calls);
    AdmissionRule nothing = new Recorder("nothing", null, calls);

    assertThat(reasonBy(handshake, token)).isEqualTo(RefusalReason.TOKEN);
    assertThat(reasonBy(handshake, nothing)).isEqualTo(RefusalReason.NOT_AN_UPGRADE);

    assertThat(calls).endsWith("check nothing", "release nothing", "release handshake");
    assertThat(registry.counts().total()).isZero();
  }

  private RefusalReason reasonBy(AdmissionRule... rules) {
    Admission some = new Admission(List.of(rules), registry, config, refusals);
    return reason((Refusal) some.admit(TestArrival.RAW.arrive()));
  }

  @Test
  void thePoolHasTheLastWordWhenItFillsUpMeanwhile() {
    AdmissionRule filling =
        request -> {
          for (int i = 0; i < 4; i++) {
            pool.admit();
          }
          return null;
        };
    Admission late = new Admission(List.of(connections, filling), registry, config, refusals);

    assertThat(reason((Refusal) late.admit(TestArrival.RAW.arrive())))
        .isEqualTo(RefusalReason.CAPACITY);
    assertThat(connections.addresses()).isZero();
  }

  @Test
  void aUserFoundOutByARuleIsCountedLikeOneTheContainerKnows() {
    AdmissionRule token =
        request -> {
          request.identify(new Credentials.Proven(Identity.user("ann")));
          return null;
        };
    Admission verifying = new Admission(List.of(connections, token), registry, config, refusals);

    AdmissionOutcome first = verifying.admit(TestArrival.RAW.arrive());
    assertThat(((AdmittedClient) first).connection().peer().user()).isEqualTo("ann");
    assertThat(reason((Refusal) verifying.admit(TestArrival.RAW.from("192.0.2.8").arrive())))
        .isEqualTo(RefusalReason.USER_CONNECTIONS);
    assertThat(connections.addresses()).isEqualTo(1);
  }

  @Test
  void aLimitThatRefusesIsLoggedOnceAMinuteWithItsKeyAndTheCount() {
    admit(TestArrival.RAW);
    admit(TestArrival.RAW);
    for (int i = 0; i < 5; i++) {
      reasonFor(TestArrival.RAW);
    }
    time.advance(Duration.ofMinutes(1));
    reasonFor(TestArrival.RAW);

    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0))
        .contains(
            "a handshake",
            "192.0.2.7",
            "heartwire.admission.address.max-connections",
            "HTTP_TRUSTED_PROXIES");
    assertThat(log.lines().get(1)).contains("5 handshakes");
  }

  private Connection admit(TestArrival request) {
    AdmissionOutcome outcome = admission.admit(request.arrive());
    assertThat(outcome).isInstanceOf(AdmittedClient.class);
    return ((AdmittedClient) outcome).connection();
  }

  private @Nullable RefusalReason reasonFor(TestArrival request) {
    return admission.admit(request.arrive()) instanceof Refusal refusal ? refusal.reason() : null;
  }

  private record Recorder(String name, @Nullable Refusal refusal, List<String> calls)
      implements AdmissionRule {
    @Override
    public @Nullable Refusal check(AdmissionRequest request) {
      calls.add("check " + name);
      return refusal;
    }

    @Override
    public void release(Reservation reservation) {
      calls.add("release " + name);
    }
  }
}
