package io.heartwire.client.pool;

import io.heartwire.testkit.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;

/** A scripted pool and its server for each test, closed afterwards. */
abstract class ScriptedPoolFixture {
  final ScriptedPool scripted;
  final ScriptedServer server;

  ScriptedPoolFixture() {
    try {
      scripted = new ScriptedPool();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = scripted.server();
  }

  @AfterEach
  void stop() throws IOException {
    scripted.close();
  }
}
