package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hook.HookConfig;
import io.heartwire.hook.Hooks;
import io.heartwire.testkit.HandMadeBeans;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.SilentVerifier;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestSettings;
import io.heartwire.testkit.TestThreads;
import jakarta.enterprise.event.Startup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final ChannelName NEWS = new ChannelName("news");

  private final ManualTimeSource time = new ManualTimeSource();
  private final Hooks hooks =
      new Hooks(
          new HookConfig(TestSettings.with(Map.of("heartwire.hook.timeout", "10ms"))),
          TestThreads.OF_CALLER,
          time);
  private final RevokedTokens revoked = new RevokedTokens(new RevocationConfig(10), time);

  @Test
  void withoutAVerifierNoTokenIsValid() {
    Tokens tokens = tokens(Keys.UNSET);

    assertThat(tokens.areVerified()).isFalse();
    invalid(tokens.connection("t"));
    invalid(tokens.subscription("t", "ann", NEWS));
  }

  @Test
  void aVerifierSaysWhatATokenProves() {
    Tokens tokens = tokens(Keys.UNSET, new Echo());

    assertThat(Stages.now(tokens.connection("ann"))).isEqualTo(Identity.user("ann"));
    assertThat(Stages.now(tokens.subscription("ann", "ann", NEWS))).isEqualTo(SubscribeGrant.PLAIN);
    assertThat(Stages.failureOf(tokens.subscription("ann", "ben", NEWS)))
        .isInstanceOfSatisfying(
            TokenException.class,
            failure -> assertThat(failure.flaw()).isEqualTo(TokenException.Flaw.EXPIRED));
  }

  @Test
  void aTokenThatProvesNothingIsAnAnswerAndNoAccident() {
    Tokens tokens = tokens(Keys.UNSET, new Echo());
    Stages.failureOf(tokens.subscription("ann", "ben", NEWS));

    assertThat(hooks.failed()).isZero();
  }

  @Test
  void aVerifierThatDoesNotAnswerInTimeFailsAndIsCounted() {
    Tokens tokens = tokens(Keys.UNSET, new SilentVerifier());

    assertThat(tokens.connection("ann").toCompletableFuture())
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withCauseInstanceOf(TimeoutException.class);
    assertThat(hooks.failed()).isEqualTo(1);
  }

  @Test
  void twoVerifiersAreRefusedBecauseOneWouldNeverBeAsked() {
    assertThatIllegalStateException()
        .isThrownBy(() -> tokens(Keys.UNSET, new Echo(), new SilentVerifier()))
        .withMessageContaining("Echo")
        .withMessageContaining("Silent");
  }

  @Test
  void theApplicationsVerifierComesBeforeKeys() {
    Tokens tokens = tokens(Keys.SET, new Echo());

    assertThat(tokens.areVerifiedAtOnce()).isFalse();
    assertThat(Stages.now(tokens.connection("ann"))).isEqualTo(Identity.user("ann"));
    assertThatIllegalStateException().isThrownBy(() -> tokens.identify("ann"));
  }

  @Test
  void keysAnswerAtOnce() {
    Tokens tokens = tokens(Keys.SET);

    assertThat(tokens.areVerifiedAtOnce()).isTrue();
    assertThat(tokens.identify("7").user()).isEqualTo("7");
    assertThat(Stages.now(tokens.connection("7")).user()).isEqualTo("7");
    assertThat(Stages.now(tokens.subscription("7", "7", NEWS))).isEqualTo(SubscribeGrant.PLAIN);
    assertThat(tokens.accepted()).isEqualTo(3);
  }

  @Test
  void aRevokedTokenIsNoneWhateverVerifiesIt() {
    assertThat(revoked.add("id-of-ann", null)).isTrue();

    for (Tokens tokens : List.of(tokens(Keys.SET), tokens(Keys.UNSET, new Marking()))) {
      assertThat(Stages.failureOf(tokens.connection("ann")))
          .isInstanceOfSatisfying(
              TokenException.class,
              failure -> assertThat(failure.flaw()).isEqualTo(TokenException.Flaw.REVOKED));
      assertThat(Stages.now(tokens.connection("ben")).user()).isEqualTo("ben");
      assertThat(tokens.flawed(TokenException.Flaw.REVOKED)).isEqualTo(1);
    }
    assertThat(Stages.failureOf(tokens(Keys.SET).subscription("ann", "ann", NEWS)))
        .isInstanceOf(TokenException.class);
  }

  @Test
  void aFlawIsLoggedButNeverTheToken() {
    Tokens tokens = tokens(Keys.SET);
    try (LogCapture log = new LogCapture(Tokens.class, Level.INFO)) {
      Stages.failureOf(tokens.connection("secret"));

      assertThat(log.lines()).singleElement().asString().contains("too long to be true");
      assertThat(log.lines().toString()).doesNotContain("secret");
    }
    assertThat(tokens.flawed(TokenException.Flaw.INVALID)).isEqualTo(1);
  }

  @Test
  void whoAsksForTokensThatNobodyCanVerifyIsToldSoAtTheStart() {
    TokenPolicy required = new TokenPolicy(true, "token");

    assertThatIllegalStateException()
        .isThrownBy(() -> tokens(Keys.UNSET).check(new Startup(), required))
        .withMessageContaining("heartwire.token.required=true")
        .withMessageContaining("heartwire.token.jwks-url");
    tokens(Keys.SET).check(new Startup(), required);
    tokens(Keys.UNSET, new Echo()).check(new Startup(), required);
    tokens(Keys.UNSET).check(new Startup(), new TokenPolicy(false, "token"));
  }

  private Tokens tokens(Keys keys, TokenVerifier... application) {
    return new Tokens(HandMadeBeans.of(application), keys, revoked, hooks, time);
  }

  private static void invalid(CompletionStage<?> answer) {
    assertThat(Stages.failureOf(answer))
        .isInstanceOfSatisfying(
            TokenException.class,
            failure -> assertThat(failure.flaw()).isEqualTo(TokenException.Flaw.INVALID))
        .hasMessageContaining("no key or verifier");
  }

  /** A token of one letter or more is its user; one that is secret is bad. */
  private enum Keys implements KeyedVerifier {
    SET,
    UNSET;

    @Override
    public boolean isConfigured() {
      return this == SET;
    }

    @Override
    public Identity connection(String token) {
      if (token.equals("secret")) {
        throw new TokenException(TokenException.Flaw.INVALID, "too long to be true");
      }
      return marked(token);
    }

    @Override
    public Granted subscription(String token, String user, ChannelName channel) {
      return new Granted(SubscribeGrant.PLAIN, mark(token));
    }

    static Identity marked(String user) {
      return new Identity(
          user, Payload.EMPTY, null, Map.of(), Payload.EMPTY, Payload.EMPTY, mark(user), "");
    }

    private static TokenMark mark(String user) {
      return new TokenMark("id-of-" + user, user, null);
    }
  }

  /** Says by what its tokens can be revoked. */
  private static final class Marking extends Echo {

    @Override
    public CompletionStage<Identity> connection(String token) {
      return CompletableFuture.completedStage(Keys.marked(token));
    }
  }

  /** A token proves that one is who it says. */
  private static class Echo implements TokenVerifier {

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
