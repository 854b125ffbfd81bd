package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A subscription outlasts its time by 25 seconds here. */
class SubscriptionExpiryTest extends ChannelFixture {
  private static final Duration GRACE = Duration.ofSeconds(25);
  private static final Duration TTL = Duration.ofSeconds(60);
  private static final Duration BLINK = Duration.ofMillis(1);

  private final TestClient reader = client("ann");

  SubscriptionExpiryTest() {
    super(Map.of("heartwire.client.expired-grace", GRACE.toSeconds() + "s"));
  }

  @Test
  void endsItWhenTimeAndGraceAreOverAndTellsTheSubscriber() {
    granted(TTL);

    pass(TTL.plus(GRACE).minus(BLINK));
    assertThat(reader.ended).isEmpty();
    publish(NEWS, "in grace");
    pass(BLINK);
    publish(NEWS, "too late");

    assertThat(reader.ended).containsExactly(UnsubscribeCode.EXPIRED);
    assertThat(reader.heard()).containsExactly("in grace");
    assertThat(kit.told(ClientUnsubscribed.class))
        .extracting(ClientUnsubscribed::why)
        .containsExactly(UnsubscribeCode.EXPIRED);
    pass(TTL);
    assertThat(reader.ended).hasSize(1);
  }

  @Test
  void isPutOffByARefresh() {
    Subscription subscription = granted(TTL);
    pass(TTL.plus(GRACE).minus(BLINK));

    channels.refresh(subscription, TTL);
    pass(TTL.plus(GRACE).minus(BLINK));
    assertThat(reader.ended).isEmpty();

    pass(BLINK);
    assertThat(reader.ended).containsExactly(UnsubscribeCode.EXPIRED);
  }

  @Test
  void neverComesAfterARefreshWithoutAnEnd() {
    channels.refresh(granted(TTL), null);

    pass(Duration.ofDays(3650));

    assertThat(reader.ended).isEmpty();
    assertThat(channels.expiry().all()).isEmpty();
  }

  @Test
  void neverComesWithoutATime() {
    granted(null);
    assertThat(channels.expiry().all()).isEmpty();

    pass(Duration.ofDays(3650));

    assertThat(reader.ended).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"P200000D", "PT2562047788015H", "PT99999999999999S"})
  void isFarAwayWhateverTheGrantSays(String beyondAllMeasure) {
    Subscription subscription = granted(Duration.parse(beyondAllMeasure));

    pass(Duration.ofDays(3650));

    assertThat(reader.ended).isEmpty();
    assertThat(subscription.established().ttl()).isEqualTo(Duration.parse(beyondAllMeasure));
  }

  @Test
  void isForgottenWithTheSubscription() {
    Subscription subscription = granted(TTL);
    assertThat(channels.expiry().all()).containsExactly(subscription);

    subscription.cancel(UnsubscribeCode.CLIENT);

    assertThat(channels.expiry().all()).isEmpty();
  }

  @Test
  void isNotBroughtBackByALateRefresh() {
    Subscription subscription = granted(TTL);
    subscription.cancel(UnsubscribeCode.CLIENT);

    channels.refresh(subscription, TTL);

    assertThat(channels.expiry().all()).isEmpty();
  }

  private Subscription granted(Duration ttl) {
    SubscribeGrant grant = new SubscribeGrant(Payload.EMPTY, Payload.EMPTY, ttl);
    Subscription subscription =
        Stages.now(channels.subscribe(NEWS, reader, SubscribeRequest.PLAIN, grant));
    reader.holds(subscription);
    channels.begin(subscription);
    return subscription;
  }
}
