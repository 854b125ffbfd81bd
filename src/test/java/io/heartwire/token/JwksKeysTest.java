package io.heartwire.token;

import static io.heartwire.hub.TokenException.Flaw.INVALID;
import static io.heartwire.hub.TokenException.Flaw.UNDECIDED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.Issuer;
import io.heartwire.testkit.TestSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.Test;

/**
 * Keys that change behind an address: looked at every 10 minutes, and not more often than every 5
 * seconds. What the server answers, and when, is up to the test.
 */
class JwksKeysTest extends JwksFixture {
  @Test
  void keysAreThereOnceTheServerHasAnswered() {
    assertThat(jwks.state()).isEqualTo(JwksKeys.State.MISSING);
    tick();
    assertThat(flawOf(() -> userOf(first))).isEqualTo(UNDECIDED);

    server.answer(Issuer.set(first, second));

    assertThat(jwks.state()).isEqualTo(JwksKeys.State.CURRENT);
    assertThat(jwks.count()).isEqualTo(2);
    assertThat(userOf(first)).isEqualTo("ann");
    assertThat(userOf(second)).isEqualTo("ann");
  }

  @Test
  void everyKindOfPublicKeyMayBeInASet() {
    for (String algorithm : List.of("RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA")) {
      boolean isRsa = algorithm.matches("[RP]S.*");
      Issuer issuer = (isRsa ? RSA.using(algorithm) : Issuer.of(algorithm)).named("key");
      time.advance(REFRESH);
      loaded(Issuer.set(issuer));

      assertThat(userOf(issuer)).as(algorithm).isEqualTo("ann");
    }
  }

  @Test
  void aKeyOfTheSameNameVerifiesNothingOfAnother() {
    loaded(Issuer.set(first));

    assertThat(flawOf(() -> userOf(OTHER_RSA.named("first")))).isEqualTo(INVALID);
  }

  @Test
  void aTokenThatNamesNoKeyIsVerifiedByTheOnlyOneThatFits() {
    loaded(Issuer.set(first, second));
    assertThat(userOf(first.named(null))).isEqualTo("ann");

    time.advance(REFRESH);
    loaded(Issuer.set(first, OTHER_RSA.named("another")));
    assertThat(flawOf(() -> userOf(first.named(null)))).isEqualTo(INVALID);
    assertThat(userOf(first)).isEqualTo("ann");
  }

  @Test
  void aSetIsFetchedAgainWhenItIsOld() {
    loaded(Issuer.set(first));

    time.advance(REFRESH.minusMillis(1));
    tick();
    assertThat(server.asked).isEqualTo(1);
    time.advance(Duration.ofMillis(1));
    tick();
    assertThat(server.asked).isEqualTo(2);
    server.answer(Issuer.set(second));

    assertThat(userOf(second)).isEqualTo("ann");
    assertThat(flawOf(() -> userOf(first))).as("it has been taken out").isEqualTo(INVALID);
  }

  @Test
  void aNewKeyIsFetchedWhenTheFirstTokenNamesIt() {
    loaded(Issuer.set(first));
    time.advance(COOLDOWN);

    assertThat(flawOf(() -> userOf(second))).isEqualTo(UNDECIDED);
    assertThat(server.asked).isEqualTo(2);
    assertThat(flawOf(() -> userOf(second))).as("meanwhile").isEqualTo(UNDECIDED);
    assertThat(server.asked).as("at most one is under way").isEqualTo(2);
    server.answer(Issuer.set(first, second));

    assertThat(userOf(second)).isEqualTo("ann");
    assertThat(userOf(first)).isEqualTo("ann");
  }

  @Test
  void tokensThatNobodyKnowsMakeItAskNoMoreThanOnceInACooldown() {
    loaded(Issuer.set(first));

    assertThat(flawOf(() -> userOf(second))).as("the set is fresh").isEqualTo(INVALID);
    assertThat(server.asked).isEqualTo(1);
    for (int i = 0; i < 100; i++) {
      time.advance(COOLDOWN.dividedBy(10));
      flawOf(() -> userOf(second));
      server.answerIfAsked(Issuer.set(first));
    }
    assertThat(server.asked).isEqualTo(11);
  }

  @Test
  void theLastGoodKeysStayInForceWhileTheServerIsDown() {
    loaded(Issuer.set(first));
    time.advance(REFRESH);
    tick();
    server.fail(new IOException("connection refused"));

    assertThat(jwks.state()).isEqualTo(JwksKeys.State.OLD);
    assertThat(jwks.age()).contains(REFRESH);
    assertThat(userOf(first)).isEqualTo("ann");
    assertThat(flawOf(() -> userOf(second))).as("it may be new").isEqualTo(UNDECIDED);

    for (int i = 0; i < 10; i++) {
      time.advance(COOLDOWN);
      tick();
      server.fail(new IOException("connection refused"));
    }
    assertThat(jwks.failed()).isEqualTo(11);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("https://issuer.example/keys ", "connection refused", "heartwire.token.jwks-url")
        .doesNotContain("secret=1");

    time.advance(COOLDOWN);
    tick();
    server.answer(Issuer.set(second));
    assertThat(jwks.state()).isEqualTo(JwksKeys.State.CURRENT);
    assertThat(userOf(second)).isEqualTo("ann");
  }

  @Test
  void anAnswerThatIsNoSetOfKeysChangesNothing() {
    loaded(Issuer.set(first));
    String[] bad = {
      "",
      "<html>",
      "{}",
      "{\"keys\":[]}",
      "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"x\"}]}",
      Issuer.set(List.of(Issuer.secret("first", SECRET.getBytes(UTF_8)))),
      Issuer.set(Issuer.ofShortKey().named("short"))
    };

    for (String body : bad) {
      time.advance(REFRESH);
      tick();
      server.answer(body);
      assertThat(jwks.state()).as(body).isEqualTo(JwksKeys.State.OLD);
      assertThat(userOf(first)).isEqualTo("ann");
    }
  }

  @Test
  void theConfiguredSecretIsAsGoodBesidesTheSet() {
    assertThat(userOf(Issuer.hmac(SECRET))).as("also before there is a set").isEqualTo("ann");
    assertThat(flawOf(() -> userOf(Issuer.hmac(SECRET + "x")))).isEqualTo(INVALID);
    assertThat(server.asked).isZero();
  }

  @Test
  void anAlgorithmThatNoKeyCouldHaveIsNotAskedFor() {
    assertThat(
            flawOf(
                () ->
                    verifier.connection(
                        "eyJhbGciOiJFUzI1NksifQ.e30.AAAA"))) // ES256K, on another curve
        .isEqualTo(INVALID);
    assertThat(server.asked).isZero();
  }

  @Test
  void aServerThatIsLeftAloneIsShown() {
    tick();
    server.fail(new CircuitBreakerOpenException("open"));
    assertThat(jwks.isCircuitOpen()).isTrue();

    time.advance(COOLDOWN);
    tick();
    server.answer(Issuer.set(first));
    assertThat(jwks.isCircuitOpen()).isFalse();
  }

  @Test
  void withoutAnAddressNothingIsAsked() {
    settings.remove("heartwire.token.jwks-url");
    JwksKeys off = new JwksKeys(new JwksConfig(TestSettings.with(settings)), server, time);

    off.tick(time.nanos());

    assertThat(off.state()).isEqualTo(JwksKeys.State.OFF);
    assertThat(server.asked).isZero();
  }
}
