package io.heartwire.it.wire;

import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.RawSocketBuilder;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every gateway makes of a client's bytes, whichever way it reads them. One subclass for each
 * way, which starts the server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // a server for each, since they run side by side
abstract class FramesContract
    implements LengthRules, HeaderRules, TextRules, PingRules, CloseRules, ArrivalRules {

  /** More than there are event loops, each of which gets its share of the newcomers. */
  private static final int ONE_FOR_EACH =
      2 * Math.max(2, Runtime.getRuntime().availableProcessors());

  private GatewayServer server;

  /** Starts the gateway, with what makes it read in one way or another. */
  abstract GatewayServer startServer() throws Exception;

  @BeforeAll
  void start() throws Exception {
    server = startServer();
  }

  @AfterAll
  void stop() {
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
  void whatEndsAConnectionIsCountedByItsCode() throws IOException {
    double protocolErrors = closed(PROTOCOL_ERROR);
    double notUtf8 = closed(NOT_UTF8);

    mustEnd(PROTOCOL_ERROR, Wire.frames().header(FIN | 3, 1).raw('x'));
    mustEnd(NOT_UTF8, Wire.frames().frame(RawSocket.TEXT, true, (byte) 0xff));

    await().until(() -> closed(PROTOCOL_ERROR) > protocolErrors && closed(NOT_UTF8) > notUtf8);
  }

  private double closed(String code) {
    return server().metric("heartwire_connections_closed_total{code=\"" + code + "\"}");
  }

  /** A test that breaks the server fails for it, and leaves a whole one to the next. */
  @AfterEach
  void everybodyElseIsServed() throws IOException {
    try {
      for (int i = 0; i < ONE_FOR_EACH; i++) {
        connect().close();
      }
    } catch (IOException broken) {
      server().kill();
      server().startAgain();
      throw new IOException("not everybody is served any more: " + broken.getMessage(), broken);
    }
  }
}
