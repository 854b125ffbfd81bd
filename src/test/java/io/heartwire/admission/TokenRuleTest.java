package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelConfig;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.hook.Decision;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.ConnectHook;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.Identity;
import io.heartwire.hub.KeyedVerifier;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenException.Flaw;
import io.heartwire.hub.TokenVerifier;
import io.heartwire.hub.Tokens;
import io.heartwire.testkit.SilentVerifier;
import io.heartwire.testkit.TestChannels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token is its user's name, the name of a flaw, {@code over}, or {@code vip} for a channel. */
class TokenRuleTest extends AdmissionFixture {
  private static final ChannelName CLOSED = new ChannelName("closed:1");
  private static final ChannelName USERS = new ChannelName("users:1");

  private final TestChannels kit = new TestChannels(pool);
  private final List<ConnectHook> connectHooks = new ArrayList<>();

  TokenRuleTest() {
    super(
        Map.of(
            "heartwire.channel.namespaces", "closed, users",
            "heartwire.channel.closed.allow-subscribe", "false",
            "heartwire.channel.users.allow-subscribe", "users"));
  }

  @Test
  void whoBringsAGoodTokenIsItsUser() {
    AdmissionRequest ann = TestArrival.RAW.bringing("Bearer ann").arrive();

    assertThat(rule(new Names()).check(ann)).isNull();

    assertThat(ann.peer().user()).isEqualTo("ann");
    assertThat(ann.credentials()).isEqualTo(new Credentials.Proven(Identity.user("ann")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Flaw.class,
      names = {"INVALID", "EXPIRED", "REVOKED"})
  void whoBringsABadTokenIsToldWhyAndNotTheToken(Flaw flaw) {
    Refusal refusal = refusalOf(TestArrival.RAW.bringing("Bearer " + flaw));

    assertThat(refusal.reason()).isEqualTo(RefusalReason.TOKEN);
    assertThat(refusal.reason().status()).isEqualTo(401);
    assertThat(refusal.challenge())
        .isEqualTo("Bearer realm=\"heartwire\", error=\"invalid_token\"");
    assertThat(refusal.text()).contains("no good").doesNotContain(flaw.name());
    assertThat(refusal.retryAfter()).isNull();
  }

  @Test
  void whoseKeyIsNotHereYetIsToComeBack() {
    Refusal refusal = refusalOf(TestArrival.RAW.bringing("Bearer UNDECIDED"));

    assertThat(refusal.reason().status()).isEqualTo(503);
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(refusal.challenge()).isNull();
  }

  @Test
  void whoseTimeIsOverBeforeItBeginsIsRefused() {
    assertThat(refusalOf(TestArrival.RAW.bringing("Bearer over")).text()).contains("has expired");
  }

  @Test
  void nobodyBecomesAnotherByAToken() {
    assertThat(rule(new Names()).check(TestArrival.RAW.as("ann").bringing("Bearer ann").arrive()))
        .isNull();
    assertThat(refusalOf(TestArrival.RAW.as("ben").bringing("Bearer ann")).reason())
        .isEqualTo(RefusalReason.TOKEN);
  }

  @Test
  void severalTokensAreNone() {
    Refusal refusal =
        refusalOf(
            TestArrival.RAW.bringing(
                new BearerTokens(
                    Optional.of("Bearer ann"), List.of("bearer.ann"), name -> List.of())));

    assertThat(refusal.reason().status()).isEqualTo(400);
  }

  @Test
  void whoBringsNoneIsRefusedOnlyWhereOneIsRequired() {
    TokenRule rule = rule(new Names());
    assertThat(rule.check(TestArrival.RAW.arrive())).isNull();

    change("heartwire.token.required", "true");
    Refusal refusal = rule.check(TestArrival.RAW.arrive());
    assertThat(refusal.reason()).isEqualTo(RefusalReason.TOKEN);
    assertThat(refusal.challenge()).as("no error").isEqualTo("Bearer realm=\"heartwire\"");
    assertThat(rule.check(TestArrival.RAW.as("ann").arrive())).as("the container's user").isNull();
    assertThat(rule.check(TestArrival.CENTRIFUGE.arrive())).as("it brings it later").isNull();
  }

  @Test
  void aClientOfStompBringsItNowOrLater() {
    change("heartwire.token.required", "true");
    AdmissionRequest now = TestArrival.STOMP.bringing("Bearer ann").arrive();

    assertThat(rule(new Names()).check(now)).isNull();

    assertThat(now.credentials()).isEqualTo(new Credentials.Proven(Identity.user("ann")));
    assertThat(rule(new Names()).check(TestArrival.STOMP.arrive())).as("later").isNull();
    assertThat(refusalOf(TestArrival.STOMP.bringing("Bearer INVALID")).reason())
        .isEqualTo(RefusalReason.TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "jwt"})
  void theParameterOfTheQueryHasTheConfiguredName(String name) {
    change("heartwire.token.query-parameter", name);
    BearerTokens query =
        new BearerTokens(
            Optional.empty(), List.of(), it -> it.equals(name) ? List.of("ann") : List.of());
    AdmissionRequest ann = TestArrival.RAW.bringing(query).arrive();

    assertThat(rule(new Names()).check(ann)).isNull();
    assertThat(ann.peer().user()).isEqualTo("ann");
  }

  @Test
  void whatOnlyTheApplicationCanVerifyIsAskedLater() {
    AdmissionRequest ann = TestArrival.RAW.bringing("Bearer INVALID").arrive();

    assertThat(rule(tokens(new SilentVerifier(), new Names())).check(ann)).isNull();

    assertThat(ann.credentials()).isEqualTo(new Credentials.Pending("INVALID"));
    assertThat(ann.credentials().toString()).doesNotContain("INVALID");
    assertThat(ann.peer().user()).isEmpty();
  }

  @Test
  void whereNothingCanVerifyATokenItIsNoGoodUnlessTheContainerKnowsTheUser() {
    TokenRule rule = rule(tokens(null, null));

    assertThat(rule.check(TestArrival.RAW.bringing("Bearer ann").arrive()).text())
        .contains("no key");
    assertThat(rule.check(TestArrival.RAW.as("ann").bringing("Bearer ann").arrive())).isNull();
  }

  @Test
  void whereEverybodyMayDoEverythingATokenStillMeansWhatItSaysAndNobodyNeedsOne() {
    pool.overrides.put("heartwire.client.insecure", "true");
    pool.overrides.put("heartwire.token.required", "true");
    ChannelRules open =
        new ChannelRules(new ChannelConfig(pool.settings, new OutboxConfig(pool.settings)));
    TokenRule rule = new TokenRule(tokens(null, new Names()), open, authentication(), config);
    AdmissionRequest ann = TestArrival.RAW.bringing("Bearer ann").arrive();

    assertThat(rule.check(ann)).isNull();
    assertThat(ann.peer().user()).isEqualTo("ann");
    assertThat(rule.check(TestArrival.RAW.bringing("Bearer INVALID").arrive()))
        .extracting(Refusal::reason)
        .isEqualTo(RefusalReason.TOKEN);
    assertThat(rule.check(TestArrival.RAW.arrive())).isNull();
  }

  @Test
  void aTokenOpensTheChannelsThatItNames() {
    assertThat(subscribing("Bearer vip", CLOSED)).isNull();
    assertThat(subscribing("Bearer ann", CLOSED)).isEqualTo(RefusalReason.PERMISSION);
    assertThat(subscribing("Bearer ann", USERS)).isNull();
    assertThat(subscribing("", USERS)).isEqualTo(RefusalReason.PERMISSION);
  }

  @Test
  void whoIsNotKnownYetMaySubscribeForNow() {
    AdmissionRequest request = TestArrival.raw(Optional.of(USERS)).arrive();
    request.identify(new Credentials.Pending("x"));

    assertThat(new SubscribeRule(kit.rules, kit.clientChannels, authentication()).check(request))
        .isNull();
  }

  @Test
  void whomAHookMayKnowIsNotRefusedForWhatItsTokenDoesNotSay() {
    pool.overrides.put("heartwire.token.required", "true");
    connectHooks.add(attempt -> Decision.defer());

    assertThat(rule(new Names()).check(TestArrival.RAW.arrive())).isNull();
    assertThat(subscribing("Bearer ann", CLOSED)).isNull();
    assertThat(rule(new Names()).check(TestArrival.RAW.bringing("Bearer INVALID").arrive()))
        .extracting(Refusal::reason)
        .isEqualTo(RefusalReason.TOKEN);
  }

  private @Nullable RefusalReason subscribing(String authorization, ChannelName channel) {
    AdmissionRequest request =
        TestArrival.raw(Optional.of(channel)).bringing(authorization).arrive();
    assertThat(rule(new Names()).check(request)).isNull();
    return reason(
        new SubscribeRule(kit.rules, kit.clientChannels, authentication()).check(request));
  }

  private Refusal refusalOf(TestArrival request) {
    Refusal refusal = rule(new Names()).check(request.arrive());
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private Authentication authentication() {
    return kit.authentication(kit.tokens(null), connectHooks);
  }

  private TokenRule rule(KeyedVerifier keyed) {
    return rule(tokens(null, keyed));
  }

  private TokenRule rule(Tokens tokens) {
    return new TokenRule(tokens, kit.rules, authentication(), config);
  }

  private Tokens tokens(@Nullable TokenVerifier application, @Nullable KeyedVerifier keyed) {
    return new Tokens(
        Optional.ofNullable(application), Optional.ofNullable(keyed), kit.revoked, kit.hooks, time);
  }

  private static final class Names implements KeyedVerifier {

    @Override
    public boolean isConfigured() {
      return true;
    }

    @Override
    public Identity connection(String token) {
      for (Flaw flaw : Flaw.values()) {
        if (flaw.name().equals(token)) {
          throw new TokenException(flaw, "no good");
        }
      }
      return switch (token) {
        case "over" -> new Identity("ann", Payload.EMPTY, Duration.ZERO, Map.of(), Payload.EMPTY);
        case "vip" -> Identity.user("ann").with(CLOSED, SubscribeGrant.PLAIN);
        default -> Identity.user(token);
      };
    }

    @Override
    public Granted subscription(String token, String user, ChannelName channel) {
      throw new UnsupportedOperationException();
    }
  }
}
