package io.heartwire.it.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.heartwire.it.client.RawSocket;
import io.heartwire.testkit.Issuer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Raw clients with tokens: how they bring them, and what they may with them. */
class RawTokenIT {
  private static final Issuer SHARED = Issuer.hmac(TokenGateway.SECRET);
  private static final String REFUSED = "A token was refused: ";

  private static TokenGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    gateway = new TokenGateway();
  }

  @AfterAll
  static void stop() throws IOException {
    assertThat(gateway.server.log()).as("where a token would be found").contains(REFUSED);
    gateway.close();
  }

  @Test
  void aRawClientComesInByEachOfThreeWays() throws Exception {
    String token = gateway.ann(60);
    try (RawSocket header = dialogWithHeader(token);
        RawSocket query = RawSocket.connect(gateway.server.ws("/ws/dialog%23ann?token=" + token));
        RawSocket browser = offering("heartwire, bearer." + token)) {
      assertThat(header.status()).isEqualTo(101);
      assertThat(query.status()).isEqualTo(101);
      assertThat(browser.status()).isEqualTo(101);
      assertThat(browser.header("Sec-WebSocket-Protocol")).isEqualTo("heartwire");

      List<RawSocket> all = List.of(header, query, browser);
      for (RawSocket each : all) {
        each.awaitSubscribed();
      }
      query.send(RawSocket.TEXT, true, "hello".getBytes(UTF_8));
      for (RawSocket each : all) {
        each.readUntil("hello");
      }
    }
  }

  @Test
  void aTokenIsNeverSaidBack() throws Exception {
    String token = gateway.ann(60);
    try (RawSocket lonely = offering("bearer." + token)) {
      assertThat(lonely.status()).isEqualTo(101);
      assertThat(lonely.header("Sec-WebSocket-Protocol")).isEmpty();
    }
  }

  @Test
  void aRawClientIsItsTokensUser() throws Exception {
    try (RawSocket ben = dialogWithHeader(gateway.token(SHARED, "{\"sub\":\"ben\"}"))) {
      assertThat(ben.status()).as("the channel is ann's").isEqualTo(403);
    }
    String vip = gateway.token(SHARED, "{\"sub\":\"vip\",\"channels\":[\"closed:1\"]}");
    Map<String, String> bearer = TokenGateway.bearer(vip);
    try (RawSocket open = RawSocket.connect(gateway.server.ws("/ws/closed:1"), bearer);
        RawSocket closed = RawSocket.connect(gateway.server.ws("/ws/closed:2"), bearer)) {
      assertThat(open.status()).as("its token names the channel").isEqualTo(101);
      assertThat(closed.status()).isEqualTo(403);

      gateway.ask("disconnect", "{\"user\":\"vip\"}");
      assertThat(open.read(RawSocket.CLOSE).closeCode()).isEqualTo(3503);
    }
  }

  @Test
  void aRawClientStaysAsLongAsItsToken() throws Exception {
    try (RawSocket raw = gateway.connect(gateway.ann(6))) {
      assertThat(raw.status()).isEqualTo(101);
      assertThat(raw.read(RawSocket.CLOSE).closeCode()).isEqualTo(3005);
    }
  }

  @Test
  void aRawClientWithoutAGoodTokenIsRefused() throws Exception {
    try (RawSocket none = RawSocket.connect(gateway.server.ws("/ws/lobby"))) {
      assertThat(none.status()).isEqualTo(401);
      assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"heartwire\"");
    }
    String none =
        gateway.made(new PlainJWT(new JWTClaimsSet.Builder().subject("ann").build()).serialize());
    for (String bad :
        List.of(
            gateway.ann(-5),
            gateway.token("{\"sub\":\"ann\",\"nbf\":" + TokenGateway.at(60) + "}"),
            gateway.token(Issuer.hmac(TokenGateway.SECRET + "!"), "{\"sub\":\"ann\"}"),
            gateway.token(Issuer.of("ES256").named("first"), "{\"sub\":\"ann\"}"),
            none,
            "nonsense")) {
      try (RawSocket raw = gateway.connect(bad)) {
        assertThat(raw.status()).as(bad).isEqualTo(401);
        assertThat(raw.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        assertThat(raw.body()).contains("is invalid").doesNotContain(bad);
      }
    }
    try (RawSocket two =
        RawSocket.connect(
            gateway.server.ws("/ws/lobby?token=" + gateway.ann(60)),
            TokenGateway.bearer(gateway.ann(60)))) {
      assertThat(two.status()).isEqualTo(400);
    }
  }

  private static RawSocket dialogWithHeader(String token) throws IOException {
    return RawSocket.connect(gateway.server.ws("/ws/dialog%23ann"), TokenGateway.bearer(token));
  }

  private static RawSocket offering(String subprotocols) throws IOException {
    return RawSocket.connect(
        gateway.server.ws("/ws/dialog%23ann"), Map.of("Sec-WebSocket-Protocol", subprotocols));
  }
}
