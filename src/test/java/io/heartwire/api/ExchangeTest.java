package io.heartwire.api;

import static io.heartwire.api.ApiFixture.error;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.hook.RefusedException;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestPool;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExchangeTest {
  @RegisterExtension final TestPool pool = new TestPool(ApiFixture.SETTINGS);
  private ApiFixture api;

  @BeforeEach
  void set() {
    api = new ApiFixture(pool);
  }

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
  void mustRefuseABodyThatIsNotOneObject() {
    for (String body : new String[] {"", "  ", "[]", "{", "{}{}", "{\"channel\":}", "nil"}) {
      assertThat(api.refused(400, "publish", body))
          .as(body)
          .startsWith("{\"error\":{\"code\":107,\"message\":\"bad request: ");
    }
  }

  @Test
  void mustRefuseABodyThatIsNotUtf8() {
    byte[] latin = "{\"channel\":\"a\",\"data\":\"ä\"}".getBytes(ISO_8859_1);

    Exchange.Outcome outcome = api.start("publish", latin).join();

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
                    + "{\"publish\":{\"channel\":\"a\",\"data\":1,\"version\":1}},"
                    + "{\"presence_stats\":{\"channel\":\"full:a\"}}]}"))
        .isEqualTo(
            "{\"replies\":[{\"publish\":{}},"
                + error(107, "bad request: field 'version' is not supported")
                + ",{\"presence_stats\":{\"num_clients\":0,\"num_users\":0}}]}");
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
                + error(107, "bad request: several commands in one element of commands")
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

    CompletableFuture<Exchange.Outcome> inOrder =
        api.start("batch", ("{" + commands + "}").getBytes(UTF_8));
    assertThat(api.channels.channels.published()).isZero();
    CompletableFuture<Exchange.Outcome> parallel =
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
    try (LogCapture log = new LogCapture(Failures.class);
        LogCapture hooks = new LogCapture(io.heartwire.hook.Hooks.class)) {
      String answer = api.ok("rpc", "{\"method\":\"bad\"}");
      api.ok("rpc", "{\"method\":\"bad\"}");

      assertThat(answer).isEqualTo(error(100, "internal server error"));
      assertThat(log.lines()).containsExactly("/api/rpc failed, 1 such failure(s) so far");
      assertThat(hooks.lines()).hasSize(1);
    }
    assertThat(api.failures.internal()).isEqualTo(2);
  }
}
