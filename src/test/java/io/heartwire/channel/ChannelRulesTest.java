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
import org.junit.jupiter.params.provider.EnumSource;

class ChannelRulesTest {
  private static final ChannelName UNSAID = new ChannelName("unsaid:1");
  private static final ChannelName UNKNOWN = new ChannelName("unknown:1");

  private static final ClientInfo ANN = new ClientInfo("ann", "c1");
  private static final ClientInfo ANONYMOUS = new ClientInfo("", "c2");

  private final Map<String, String> values =
      new HashMap<>(Map.of("heartwire.channel.namespaces", "unsaid,FALSE,USERS,TRUE"));

  @ParameterizedTest
  @CsvSource({"FALSE, ann", "FALSE, ''", "USERS, ''"})
  void whomTheNamespaceDoesNotAllowIsRefusedWhateverItsProtocol(Permission said, String user) {
    ChannelRules rules = rulesThatSayEverything();
    ClientInfo client = new ClientInfo(user, "c7");
    ChannelName channel = new ChannelName(said + ":1");

    for (Permission unsaid : Permission.values()) {
      expect(
          ChannelProblem.PERMISSION_DENIED,
          "client c7 of user '" + user + "' may not subscribe to channel " + channel,
          () -> rules.checkSubscribe(channel, client, unsaid));
      expect(
          ChannelProblem.PERMISSION_DENIED,
          "may not publish to channel " + channel,
          () -> rules.checkPublish(channel, client, unsaid));
    }
    expect(
        ChannelProblem.PERMISSION_DENIED,
        "may not read the history of channel " + channel,
        () -> rules.checkHistory(channel, client));
    expect(
        ChannelProblem.PERMISSION_DENIED,
        "may not read the presence of channel " + channel,
        () -> rules.checkPresence(channel, client));
  }

  @ParameterizedTest
  @CsvSource({"TRUE, ann", "TRUE, ''", "USERS, ann"})
  void whomTheNamespaceAllowsMayDoIt(Permission said, String user) {
    ChannelRules rules = rulesThatSayEverything();
    ClientInfo client = new ClientInfo(user, "c7");
    ChannelName channel = new ChannelName(said + ":1");

    allowed(() -> rules.checkSubscribe(channel, client, Permission.FALSE));
    allowed(() -> rules.checkPublish(channel, client, Permission.FALSE));
    allowed(() -> rules.checkHistory(channel, client));
    allowed(() -> rules.checkPresence(channel, client));
  }

  @Test
  void onlyTheUsersThatAChannelNamesMayLookIntoIt() {
    ChannelRules rules = rulesThatSayEverything();
    ChannelName anns = new ChannelName("TRUE:1#ann");

    allowed(() -> rules.checkHistory(anns, ANN));
    allowed(() -> rules.checkPresence(anns, ANN));
    denied(() -> rules.checkHistory(anns, ANONYMOUS));
    denied(() -> rules.checkPresence(anns, new ClientInfo("ben", "c8")));
  }

  @Test
  void whereTheNamespaceDoesNotSayTheProtocolDecides() {
    ChannelRules rules = rules();

    allowed(() -> rules.checkSubscribe(UNSAID, ANONYMOUS, Permission.TRUE));
    allowed(() -> rules.checkPublish(UNSAID, ANONYMOUS, Permission.TRUE));
    denied(() -> rules.checkSubscribe(UNSAID, ANN, Permission.FALSE));
    denied(() -> rules.checkPublish(UNSAID, ANN, Permission.FALSE));
  }

  @Test
  void whereTheNamespaceDoesNotSayNobodyReads() {
    ChannelRules rules = rules();

    denied(() -> rules.checkHistory(UNSAID, ANN));
    denied(() -> rules.checkPresence(UNSAID, ANN));
  }

  @Test
  void aNamespaceThatIsNotConfiguredIsUnknownToThoseWhoNeedToBeAllowed() {
    ChannelRules rules = rules();

    unknown(() -> rules.checkSubscribe(UNKNOWN, ANN, Permission.FALSE));
    unknown(() -> rules.checkPublish(UNKNOWN, ANN, Permission.FALSE));
    unknown(() -> rules.checkHistory(UNKNOWN, ANN));
    unknown(() -> rules.checkPresence(UNKNOWN, ANN));
  }

  @Test
  void theUserThatAChannelNamesCannotMakeItsNamespaceKnown() {
    unknown(() -> rules().checkSubscribe(new ChannelName("unknown:#ann"), ANN, Permission.FALSE));
  }

  @Test
  void aNamespaceThatIsNotConfiguredIsAsGoodAsAnyToThoseWhoNeedNoConfiguration() {
    ChannelRules rules = rules();

    allowed(() -> rules.checkSubscribe(UNKNOWN, ANONYMOUS, Permission.TRUE));
    allowed(() -> rules.checkPublish(UNKNOWN, ANONYMOUS, Permission.TRUE));
    assertThat(rules.of(UNKNOWN)).isEqualTo(config().otherwise());
  }

  @Test
  void channelsWithoutANamespaceAreKnown() {
    ChannelName plain = new ChannelName("news");
    ChannelRules rules = rules();

    assertThat(rules.isKnown(plain)).isTrue();
    denied(() -> rules.checkSubscribe(plain, ANN, Permission.FALSE));

    values.put("heartwire.channel.default.allow-subscribe", "true");
    allowed(() -> rules().checkSubscribe(plain, ANN, Permission.FALSE));
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void onlyTheUsersThatAChannelNamesMaySubscribeToIt(Permission unsaid) {
    values.put("heartwire.channel.default.allow-subscribe", "true");
    ChannelRules rules = rules();
    ChannelName pair = new ChannelName("talk#ann,ben");

    allowed(() -> rules.checkSubscribe(pair, ANN, unsaid));
    denied(() -> rules.checkSubscribe(pair, new ClientInfo("eve", "c3"), unsaid));
    denied(() -> rules.checkSubscribe(pair, ANONYMOUS, unsaid));
  }

  @Test
  void theNameAloneLetsItsUsersInWhereTheNamespaceLetsNobody() {
    values.put("heartwire.channel.default.allow-subscribe", "false");

    allowed(() -> rules().checkSubscribe(new ChannelName("#ann"), ANN, Permission.FALSE));
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
  void inInsecureModeEverybodyMayDoEverything() {
    values.put("heartwire.client.insecure", "true");
    ChannelRules rules = rules();

    assertThat(rules.isInsecure()).isTrue();
    allowed(() -> rules.checkSubscribe(UNKNOWN, ANONYMOUS, Permission.FALSE));
    allowed(() -> rules.checkSubscribe(new ChannelName("#ann"), ANONYMOUS, Permission.FALSE));
    allowed(() -> rules.checkPublish(new ChannelName("FALSE:1"), ANONYMOUS, Permission.FALSE));
    expect(
        ChannelProblem.NOT_AVAILABLE,
        "keeps no history",
        () -> rules.checkHistory(UNKNOWN, ANONYMOUS));
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
      values.put(prefix + "allow-subscribe", value);
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

  private static void allowed(ThrowingCallable check) {
    assertThatCode(check).doesNotThrowAnyException();
  }

  private static void denied(ThrowingCallable check) {
    expect(ChannelProblem.PERMISSION_DENIED, "may not", check);
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
