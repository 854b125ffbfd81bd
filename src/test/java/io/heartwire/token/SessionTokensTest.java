package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenException.Flaw;
import io.heartwire.hub.TokenMark;
import io.heartwire.testkit.Issuer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionTokensTest {
  private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");
  private static final SessionTokens.Session ANN =
      new SessionTokens.Session(
          "ann",
          "viewer",
          new TokenMark("id-1", "ann", Instant.parse("2024-05-01T11:00:00Z")),
          NOW.plusSeconds(60));

  private final SessionTokens tokens = SessionTokens.of(bytes("a secret"));

  @Test
  void aTokenMustSayWhatItWasGiven() {
    String token = tokens.sign(ANN, NOW);

    assertThat(SessionTokens.isOne(token)).isTrue();
    assertThat(tokens.verify(token, NOW)).isEqualTo(ANN);
    assertThat(SessionTokens.of(bytes("a secret")).verify(token, NOW)).isEqualTo(ANN);
  }

  @Test
  void anotherSecretMustNotVerifyIt() {
    String token = tokens.sign(ANN, NOW);

    assertFlaw(Flaw.INVALID, SessionTokens.of(bytes("another")), token);
    assertFlaw(Flaw.INVALID, SessionTokens.random(), token);
  }

  @Test
  void aChangedTokenMustNotBeVerified() {
    String token = tokens.sign(ANN, NOW);
    String[] parts = token.split("\\.");
    String[] forged =
        tokens
            .sign(new SessionTokens.Session("ann", "operator", null, ANN.expiresAt()), NOW)
            .split("\\.");

    assertFlaw(Flaw.INVALID, tokens, parts[0] + '.' + forged[1] + '.' + parts[2]);
    assertFlaw(Flaw.INVALID, tokens, parts[0] + '.' + parts[1] + '.');
    assertFlaw(Flaw.INVALID, tokens, token + "x".repeat(5000));
  }

  @Test
  void itMustEndWithItsTime() {
    String token = tokens.sign(ANN, NOW);

    assertThat(tokens.verify(token, NOW.plusSeconds(59))).isEqualTo(ANN);
    assertThatThrownBy(() -> tokens.verify(token, NOW.plusSeconds(60)))
        .isInstanceOfSatisfying(
            TokenException.class, over -> assertThat(over.flaw()).isEqualTo(Flaw.EXPIRED));
  }

  @Test
  void aTokenOfAClientMustNotBeOneEvenWithTheSameSecret() {
    String client =
        Issuer.hmac("a secret of sufficient length, 32+")
            .token("{\"sub\":\"ann\",\"role\":\"operator\",\"exp\":9999999999}");

    assertThat(SessionTokens.isOne(client)).isFalse();
    assertFlaw(Flaw.INVALID, SessionTokens.of(bytes("a secret of sufficient length, 32+")), client);
  }

  private static void assertFlaw(Flaw flaw, SessionTokens tokens, String token) {
    assertThatThrownBy(() -> tokens.verify(token, NOW))
        .isInstanceOfSatisfying(
            TokenException.class, bad -> assertThat(bad.flaw()).isEqualTo(flaw));
  }

  private static byte[] bytes(String secret) {
    return secret.getBytes(UTF_8);
  }
}
