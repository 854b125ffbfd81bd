package io.heartwire.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.Gate;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.RawSocketBuilder;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gateway within an application whose beans are asked about subscriptions and publications. */
class ApplicationFramesIT extends FramesContract {
  private static GatewayServer server;

  @BeforeAll
  static void start() {
    Map<String, String> env = Wire.environment();
    env.put(
        ServerDirectory.VARIABLE,
        ServerDirectory.withBeans(Wire.SMALL_SEND_BUFFERS, Gate.class).toString());
    server = GatewayServer.start(env);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  public GatewayServer server() {
    return server;
  }

  @Override
  public RawSocketBuilder to(String path) {
    return RawSocket.to(server.ws(path));
  }

  @Test
  void theBeansOfTheApplicationTakePart() throws Exception {
    try (RawSocket refused = RawSocket.connect(server.ws("/ws/" + Gate.REFUSING))) {
      assertThat(refused.status()).isEqualTo(101);
      assertThat(Wire.endOf(refused)).isEqualTo("3507");
    }
    assertThat(server.get("/health/ready")).contains(Gate.class.getSimpleName());
  }

  /** Threads of the server read, and a loop that writes may answer a ping before it echoes. */
  @Override
  public void aPingBetweenMessagesIsAnsweredBetweenTheirEchoes() {}
}
