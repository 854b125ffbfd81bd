package io.heartwire.it.client;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of the Centrifuge protocol that reads and writes raw JSON, and answers pings. */
public final class JsonClient implements AutoCloseable {
  private static final String PING = "{}";

  private final TestClient socket;
  private final AtomicInteger lastId = new AtomicInteger();

  private JsonClient(TestClient socket) {
    this.socket = socket;
  }

  /** Opens a client that has not sent a command yet. */
  public static JsonClient open(URI address) {
    return over(TestClient.connect(address));
  }

  /** Wraps a WebSocket client that has not sent a command yet. */
  public static JsonClient over(TestClient socket) {
    socket.answer(PING, PING);
    return new JsonClient(socket);
  }

  /** Opens a client and connects it with this data. */
  public static JsonClient connect(URI address, String data) {
    JsonClient client = open(address);
    client.connect(data);
    return client;
  }

  /** Sends the connect command with this data, and waits for the reply. */
  public JsonClient connect(String data) {
    ask("connect", "{\"data\":" + data + "}");
    return this;
  }

  /** Sends a command and waits for its reply. */
  public String ask(String command, String parameters) {
    String id = tell(command, parameters);
    return Prompt.await("answer to " + command + " " + parameters)
        .until(
            () -> lines().stream().filter(line -> line.startsWith(id)).findFirst().orElse(""),
            answer -> !answer.isEmpty());
  }

  /** Sends a command; returns the beginning of its reply. */
  public String tell(String command, String parameters) {
    String id = "{\"id\":" + lastId.incrementAndGet() + ",";
    socket.send(id + '"' + command + "\":" + parameters + "}");
    return id;
  }

  /** Sends a message, which has no reply. */
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

  /** The server's answers so far. */
  public List<String> replies() {
    return lines().stream().filter(line -> line.startsWith("{\"id\"")).toList();
  }

  /** The pushes of the server so far. */
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
