package io.heartwire.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.ConfigProblem;
import io.heartwire.config.Settings;
import io.heartwire.testkit.Issuer;
import io.heartwire.testkit.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenConfigTest extends TokenFixture {
  private static final String SHORT = "too short a secret";

  @Test
  void withoutKeysNothingIsVerified() {
    assertThat(verifier().isConfigured()).isFalse();
    issuer();
    assertThat(verifier().isConfigured()).isTrue();
  }

  @Test
  void anAddressOfKeysIsAsGoodAsAKey() {
    set("jwks-url", "http://127.0.0.1:7/jwks");

    assertThat(verifier().isConfigured()).isTrue();
  }

  @Test
  void aShortSecretIsRefusedAndNotShown() {
    set("hmac-secret", SHORT);

    assertThat(onlyProblem())
        .contains("heartwire.token.hmac-secret", "(hidden)", "at least 32 bytes")
        .doesNotContain(SHORT);
  }

  @Test
  void theSecretBeforeIsHeldToTheSameRules() {
    issuer();
    set("hmac-previous-secret", SHORT);

    assertThat(onlyProblem())
        .contains("heartwire.token.hmac-previous-secret", "(hidden)", "at least 32 bytes")
        .doesNotContain(SHORT);
  }

  @Test
  void aSecretBeforeWithoutOneOfTodayIsRefused() {
    set("hmac-previous-secret", SECRET);

    assertThat(onlyProblem())
        .contains("heartwire.token.hmac-previous-secret", "(hidden)", "heartwire.token.hmac-secret")
        .doesNotContain(SECRET);
  }

  @Test
  void lineBreaksOfAKeyMayBeWrittenOut() {
    Issuer issuer = RSA;
    set("rsa-public-key", issuer.pem().strip().replace("\n", "\\n"));

    assertThat(verifier().connection(issuer.token("{\"sub\":\"ann\"}")).user()).isEqualTo("ann");
  }

  @Test
  void aPrivateKeyIsRefusedAndNotShown() {
    Issuer issuer = Issuer.of("ES256");
    set("ecdsa-public-key", issuer.privatePem());

    assertThat(onlyProblem())
        .contains("heartwire.token.ecdsa-public-key", "private one")
        .doesNotContain(issuer.privatePem().substring(40, 60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa-public-key", "ecdsa-public-key", "eddsa-public-key"})
  void whatIsNoKeyOfItsKindIsRefused(String key) {
    for (String bad :
        List.of(
            "nonsense",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----",
            key.startsWith("rsa") ? Issuer.of("ES256").pem() : RSA.pem())) {
      set(key, bad);
      assertThat(onlyProblem()).contains("heartwire.token." + key, "in PEM");
    }
  }

  @Test
  void aShortRsaKeyIsRefused() {
    set("rsa-public-key", Issuer.ofShortKey().pem());

    assertThat(onlyProblem()).contains("heartwire.token.rsa-public-key", "2048 bits");
  }

  @Test
  void aPublicKeyBesidesASetIsRefusedSinceBothCouldDecide() {
    set("jwks-url", "https://issuer.example/jwks");
    set("rsa-public-key", RSA.pem());
    assertThat(onlyProblem())
        .contains("heartwire.token.rsa-public-key", "unset where heartwire.token.jwks-url is set");

    settings.remove("heartwire.token.rsa-public-key");
    issuer();
    assertThat(problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not.an.address",
        "ftp://issuer.example/keys",
        "file:///etc/keys",
        "https:///keys",
        "https://user:password@issuer.example/keys",
        "https://issuer.example/a b"
      })
  void anAddressThatIsNoneIsRefusedAndNotShown(String url) {
    set("jwks-url", url);

    assertThat(onlyProblem())
        .contains("heartwire.token.jwks-url", "(hidden)", "https://issuer.example/jwks.json")
        .doesNotContain(url.substring(url.length() - 12));
  }

  @Test
  void nothingSecretIsInWhatIsLogged() {
    issuer();
    set("jwks-url", "https://issuer.example/keys?token=hush");
    Settings read = TestSettings.with(settings);

    assertThat(new TokenConfig(read).toString())
        .contains("HS256")
        .doesNotContain(SECRET.substring(0, 10));
    assertThat(new JwksConfig(read).toString())
        .contains("https://issuer.example/keys")
        .doesNotContain("hush");
  }

  private String onlyProblem() {
    List<ConfigProblem> problems = problems();
    assertThat(problems).hasSize(1);
    return problems.get(0).toString();
  }

  private List<ConfigProblem> problems() {
    Settings read = TestSettings.with(settings);
    assertThat(new TokenConfig(read)).isNotNull();
    assertThat(new JwksConfig(read)).isNotNull();
    return read.problems();
  }
}
