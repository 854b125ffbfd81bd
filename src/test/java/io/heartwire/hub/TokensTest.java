package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hook.HookConfig;
import io.heartwire.hook.Hooks;
import io.heartwire.testkit.HandMadeBeans;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final ChannelName NEWS = new ChannelName("news");

  private final Hooks hooks =
      new Hooks(
          new HookConfig(TestSettings.with(Map.of("heartwire.hook.timeout", "10ms"))),
          new ManualTimeSource());

  @Test
  void withoutAVerifierNoTokenIsValid() {
    Tokens tokens = new Tokens(Optional.empty(), hooks);

    invalid(tokens.connection("t"));
    invalid(tokens.subscription("t", "ann", NEWS));
    invalid(new Tokens(HandMadeBeans.<TokenVerifier>of(), hooks).connection("t"));
  }

  @Test
  void aVerifierSaysWhatATokenProves() {
    Tokens tokens = new Tokens(HandMadeBeans.<TokenVerifier>of(new Echo()), hooks);

    assertThat(Stages.now(tokens.connection("ann"))).isEqualTo(Identity.user("ann"));
    assertThat(Stages.now(tokens.subscription("ann", "ann", NEWS))).isEqualTo(SubscribeGrant.PLAIN);
    assertThat(Stages.failureOf(tokens.subscription("ann", "ben", NEWS)))
        .isInstanceOfSatisfying(
            TokenException.class,
            failure -> assertThat(failure.flaw()).isEqualTo(TokenException.Flaw.EXPIRED));
  }

  @Test
  void aTokenThatProvesNothingIsAnAnswerAndNoAccident() {
    Tokens tokens = new Tokens(Optional.of(new Echo()), hooks);
    Stages.failureOf(tokens.subscription("ann", "ben", NEWS));

    assertThat(hooks.failed()).isZero();
  }

  @Test
  void aVerifierThatDoesNotAnswerInTimeFailsAndIsCounted() {
    Tokens tokens = new Tokens(Optional.of(new Silent()), hooks);

    assertThat(tokens.connection("ann").toCompletableFuture())
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withCauseInstanceOf(TimeoutException.class);
    assertThat(hooks.failed()).isEqualTo(1);
  }

  @Test
  void twoVerifiersAreRefusedBecauseOneWouldNeverBeAsked() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> new Tokens(HandMadeBeans.<TokenVerifier>of(new Echo(), new Silent()), hooks))
        .withMessageContaining("Echo")
        .withMessageContaining("Silent");
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

  /** Takes its time. */
  private static final class Silent implements TokenVerifier {

    @Override
    public CompletionStage<Identity> connection(String token) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<SubscribeGrant> subscription(
        String token, String user, ChannelName channel) {
      return new CompletableFuture<>();
    }
  }
}
