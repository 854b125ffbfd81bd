package io.heartwire.token;

import static io.heartwire.hub.TokenException.Flaw.EXPIRED;
import static io.heartwire.hub.TokenException.Flaw.INVALID;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeOverrides;
import io.heartwire.hub.Identity;
import io.heartwire.hub.KeyedVerifier;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenMark;
import io.heartwire.testkit.Issuer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What good signatures say, at a clock that stands still. */
class ClaimsTest extends TokenFixture {
  private static final ChannelName NEWS = new ChannelName("news");

  private final Issuer issuer = issuer();

  @Test
  void aTokenThatSaysNothingIsAnAnonymousClientsForEver() {
    Identity identity = connection("{}");

    assertThat(identity.user()).isEmpty();
    assertThat(identity.info()).isEqualTo(Payload.EMPTY);
    assertThat(identity.ttl()).isNull();
    assertThat(identity.channels()).isEmpty();
    assertThat(identity.token()).isEqualTo(new TokenMark("", "", null));
  }

  @Test
  void aConnectionTokenSaysAllThatCentrifugoKnows() {
    Identity identity =
        connection(
            """
            {"sub": "42", "jti": "id-7", "iat": %1$d, "exp": %2$d,
             "info": {"name": "Ann ✓",  "n": 1.50}, "meta": {"plan": "gold"},
             "subs": {"news": {"info": "in", "data": {"hello": true}, "unknown": [1],
                               "override": {"presence": {"value": true},
                                            "join_leave": {"value": false},
                                            "force_recovery": {"value": true},
                                            "force_positioning": {},
                                            "force_push_join_leave": null}},
                      "plain": null},
             "channels": ["ignored"], "unknown": {"deep": [1, {}]}}
            """
                .formatted(now - 5, now + 60));

    assertThat(identity.user()).isEqualTo("42");
    assertThat(identity.ttl()).isEqualTo(Duration.ofSeconds(60));
    assertThat(identity.info()).isEqualTo(Payload.json("{\"name\": \"Ann ✓\",  \"n\": 1.50}"));
    assertThat(identity.info().kind()).isEqualTo(Payload.Kind.JSON);
    assertThat(identity.meta()).isEqualTo(Payload.json("{\"plan\": \"gold\"}"));
    assertThat(identity.token())
        .isEqualTo(new TokenMark("id-7", "42", Instant.ofEpochSecond(now - 5)));
    assertThat(identity.channels())
        .containsOnlyKeys(NEWS, new ChannelName("plain"))
        .containsEntry(new ChannelName("plain"), SubscribeGrant.PLAIN)
        .containsEntry(
            NEWS,
            new SubscribeGrant(
                Payload.json("\"in\""),
                Payload.json("{\"hello\": true}"),
                null,
                new SubscribeOverrides(true, false, true, false, null)));
  }

  @Test
  void bytesComeInBase64() {
    Identity identity = connection("{\"info\":{},\"b64info\":\"AQL/\"}");

    assertThat(identity.info()).isEqualTo(Payload.sharing(new byte[] {1, 2, -1}));
    assertThat(invalid("{\"b64info\":\"%\"}")).contains("claim");
  }

  @Test
  void channelsAreSubscriptionsWithoutOptions() {
    assertThat(connection("{\"channels\":[\"news\",\"a:b\"]}").channels())
        .containsOnlyKeys(NEWS, new ChannelName("a:b"))
        .containsValue(SubscribeGrant.PLAIN);
    assertThat(invalid("{\"channels\":[\"no\\nchannel\"]}")).contains("claim");
  }

