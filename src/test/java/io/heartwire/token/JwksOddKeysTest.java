package io.heartwire.token;

import static io.heartwire.hub.TokenException.Flaw.INVALID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.Issuer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in a set that cannot be used, or must not be. */
class JwksOddKeysTest extends JwksFixture {

  @Test
  void aSecretInASetVerifiesNothing() {
    byte[] published = "everybody can read this secret, for it is published".getBytes(UTF_8);
    loaded(Issuer.set(List.of(first.jwk(), Issuer.secret("open", published))));
    assertThat(jwks.count()).isEqualTo(1);

    Issuer forger = Issuer.hmac("HS256", published).named("open");
    assertThat(flawOf(() -> userOf(forger))).isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "[]",
        "\"key\"",
        "{}",
        "{'kty':null}",
        "{'kty':7}",
        "{'kty':'AKP','alg':'ML-DSA-44','pub':'AAAA'}",
        "{'kty':'EC','crv':'P-999','x':'AAAA','y':'AAAA'}",
        "{'kty':'EC','crv':'secp256k1','x':'eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g',"
            + "'y':'SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg'}",
        "{'kty':'EC','crv':'P-256','x':'AAAA','y':'AAAA'}",
        "{'kty':'EC','crv':'P-256','x':'AAAA'}",
        "{'kty':'RSA','e':'AQAB'}",
        "{'kty':'RSA','n':'AQAB','e':'AQAB'}",
        "{'kty':'RSA','n':7,'e':[]}",
        "{'kty':'OKP','crv':'Ed448','x':'AAAA'}",
        "{'kty':'OKP','crv':'Ed25519','x':'AAAA'}",
        "{'kty':'OKP','crv':'Ed25519','x':'AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'}",
        "{'kty':'OKP','crv':null,'x':null}",
        "{'kty':'oct','k':null}",
        "%GOOD,'use':'signature'}",
        "%GOOD,'use':7}",
        "%GOOD,'use':''}",
        "%GOOD,'key_ops':['sign']}",
        "%GOOD,'key_ops':[]}",
        "%GOOD,'key_ops':[null]}",
        "%GOOD,'key_ops':'verify'}",
        "%GOOD,'use':'sig','key_ops':['encrypt']}",
        "%GOOD,'alg':'HS256'}",
        "%GOOD,'alg':7}",
        "%GOOD,'x5c':['not a certificate']}",
        "%GOOD,'x5c':[null]}",
        "%GOOD,'x5c':7}",
        "%GOOD,'x5t#S256':7}",
        "%GOOD,'x5u':'%%%'}",
        "%GOOD,'kid':7}",
        "%GOOD,'exp':'soon'}"
      })
  void aKeyThatCannotBeUsedIsLeftOutAndTheOthersWork(String odd) {
    String bad = odd.replace("%GOOD", OTHER_RSA.named("odd").jwk().toJSONString().replace("}", ""));
    loaded("{\"keys\":[%s,%s]}".formatted(bad.replace('\'', '"'), first.jwk().toJSONString()));

    assertThat(userOf(first)).isEqualTo("ann");
    assertThat(jwks.count()).as("that can be used").isEqualTo(1);
    assertThat(warnings()).singleElement().asString().contains("1 keys", "left out", "number 1");
  }

  @Test
  void numbersBeyondAllMeasureInASetHarmNoOtherKey() {
    String huge = "9".repeat(100_000);
    String keys =
        "{\"kty\":\"RSA\",\"n\":%1$s,\"e\":1e%1$s},{\"%1$s\":-%1$s.5e-%1$s},%2$s"
            .formatted(huge, first.jwk().toJSONString());
    loaded("{\"%1$s\":%1$s,\"keys\":[%2$s]}".formatted(huge, keys));

    assertThat(userOf(first)).isEqualTo("ann");
    assertThat(warnings()).singleElement().asString().hasSizeLessThan(1000);
  }

  @Test
  void keysThatAreLeftOutAreToldOnceUntilTheyAreOthers() {
    String set = "{\"keys\":[{\"kty\":\"%s\"}," + first.jwk().toJSONString() + "]}";
    for (int i = 0; i < 3; i++) {
      loaded(set.formatted("Q\\u0007\\u2028"));
      time.advance(REFRESH);
    }
    assertThat(warnings()).hasSize(1);
    assertThat(warnings().get(0)).doesNotContain("\u0007", "\u2028", "secret=1");

    loaded(set.formatted("another"));
    assertThat(warnings()).hasSize(2);
  }

  @Test
  void aKeyForEncryptionIsNothingToWorryAbout() {
    String other = OTHER_RSA.named("enc").jwk().toJSONString().replace("}", ",\"use\":\"enc\"}");
    loaded("{\"keys\":[%s,%s]}".formatted(other, first.jwk().toJSONString()));

    assertThat(jwks.count()).isEqualTo(1);
    assertThat(warnings()).isEmpty();
  }
}
