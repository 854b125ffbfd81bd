package io.heartwire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ScriptedBroker;
import io.heartwire.testkit.TestPool;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls while the store of the engine can't be reached. */
class EngineAwayTest {
  @RegisterExtension
  final TestPool pool = new TestPool(Map.of("heartwire.channel.default.allow-subscribe", "true"));

  private ScriptedBroker broker;
  private final ApiFixture api = new ApiFixture(pool, real -> broker = new ScriptedBroker(real));

  @Test
  void publicationMustFailForNowAndNotCountAsAFaultOfTheGateway() {
    broker.beAway(true);
    assertThat(api.ok("publish", "{\"channel\":\"a\",\"data\":1}"))
        .startsWith("{\"error\":{\"code\":100,");
    assertThat(api.failures.internal()).isZero();

    broker.beAway(false);
    assertThat(api.ok("publish", "{\"channel\":\"a\",\"data\":1}")).startsWith("{\"result\":");
  }

  @Test
  void publicationThatReachedThisNodeAloneMustSaySo() {
    broker.beAlone(true);
    assertThat(api.ok("publish", "{\"channel\":\"a\",\"data\":1}"))
        .isEqualTo("{\"result\":{\"local\":true}}");
    assertThat(api.ok("broadcast", "{\"channels\":[\"a\"],\"data\":1}"))
        .isEqualTo("{\"result\":{\"responses\":[{\"result\":{\"local\":true}}]}}");

    broker.beAlone(false);
    assertThat(api.ok("publish", "{\"channel\":\"a\",\"data\":1}")).isEqualTo("{\"result\":{}}");
  }
}