  @Test
  void aTokenIsGoodUntilItsTimeAndItsConnectionLastsAsLong() {
    assertThat(flaw("{\"exp\":%d}", now - 1)).isEqualTo(EXPIRED);
    assertThat(connection("{\"exp\":" + (now + 1) + "}").ttl()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void forDevelopmentATokenStaysGoodWhenItsTimeIsOver() {
    settings.put("heartwire.client.insecure", "true");

    assertThat(connection("{\"exp\":" + (now - 3600) + "}").ttl()).isNull();
    assertThat(connection("{\"expire_at\":" + (now + 1) + "}").ttl()).isNull();
    assertThat(flaw("{\"nbf\":%d}", now + 60)).isEqualTo(EXPIRED);
    assertThat(invalid("{\"b64info\":\"%\"}")).contains("claim");
  }

  @Test
  void aTokenIsNotGoodBeforeItsTime() {
    assertThat(flaw("{\"nbf\":%d}", now + 1)).isEqualTo(EXPIRED);
    assertThat(connection("{\"nbf\":" + (now - 1) + "}").ttl()).isNull();
  }

  @Test
  void aClockThatIsOffIsForgivenAsFarAsConfigured() {
    set("clock-skew", "30s");

    assertThat(connection("{\"exp\":" + (now - 29) + "}").ttl()).isEqualTo(Duration.ofSeconds(1));
    assertThat(flaw("{\"exp\":%d}", now - 30)).isEqualTo(EXPIRED);
    assertThat(connection("{\"nbf\":" + (now + 29) + "}").ttl()).isNull();
    assertThat(flaw("{\"nbf\":%d}", now + 31)).isEqualTo(EXPIRED);
  }

  @Test
  void whatATokenOpensMayEndAtAnotherTimeThanTheToken() {
    String token = "{\"exp\":%d,\"expire_at\":%d}";

    assertThat(connection(token.formatted(now + 60, now + 5)).ttl())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(connection(token.formatted(now + 60, 0)).ttl()).isNull();
    assertThat(connection(token.formatted(now + 60, now - 5)).isOver()).isTrue();
    assertThat(flaw(token, now - 1, now + 60)).isEqualTo(EXPIRED);
    assertThat(connection("{\"expire_at\":" + Long.MAX_VALUE + "}").ttl()).isNull();
    assertThat(connection("{\"expire_at\":" + Long.MIN_VALUE + "}").ttl()).isNull();
    assertThat(connection("{\"exp\":253402300799}").ttl()).as("year 9999").isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "9223372036854775808",
        "31556889864403199",
        "1e17",
        "1e400",
        "1E+999999",
        "123456789012345678901234567890.5",
        "\"9223372036854775807\"",
        "\"1e400\""
      })
  void aTimeBeyondAllMeasureNeverComes(String number) {
    assertThat(connection("{\"exp\":%s,\"sub\":\"x\"}".formatted(number)).ttl()).isNull();
    assertThat(flaw("{\"nbf\":%s}", number)).isEqualTo(EXPIRED);
    TokenMark mark = connection("{\"iat\":%s}".formatted(number)).token();
    assertThat(mark).isNotNull();
    assertThat(mark.issuedAt()).isAfter(time.wallClock());
    if (!number.startsWith("\"")) {
      assertThat(connection("{\"expire_at\":%s}".formatted(number)).ttl()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-9223372036854775808",
        "-9223372036854775809",
        "-1e17",
        "-1e400",
        "-1",
        "-0.5",
        "0",
        "1e-400",
        "\"-1e400\""
      })
  void aTimeBeforeTheBeginningIsLongAgo(String number) {
    assertThat(flaw("{\"exp\":%s}", number)).isEqualTo(EXPIRED);
    assertThat(connection("{\"nbf\":%s}".formatted(number)).ttl()).isNull();
    TokenMark mark = connection("{\"iat\":%s}".formatted(number)).token();
    assertThat(mark).isNotNull();
    assertThat(mark.issuedAt()).isBefore(Instant.EPOCH.plusSeconds(1));
  }

  @Test
  void aTimeMayHaveAFractionOrAnExponentOrBeAString() {
    assertThat(connection("{\"exp\":" + (now + 1) + ".5}").ttl())
        .isEqualTo(Duration.ofMillis(1500));
    assertThat(connection("{\"exp\":" + (now + 10) + "0e-1}").ttl())
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(connection("{\"exp\":\"" + (now + 60) + "\"}").ttl())
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(connection("{\"expire_at\":" + (now + 2) + ".25}").ttl())
        .isEqualTo(Duration.ofMillis(2250));
    assertThat(flaw("{\"nbf\":%d.001}", now)).isEqualTo(EXPIRED);
    assertThat(flaw("{\"exp\":\"%d\"}", now - 1)).isEqualTo(EXPIRED);
    assertThat(connection("{\"exp\":null,\"nbf\":null,\"iat\":null,\"expire_at\":null}").ttl())
        .isNull();
  }

  @Test
  void aTokenIsGoodFromTheVeryMomentThatItNames() {
    assertThat(connection("{\"nbf\":" + now + "}").ttl()).isNull();
    assertThat(flaw("{\"exp\":%d}", now)).isEqualTo(EXPIRED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"exp\":\"\"",
        "\"exp\":\"soon\"",
        "\"exp\":\" 1\"",
        "\"exp\":\"0x7\"",
        "\"exp\":\"1f\"",
        "\"exp\":\"Infinity\"",
        "\"exp\":true",
        "\"exp\":[1]",
        "\"nbf\":{}",
        "\"iat\":\"NaN\"",
        "\"expire_at\":\"9999999999\"",
        "\"sub\":42",
        "\"sub\":true",
        "\"sub\":[\"ann\"]",
        "\"iss\":7",
        "\"jti\":7",
        "\"aud\":null",
        "\"aud\":[null]",
        "\"aud\":[\"chat\",null]",
        "\"aud\":[7]",
        "\"aud\":7",
        "\"aud\":{}"
      })
  void aClaimThatIsNotOfItsTypeMakesAnInvalidToken(String claim) {
    assertThat(invalid("{" + claim + "}")).contains("a claim is malformed");
    set("audience", "chat");
    assertThat(invalid("{" + claim + "}")).isNotEmpty();
  }

  @Test
  void numbersBeyondAllMeasureElsewhereDoNotMatter() {
    String huge = "9".repeat(900);

    assertThat(connection("{\"sub\":\"ann\",\"x\":%1$s,\"y\":[1e%1$s]}".formatted(huge)).user())
        .isEqualTo("ann");
  }

  @Test
  void onlyTheConfiguredIssuerCounts() {
    set("issuer", "https://issuer.example");

    assertThat(connection("{\"iss\":\"https://issuer.example\"}").user()).isEmpty();
    assertThat(flaw("{\"iss\":\"https://another.example\"}")).isEqualTo(INVALID);
    assertThat(flaw("{}")).isEqualTo(INVALID);
  }

  @Test
  void onlyTokensForTheConfiguredAudienceCount() {
    set("audience", "chat, news");

    assertThat(connection("{\"aud\":\"chat\"}").user()).isEmpty();
    assertThat(connection("{\"aud\":[\"shop\",\"news\"]}").user()).isEmpty();
    assertThat(flaw("{\"aud\":\"shop\"}")).isEqualTo(INVALID);
    assertThat(flaw("{\"aud\":[]}")).isEqualTo(INVALID);
    assertThat(flaw("{}")).isEqualTo(INVALID);
  }

  @Test
  void anotherClaimMayNameTheUser() {
    set("user-claim", "https://issuer.example/user");

    assertThat(connection("{\"sub\":\"x\",\"https://issuer.example/user\":\"ann\"}").user())
        .isEqualTo("ann");
    assertThat(connection("{\"https://issuer.example/user\":42}").user()).isEqualTo("42");
    assertThat(connection("{\"sub\":\"x\"}").user()).isEmpty();
    assertThat(invalid("{\"https://issuer.example/user\":[1]}")).contains("claim");
  }

  @Test
  void aClaimMayNameTheTenantsClass() {
    assertThat(connection("{\"sub\":\"x\",\"plan\":\"gold\"}").tenant())
        .as("no claim is configured")
        .isEmpty();
    set("tenant-claim", "plan");

    assertThat(connection("{\"sub\":\"x\",\"plan\":\"gold\"}").tenant()).isEqualTo("gold");
    assertThat(connection("{\"sub\":\"x\"}").tenant()).isEmpty();
    assertThat(invalid("{\"plan\":[1]}")).contains("claim");
  }

  @Test
  void aSubscriptionTokenOpensItsChannelToItsUser() {
    KeyedVerifier.Granted granted =
        subscription(
            """
            {"sub": "42", "channel": "news", "exp": %d, "jti": "s", "info": {"seat": 1},
             "data": "hi", "override": {"force_recovery": {"value": true}}}
            """
                .formatted(now + 60),
            "42");

    assertThat(granted.grant())
        .isEqualTo(
            new SubscribeGrant(
                Payload.json("{\"seat\": 1}"),
                Payload.json("\"hi\""),
                Duration.ofSeconds(60),
                new SubscribeOverrides(null, null, true, null, null)));
    assertThat(granted.mark()).isEqualTo(new TokenMark("s", "42", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sub\":\"43\",\"channel\":\"news\"}",
        "{\"channel\":\"news\"}",
        "{\"sub\":\"42\",\"channel\":\"olds\"}",
        "{\"sub\":\"42\",\"channel\":\"\"}",
        "{\"sub\":\"42\"}",
        "{\"sub\":\"42\",\"channel\":\"news\",\"client\":\"one\"}"
      })
  void aSubscriptionTokenOpensNothingElse(String claims) {
    String token = issuer.token(claims);

    assertThat(flawOf(() -> verifier().subscription(token, "42", NEWS))).isEqualTo(INVALID);
  }

  @Test
  void aSubscriptionTokenOpensNoConnection() {
    assertThat(invalid("{\"sub\":\"42\",\"channel\":\"news\"}")).contains("channel");
  }

  private KeyedVerifier.Granted subscription(String claims, String user) {
    return verifier().subscription(issuer.token(claims), user, NEWS);
  }

  private Identity connection(String claims) {
    return verifier().connection(issuer.token(claims));
  }

  private TokenException.Flaw flaw(String claims, Object... values) {
    String token = issuer.token(claims.formatted(values));
    return flawOf(() -> verifier().connection(token));
  }

  private String invalid(String claims) {
    String token = issuer.token(claims);
    assertThat(flawOf(() -> verifier().connection(token))).isEqualTo(INVALID);
    return reasonOf(() -> verifier().connection(token));
  }
}
