package io.heartwire.it.client;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of the Centrifuge protocol that reads and writes its JSON as it stands. */
public final class JsonClient implements AutoCloseable {
  private final TestClient socket;
  private final AtomicInteger lastId = new AtomicInteger();

  private JsonClient(TestClient socket) {
    this.socket = socket;
  }

  /** A client that has not said anything yet. */
  public static JsonClient open(URI address) {
    return new JsonClient(TestClient.connect(address));
  }

  /** A client that takes part, having sent this along with its connect command. */
  public static JsonClient connect(URI address, String data) {
    JsonClient client = open(address);
    client.ask("connect", "{\"data\":" + data + "}");
    return client;
  }

  /** Sends a command and waits for what it is answered. */
  public String ask(String command, String parameters) {
    String id = tell(command, parameters);
    return await("answer to " + command + " " + parameters)
        .until(
            () -> lines().stream().filter(line -> line.startsWith(id)).findFirst().orElse(""),
            answer -> !answer.isEmpty());
  }

  /** Sends a command; returns what the answer to it will start with. */
  public String tell(String command, String parameters) {
    String id = "{\"id\":" + lastId.incrementAndGet() + ",";
    socket.send(id + '"' + command + "\":" + parameters + "}");
    return id;
  }

  /** Sends a message, which is not answered. */
  public void send(String data) {
    socket.send("{\"send\":{\"data\":" + data + "}}");
  }

  public String subscribe(String channel) {
    return ask("subscribe", "{\"channel\":\"" + channel + "\"}");
  }

  public String publish(String channel, String data) {
    return ask("publish", "{\"channel\":\"" + channel + "\",\"data\":" + data + "}");
  }

  public String rpc(String method, String data) {
    return ask("rpc", "{\"method\":\"" + method + "\",\"data\":" + data + "}");
  }

  /** What the server said without being asked. */
  public List<String> pushes() {
    return lines().stream().filter(line -> line.startsWith("{\"push\"")).toList();
  }

  public boolean isClosed() {
    return socket.isClosed();
  }

  public String closeReason() {
    return socket.closeReason();
  }

  public int closeCode() throws Exception {
    return socket.closeCode();
  }

  @Override
  public void close() {
    socket.close();
  }

  private List<String> lines() {
    return socket.texts().stream().flatMap(String::lines).toList();
  }
}
