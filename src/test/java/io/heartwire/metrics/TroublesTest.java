package io.heartwire.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelCrowd;
import io.heartwire.channel.ChannelName;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.Message;
import io.heartwire.connection.OutboxPool;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.heartbeat.Heartbeat;
import io.heartwire.hub.Client;
import io.heartwire.hub.Clients;
import io.heartwire.hub.Revocations;
import io.heartwire.testkit.Issuer;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.SilentVerifier;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import io.heartwire.token.JwksKeys;
import io.heartwire.token.TestKeys;
import jakarta.enterprise.event.Startup;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Figures that stay as they are while all is well move when their cause happens. */
class TroublesTest {
  private static final String ENCODING_FAILURES = "io.heartwire.channel.EncodingFailures";

  @RegisterExtension
  final TestPool pool =
      new TestPool(
          Map.of(
              "heartwire.channel.namespaces", "kept",
              "heartwire.channel.kept.history-size", "1",
              "heartwire.channel.kept.history-ttl", "60s",
              "heartwire.token.max-revocations", "1",
              "heartwire.token.jwks-url", "https://issuer.example/keys",
              "heartwire.hook.timeout", "10ms"));

  private final TestChannels kit = new TestChannels(pool);
  private final ChannelCrowd crowd = new ChannelCrowd(kit, pool);
  private final Clients clients = new Clients(pool.registry, kit.stays);
  private final TestMetrics metrics = new TestMetrics();
  private final Startup begun = new Startup();

  @Test
  void whoSubscribesAndIsDelivered() throws IOException {
    watchChannels();
    crowd.subscribe("news");
    crowd.subscribe("news");
    publish("news", "x");
    clients.add(pool.admit().id(), whoIsNotAsked());

    assertThat(metrics.value("heartwire_clients")).isEqualTo(1);
    assertThat(metrics.value("heartwire_channels")).isEqualTo(1);
    assertThat(metrics.value("heartwire_messages_delivered_total")).isEqualTo(2);
  }

  @Test
  void whatCannotBeEncoded() throws IOException {
    watchChannels();
    crowd.dumb("news");
    try (LogCapture log = new LogCapture(ENCODING_FAILURES, Level.WARNING)) {
      publish("news", "x");
      assertThat(log.lines()).hasSize(1);
    }

    assertThat(metrics.value("heartwire_encodings_failed_total")).isEqualTo(1);
  }

  @Test
  void whoComesBackInTimeAndTooLate() throws IOException {
    watchChannels();
    StreamPosition since = publish("kept:a", "1").position();
    publish("kept:a", "2");
    crowd.comeBack("kept:a", since);
    publish("kept:a", "3");
    crowd.comeBack("kept:a", since);

    assertThat(recovered("recovered")).isEqualTo(1);
    assertThat(recovered("unrecoverable")).isEqualTo(1);
    assertThat(recovered("failed")).isZero();
  }

  @Test
  void observersOfConnectionsThatThrow() throws IOException {
    new ConnectionMetrics().connections(begun, metrics.registry, pool.registry);
    pool.closed.observe(
        event -> {
          throw new IllegalStateException("broken");
        });
    try (LogCapture log = new LogCapture(ConnectionRegistry.class)) {
      pool.live(new ScriptedTransport()).ended(CloseReason.VANISHED);
      assertThat(log.lines()).hasSize(1);
    }

    assertThat(metrics.value("heartwire_observers_failed_total")).isEqualTo(1);
  }

  @Test
  void outboxesThatAreHeldForTooLong() throws IOException {
    new ConnectionMetrics().outboxes(begun, metrics.registry, pool.outboxes);
    ScriptedTransport slow = new ScriptedTransport();
    Connection lagging = pool.live(slow);
    slow.hold();
    for (int i = 0; i < 100; i++) {
      lagging.send(Message.text("x".repeat(1000), null), OverflowPolicy.DISCONNECT);
    }
    try (LogCapture log = new LogCapture(OutboxPool.class)) {
      pool.time.advance(Duration.ofMinutes(2));
      pool.outboxes.detectLeaks();
      assertThat(log.lines()).hasSize(1);
    }

    assertThat(metrics.value("heartwire_outboxes_leaked")).isEqualTo(1);
    lagging.ended(CloseReason.SLOW);
    assertThat(metrics.value("heartwire_outboxes_leaked")).isZero();
  }

