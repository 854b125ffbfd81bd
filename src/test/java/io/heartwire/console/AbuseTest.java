package io.heartwire.console;

import static io.heartwire.console.ConsoleNode.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.json.JsonShape;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody who may look can't do to the gateway. */
class AbuseTest {
  @RegisterExtension final TestPool pool = new TestPool(Map.of("heartwire.api.key", KEY));

  @RegisterExtension
  final TestPool open =
      new TestPool(Map.of("heartwire.api.key", KEY, "heartwire.client.insecure", "true"));

  @Test
  void questionsOfOneAddressMustBeLimitedAndActsOfOperatorsNot() {
    ConsoleNode node = new ConsoleNode(pool);
    String token = node.signIn();
    for (int i = 0; i < 60; i++) {
      node.ok(token, "configuration", "{}");
    }

    assertThat(node.call(token, "configuration", "{}").status()).isEqualTo(429);
    node.ok(token, "history_remove", "{'channel':'a'}");
    pool.time.advance(Duration.ofSeconds(1));
    node.ok(token, "configuration", "{}");
  }

  @Test
  void aLongQuestionMustBeRefusedBeforeItReachesOtherNodes() {
    ConsoleNode node = new ConsoleNode(pool);
    String token = node.signIn();
    String filler = "x".repeat(8 << 10);

    assertThat(node.call(token, "channels", "{'x':'" + filler + "'}").status()).isEqualTo(400);
    node.ok(token, "channels", "{'x':'short'}");
  }

  @Test
  void whoCameInDuringDevelopmentMustSignInAgainAfterwards() {
    String token = new ConsoleNode(open).ok(null, "sign-in", "{}").get("token").asText();
    new ConsoleNode(open).ok(token, "overview", "{}");

    ConsoleNode closed = new ConsoleNode(pool);
    assertThat(closed.call(token, "overview", "{}").status()).isEqualTo(401);
  }

  @Test
  void aNameMustNotBreakTheLineOfTheAuditLog() {
    try (LogCapture audit = new LogCapture(AuditLog.NAME, Level.INFO)) {
      ConsoleNode node = new ConsoleNode(pool);
      node.ok(node.signIn(), "history_remove", "{'channel':'a\u2028b\u0085c'}");

      assertThat(audit.lines())
          .anySatisfy(line -> assertThat(line).contains("a\\u2028b\\u0085c"))
          .allSatisfy(line -> assertThat(line).doesNotContain("\u2028", "\u0085"));
    }
  }

  @Test
  void healthChecksThatHangMustTakeOneThread() {
    List<Runnable> tasks = new ArrayList<>();
    ConsoleMethod health =
        new SettingsMethods(null, List::of, tasks::add)
            .methods().stream()
                .filter(each -> each.name().equals("health"))
                .findFirst()
                .orElseThrow();
    CompletionStage<byte[]> first = ask(health);
    CompletionStage<byte[]> second = ask(health);

    assertThat(tasks).hasSize(1);
    tasks.remove(0).run();
    assertThat(first.toCompletableFuture()).isCompleted();
    assertThat(second.toCompletableFuture()).isCompleted();
    ask(health);
    assertThat(tasks).as("a new run").hasSize(1);
  }

  private static CompletionStage<byte[]> ask(ConsoleMethod method) {
    try {
      byte[] nothing = {'{', '}'};
      return method
          .handler()
          .run(new ConsoleMethod.Request(JsonShape.of().read(nothing, "nothing"), nothing));
    } catch (java.io.IOException wrong) {
      throw new AssertionError(wrong);
    }
  }
}
