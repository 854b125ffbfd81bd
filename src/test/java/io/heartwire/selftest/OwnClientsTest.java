package io.heartwire.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heartwire.testkit.ScriptedConnection;
import io.heartwire.testkit.ScriptedServer;
import io.heartwire.testkit.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OwnClientsTest {
  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "192.0.2.7";

  private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final OwnClients clients = clientsOf(listening.getLocalPort());

  OwnClientsTest() throws IOException {}

  @AfterEach
  void stopListening() throws IOException {
    listening.close();
  }

  @Test
  void aClientIsKnownByWhatItBrings() throws Exception {
    Map<String, String> headers = headers();

    assertThat(clients.isOwn(headers::get, HERE, HERE)).isTrue();
    assertThat(clientsOf(1).isOwn(headers::get, HERE, HERE)).as("by another").isFalse();
  }

  @Test
  void whoBringsNothingOrComesFromElsewhereIsAStranger() throws Exception {
    Map<String, String> headers = headers();

    assertThat(clients.isOwn(header -> null, HERE, HERE)).isFalse();
    assertThat(clients.isOwn(headers::get, ELSEWHERE, HERE)).isFalse();
  }

  @Test
  void onceItIsOverEverybodyIsAStranger() throws Exception {
    Map<String, String> headers = headers();

    clients.end();

    assertThat(clients.isOwn(headers::get, HERE, HERE)).isFalse();
  }

  @Test
  void whoAnswersWithoutTheProofIsAnotherServer() throws IOException {
    try (ScriptedServer other = new ScriptedServer()) {
      other.receives(ScriptedConnection::sendText);
      OwnClients lost = clientsOf(other.uri().getPort());

      assertThatExceptionOfType(UnservedException.class)
          .isThrownBy(() -> lost.play(ClientScript.RAW, "lobby"))
          .withMessageContaining("another server");
    }
  }

  private static OwnClients clientsOf(int port) {
    return new OwnClients(
        TestSettings.with(Map.of("http.port", Integer.toString(port), "http.host", HERE)));
  }

  /** What a handshake has in its head, by name. */
  private Map<String, String> headers() throws Exception {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    CompletableFuture<Void> client =
        CompletableFuture.runAsync(
            () ->
                assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> clients.play(ClientScript.RAW, "lobby")));
    try (Socket accepted = listening.accept()) {
      byte[] bytes = new byte[4_096];
      int length = accepted.getInputStream().read(bytes);
      new String(bytes, 0, length, StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> line.contains(": "))
          .map(line -> line.split(": ", 2))
          .forEach(parts -> headers.put(parts[0], parts[1]));
    }
    client.join();
    return headers;
  }
}
