package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.Greeting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenTest extends ClientFixture {
  private final AtomicInteger supplied = new AtomicInteger();

  private CompletionStage<String> next() {
    return CompletableFuture.completedFuture("token-" + supplied.incrementAndGet());
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
    connected(builder().tokens(this::next));
    time.advance(Duration.ofMillis(89_999));
    assertThat(supplied).hasValue(1);

    time.advance(Duration.ofMillis(1));
    assertThat(commands(1).get(0)).endsWith("\"refresh\":{\"token\":\"token-2\"}}");

    await()
        .until(
            () -> {
              time.advance(Duration.ofSeconds(9));
              return commands().size() > 1;
            });
    assertThat(commands().get(1)).endsWith("\"refresh\":{\"token\":\"token-3\"}}");
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

    assertThat(diary.retry(1).failure()).isEqualTo(new Failure.NoToken(down));
    comeBack(1);
  }

  @Test
  void aSupplierThatHangsMustBeGivenUp() {
    client(builder().tokens(CompletableFuture::new)).connect();
    await().until(() -> time.waiting() > 0);

    time.advance(Duration.ofSeconds(10));

    assertThat(diary.retry(1).failure())
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
    time.advance(diary.retry(2).delay());
    assertThat(diary.change(ClientState.DISCONNECTED).reason())
        .isEqualTo(new Failure.HttpStatus(401, null));
    assertThat(client.state()).isEqualTo(ClientState.DISCONNECTED);
  }

  private String greeting() {
    List<String> texts = server.latest().texts();
    return texts.get(0);
  }
}
