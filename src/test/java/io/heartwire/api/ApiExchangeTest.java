package io.heartwire.api;

import static io.heartwire.api.ApiFixture.error;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.hook.RefusedException;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestPool;
import io.heartwire.trace.Step;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApiExchangeTest {
  @RegisterExtension final TestPool pool = new TestPool(ApiFixture.SETTINGS);
  private final ApiFixture api = new ApiFixture(pool);

  @Test
  void mustNameTheFieldThatHasTheWrongType() {
    assertThat(api.refused(400, "publish", "{\"channel\":7}"))
        .isEqualTo(error(107, "bad request: channel is not a string"));
    assertThat(api.refused(400, "publish", "{\"tags\":[]}"))
        .isEqualTo(error(107, "bad request: tags is not an object"));
    assertThat(api.refused(400, "history", "{\"limit\":99999999999}"))
        .isEqualTo(error(107, "bad request: limit is not between -2147483648 and 2147483647"));
  }

  @Test
  void mustAllowWholeHttpMethodsOnly() {
    assertThat(ApiExchange.allowed("publish")).containsExactly("POST");
    assertThat(ApiExchange.allowed("drain")).containsExactly("GET", "POST");
    assertThat(ApiExchange.allowed(ApiExchange.DESCRIPTION)).containsExactly("GET");
  }

  @Test
  void mustRefuseABodyThatIsNotOneObject() {
    for (String body : new String[] {"", "  ", "[]", "{", "{}{}", "{\"channel\":}", "nil"}) {
      assertThat(api.refused(400, "publish", body))
          .as(body)
          .startsWith("{\"error\":{\"code\":107,\"message\":\"bad request: ");
    }
  }

  @Test
  void mustNameTheLimitThatTheJsonExceeds() {
    assertThat(api.refused(400, "publish", "{\"data\":" + "[".repeat(256) + "]".repeat(256) + "}"))
        .isEqualTo(error(107, "bad request: JSON nested deeper than 256"));
    assertThat(api.refused(400, "publish", "{\"data\":" + "1".repeat(1_001) + "}"))
        .isEqualTo(error(107, "bad request: a number in JSON of more than 1000 characters"));
  }

  @Test
  void mustRefuseABodyThatIsNotUtf8() {
    byte[] latin = "{\"channel\":\"a\",\"data\":\"ä\"}".getBytes(ISO_8859_1);

    ApiExchange.Outcome outcome = api.start("publish", latin).join();

    assertThat(outcome.status()).isEqualTo(400);
    assertThat(ApiFixture.text(outcome)).contains("the body is not UTF-8");
  }

  @Test
  void mustRefuseABodyBeyondTheLimit() {
    String fits = "{\"channel\":\"a\",\"data\":\"" + "x".repeat(2048 - 25) + "\"}";
    assertThat(fits).hasSize(2048);

    assertThat(api.ok("publish", fits)).isEqualTo("{\"result\":{}}");
    assertThat(api.refused(413, "publish", fits + " "))
        .isEqualTo(
            error(
                106, "limit exceeded: the body is longer than heartwire.api.max-body-bytes=2048"));
  }

  @Test
  void limitMustBeChangeableWhileRunning() {
    pool.overrides.put("heartwire.api.max-body-bytes", "1024");

    api.refused(413, "publish", "{\"channel\":\"a\",\"data\":\"" + "x".repeat(1024) + "\"}");
  }

  @Test
  void batchMustAnswerEachCommandUnderItsName() {
    assertThat(
            api.ok(
                "batch",
                "{\"commands\":[{\"publish\":{\"channel\":\"a\",\"data\":1}},"
                    + "{\"publish\":{\"channel\":\"a\"}},"
                    + "{\"presence_stats\":{\"channel\":\"full:a\"}}]}"))
        .isEqualTo(
            "{\"replies\":[{\"publish\":{}},"
                + error(107, "bad request: data is missing; b64data may stand for it")
                + ",{\"presence_stats\":{\"num_clients\":0,\"num_users\":0}}]}");
  }

  @Test
  void whatIsNotKnownMustBePassedOverAndNamed() {
    assertThat(ignored("publish", "{\"channel\":\"a\",\"data\":1,\"ttl\":5,\"x\\r\\ny\":[{}]}"))
        .isEqualTo("ttl, x??y");
    assertThat(ignored("disconnect", "{\"user\":\"7\",\"label_filter\":{\"a\":1}}"))
        .isEqualTo("label_filter");
    assertThat(
            ignored(
                "batch",
                "{\"commands\":[{\"info\":{\"a\":1}},{\"info\":{\"b\":1,\"a\":1}}],\"c\":1}"))
        .isEqualTo("a, b, c");
    assertThat(ignored("info", "{\"a\":null,\"b\":false,\"c\":0,\"d\":\"\"}")).isEmpty();
  }

  @Test
  void whatIsNamedMustBeBounded() {
    StringBuilder body = new StringBuilder("{\"" + "n".repeat(100) + "\":1");
    for (int i = 0; i < 40; i++) {
      body.append(",\"field").append(i).append("\":1");
    }

    String named = ignored("info", body.append('}').toString());

    assertThat(named).startsWith("n".repeat(64) + ", field0, ").endsWith("field14, ...");
  }

  @Test
  void whatIsNotKnownInACommandOfOursMustBeRefused() {
    assertThat(api.ok("drain", "{\"cancle\":true}"))
        .isEqualTo(error(107, "bad request: field 'cancle' is not supported"));
  }

  private String ignored(String method, String body) {
    ApiExchange.Outcome outcome = api.run(method, body);
    assertThat(outcome.status()).isEqualTo(200);
    assertThat(ApiFixture.text(outcome)).doesNotContain("\"error\"");
    return outcome.ignored().toString();
  }

  @Test
  void everyPublicationOfARequestMustBelongToTheTraceOfTheRequest() {
    api.channels.traces.isOn = true;
    api.trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    api.ok("publish", "{\"channel\":\"a\",\"data\":1}");
    api.ok("broadcast", "{\"channels\":[\"a\",\"b\"],\"data\":1}");
    api.ok("batch", "{\"commands\":[{\"publish\":{\"channel\":\"a\",\"data\":1}}]}");

    assertThat(api.channels.traces.of(Step.PUBLISH))
        .hasSize(4)
        .allSatisfy(span -> assertThat(span.parent).isEqualTo(api.trace));
  }

  @Test
  void batchMustNotFindWhatIsNoCommand() {
    assertThat(api.ok("batch", "{\"commands\":[{},{\"batch\":{}}]}"))
        .isEqualTo(
            "{\"replies\":["
                + error(104, "not found: no such method")
                + ","
                + error(104, "not found: no method 'batch'")
                + "]}");
    assertThat(api.ok("batch", "{\"commands\":[{\"info\":{},\"channels\":{}}]}"))
        .isEqualTo(
            "{\"replies\":["
                + error(107, "bad request: several commands in an element of commands")
                + "]}");
    assertThat(api.ok("batch", "{}")).isEqualTo("{\"replies\":[]}");
  }

  @Test
  void batchMustHaveALimit() {
    assertThat(api.refused(400, "batch", "{\"commands\":[{},{},{},{}]}"))
        .isEqualTo(error(106, "limit exceeded: more commands than heartwire.api.max-batch=3"));
  }

  @Test
  void batchMustWaitForEachCommandUnlessItIsParallel() {
    CompletableFuture<Payload> slow = new CompletableFuture<>();
    api.handlers.put("slow", call -> slow);
    String commands =
        "\"commands\":[{\"rpc\":{\"method\":\"slow\"}},"
            + "{\"publish\":{\"channel\":\"a\",\"data\":1}}]";

    CompletableFuture<ApiExchange.Outcome> inOrder =
        api.start("batch", ("{" + commands + "}").getBytes(UTF_8));
    assertThat(api.channels.channels.published()).isZero();
    CompletableFuture<ApiExchange.Outcome> parallel =
        api.start("batch", ("{" + commands + ",\"parallel\":true}").getBytes(UTF_8));
    assertThat(api.channels.channels.published()).isEqualTo(1);

    assertThat(inOrder).isNotDone();
    slow.complete(Payload.json("[1]"));
    String replies = "{\"replies\":[{\"rpc\":{\"data\":[1]}},{\"publish\":{}}]}";
    assertThat(ApiFixture.text(inOrder.join())).isEqualTo(replies);
    assertThat(ApiFixture.text(parallel.join())).isEqualTo(replies);
  }

  @Test
  void rpcMustPassParametersAndResultThrough() {
    api.handlers.put("echo", call -> CompletableFuture.completedStage(call.data()));
    api.handlers.put("text", call -> CompletableFuture.completedStage(Payload.text("a \"b\"")));
    api.handlers.put("none", call -> CompletableFuture.completedStage(Payload.EMPTY));

    assertThat(api.ok("rpc", "{\"method\":\"echo\",\"params\":{ \"a\":1 }}"))
        .isEqualTo("{\"result\":{\"data\":{ \"a\":1 }}}");
    assertThat(api.ok("rpc", "{\"method\":\"text\"}"))
        .isEqualTo("{\"result\":{\"data\":\"a \\\"b\\\"\"}}");
    assertThat(api.ok("rpc", "{\"method\":\"none\"}")).isEqualTo("{\"result\":{}}");
  }

  @Test
  void rpcMustNotFindAMethodWithoutHandler() {
    assertThat(api.ok("rpc", "{\"method\":\"x\"}"))
        .isEqualTo(error(104, "not found: no RPC handler has this method"));
    assertThat(api.ok("rpc", "{}")).isEqualTo(error(107, "bad request: method is missing"));
  }

  @Test
  void refusalOfAnApplicationMustReachTheCaller() {
    api.handlers.put(
        "no", call -> CompletableFuture.failedStage(new RefusedException(409, "sold out")));

    assertThat(api.ok("rpc", "{\"method\":\"no\"}")).isEqualTo(error(409, "sold out"));
    assertThat(api.failures.internal()).isZero();
  }

  @Test
  void failureOfItsOwnMustBeCountedLoggedOnceASecondAndKeptFromTheCaller() {
    api.handlers.put(
        "bad", call -> CompletableFuture.failedStage(new IllegalStateException("secret")));
    try (LogCapture log = new LogCapture(ApiFailures.class);
        LogCapture hooks = new LogCapture(io.heartwire.hook.Hooks.class)) {
      String answer = api.ok("rpc", "{\"method\":\"bad\"}");
      api.ok("rpc", "{\"method\":\"bad\"}");

      assertThat(answer).isEqualTo(error(100, "internal server error"));
      assertThat(log.lines()).containsExactly("/api/rpc failed, 1 such failure(s) so far");
      assertThat(hooks.lines()).hasSize(1);
    }
    assertThat(api.failures.internal()).isEqualTo(2);
  }

  @Test
  void whatIsNoMethodMustNotBeFound() {
    String notFound = error(104, "not found: no such method");

    assertThat(api.refused(404, "nothing", "{}")).isEqualTo(notFound);
    assertThat(api.refused(404, "openapi.yaml", "{}")).isEqualTo(notFound);
    assertThat(api.look("nothing").status()).isEqualTo(404);
    assertThat(ApiFixture.text(api.look("nothing"))).isEqualTo(notFound);
  }

  @Test
  void methodMustNotBeCalledByGet() {
    for (String method : new String[] {"info", "batch", "rebalance"}) {
      assertThat(api.look(method).status()).as(method).isEqualTo(405);
      assertThat(ApiFixture.text(api.look(method)))
          .isEqualTo(error(107, "bad request: methods are called by POST"));
    }
    assertThat(api.look("drain").status()).isEqualTo(200);
  }
}
