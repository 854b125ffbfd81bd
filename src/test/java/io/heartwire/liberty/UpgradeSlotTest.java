package io.heartwire.liberty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heartwire.testkit.LogCapture;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpgradeSlotTest {
  private final UpgradeSlot slot = UpgradeSlot.of(ContainerRequest.class).orElseThrow();
  private final ContainerRequest request = new ContainerRequest();

  @Test
  void mustGiveTheRequestItsHandler() throws Exception {
    Handler handler = slot.fill(request, Handler.class);

    assertThat(handler).isNotNull().isSameAs(request.httpUpgradeHandlerObject);
    assertThat(request.upgradeCalledAndSuccessful).isTrue();
  }

  @Test
  void mustMakeOneForEachRequest() throws Exception {
    Handler first = slot.fill(request, Handler.class);

    assertThat(slot.fill(new ContainerRequest(), Handler.class)).isNotSameAs(first);
    assertThat(request.httpUpgradeHandlerObject).isSameAs(first);
  }

  @Test
  void mustNameWhatCannotBeMade() {
    assertThatExceptionOfType(ServletException.class)
        .isThrownBy(() -> slot.fill(request, Unmade.class))
        .withMessageContaining(Unmade.class.getName());
    assertThat(request.upgradeCalledAndSuccessful).isFalse();
  }

  @Test
  void mustSaySoWhereRequestsAreOfAnotherKind() {
    try (LogCapture log = new LogCapture(UpgradeSlot.class)) {
      assertThat(UpgradeSlot.of(String.class)).isEmpty();

      assertThat(log.lines()).singleElement().asString().contains("handler cannot be set");
    }
  }

  /** As the container's, the fields stand in a class above it. */
  private static final class ContainerRequest extends KnownRequest {}

  private abstract static class KnownRequest {
    @Nullable HttpUpgradeHandler httpUpgradeHandlerObject;
    boolean upgradeCalledAndSuccessful;
  }

  /** What a container has for its own handler. */
  public static class Handler implements HttpUpgradeHandler {
    @Override
    public void init(WebConnection connection) {}

    @Override
    public void destroy() {}
  }

  /** Cannot be made. */
  public abstract static class Unmade extends Handler {}
}
