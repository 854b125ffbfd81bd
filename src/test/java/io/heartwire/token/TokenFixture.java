package io.heartwire.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.Settings;
import io.heartwire.hub.TokenException;
import io.heartwire.testkit.Issuer;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.TestSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** A verifier with the settings of the test, over a clock of the test. */
abstract class TokenFixture {
  static final String SECRET = "a secret of sixty-four bytes, long enough for every algorithm...";

  /** Two with different keys; RSA keys take long to make. */
  static final Issuer RSA = Issuer.of("RS256");

  static final Issuer OTHER_RSA = Issuer.of("RS256");

  final ManualTimeSource time = new ManualTimeSource();
  final Map<String, String> settings = new HashMap<>();

  /** The wall clock, in seconds since 1970. */
  final long now = time.wallClock().getEpochSecond();

  JwtVerifier verifier() {
    Settings read = TestSettings.with(settings);
    JwksConfig noSet = new JwksConfig(read);
    JwtVerifier verifier =
        new JwtVerifier(new TokenConfig(read), new JwksKeys(noSet, url -> null, time), time);
    assertThat(read.problems()).isEmpty();
    return verifier;
  }

  void set(String key, String value) {
    settings.put("heartwire.token." + key, value);
  }

  /** One that shares a secret with the verifier. */
  Issuer issuer() {
    set("hmac-secret", SECRET);
    return Issuer.hmac(SECRET);
  }

  static TokenException.Flaw flawOf(Executable verification) {
    return failureOf(verification).flaw();
  }

  static String reasonOf(Executable verification) {
    return String.valueOf(failureOf(verification).getMessage());
  }

  private static TokenException failureOf(Executable verification) {
    try {
      verification.execute();
    } catch (TokenException expected) {
      return expected;
    } catch (Throwable other) {
      throw new AssertionError("another failure than expected", other);
    }
    throw new AssertionError("the token was good");
  }
}
