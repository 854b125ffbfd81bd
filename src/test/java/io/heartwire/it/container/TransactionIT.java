package io.heartwire.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.example.shop.Orders;
import com.example.shop.Parcels;
import io.heartwire.broker.QueueStats;
import io.heartwire.it.client.JsonClient;
import io.heartwire.queue.Queues;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** An application that tells its clients what it has committed, and nothing else. */
@ResourceLock(OneServer.NAME)
@ArquillianTest
class TransactionIT {
  @Inject Orders orders;
  @Inject Parcels parcels;
  @Inject Queues queues;
  @ArquillianResource URL base;

  @Deployment
  static WebArchive archive() {
    return ApplicationArchive.named("transaction.war");
  }

  @Test
  void whatIsCommittedIsDeliveredAndWhatIsRolledBackIsNot() {
    try (JsonClient client = JsonClient.connect(address(), "{}")) {
      client.subscribe(Orders.Ticker.CHANNEL.value());

      assertThatThrownBy(() -> orders.placeAndFail("never placed")).hasMessage("rolled back");
      orders.place("placed");

      await().until(() -> !client.pushes().isEmpty());
      assertThat(client.pushes()).hasSize(1);
      assertThat(client.pushes().get(0)).contains("\"data\":\"placed\"", "\"offset\":1");
    }
  }

  @Test
  void aMessageOfAQueueIsSentAfterTheCommitAndDeliveredUntilItIsProcessed() {
    assertThatThrownBy(() -> parcels.orderAndFail("nobody")).hasMessage("rolled back");
    parcels.order("ann");

    await().untilAsserted(() -> assertThat(parcels.sent()).containsExactly("ann after 3"));
    await()
        .untilAsserted(
            () -> {
              QueueStats stats = queues.stats(Parcels.QUEUE).toCompletableFuture().join();
              assertThat(stats.depth()).isZero();
              assertThat(stats.dead()).isZero();
              assertThat(stats.counters().sent()).isEqualTo(1);
              assertThat(stats.counters().redelivered()).isEqualTo(2);
            });
  }

  private URI address() {
    return URI.create(base.toString().replaceFirst("^http", "ws") + "connection/websocket");
  }
}
