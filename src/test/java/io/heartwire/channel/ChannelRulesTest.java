package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heartwire.broker.ClientInfo;
import io.heartwire.config.Settings;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestSettings;
import jakarta.enterprise.event.Startup;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelRulesTest {
  private static final ChannelName UNSAID = new ChannelName("unsaid:1");
  private static final ChannelName UNKNOWN = new ChannelName("unknown:1");

  private static final ChannelCaller ANN = new ChannelCaller(new ClientInfo("ann", "c1"));
  private static final ChannelCaller ANONYMOUS = new ChannelCaller(new ClientInfo("", "c2"));

  private final Map<String, String> values =
      new HashMap<>(Map.of("heartwire.channel.namespaces", "unsaid,FALSE,SUBSCRIBERS,USERS,TRUE"));

  @ParameterizedTest
  @CsvSource({"FALSE, ann", "FALSE, ''", "USERS, ''", "SUBSCRIBERS, ann"})
  void whomTheNamespaceDoesNotAllowIsRefused(Permission said, String user) {
    ChannelRules rules = rulesThatSayEverything();
    ChannelCaller client = client(user);
    ChannelName channel = new ChannelName(said + ":1");

    expect(
        ChannelProblem.PERMISSION_DENIED,
        "may not subscribe to channel " + channel,
        () -> rules.checkSubscribe(channel, client.info()));
    expect(
        ChannelProblem.PERMISSION_DENIED,
        "may not publish to channel " + channel,
        () -> rules.checkPublish(channel, client));
    expect(
        ChannelProblem.PERMISSION_DENIED,
        "may not read the history of channel " + channel,
        () -> rules.checkHistory(channel, client));
    assertThat(rules.mayReadHistory(channel, client)).isFalse();
    expect(
        ChannelProblem.PERMISSION_DENIED,
        "may not read the presence of channel " + channel,
        () -> rules.checkPresence(channel, client));
  }

  @Test
  void aRefusalSaysWhoMayNotWhatAndWhatSetsIt() {
    ChannelRules rules = rulesThatSayEverything();
    ChannelName users = new ChannelName("USERS:1");

    denied(
        "an anonymous client may not subscribe to channel USERS:1:"
            + " heartwire.channel.USERS.allow-subscribe=users",
        () -> rules.checkSubscribe(users, ANONYMOUS.info()));
    denied(
        "user 'ann' may not publish to channel news: heartwire.channel.default.allow-publish=false",
        () -> rules.checkPublish(new ChannelName("news"), ANN));
    denied(
        "heartwire.channel.USERS.allow-history=users", () -> rules.checkHistory(users, ANONYMOUS));
    denied(
        "heartwire.channel.USERS.allow-presence=users",
        () -> rules.checkPresence(users, ANONYMOUS));
    denied(
        "user 'ann' may not subscribe to channel $TRUE:1: it needs a token for this channel",
        () -> rules.checkSubscribe(new ChannelName("$TRUE:1"), ANN.info()));
    for (String name : new String[] {"TRUE:1#ben", "FALSE:1#ben"}) {
      ChannelName bens = new ChannelName(name);
      denied("users that its name ends with", () -> rules.checkSubscribe(bens, ANN.info()));
      denied("users that its name ends with", () -> rules.checkHistory(bens, ANN));
    }
  }

  @ParameterizedTest
  @CsvSource({"TRUE, ann", "TRUE, ''", "USERS, ann"})
  void whomTheNamespaceAllowsMayDoIt(Permission said, String user) {
    ChannelRules rules = rulesThatSayEverything();
    ChannelCaller client = client(user);
    ChannelName channel = new ChannelName(said + ":1");

    allowed(() -> rules.checkSubscribe(channel, client.info()));
    allowed(() -> rules.checkPublish(channel, client));
    allowed(() -> rules.checkHistory(channel, client));
    assertThat(rules.mayReadHistory(channel, client)).isTrue();
    allowed(() -> rules.checkPresence(channel, client));
  }

  @Test
  void whatSubscribersMayDoNobodyElseMay() {
    ChannelRules rules = rulesThatSayEverything();
    ChannelName channel = new ChannelName("SUBSCRIBERS:1");
    ChannelCaller subscriber = new ChannelCaller(new ClientInfo("", "c9"), channel::equals);

    allowed(() -> rules.checkPublish(channel, subscriber));
    allowed(() -> rules.checkHistory(channel, subscriber));
    allowed(() -> rules.checkPresence(channel, subscriber));
    denied(() -> rules.checkPublish(new ChannelName("SUBSCRIBERS:2"), subscriber));
  }

  @Test
  void onlyTheUsersThatAChannelNamesMayLookIntoIt() {
    ChannelRules rules = rulesThatSayEverything();
    ChannelName anns = new ChannelName("TRUE:1#ann");

    allowed(() -> rules.checkHistory(anns, ANN));
    allowed(() -> rules.checkPresence(anns, ANN));
    denied(() -> rules.checkHistory(anns, ANONYMOUS));
    denied(() -> rules.checkPresence(anns, client("ben")));
  }

  @Test
  void whereTheNamespaceDoesNotSayNobodyMayDoAnything() {
    ChannelRules rules = rules();

    denied(() -> rules.checkSubscribe(UNSAID, ANN.info()));
    denied(() -> rules.checkPublish(UNSAID, ANN));
    denied(() -> rules.checkHistory(UNSAID, ANN));
    denied(() -> rules.checkPresence(UNSAID, ANN));
    denied(() -> rules.checkSubscribe(new ChannelName("news"), ANN.info()));
    denied(() -> rules.checkPublish(new ChannelName("news"), ANN));
  }

  @Test
  void aNamespaceThatIsNotConfiguredIsUnknown() {
    ChannelRules rules = rules();

    unknown(() -> rules.checkSubscribe(UNKNOWN, ANN.info()));
    unknown(() -> rules.checkPublish(UNKNOWN, ANN));
    unknown(() -> rules.checkHistory(UNKNOWN, ANN));
    assertThat(rules.mayReadHistory(UNKNOWN, ANN)).isFalse();
    unknown(() -> rules.checkPresence(UNKNOWN, ANN));
    unknown(() -> rules.require(UNKNOWN));
    unknown(() -> rules.requireHistory(UNKNOWN));
    unknown(() -> rules.requirePresence(UNKNOWN));
  }

  @Test
  void theUserThatAChannelNamesCannotMakeItsNamespaceKnown() {
    unknown(() -> rules().checkSubscribe(new ChannelName("unknown:#ann"), ANN.info()));
  }

  @Test
  void channelsWithoutANamespaceAreKnown() {
    ChannelName plain = new ChannelName("news");
    assertThat(rules().isKnown(plain)).isTrue();

    values.put("heartwire.channel.default.allow-subscribe", "true");
    allowed(() -> rules().checkSubscribe(plain, ANN.info()));
  }

  @Test
  void onlyTheUsersThatAChannelNamesMaySubscribeToIt() {
    values.put("heartwire.channel.default.allow-subscribe", "true");
    ChannelRules rules = rules();
    ChannelName pair = new ChannelName("talk#ann,ben");

    allowed(() -> rules.checkSubscribe(pair, ANN.info()));
    denied(() -> rules.checkSubscribe(pair, client("eve").info()));
    denied(() -> rules.checkSubscribe(pair, ANONYMOUS.info()));
  }

  @Test
  void theNameAloneLetsItsUsersInWhereTheNamespaceLetsNobody() {
    values.put("heartwire.channel.default.allow-subscribe", "false");

    allowed(() -> rules().checkSubscribe(new ChannelName("#ann"), ANN.info()));
  }

  @Test
  void aPrivateChannelNeedsATokenWhateverItsNamespaceAllows() {
    ChannelRules rules = rulesThatSayEverything();

    denied(() -> rules.checkSubscribe(new ChannelName("$TRUE:1"), ANN.info()));
    denied(() -> rules.checkSubscribe(new ChannelName("$TRUE:1#ann"), ANN.info()));
    allowed(() -> rules.checkPublish(new ChannelName("$TRUE:1"), ANN));
  }

  @Test
  void whatIsNotThereCannotBeReadByAnybody() {
    for (String namespace : new String[] {"unsaid", "TRUE"}) {
      values.put("heartwire.channel." + namespace + ".allow-history", "true");
      values.put("heartwire.channel." + namespace + ".allow-presence", "true");
    }
    ChannelRules rules = rules();

    expect(
        ChannelProblem.NOT_AVAILABLE,
        "channel unsaid:1 keeps no history: set history-size and history-ttl",
        () -> rules.checkHistory(UNSAID, ANN));
    expect(
        ChannelProblem.NOT_AVAILABLE,
        "channel unsaid:1 keeps no presence: set presence",
        () -> rules.checkPresence(UNSAID, ANN));
  }

  @Test
  void inInsecureModeEverybodyMayDoEverythingInTheConfiguredNamespaces() {
    values.put("heartwire.client.insecure", "true");
    ChannelRules rules = rules();

    assertThat(rules.isInsecure()).isTrue();
    allowed(() -> rules.checkSubscribe(UNSAID, ANONYMOUS.info()));
    allowed(() -> rules.checkSubscribe(new ChannelName("#ann"), ANONYMOUS.info()));
    allowed(() -> rules.checkSubscribe(new ChannelName("$news"), ANONYMOUS.info()));
    allowed(() -> rules.checkPublish(new ChannelName("FALSE:1"), ANONYMOUS));
    expect(
        ChannelProblem.NOT_AVAILABLE,
        "keeps no history",
        () -> rules.checkHistory(UNSAID, ANONYMOUS));
    unknown(() -> rules.checkSubscribe(UNKNOWN, ANONYMOUS.info()));
    unknown(() -> rules.checkPublish(UNKNOWN, ANONYMOUS));
  }

  @Test
  void inInsecureModeAnyNamespaceIsKnownWhereNoneIsConfigured() {
    values.remove("heartwire.channel.namespaces");
    values.put("heartwire.client.insecure", "true");
    ChannelRules rules = rules();

    allowed(() -> rules.checkSubscribe(UNKNOWN, ANONYMOUS.info()));
    allowed(() -> rules.checkPublish(UNKNOWN, ANONYMOUS));
    assertThat(rules.of(UNKNOWN)).isEqualTo(config().otherwise());
  }

  @Test
  void theStartWarnsOfInsecureModeOnly() {
    try (LogCapture log = new LogCapture(ChannelRules.class)) {
      rules().warn(new Startup());
      assertThat(log.lines()).isEmpty();

      values.put("heartwire.client.insecure", "true");
      rules().warn(new Startup());
      assertThat(log.lines()).singleElement().asString().contains("heartwire.client.insecure=true");
    }
  }

  private ChannelRules rulesThatSayEverything() {
    for (Permission said : Permission.values()) {
      String prefix = "heartwire.channel." + said + ".";
      String value = said.name().toLowerCase(Locale.ROOT);
      values.put(prefix + "allow-subscribe", said == Permission.SUBSCRIBERS ? "false" : value);
      values.put(prefix + "allow-publish", value);
      values.put(prefix + "allow-history", value);
      values.put(prefix + "allow-presence", value);
      values.put(prefix + "history-size", "1");
      values.put(prefix + "history-ttl", "1s");
      values.put(prefix + "presence", "true");
    }
    return rules();
  }

  private ChannelRules rules() {
    return new ChannelRules(config());
  }

  private ChannelConfig config() {
    Settings settings = TestSettings.with(values);
    ChannelConfig config = new ChannelConfig(settings, new OutboxConfig(settings));
    assertThat(settings.problems()).isEmpty();
    return config;
  }

  private static ChannelCaller client(String user) {
    return new ChannelCaller(new ClientInfo(user, "c7"));
  }

  private static void allowed(ThrowingCallable check) {
    assertThatCode(check).doesNotThrowAnyException();
  }

  private static void denied(ThrowingCallable check) {
    denied("may not", check);
  }

  private static void denied(String words, ThrowingCallable check) {
    expect(ChannelProblem.PERMISSION_DENIED, words, check);
  }

  private static void unknown(ThrowingCallable check) {
    expect(ChannelProblem.UNKNOWN_CHANNEL, "namespace 'unknown' of channel unknown:", check);
  }

  private static void expect(ChannelProblem problem, String words, ThrowingCallable check) {
    ChannelException refused = catchThrowableOfType(ChannelException.class, check);
    assertThat(refused).as("a refusal").isNotNull().hasMessageContaining(words);
    assertThat(refused.problem()).isEqualTo(problem);
  }
}
