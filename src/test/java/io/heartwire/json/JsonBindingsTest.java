package io.heartwire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heartwire.testkit.LogCapture;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Without a server there is no JSON-B, but Jackson is on the class path. */
class JsonBindingsTest {

  /** What an application publishes. */
  public record Order(int id, String state) {}

  /** What another one can't. */
  public static final class Loop {
    public Loop getItself() {
      return this;
    }
  }

  private record Named(String name) implements JsonBinding {
    @Override
    public byte[] write(Object value) {
      return new byte[0];
    }

    @Override
    public <T> T read(byte[] json, Class<T> type) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void anObjectBecomesJsonAndIsReadAgain() {
    byte[] json = JsonBindings.write(new Order(7, "paid"));

    assertThat(new String(json, UTF_8)).isEqualTo("{\"id\":7,\"state\":\"paid\"}");
    assertThat(JsonBindings.read(json, Order.class)).isEqualTo(new Order(7, "paid"));
  }

  @Test
  void whatCannotBeWrittenIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonBindings.write(new Loop()))
        .withMessageContaining(Loop.class.getName());
  }

  @Test
  void whatCannotBeReadIsRefusedAndLoggedOnce() {
    try (LogCapture log = new LogCapture(JsonBindings.class, Level.INFO)) {
      for (int i = 0; i < 2; i++) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> JsonBindings.read("[]".getBytes(UTF_8), Order.class))
            .withMessageContaining(Order.class.getName());
      }
      assertThat(log.lines()).singleElement().asString().contains(Order.class.getName());
    }
  }

  @Test
  void theFirstThatIsThereIsTaken() {
    JsonBinding first = new Named("first");

    assertThat(
            JsonBindings.first(
                List.of(
                    Optional::empty,
                    JsonBindingsTest::noApi,
                    JsonBindingsTest::noProvider,
                    () -> Optional.of(first),
                    () -> Optional.of(new Named("second")))))
        .isSameAs(first);
  }

  @Test
  void whereNoneIsThereTheRemediesAreNamed() {
    List<Supplier<Optional<JsonBinding>>> none = List.of(JsonBindingsTest::noApi);

    assertThatIllegalStateException()
        .isThrownBy(() -> JsonBindings.first(none))
        .withMessageContainingAll("jsonb-3.0", "jackson-databind", "Payload.json");
  }

  private static Optional<JsonBinding> noApi() {
    throw new NoClassDefFoundError("jakarta/json/bind/JsonbBuilder");
  }

  private static Optional<JsonBinding> noProvider() {
    throw new IllegalArgumentException("no provider of JSON-B");
  }
}
