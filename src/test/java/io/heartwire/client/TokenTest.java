package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.Greeting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenTest extends ClientFixture {
  private final AtomicInteger supplied = new AtomicInteger();

  private String next() {
    return "token-" + supplied.incrementAndGet();
  }

  @Test
  void aTokenMustBeKeptForTheNextConnection() throws Exception {
    connected(builder().tokens(this::next));
    server.latest().reset();
    comeBack(1);

    assertThat(greeting()).contains("\"token\":\"token-1\"");
    assertThat(supplied).hasValue(1);
  }

  @Test
  void anExpiredTokenMustBeReplaced() {
    server.on(
        "connect",
        command -> {
          if (command.text("token").equals("token-1")) {
            command.fail(109, "token expired", false);
          } else {
            command.succeed("{\"client\":\"c\",\"ping\":25}");
          }
        });
    client(builder().tokens(this::next)).connect();

    comeBack(1);

    assertThat(greeting()).contains("\"token\":\"token-2\"");
  }

  @Test
  void aConnectionThatExpiredMustComeBackWithANewToken() throws Exception {
    connected(builder().tokens(this::next));
    server.latest().close(3005, "connection expired");
    comeBack(1);

    assertThat(greeting()).contains("\"token\":\"token-2\"");
  }

  @Test
  void aTokenMustBeRenewedBeforeItExpiresAndAgain() {
    server.on(
        "connect", command -> command.succeed("{\"client\":\"c\",\"expires\":true,\"ttl\":100}"));
    server.on("refresh", command -> command.succeed("{\"expires\":true,\"ttl\":10}"));
    CentrifugeClient client = connected(builder().tokens(this::next));
    time.advance(Duration.ofMillis(89_999));
    assertThat(supplied).hasValue(1);

    time.advance(Duration.ofMillis(1));
    assertThat(commands(1).get(0)).endsWith("\"refresh\":{\"token\":\"token-2\"}}");

    get(client.publish("news", "1")); // and so the refresh before it has been answered
    time.advance(Duration.ofSeconds(9));
    assertThat(commands(3).get(2)).endsWith("\"refresh\":{\"token\":\"token-3\"}}");
  }

  @Test
  void aServerThatSaysNoTimeMustNotBeAskedWithoutAPause() {
    server.on(
        "connect", command -> command.succeed("{\"client\":\"c\",\"expires\":true,\"ttl\":0}"));
    CentrifugeClient client = connected(builder().tokens(this::next));

    time.advance(Duration.ofMillis(899));
    get(client.publish("news", "1"));
    assertThat(supplied).hasValue(1);

    time.advance(Duration.ofMillis(1));
    await().until(() -> supplied.get() == 2);
  }

  @Test
  void aSupplierThatFailsMustBeAskedAgain() {
    RuntimeException down = new IllegalStateException("identity provider is down");
    client(
            builder()
                .tokens(
                    () -> {
                      if (supplied.incrementAndGet() == 1) {
                        throw down;
                      }
                      return next();
                    }))
        .connect();

    assertThat(recorded.retry(1).failure()).isEqualTo(new Failure.NoToken(down));
    comeBack(1);
  }

  @Test
  void aSupplierMayThrowWhatItLikes() {
    Exception down = new IOException("identity provider is down");
    client(
            builder()
                .tokens(
                    () -> {
                      throw down;
                    }))
        .connect();

    assertThat(recorded.retry(1).failure()).isEqualTo(new Failure.NoToken(down));
  }

  @Test
  void aSupplierThatReturnsNullMustCountAsFailed() {
    client(builder().tokens(() -> null)).connect();

    assertThat(recorded.retry(1).failure().toString()).contains("supplier returned null");
    assertThat(server.attempts()).isZero();
  }

  @Test
  void aSupplierMayBlockWhileTheClientGoesOn() {
    CountDownLatch there = new CountDownLatch(1);
    CentrifugeClient client =
        client(
            builder()
                .tokens(
                    () -> {
                      there.await();
                      return next();
                    }));
    CompletableFuture<Void> connected = client.connect();
    recorded.change(ClientState.CONNECTING); // told while the supplier blocks
    assertThat(connected).isNotDone();

    there.countDown();

    get(connected);
    assertThat(greeting()).contains("\"token\":\"token-1\"");
  }

  @Test
  void noMoreThanSixteenSuppliersMustRunAtATime() {
    CountDownLatch there = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CentrifugeClient client = connected();
    SubscriptionOptions options =
        SubscriptionOptions.PLAIN.withTokens(
            () -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              there.await();
              running.decrementAndGet();
              return next();
            });
    for (int i = 0; i < 40; i++) {
      client.subscribe("$news:" + i, options, recorded);
    }
    await().until(() -> running.get() == 16);

    there.countDown();

    recorded.lines(40);
    assertThat(most).hasValue(16);
    assertThat(supplied).hasValue(40);
  }

  @Test
  void aSubscriptionsSupplierThatHangsMustBeInterruptedAndAskedAgain() {
    AtomicInteger interrupted = new AtomicInteger();
    CentrifugeClient client = connected();
    client.subscribe(
        "$news",
        SubscriptionOptions.PLAIN.withTokens(
            () -> {
              if (supplied.incrementAndGet() == 1) {
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException timeOut) {
                  interrupted.incrementAndGet();
                  throw timeOut;
                }
              }
              return "token";
            }),
        recorded);
    await().until(() -> supplied.get() == 1);

    time.advance(Duration.ofSeconds(10)); // the connectTimeout
    await().until(() -> interrupted.get() == 1);
    time.advance(WHILE);

    assertThat(recorded.lines(1)).containsExactly("$news subscribed NONE");
    assertThat(supplied).hasValue(2);
  }

  @Test
  void aClosedClientMustInterruptItsSupplier() {
    AtomicInteger interrupted = new AtomicInteger();
    CentrifugeClient client =
        client(
            builder()
                .tokens(
                    () -> {
                      supplied.incrementAndGet();
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException closed) {
                        interrupted.incrementAndGet();
                        throw closed;
                      }
                      return "never";
                    }));
    client.connect();
    await().until(() -> supplied.get() == 1);

    client.close();

    await().until(() -> interrupted.get() == 1);
  }

  @Test
  void aSupplierThatHangsMustBeGivenUp() {
    client(
            builder()
                .tokens(
                    () -> {
                      new CountDownLatch(1).await();
                      return "never";
                    }))
        .connect();
    await().until(() -> time.waiting() > 0);

    time.advance(Duration.ofSeconds(10));

    assertThat(recorded.retry(1).failure())
        .isEqualTo(new Failure.TimedOut(Duration.ofSeconds(10), Failure.TimedOut.Step.TOKEN));
    assertThat(server.attempts()).isZero();
  }

  @Test
  void aRawClientMustBringAFreshTokenInTheHandshake() throws Exception {
    RawClient client = connected(raw().tokens(this::next).header("X-Tenant", "gold"));
    assertThat(server.latest().header("authorization")).isEqualTo("Bearer token-1");
    assertThat(server.latest().header("x-tenant")).isEqualTo("gold");

    server.latest().close(3005, "expired");
    comeBack(1);

    assertThat(server.latest().header("authorization")).isEqualTo("Bearer token-2");
    server.greets(Greeting.status(401));
    server.latest().reset();
    time.advance(recorded.retry(2).delay());
    assertThat(recorded.change(ClientState.DISCONNECTED).reason())
        .isEqualTo(new Failure.HttpStatus(401, null));
    assertThat(client.state()).isEqualTo(ClientState.DISCONNECTED);
  }

  private String greeting() {
    List<String> texts = server.latest().texts();
    return texts.get(0);
  }
}
