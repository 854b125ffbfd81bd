package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.testkit.HandMadeBeans;
import io.heartwire.testkit.Stages;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final ChannelName NEWS = new ChannelName("news");

  @Test
  void withoutAVerifierNoTokenIsValid() {
    Tokens tokens = new Tokens(Optional.empty());

    invalid(tokens.connection("t"));
    invalid(tokens.subscription("t", "ann", NEWS));
    invalid(new Tokens(HandMadeBeans.<TokenVerifier>of()).connection("t"));
  }

  @Test
  void aVerifierSaysWhatATokenProves() {
    Tokens tokens = new Tokens(HandMadeBeans.<TokenVerifier>of(new Echo()));

    assertThat(Stages.now(tokens.connection("ann"))).isEqualTo(Identity.user("ann"));
    assertThat(Stages.now(tokens.subscription("ann", "ann", NEWS))).isEqualTo(SubscribeGrant.PLAIN);
    assertThat(Stages.failureOf(tokens.subscription("ann", "ben", NEWS)))
        .isInstanceOfSatisfying(
            TokenException.class,
            failure -> assertThat(failure.flaw()).isEqualTo(TokenException.Flaw.EXPIRED));
  }

  private static void invalid(CompletionStage<?> answer) {
    assertThat(Stages.failureOf(answer))
        .isInstanceOfSatisfying(
            TokenException.class,
            failure -> assertThat(failure.flaw()).isEqualTo(TokenException.Flaw.INVALID))
        .hasMessageContaining("no verifier");
  }

  /** A token proves that one is who it says. */
  private static final class Echo implements TokenVerifier {

    @Override
    public CompletionStage<Identity> connection(String token) {
      return CompletableFuture.completedStage(Identity.user(token));
    }

    @Override
    public CompletionStage<SubscribeGrant> subscription(
        String token, String user, ChannelName channel) {
      return token.equals(user)
          ? CompletableFuture.completedStage(SubscribeGrant.PLAIN)
          : CompletableFuture.failedStage(new TokenException(TokenException.Flaw.EXPIRED, "over"));
    }
  }
}