  @Test
  void sweepsThatPingAndThoseThatAreLate() throws IOException {
    Heartbeat heartbeat = pool.heartbeat();
    new HeartbeatMetrics().sweeps(begun, metrics.registry, heartbeat);
    pool.live(new ScriptedTransport());
    heartbeat.sweep();
    assertThat(metrics.value("heartwire_sweeps_late_total")).isZero();
    try (LogCapture log = new LogCapture(Heartbeat.class)) {
      pool.time.advance(Duration.ofMinutes(10));
      heartbeat.sweep();
      assertThat(log.lines()).hasSize(1);
    }
    for (int i = 0; i < 60; i++) {
      pool.time.advance(heartbeat.sweepInterval());
      heartbeat.sweep();
    }

    assertThat(metrics.value("heartwire_sweeps_late_total")).isEqualTo(1);
    assertThat(metrics.value("heartwire_sweep_pings_total{ping=\"asked\"}")).isPositive();
  }

  @Test
  void callsThatHang() throws IOException {
    new HookMetrics().hooks(begun, metrics.registry, kit.hooks);
    CompletableFuture<String> never = new CompletableFuture<>();
    CompletionStage<String> answer = kit.hooks.call("a bean", () -> never);
    assertThat(metrics.value("heartwire_hook_calls_under_way")).isEqualTo(1);
    Stages.awaitEnd(answer);

    assertThat(metrics.value("heartwire_hook_calls_hanging")).isEqualTo(1);
    never.complete("at last");
    assertThat(metrics.value("heartwire_hook_calls_hanging")).isZero();
    assertThat(metrics.value("heartwire_hook_calls_under_way")).isZero();
  }

  @Test
  void revocationsAndThoseThereIsNoRoomFor() throws IOException {
    new TokenMetrics()
        .tokens(begun, metrics.registry, kit.tokens(new SilentVerifier()), kit.revoked);
    Revocations revocations = new Revocations(kit.revoked, kit.stays);
    revocations.revoke("first", null);
    revocations.revoke("second", null);

    assertThat(metrics.value("heartwire_revocations")).isEqualTo(1);
    assertThat(metrics.value("heartwire_revocations_refused_total")).isEqualTo(1);
  }

  @Test
  void keysThatAreThereAndDoNotComeAgain() throws IOException {
    TestKeys issuer = new TestKeys(pool.settings, pool.time);
    new TokenMetrics().keys(begun, metrics.registry, issuer.keys());
    issuer.answerWith(Issuer.of("ES256"));
    issuer.ask();
    pool.time.advance(Duration.ofHours(1));
    issuer.answerWith(null);
    try (LogCapture log = new LogCapture(JwksKeys.class)) {
      issuer.ask();
      assertThat(log.lines()).hasSize(1);
    }

    assertThat(metrics.value("heartwire_jwks_keys")).isEqualTo(1);
    assertThat(metrics.value("heartwire_jwks_age_seconds")).isEqualTo(3600);
    assertThat(metrics.value("heartwire_jwks_fetches_total{outcome=\"fetched\"}")).isEqualTo(1);
    assertThat(metrics.value("heartwire_jwks_fetches_total{outcome=\"failed\"}")).isEqualTo(1);
  }

  @Test
  void whetherAStopWouldDrainFirst() throws IOException {
    AtomicBoolean holds = new AtomicBoolean();
    new DrainMetrics().stop(begun, metrics.registry, holds::get);
    assertThat(metrics.value("heartwire_drain_on_stop")).isZero();

    holds.set(true);

    assertThat(metrics.value("heartwire_drain_on_stop")).isEqualTo(1);
  }

  private void watchChannels() {
    new ChannelMetrics().channels(begun, metrics.registry, kit.channels, clients);
  }

  private static Client whoIsNotAsked() {
    return (Client)
        Proxy.newProxyInstance(
            Client.class.getClassLoader(),
            new Class<?>[] {Client.class},
            (client, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private PublishResult publish(String channel, String text) {
    return Stages.now(kit.channels.publish(new ChannelName(channel), Payload.text(text)));
  }

  private double recovered(String outcome) throws IOException {
    return metrics.value("heartwire_recoveries_total{outcome=\"" + outcome + "\"}");
  }
}
