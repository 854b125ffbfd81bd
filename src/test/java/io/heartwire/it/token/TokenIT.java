package io.heartwire.it.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.centrifuge.NodeTests;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** How long a token lets its client stay: until it expires, is replaced or is revoked. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TokenIT {
  private static TokenGateway gateway;

  /** It came with a token of a few seconds and never refreshes it. */
  private static TestClient forgetful;

  @BeforeAll
  static void start() throws IOException {
    gateway = new TokenGateway();
    forgetful = TestClient.connect(gateway.centrifuge());
    forgetful.answer("{}", "{}"); // it does not forget pings
    forgetful.send("{\"id\":1,\"connect\":{\"token\":\"" + gateway.ann(10) + "\"}}");
  }

  @AfterAll
  static void stop() throws IOException {
    forgetful.close();
    gateway.close();
  }

  @Test
  void theOfficialClientStaysByBringingNewTokens() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (TokenClient client =
        new TokenClient(
            gateway.centrifuge(), "", () -> gateway.ann(asked.incrementAndGet() < 3 ? 5 : 60))) {
      await().until(() -> asked.get() == 3);
      assertThat(client.states()).containsExactly("connecting 0", "connected");
    }
  }

  @Test
  void theOfficialClientReplacesATokenThatHasExpired() throws Exception {
    try (TokenClient client =
        new TokenClient(gateway.centrifuge(), gateway.ann(-5), () -> gateway.ann(60))) {
      await().until(() -> client.states().contains("connected"));
    }
  }

  @Test
  void theOfficialJavaScriptClientDoesTheSame() throws Exception {
    NodeTests.run("token/refresh.test.js", gateway.centrifuge());
  }

  /** The last: the time that it was given has gone by meanwhile. */
  @Test
  @Order(Integer.MAX_VALUE)
  void whoeverDoesNotRefreshIsClosed() throws Exception {
    assertThat(forgetful.closeCode()).isEqualTo(3005);
  }

  @Test
  void aTokenThatIsRevokedClosesWhatItOpenedAndOpensNothingMore() throws Exception {
    String token = gateway.token("{\"sub\":\"eve\",\"jti\":\"leaked\"}");
    try (TokenClient client = new TokenClient(gateway.centrifuge(), token, () -> token);
        RawSocket raw = gateway.connect(token)) {
      await().until(() -> client.states().contains("connected"));

      assertThat(gateway.ask("revoke_token", "{\"uid\":\"leaked\"}")).isEqualTo("{\"result\":{}}");

      await().until(() -> client.states().contains("disconnected 3500"));
      assertThat(raw.read(RawSocket.CLOSE).closeCode()).isEqualTo(3500);
    }
    try (RawSocket again = gateway.connect(token)) {
      assertThat(again.status()).isEqualTo(401);
      assertThat(again.body()).contains("revoked");
    }
  }

  @Test
  void aUsersTokensThatAreInvalidatedCloseItsConnections() throws Exception {
    try (RawSocket old =
            gateway.connect(
                gateway.token("{\"sub\":\"tom\",\"iat\":" + TokenGateway.at(-9) + "}"));
        RawSocket other =
            gateway.connect(
                gateway.token("{\"sub\":\"tim\",\"iat\":" + TokenGateway.at(-9) + "}"))) {
      assertThat(gateway.ask("invalidate_user_tokens", "{\"user\":\"tom\"}"))
          .isEqualTo("{\"result\":{}}");

      assertThat(old.read(RawSocket.CLOSE).closeCode()).isEqualTo(3500);
      other.send(RawSocket.TEXT, true, "still here".getBytes(UTF_8));
      assertThat(other.read(RawSocket.TEXT).text()).isEqualTo("still here");
    }
    try (RawSocket newer =
        gateway.connect(gateway.token("{\"sub\":\"tom\",\"iat\":" + TokenGateway.at(60) + "}"))) {
      assertThat(newer.status()).isEqualTo(101);
    }
  }
}
