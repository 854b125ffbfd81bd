package io.heartwire.it.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.RawSocket;
import io.heartwire.testkit.Issuer;
import io.heartwire.testkit.KeyServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where a gateway has the keys of tokens from, and what it does without them. */
class TokenKeysIT {
  /** There are at least five seconds between two. */
  private static final Duration SOME_FETCHES = Duration.ofSeconds(60);

  private static final Issuer SECOND = Issuer.of("EdDSA").named("second");

  private static TokenGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    gateway = new TokenGateway();
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
  }

  @Test
  void itIsReadyOnceItHasTheKeys() {
    assertThat(gateway.server.get("/health/ready"))
        .contains("\"tokens\"", "\"keys\":", "\"failedFetches\":", "\"circuit\":");
    assertThat(gateway.server.metric("heartwire_jwks_fetches_total{outcome=\"failed\"}"))
        .isGreaterThan(1);
    assertThat(gateway.server.log()).contains("heartwire.token.jwks-url");
  }

  @Test
  void keysThatChangeAreFetchedAndTheLastOnesStayWhenTheirServerIsDown() throws Exception {
    assertThat(statusOf(SECOND)).as("nobody knows it yet").isIn(401, 503);
    gateway.keys.answers(Issuer.set(gateway.first, SECOND));
    await().atMost(SOME_FETCHES).until(() -> statusOf(SECOND) == 101);
    assertThat(statusOf(gateway.first)).isEqualTo(101);

    gateway.keys.answers(KeyServer.with(500, ""));
    Issuer unknown = Issuer.of("ES256").named("third");
    await()
        .atMost(SOME_FETCHES)
        .until(
            () -> {
              statusOf(unknown); // makes it ask again
              return gateway.server.get("/health/ready").contains("\"circuit\":\"open\"");
            });
    int asked = gateway.keys.asked();
    assertThat(statusOf(gateway.first)).isEqualTo(101);
    assertThat(statusOf(SECOND)).isEqualTo(101);
    assertThat(statusOf(unknown)).isEqualTo(503);
    assertThat(gateway.server.status("/health/ready")).isEqualTo(200);
    assertThat(gateway.keys.asked()).as("it is left alone").isEqualTo(asked);
  }

  private static int statusOf(Issuer issuer) throws IOException {
    try (RawSocket raw = gateway.connect(gateway.token(issuer, "{\"sub\":\"ann\"}"))) {
      return raw.status();
    }
  }
}
