package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.ScriptedConnection;
import io.heartwire.testkit.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RawClientTest extends ClientFixture {

  @BeforeEach
  void echo() {
    server.receives(
        new ScriptedServer.Receiver() {
          @Override
          public void text(ScriptedConnection from, String message) throws IOException {
            from.sendText(message);
          }

          @Override
          public void binary(ScriptedConnection from, byte[] message) throws IOException {
            from.sendBinary(message);
          }
        });
  }

  @Test
  void textMustStayTextAndBinaryBinary() {
    RawClient client = connected(raw());
    get(client.send("hello ✓"));
    get(client.send(new byte[70_000]));
    get(client.send(""));

    assertThat(recorded.lines(3)).containsExactly("hello ✓", "70000 bytes", "");
    assertThat(server.latest().path()).isEqualTo("/ws/lobby");
  }

  @Test
  void fragmentsMustBecomeOneMessage() throws Exception {
    connected(raw());
    String message = "✓".repeat(50_000);
    server.latest().sendTextInFragments(message, 1000);

    assertThat(recorded.lines(1)).containsExactly(message);
  }

  @Test
  void manyMessagesAtOnceMustKeepTheirOrderAndFrames() {
    RawClient client = connected(raw().maxRequests(5000));
    for (int i = 0; i < 3000; i++) {
      client.send("" + i);
    }

    assertThat(recorded.lines(3000))
        .isEqualTo(IntStream.range(0, 3000).mapToObj(i -> "" + i).toList());
  }

  @Test
  void theClientMustPingASilentServerAndLeaveADeadOne() {
    RawClient client = connected(raw());
    time.advance(Duration.ofSeconds(25));
    await().until(() -> server.latest().controlPings() == 1);
    await()
        .until(
            () -> {
              // The pong was heard if the next interval begins with a ping and not with the end.
              time.advance(Duration.ofSeconds(1));
              return server.latest().controlPings() == 2;
            });
    assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
    server.latest().goSilent();

    time.advance(Duration.ofSeconds(70));

    assertThat(recorded.lost().reason()).isInstanceOf(Failure.Silent.class);
  }

  @Test
  void aPingMustBeAnsweredByItsPong() {
    RawClient client = connected(raw());

    assertThat(get(client.ping())).isZero();
    server.latest().goSilent();
    CompletionStage<Duration> second = client.ping();
    time.advance(Duration.ofSeconds(5));

    assertThat(failure(second, OutcomeUnknownException.class))
        .hasMessage("ping was not answered within 5000 ms");
  }

  @Test
  void messagesMayWaitForTheConnection() throws Exception {
    RawClient client =
        connected(raw().requests(WhileReconnecting.wait(10, Duration.ofSeconds(30))));
    server.latest().reset();
    recorded.change(ClientState.RECONNECTING);

    CompletionStage<?> sent = client.send("later");
    comeBack(1);

    get(sent);
    assertThat(recorded.lines(1)).containsExactly("later");
  }

  @Test
  void aSlowListenerMustHoldTheServerBackAndBeHeldAliveMeanwhile() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<String> seen = new CopyOnWriteArrayList<>();
    RawClient client =
        connected(
            raw()
                .onText(
                    message -> {
                      try {
                        go.await();
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                      seen.add(message);
                    }));
    int all = CallbackQueue.MOST_WAITING * 3;
    String filler = " ".repeat(16 * 1024); // so that they do not all find room in the sockets
    AtomicInteger sent = new AtomicInteger();
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; i < all; i++) {
                try {
                  server.latest().sendText(i + filler);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                sent.incrementAndGet();
              }
            });
    sender.start();
    AtomicInteger before = new AtomicInteger(-1);
    await("the server to be held back")
        .pollInterval(Duration.ofMillis(300))
        .during(Duration.ofSeconds(1))
        .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
    assertThat(sent.get()).isLessThan(all);
    time.advance(Duration.ofMinutes(2));
    assertThat(client.state()).isEqualTo(ClientState.CONNECTED);

    go.countDown();

    await().until(() -> seen.size() == all);
    assertThat(seen.get(all - 1)).isEqualTo((all - 1) + filler);
  }
}
