package io.heartwire.api;

import static io.heartwire.api.ApiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.queue.QueueDelivery;
import io.heartwire.queue.QueueName;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueueMethodsTest {
  private static final String QUEUE = "{\"queue\":\"orders:new\"}";
  private static final QueueName NEW = new QueueName("orders:new");

  @RegisterExtension final TestPool pool = new TestPool(ApiFixture.SETTINGS);
  private final ApiFixture api = new ApiFixture(pool);
  private final List<QueueDelivery> has = new ArrayList<>();

  @Test
  void messageMustReachAConsumerAsItWasSent() {
    assertThat(
            api.ok(
                "queue_send",
                "{\"queue\":\"orders:new\",\"data\":{\"n\" : 1.00},\"headers\":{\"kind\":\"big\"}}"))
        .isEqualTo("{\"result\":{\"outcome\":\"sent\",\"id\":1}}");
    api.ok("queue_send", "{\"queue\":\"orders:new\",\"data\":1,\"b64data\":\"AP8H\"}");
    api.queues.consume(NEW, 2, has::add);

    assertThat(has).hasSize(2);
    assertThat(has.get(0).message().data().asText()).isEqualTo("{\"n\" : 1.00}");
    assertThat(has.get(0).message().headers()).isEqualTo(Map.of("kind", "big"));
    assertThat(has.get(0).message().sender()).isNull();
    assertThat(has.get(1).message().data().shared()).containsExactly(0, -1, 7);
  }

  @Test
  void sameKeyMustSendOnce() {
    String request = "{\"queue\":\"orders:new\",\"data\":1,\"idempotency_key\":\"k\"}";

    assertThat(api.ok("queue_send", request)).contains("\"outcome\":\"sent\",\"id\":1}");
    assertThat(api.ok("queue_send", request)).contains("\"outcome\":\"repeated\",\"id\":1}");
    assertThat(api.ok("queue_stats", QUEUE)).contains("\"ready\":1,");
  }

  @Test
  void delayAndTtlMustBeKept() {
    api.ok("queue_send", "{\"queue\":\"orders:new\",\"data\":1,\"delay\":\"1m\"}");
    api.ok("queue_send", "{\"queue\":\"orders:new\",\"data\":2,\"ttl\":2}");
    assertThat(api.ok("queue_stats", QUEUE)).contains("\"ready\":1,\"delayed\":1,");

    pool.time.advance(Duration.ofSeconds(61));
    api.queues.consume(NEW, 2, has::add);
    api.queues.tick(pool.time.nanos());

    assertThat(has).extracting(each -> each.message().data().asText()).containsExactly("1");
    assertThat(api.ok("queue_stats", QUEUE)).contains("\"dead_letters\":1,");
  }

  @Test
  void fullQueueMustRefuseInWords() {
    fill();

    assertThat(api.ok("queue_send", "{\"queue\":\"orders:new\",\"data\":4}"))
        .startsWith("{\"error\":{\"code\":106,\"message\":\"limit exceeded: queue orders:new is")
        .contains("full", "max-messages");
  }

  @Test
  void closedNamespaceMustBeRefusedByEveryMethod() {
    for (String method : List.of("queue_send", "queue_stats", "queue_purge", "queue_move")) {
      String data = method.equals("queue_send") ? ",\"data\":1" : "";
      assertThat(api.ok(method, "{\"queue\":\"any:a\"" + data + "}"))
          .as(method)
          .isEqualTo(
              error(
                  102,
                  "unknown queue: namespace 'any' of queue any:a is not in"
                      + " heartwire.queue.namespaces"));
    }
  }

  @Test
  void whatIsMissingOrWrongMustBeRefusedByItsName() {
    Map.of(
            "{\"data\":1}",
            "queue is missing",
            "{\"queue\":\"orders:a\"}",
            "data is missing; b64data may stand for it",
            "{\"queue\":\"orders:a\",\"b64data\":\"*\"}",
            "b64data is not base64",
            "{\"queue\":\"orders:a\",\"data\":1,\"dealy\":\"1s\"}",
            "field 'dealy' is not supported",
            "{\"queue\":\"orders:a.dlq\",\"data\":1}",
            "nobody sends to dead letters: send to orders:a instead of orders:a.dlq",
            "{\"queue\":\"orders:a\",\"data\":1,\"idempotency_key\":\"" + "k".repeat(257) + "\"}",
            "idempotency_key is longer than 256 characters")
        .forEach(
            (request, why) ->
                assertThat(api.ok("queue_send", request))
                    .isEqualTo(error(107, "bad request: " + why)));
    assertThat(api.ok("queue_send", "{\"queue\":\"orders:{a}\",\"data\":1}"))
        .startsWith("{\"error\":{\"code\":107,\"message\":\"bad request: queue must have 1 to");
    assertThat(api.refused(400, "queue_send", "{\"queue\":\"orders:a\",\"delay\":\"366d\"}"))
        .contains("delay is neither a duration from 0s to 8760h");
    assertThat(api.refused(400, "queue_move", "{\"queue\":\"orders:a\",\"limit\":0}"))
        .contains("limit is not between 1 and 100000");
    assertThat(api.ok("queue_purge", "{}")).contains("queue is missing");
    assertThat(api.ok("queue_move", "{}")).contains("queue is missing");
    assertThat(api.ok("queue_stats", "{\"queue\":\"orders:a\",\"pattern\":\"*\"}"))
        .contains("queue is for one, pattern and after are for a page");
  }

  @Test
  void statsMustHaveAllFigures() {
    fill();
    api.ok("queue_send", "{\"queue\":\"orders:new\",\"data\":4}");
    api.queues.consume(NEW, 2, has::add);
    has.get(0).acknowledge();
    has.get(1).reject("nonsense");
    pool.time.advance(Duration.ofMillis(1500));

    assertThat(api.ok("queue_stats", QUEUE))
        .isEqualTo(
            "{\"result\":{\"queues\":{\"orders:new\":{\"ready\":0,\"delayed\":0,\"in_flight\":1,"
                + "\"dead_letters\":1,\"bytes\":1,\"oldest\":0.0,\"consumers\":1,\"sent\":3,"
                + "\"delivered\":3,\"redelivered\":0,\"acknowledged\":1,\"dead_lettered\":1,"
                + "\"refused\":1,\"dropped\":0}}}}");
  }

  @Test
  void queueThatIsNotThereMustHaveNothing() {
    assertThat(api.ok("queue_stats", QUEUE)).contains("{\"orders:new\":{\"ready\":0,");
    assertThat(api.ok("queue_purge", QUEUE)).isEqualTo("{\"result\":{\"purged\":0}}");
    assertThat(api.ok("queue_move", QUEUE)).isEqualTo("{\"result\":{\"moved\":0,\"left\":0}}");
  }

  @Test
  void queuesMustBeListedInPagesByName() {
    for (String name : List.of("orders:b", "plain", "orders:c", "orders:a")) {
      api.ok("queue_send", "{\"queue\":\"" + name + "\",\"data\":1}");
    }

    assertThat(api.ok("queue_stats", "{\"limit\":2}"))
        .startsWith("{\"result\":{\"queues\":{\"orders:a\":{\"ready\":1,")
        .contains("}},\"next\":\"orders:b\"}")
        .doesNotContain("orders:c");
    assertThat(api.ok("queue_stats", "{\"limit\":2,\"after\":\"orders:b\"}"))
        .startsWith("{\"result\":{\"queues\":{\"orders:c\":{")
        .contains("\"plain\":{\"ready\":1,")
        .doesNotContain("next", "incomplete");
    assertThat(api.ok("queue_stats", "{\"pattern\":\"p*\"}"))
        .startsWith("{\"result\":{\"queues\":{\"plain\":{")
        .doesNotContain("orders");
    assertThat(api.ok("queue_stats", "{\"after\":\"z\"}"))
        .isEqualTo("{\"result\":{\"queues\":{}}}");
  }

  @Test
  void purgeMustLeaveWhatConsumersHave() {
    fill();
    api.queues.consume(NEW, 1, has::add);

    assertThat(api.ok("queue_purge", QUEUE)).isEqualTo("{\"result\":{\"purged\":2}}");
    assertThat(api.ok("queue_stats", QUEUE)).contains("\"ready\":0,\"delayed\":0,\"in_flight\":1,");
  }

  @Test
  void deadLettersMustMoveBackAsFarAsThereIsRoom() {
    fill();
    var consumer = api.queues.consume(NEW, 3, has::add);
    List.copyOf(has).forEach(each -> each.reject("nonsense"));
    Stages.now(consumer.close());

    assertThat(api.ok("queue_move", "{\"queue\":\"orders:new\",\"limit\":1}"))
        .isEqualTo("{\"result\":{\"moved\":1,\"left\":2}}");
    Stages.now(api.queues.send(NEW, Payload.text("x")));
    assertThat(api.ok("queue_move", "{\"queue\":\"orders:new.dlq\"}"))
        .isEqualTo("{\"result\":{\"moved\":1,\"left\":1}}");
    assertThat(api.ok("queue_stats", QUEUE)).contains("\"ready\":3,");
    assertThat(api.ok("queue_purge", "{\"queue\":\"orders:new.dlq\"}"))
        .isEqualTo("{\"result\":{\"purged\":1}}");
  }

  @Test
  void moreDeadLettersThanOneStepTakesMustAllMove() {
    int many = QueueCommands.MOVED_AT_ONCE + 1;
    QueueName plain = new QueueName("plain");
    var consumer = api.queues.consume(plain, 1000, each -> each.reject(""));
    for (int i = 0; i < many; i++) {
      Stages.now(api.queues.send(plain, Payload.text("x")));
    }
    Stages.now(consumer.close());

    assertThat(api.ok("queue_move", "{\"queue\":\"plain\"}"))
        .isEqualTo("{\"result\":{\"moved\":%d,\"left\":0}}".formatted(many));
  }

  @Test
  void batchMustTakeThem() {
    assertThat(
            api.ok(
                "batch",
                "{\"commands\":[{\"queue_send\":{\"queue\":\"orders:new\",\"data\":1}},"
                    + "{\"queue_purge\":{\"queue\":\"any:a\"}},{\"queue_purge\":"
                    + QUEUE
                    + "}]}"))
        .startsWith("{\"replies\":[{\"queue_send\":{\"outcome\":\"sent\",\"id\":1}},{\"error\":{")
        .endsWith("},{\"queue_purge\":{\"purged\":1}}]}");
  }

  @Test
  void storeThatIsAwayMustBeSaidToBeTemporary() {
    api.queuesAreAway = true;

    for (String method : List.of("queue_send", "queue_stats", "queue_purge", "queue_move")) {
      String data = method.equals("queue_send") ? ",\"data\":1" : "";
      assertThat(api.ok(method, "{\"queue\":\"orders:new\"" + data + "}"))
          .as(method)
          .isEqualTo(error(100, "internal server error, temporary: the store is away"));
    }
    assertThat(api.failures.internal()).isZero();
  }

  @Test
  void nodeThatHasNoRoomMustSayWhichLimit() {
    pool.overrides.put("heartwire.broker.memory.max-queues", "1");
    ApiFixture small = new ApiFixture(pool);
    small.ok("queue_send", "{\"queue\":\"orders:new\",\"data\":1}");

    assertThat(small.ok("queue_send", "{\"queue\":\"orders:old\",\"data\":1}"))
        .startsWith("{\"error\":{\"code\":106,\"message\":\"limit exceeded: no room for queue")
        .contains("heartwire.broker.memory.max-queues");
    assertThat(small.failures.internal()).isZero();
  }

  private void fill() {
    for (int i = 1; i <= 3; i++) {
      api.ok("queue_send", "{\"queue\":\"orders:new\",\"data\":" + i + "}");
    }
  }
}
