package io.heartwire.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.client.CentrifugeClient;
import io.heartwire.client.HeartwireClient;
import io.heartwire.client.Subscription;
import io.heartwire.testkit.ManualClientTime;
import io.heartwire.testkit.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a client of a pool does by itself, since it does not reconnect. */
class ClientEndListenerTest {
  private final ManualClientTime time = new ManualClientTime();

  @Test
  void aSubscriptionThatIsRefusedForAMomentMustBeTriedAgainSoon() throws IOException {
    AtomicInteger tries = new AtomicInteger();
    try (ScriptedServer server = new ScriptedServer()) {
      server.on(
          "subscribe",
          command -> {
            if (tries.incrementAndGet() == 1) {
              command.fail(100, "internal server error", true);
            } else {
              command.succeed("{}");
            }
          });
      CentrifugeClient client =
          new ClientEndListener().addTo(HeartwireClient.centrifuge(server.uri()), time).build();
      ScriptedPool.get(client.connect());
      Subscription subscription = client.subscribe("news", (channel, publication) -> {});
      ScriptedPool.get(client.publish("news", "1")); // and so the refusal has come

      time.advance(Duration.ofSeconds(10));

      await().until(() -> subscription.state() == Subscription.State.SUBSCRIBED);
      assertThat(tries).hasValue(2);
      client.close();
    }
  }
}
