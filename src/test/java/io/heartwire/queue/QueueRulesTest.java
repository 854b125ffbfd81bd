package io.heartwire.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.ClientInfo;
import io.heartwire.config.ConfigProblem;
import io.heartwire.config.Settings;
import io.heartwire.testkit.TestSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueRulesTest {
  private static final ClientInfo ANN = new ClientInfo("ann", "c1");
  private static final ClientInfo BEN = new ClientInfo("ben", "c2");
  private static final ClientInfo NOBODY = new ClientInfo("", "c3");
  private static final QueueName WORK = new QueueName("work:a");

  @Test
  void clientsMayNothingUnlessTheRulesSaySo() {
    QueueRules closed = QueueFixture.rules(Map.of());

    assertThatThrownBy(() -> closed.checkSend(WORK, ANN)).hasMessageContaining("work:a");
    assertThatThrownBy(() -> closed.checkConsume(WORK, ANN)).hasMessageContaining("ann");
    assertThatThrownBy(() -> closed.checkSend(new QueueName("other:a"), ANN))
        .hasMessageContaining("heartwire.queue.namespaces");
  }

  @Test
  void eachRuleOpensItsOwn() {
    QueueRules rules =
        QueueFixture.rules(
            Map.of(
                "heartwire.queue.work.allow-send", "true",
                "heartwire.queue.work.allow-consume", "users"));

    assertThatCode(() -> rules.checkSend(WORK, NOBODY)).doesNotThrowAnyException();
    assertThatCode(() -> rules.checkConsume(WORK, ANN)).doesNotThrowAnyException();
    assertDenied(() -> rules.checkConsume(WORK, NOBODY));
    assertDenied(() -> rules.checkConsume(WORK.deadLetters(), ANN));
    assertDenied(() -> rules.checkSend(WORK.deadLetters(), ANN));
  }

  @Test
  void onlyItsUserConsumesAUsersQueueAndItsDeadLetters() {
    QueueRules rules =
        QueueFixture.rules(
            Map.of(
                "heartwire.queue.work.allow-consume", "true",
                "heartwire.queue.work.allow-dead-letters", "true"));
    QueueName anns = new QueueName("work:a#ann");

    assertThatCode(() -> rules.checkConsume(anns, ANN)).doesNotThrowAnyException();
    assertThatCode(() -> rules.checkConsume(anns.deadLetters(), ANN)).doesNotThrowAnyException();
    assertDenied(() -> rules.checkConsume(anns, BEN));
    assertDenied(() -> rules.checkConsume(anns.deadLetters(), BEN));
    assertDenied(() -> rules.checkConsume(anns, NOBODY));
    assertDenied(() -> rules.checkConsume(new QueueName("work:a#"), NOBODY));
  }

  @Test
  void aRefusalSaysWhoMayNotWhatAndWhatSetsIt() {
    QueueRules rules = QueueFixture.rules(Map.of("heartwire.queue.work.allow-send", "users"));
    QueueName plain = new QueueName("plain");

    assertThatThrownBy(() -> rules.checkSend(WORK, NOBODY))
        .hasMessage(
            "an anonymous client may not send to queue work:a:"
                + " heartwire.queue.work.allow-send=users");
    assertThatThrownBy(() -> rules.checkConsume(plain, ANN))
        .hasMessage(
            "user 'ann' may not consume from queue plain:"
                + " heartwire.queue.default.allow-consume=false");
    assertThatThrownBy(() -> rules.checkConsume(WORK.deadLetters(), ANN))
        .hasMessageContaining("heartwire.queue.work.allow-dead-letters=false");
    assertThatThrownBy(() -> rules.checkConsume(new QueueName("work:a#ben"), ANN))
        .hasMessageContaining("for the user that its name ends with");
    assertThatThrownBy(() -> rules.checkSend(WORK.deadLetters(), ANN))
        .hasMessageContaining("nobody sends to dead letters");
  }

  @Test
  void developmentModeOpensEverythingButDeadLettersForSending() {
    QueueRules rules =
        new QueueRules(
            new QueueConfig(TestSettings.with(Map.of("heartwire.client.insecure", "true"))));

    assertThatCode(() -> rules.checkSend(new QueueName("any:a"), NOBODY))
        .doesNotThrowAnyException();
    assertThatCode(() -> rules.checkConsume(new QueueName("a#ann"), NOBODY))
        .doesNotThrowAnyException();
    assertDenied(() -> rules.checkSend(WORK.deadLetters(), ANN));
  }

  @Test
  void contradictionsAndBadNamespacesAreRefusedAtTheStart() {
    Settings settings =
        TestSettings.with(
            Map.of(
                "heartwire.queue.namespaces", "work,no good",
                "heartwire.queue.work.prefetch", "2000",
                "heartwire.queue.work.durability", "replicated",
                "heartwire.queue.default.overflow", "dead-letter",
                "heartwire.queue.default.max-dead-letters", "0",
                "heartwire.queue.lease", "1s"));
    new QueueConfig(settings);

    assertThat(settings.problems())
        .extracting(ConfigProblem::key)
        .containsExactlyInAnyOrder(
            "heartwire.queue.namespaces",
            "heartwire.queue.work.prefetch",
            "heartwire.queue.work.durability",
            "heartwire.queue.default.overflow",
            "heartwire.queue.lease");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".dlq", "a.dlq.dlq", "a{b", "a}b", "a\nb", "\uD800"})
  void namesThatWouldNotWorkAreRefused(String name) {
    assertThat(QueueName.parse(name)).isEmpty();
  }

  @Test
  void aNameHasANamespaceAndDeadLetters() {
    assertThat(WORK.namespace()).isEqualTo("work");
    assertThat(new QueueName("orders").namespace()).isEmpty();
    assertThat(WORK.deadLetters().value()).isEqualTo("work:a.dlq");
    assertThat(WORK.deadLetters().deadLetters()).isEqualTo(WORK.deadLetters());
    assertThat(WORK.deadLetters().origin()).isEqualTo(WORK);
    assertThat(QueueName.parse("x".repeat(251))).isPresent();
    assertThat(QueueName.parse("x".repeat(252))).isEmpty();
  }

  private static void assertDenied(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            QueueException.class,
            failure -> assertThat(failure.problem()).isEqualTo(QueueProblem.PERMISSION_DENIED));
  }
}
