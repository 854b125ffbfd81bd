package io.heartwire.api;

import static io.heartwire.api.ApiFixture.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainCommandsTest {
  private static final String NOBODY =
      "{\"result\":{\"state\":\"%s\",\"cancelled\":%s,\"connections\":0,\"moved\":0,\"lost\":0,"
          + "\"cut\":0,\"left\":0,\"remaining\":0,\"time\":%s}}";

  @RegisterExtension final TestPool pool = new TestPool(ApiFixture.SETTINGS);
  private final ApiFixture api = new ApiFixture(pool);

  @Test
  void drainMustBeginAndSayHowFarItIs() {
    api.connect("7");

    assertThat(api.ok("drain", "{}"))
        .startsWith("{\"result\":{\"state\":\"draining\",\"cancelled\":false,\"connections\":1,")
        .contains("\"remaining\":1,");

    assertThat(api.departures.drain().refusesClients()).isTrue();
  }

  @Test
  void drainMustKeepToWhatTheRequestSays() {
    api.connect("7");
    api.ok("drain", "{\"rate\":1,\"delay\":2,\"deadline\":3}");

    pass(Duration.ofMillis(1900));
    assertThat(api.departures.drain().report().moved()).isZero();
    pass(Duration.ofMillis(200));

    assertThat(api.departures.drain().report().remaining()).isEqualTo(1);
    api.pool.registry.forEach(each -> assertThat(each.state().isOpen()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"rate\":1,\"delay\":\"2s\",\"deadline\":\"3000ms\"}",
        "{\"rate\":1,\"delay\":\"PT2S\",\"deadline\":3}",
        "{\"rate\":1,\"delay\":2,\"deadline\":\" 3s \"}"
      })
  void drainMustTakeTimesAsTheConfigurationHasThem(String request) {
    api.connect("7");
    api.ok("drain", request);

    pass(Duration.ofMillis(1900));
    assertThat(api.departures.drain().report().remaining()).isEqualTo(1);
    pass(Duration.ofMillis(1200));

    api.pool.registry.forEach(each -> assertThat(each.state().isOpen()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "", "soon", "-1s", "3601s", "2h", "PT-5S", "1.5s"})
  void drainMustRefuseWhatIsNoTime(String time) {
    for (String field : new String[] {"delay", "deadline"}) {
      assertThat(api.refused(400, "drain", "{\"%s\":\"%s\"}".formatted(field, time)))
          .contains(field, "500ms, 25s, 2m or PT25S");
    }
    assertThat(api.refused(400, "drain", "{\"deadline\":\"999ms\"}")).contains("from 1s to 1h");
    assertThat(api.departures.drain().refusesClients()).isFalse();
  }

  @Test
  void drainMustAnswerWhenItIsOverIfTheCallerWaits() {
    CompletableFuture<ApiExchange.Outcome> answer =
        api.start("drain", "{\"wait\":true}".getBytes(UTF_8));
    assertThat(answer).isNotDone();
    pool.time.advance(Duration.ofSeconds(1));

    api.departures.tick();

    assertThat(answer).isCompleted();
    assertThat(ApiFixture.text(answer.join())).isEqualTo(NOBODY.formatted("drained", false, "1.0"));
  }

  @Test
  void cancelMustTakeClientsInAgainAndAnswerThoseWhoWait() {
    CompletableFuture<ApiExchange.Outcome> answer =
        api.start("drain", "{\"wait\":true}".getBytes(UTF_8));

    assertThat(api.ok("drain", "{\"cancel\":true}"))
        .isEqualTo(NOBODY.formatted("idle", true, "0.0"));

    assertThat(answer).isCompleted();
    assertThat(api.departures.drain().refusesClients()).isFalse();
  }

  @Test
  void cancelMustDoNothingWhereThereIsNothingToCancel() {
    assertThat(api.ok("drain", "{\"cancel\":true}"))
        .isEqualTo(NOBODY.formatted("idle", false, "0.0"));
  }

  @Test
  void drainMustRefuseADeadlineThatLeavesNoTime() {
    assertThat(api.ok("drain", "{\"deadline\":5}"))
        .isEqualTo(
            error(
                107,
                "bad request: deadline must be longer than delay, which is 5s"
                    + " (heartwire.drain.delay); give both"));
    assertThat(api.departures.drain().refusesClients()).isFalse();
    assertThat(api.ok("drain", "{\"deadline\":5,\"delay\":1}")).contains("draining");
  }

  @Test
  void valuesOutOfRangeAndUnknownFieldsMustBeRefused() {
    assertThat(api.refused(400, "drain", "{\"rate\":0}")).contains("rate");
    assertThat(api.refused(400, "drain", "{\"deadline\":3601}")).contains("deadline");
    assertThat(api.refused(400, "rebalance", "{\"percent\":101}")).contains("percent");
    assertThat(api.ok("rebalance", "{\"percent\":10,\"delay\":1}")).contains("'delay'");
    assertThat(api.departures.drain().isUnderWay()).isFalse();
  }

  @Test
  void rebalanceMustMoveAShareAndRefuseNobody() {
    for (int i = 0; i < 10; i++) {
      api.connect("7");
    }

    assertThat(api.ok("rebalance", "{\"percent\":20}")).contains("\"state\":\"rebalancing\"");
    pass(Duration.ofSeconds(1));

    assertThat(api.departures.drain().report().connections()).isEqualTo(2);
    assertThat(api.departures.drain().refusesClients()).isFalse();
  }

  @Test
  void rebalanceOfTheOnlyNodeMustMoveNobodyWithoutAShare() {
    api.connect("7");

    assertThat(api.ok("rebalance", "{}")).isEqualTo(NOBODY.formatted("idle", false, "0.0"));

    assertThat(api.departures.drain().isUnderWay()).isFalse();
  }

  @Test
  void rebalanceMustSayWhenItCannotBe() {
    api.ok("drain", "{}");
    assertThat(api.ok("rebalance", "{\"percent\":20}"))
        .isEqualTo(
            error(
                108,
                "not available: the gateway is DRAINING, which closes all connections anyway"));
  }

  private void pass(Duration time) {
    for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plusMillis(50)) {
      pool.time.advance(Duration.ofMillis(50));
      api.departures.tick();
    }
  }
}
