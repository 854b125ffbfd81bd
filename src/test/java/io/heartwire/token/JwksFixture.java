package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.Settings;
import io.heartwire.testkit.Issuer;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Keys behind an address; what its server answers, and when, is up to the test. */
abstract class JwksFixture extends TokenFixture {
  static final Duration REFRESH = Duration.ofMinutes(10);
  static final Duration COOLDOWN = Duration.ofSeconds(5);
  static final String ANN = "{\"sub\":\"ann\"}";

  final LogCapture log = new LogCapture(JwksKeys.class);
  final Issuer first = RSA.named("first");
  final Issuer second = Issuer.of("ES256").named("second");
  final Script server = new Script();
  JwksKeys jwks;
  JwtVerifier verifier;

  @BeforeEach
  void configure() {
    set("jwks-url", "https://issuer.example/keys?secret=1");
    set("hmac-secret", SECRET);
    Settings read = TestSettings.with(settings);
    jwks = new JwksKeys(new JwksConfig(read), server, time);
    verifier = new JwtVerifier(new TokenConfig(read), jwks, time);
    assertThat(read.problems()).isEmpty();
  }

  @AfterEach
  void closeLog() {
    log.close();
  }

  void loaded(String set) {
    tick();
    server.answer(set);
    assertThat(jwks.state()).isEqualTo(JwksKeys.State.CURRENT);
  }

  List<String> warnings() {
    return log.lines().stream().filter(line -> line.contains("left out")).toList();
  }

  void tick() {
    jwks.tick(time.nanos());
  }

  String userOf(Issuer issuer) {
    return verifier.connection(issuer.token(ANN)).user();
  }

  /** Answers when the test says so. */
  static final class Script implements JwksSource {
    private final Queue<CompletableFuture<byte[]>> open = new ArrayDeque<>();
    int asked;

    @Override
    public CompletionStage<byte[]> fetch(URI url) {
      asked++;
      CompletableFuture<byte[]> answer = new CompletableFuture<>();
      open.add(answer);
      return answer;
    }

    void answer(String body) {
      open.remove().complete(body.getBytes(UTF_8));
    }

    void answerIfAsked(String body) {
      if (!open.isEmpty()) {
        answer(body);
      }
    }

    void fail(Exception failure) {
      open.remove().completeExceptionally(failure);
    }
  }
}
