package io.heartwire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.testkit.RecordedCommands.Timed;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApiCallTimesTest {
  @RegisterExtension final TestPool pool = new TestPool(ApiFixture.SETTINGS);
  private ApiFixture api;

  @BeforeEach
  void set() {
    api = new ApiFixture(pool);
  }

  @Test
  void everyCallIsTimedByItsMethodThoseOfABatchOneByOne() {
    api.run("info", "{}");
    api.run("batch", "{\"commands\":[{\"info\":{}},{\"channels\":{}}]}");

    assertThat(api.timed.timed)
        .extracting(Timed::name)
        .containsExactly("api info", "api info", "api channels");
  }

  @Test
  void timeRunsUntilTheAnswerIsThere() {
    CompletableFuture<Payload> answer = new CompletableFuture<>();
    api.handlers.put("slow", call -> answer);
    api.start("rpc", "{\"method\":\"slow\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    pool.time.advance(Duration.ofMillis(15));
    answer.complete(Payload.EMPTY);

    assertThat(api.timed.timed).containsExactly(new Timed("api rpc", 15_000_000L));
  }

  @Test
  void aMethodThatTheCallerMadeUpIsNoName() {
    api.run("batch", "{\"commands\":[{\"invented\":{}}]}");

    assertThat(api.timed.timed).extracting(Timed::name).containsExactly("api refused");
  }
}
