package io.heartwire.token;

import static io.heartwire.hub.TokenException.Flaw.INVALID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.heartwire.channel.ChannelName;
import io.heartwire.testkit.Issuer;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose signatures count. */
class JwtVerifierTest extends TokenFixture {
  private static final String ANN = "{\"sub\":\"ann\"}";

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void aSecretVerifiesItsAlgorithms(String algorithm) {
    set("hmac-secret", SECRET);

    assertThat(userOf(Issuer.hmac(algorithm, SECRET.getBytes(UTF_8)).token(ANN))).isEqualTo("ann");
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-public-key, RS256",
    "rsa-public-key, RS384",
    "rsa-public-key, RS512",
    "rsa-public-key, PS256",
    "rsa-public-key, PS384",
    "rsa-public-key, PS512",
    "ecdsa-public-key, ES256",
    "ecdsa-public-key, ES384",
    "ecdsa-public-key, ES512",
    "eddsa-public-key, EdDSA",
    "eddsa-public-key, Ed25519"
  })
  void aPublicKeyVerifiesItsAlgorithmsAndNoOtherKeys(String key, String algorithm) {
    boolean isRsa = key.startsWith("rsa");
    Issuer issuer = isRsa ? RSA.using(algorithm) : Issuer.of(algorithm);
    Issuer forger = isRsa ? OTHER_RSA.using(algorithm) : Issuer.of(algorithm);
    set(key, issuer.pem());

    assertThat(userOf(issuer.token(ANN))).isEqualTo("ann");
    String forged = forger.token(ANN);
    assertThat(flawOf(() -> verifier().connection(forged))).isEqualTo(INVALID);
  }

  @Test
  void severalKeysVerifyEachItsOwn() {
    Issuer rsa = RSA;
    Issuer edwards = Issuer.of("EdDSA");
    Issuer secret = issuer();
    set("rsa-public-key", rsa.pem());
    set("eddsa-public-key", edwards.pem());

    for (Issuer issuer : new Issuer[] {rsa, edwards, secret}) {
      assertThat(userOf(issuer.token(ANN))).isEqualTo("ann");
    }
    assertThat(flawOf(() -> verifier().connection(Issuer.of("ES256").token(ANN))))
        .isEqualTo(INVALID);
  }

  @Test
  void theSecretOfAnotherVerifiesNothing() {
    issuer();

    String forged = Issuer.hmac(SECRET.replace('a', 'b')).token(ANN);
    assertThat(flawOf(() -> verifier().connection(forged))).isEqualTo(INVALID);
  }

  @Test
  void theSecretBeforeIsAsGoodWhileItIsConfigured() {
    String before = "the secret before, just long enough for one algorithm";
    Issuer old = Issuer.hmac(before);
    Issuer current = issuer();
    assertThat(flawOf(() -> verifier().connection(old.token(ANN)))).isEqualTo(INVALID);

    set("hmac-previous-secret", before);

    assertThat(userOf(old.token(ANN))).isEqualTo("ann");
    assertThat(userOf(current.token(ANN))).isEqualTo("ann");
    assertThat(userOf(Issuer.hmac("HS512", SECRET.getBytes(UTF_8)).token(ANN))).isEqualTo("ann");
    assertThat(flawOf(() -> verifier().connection(Issuer.hmac(before + "x").token(ANN))))
        .isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'alg':'HS256','crit':[null]}",
        "{'alg':'HS256','crit':['exp']}",
        "{'alg':'HS256','x5c':[null]}",
        "{'alg':'HS256','jwk':{}}",
        "{'alg':'HS256','jwk':null}",
        "{'alg':'HS256','jwk':{'kty':'EC','crv':'P-256','x':'AAAA','y':'AAAA'}}",
        "{'alg':'HS256','x5u':'%%%'}",
        "{'alg':'HS256','x5t#S256':7}",
        "{'alg':'HS256','kid':7}",
        "{'alg':'HS256','b64':false}",
        "{'alg':'HS256','typ':[]}",
        "{'alg':null}",
        "{'alg':7}",
        "{}",
        "null"
      })
  void aHeaderThatIsOddMakesNoOtherErrorThanAnInvalidToken(String header) {
    issuer();
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(header.replace('\'', '"').getBytes(UTF_8));

    assertThat(flawOf(() -> verifier().connection(encoded + ".e30.AAAA"))).isEqualTo(INVALID);
  }

  @Test
  void aTokenWithoutASignatureIsNone() {
    issuer();
    String unsigned = new PlainJWT(new JWTClaimsSet.Builder().subject("ann").build()).serialize();
    assertThat(unsigned).endsWith(".");

    assertThat(flawOf(() -> verifier().connection(unsigned))).isEqualTo(INVALID);
    String cut = issuer().token(ANN).replaceFirst("\\.[^.]*$", ".");
    assertThat(flawOf(() -> verifier().connection(cut))).isEqualTo(INVALID);
  }

  @Test
  void aPublicKeyIsNoSecret() {
    Issuer issuer = RSA;
    set("rsa-public-key", issuer.pem());
    byte[][] secrets = {
      issuer.pem().getBytes(UTF_8),
      issuer.pem().strip().getBytes(UTF_8),
      Base64.getMimeDecoder().decode(issuer.pem().replaceAll("-----.*-----", ""))
    };

    for (byte[] secret : secrets) {
      String confused = Issuer.hmac("HS256", secret).token(ANN);
      assertThat(flawOf(() -> verifier().connection(confused))).isEqualTo(INVALID);
      set("hmac-secret", SECRET); // and also where there is a secret
      assertThat(flawOf(() -> verifier().connection(confused))).isEqualTo(INVALID);
      settings.remove("heartwire.token.hmac-secret");
    }
  }

  @Test
  void aKeyDecidesWhatItIsGoodForAndTheTokenDoesNot() {
    Issuer issuer = Issuer.of("ES256");
    set("ecdsa-public-key", issuer.pem());

    assertThat(flawOf(() -> verifier().connection(Issuer.of("ES384").token(ANN))))
        .isEqualTo(INVALID);
    assertThat(reasonOf(() -> verifier().connection(RSA.token(ANN)))).contains("only for [ES256]");
  }

  @Test
  void aShortSecretIsNotGoodForALongerHash() {
    String secret = "just thirty-two bytes, and no more";
    set("hmac-secret", secret);

    assertThat(userOf(Issuer.hmac(secret).token(ANN))).isEqualTo("ann");
    String longer = Issuer.hmac("HS256", secret.getBytes(UTF_8)).using("HS512").token(ANN);
    assertThat(reasonOf(() -> verifier().connection(longer))).contains("only for [HS256]");
  }

  @Test
  void whatIsChangedAfterItWasSignedIsNoToken() {
    String[] parts = issuer().token(ANN).split("\\.");
    String other =
        Base64.getUrlEncoder().withoutPadding().encodeToString("{\"sub\":\"ben\"}".getBytes(UTF_8));

    String changed = parts[0] + "." + other + "." + parts[2];
    assertThat(flawOf(() -> verifier().connection(changed))).isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "no token", "eyJhbGciOiJIUzI1NiJ9", "\u0000"})
  void whatIsNotEvenATokenIsInvalid(String text) {
    issuer();

    assertThat(flawOf(() -> verifier().connection(text))).isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "null", "\"ann\"", "", "{", "{\"sub\":[]}", "{\"exp\":\"x\"}"})
  void claimsThatAreNoneAreInvalid(String claims) {
    String token = issuer().token(claims);

    assertThat(flawOf(() -> verifier().connection(token))).isEqualTo(INVALID);
  }

  @Test
  void aTokenThatIsTooLongIsNotEvenRead() {
    String token = issuer().token("{\"sub\":\"" + "a".repeat(16_384) + "\"}");

    assertThat(reasonOf(() -> verifier().connection(token))).contains("longer than 16384");
  }

  @Test
  void noReasonShowsTheToken() {
    Issuer issuer = issuer();
    set("issuer", "https://issuer.example");
    ChannelName news = new ChannelName("news");
    String[] tokens = {
      issuer.token(ANN), Issuer.hmac(SECRET + "x").token(ANN), "nonsense-that-is-secret"
    };

    for (String token : tokens) {
      assertThat(reasonOf(() -> verifier().connection(token))).doesNotContain(token);
      assertThat(reasonOf(() -> verifier().subscription(token, "", news))).doesNotContain(token);
    }
  }

  private String userOf(String token) {
    return verifier().connection(token).user();
  }

  @Test
  void rolesAreThoseOfTheClaimsRolesAndGroups() {
    Issuer issuer = issuer();

    assertThat(verifier().roles(issuer.token("{\"roles\":[\"a\",7,\"b\"],\"groups\":\"c\"}")))
        .containsExactly("a", "b", "c");
    assertThat(verifier().roles(issuer.token(ANN))).isEmpty();
    String forged = Issuer.hmac("another secret of sufficient length").token("{\"roles\":\"a\"}");
    assertThat(flawOf(() -> verifier().roles(forged))).isEqualTo(INVALID);
  }
}
