package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureClassifierTest {
  private static final URI ADDRESS = URI.create("ws://gateway:9080/ws/lobby");
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void exceptionsOfAHandshakeMustBeToldApart() {
    assertThat(handshake(new ConnectException())).isEqualTo(new Failure.Refused("gateway:9080"));
    assertThat(handshake(new NoRouteToHostException()))
        .isEqualTo(new Failure.Refused("gateway:9080"));
    assertThat(handshake(causedBy(new ConnectException(), new UnresolvedAddressException())))
        .isEqualTo(new Failure.UnknownHost("gateway"));
    assertThat(handshake(new HttpConnectTimeoutException("late")))
        .isEqualTo(new Failure.TimedOut(LIMIT, Failure.TimedOut.Step.HANDSHAKE));
    assertThat(handshake(new IOException("Connection reset")))
        .isEqualTo(new Failure.Reset("Connection reset"));
    assertThat(handshake(new EOFException())).isEqualTo(new Failure.Reset("EOFException"));
    assertThat(handshake(new IllegalStateException("odd"))).isEqualTo(new Failure.Broken("odd"));
  }

  @Test
  void onlyABadCertificateMustBeFinalOfTls() {
    Failure expired =
        handshake(
            causedBy(new SSLHandshakeException("bad"), new CertificateExpiredException("1999")));
    Failure broken = handshake(new SSLHandshakeException("Remote host terminated the handshake"));

    assertThat(expired).isInstanceOf(Failure.Tls.class).matches(Failure::isFinal);
    assertThat(broken).isInstanceOf(Failure.Tls.class).matches(failure -> !failure.isFinal());
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 405, 426})
  void statusesThatWouldBeRepeatedMustBeFinal(int status) {
    assertThat(new Failure.HttpStatus(status, null).isFinal()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 404, 408, 429, 500, 502, 503, 504})
  void statusesThatMayPassMustNotBeFinal(int status) {
    assertThat(new Failure.HttpStatus(status, null).isFinal()).isFalse();
  }

  @Test
  void closeCodesMustBeFinalByTheRuleOfTheProtocol() {
    assertThat(IntStream.range(1000, 5000).filter(FailureClassifierTest::isFinal))
        .containsExactlyElementsOf(
            IntStream.concat(
                    IntStream.of(1003, 1008, 1009, 1010),
                    IntStream.concat(IntStream.range(3500, 4000), IntStream.range(4500, 5000)))
                .boxed()
                .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "'shutdown, reconnect in 1234 ms', 1234",
    "'rebalance, reconnect in 0 ms', 0",
    "'reconnect in 999999999 ms', 999999999"
  })
  void adviceOfADrainMustBeRead(String reason, long millis) {
    assertThat(FailureClassifier.ofClose(1012, reason).advice())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shutdown",
        "reconnect in a while",
        "reconnect in -5 ms",
        "reconnect in 99999999999999999999 ms"
      })
  void noAdviceMustBeReadFromOtherReasons(String reason) {
    assertThat(FailureClassifier.ofClose(1012, reason).advice()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "3, PT3S",
    "' 0 ', PT0S",
    "86400, PT1H",
    "99999999999999999999, PT1H",
    "'Fri, 01 Mar 2024 00:00:30 GMT', PT30S",
    "'Thu, 29 Feb 2024 23:59:00 GMT', PT0S",
    "'Fri, 01 Mar 2030 00:00:30 GMT', PT1H"
  })
  void retryAfterMustBeSecondsOrADateAndAnHourAtTheMost(String value, Duration wait) {
    assertThat(RetryAfterHeader.parse(value, Instant.parse("2024-03-01T00:00:00Z")))
        .isEqualTo(wait);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "٣"})
  void retryAfterThatIsNeitherMustBeNoAdvice(String value) {
    assertThat(RetryAfterHeader.parse(value, Instant.EPOCH)).isNull();
  }

  private static boolean isFinal(int code) {
    return FailureClassifier.ofClose(code, "").isFinal();
  }

  private static Failure handshake(Throwable thrown) {
    return FailureClassifier.ofHandshake(
        new CompletionException(thrown), ADDRESS, LIMIT, Instant.EPOCH);
  }

  private static <T extends Throwable> T causedBy(T thrown, Throwable cause) {
    thrown.initCause(cause);
    return thrown;
  }
}
