package io.heartwire.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hub.Identity;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenVerifier;
import io.heartwire.hub.Tokens;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Metrics of tokens move when their cause happens, and only then. */
class TokenMetricsTest {
  @RegisterExtension final TestPool pool = new TestPool();

  private final TestChannels kit = new TestChannels(pool);
  private final TestMetrics metrics = new TestMetrics();

  @Test
  void tokens() throws IOException {
    Tokens tokens = kit.tokens(new RefusingVerifier());
    new TokenMetrics().tokens(null, metrics.registry, tokens, kit.revoked);

    assertThat(tokens.connection("anything").toCompletableFuture()).isCompletedExceptionally();

    assertThat(metrics.value("heartwire_tokens_total{found=\"expired\"}")).isEqualTo(1);
    assertThat(metrics.value("heartwire_tokens_total{found=\"good\"}")).isZero();
    assertThat(metrics.value("heartwire_revocations")).isZero();
    assertThat(metrics.value("heartwire_revocations_refused_total")).isZero();
  }

  private static final class RefusingVerifier implements TokenVerifier {

    @Override
    public CompletionStage<Identity> connection(String token) {
      return CompletableFuture.failedStage(
          new TokenException(TokenException.Flaw.EXPIRED, "too late"));
    }

    @Override
    public CompletionStage<SubscribeGrant> subscription(
        String token, String user, ChannelName channel) {
      throw new UnsupportedOperationException();
    }
  }
}
