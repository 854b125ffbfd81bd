package io.heartwire.it.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The JDK's WebSocket client, which answers pings by itself, and records all that it receives. */
public final class TestClient implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final List<byte[]> binaries = new CopyOnWriteArrayList<>();
  private final List<String> pongs = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private volatile String closeReason = "";
  private CompletableFuture<WebSocket> lastSend = CompletableFuture.completedFuture(null);
  private final boolean reads;
  private final WebSocket socket;

  private TestClient(HttpClient http, URI address, boolean reads) {
    this.reads = reads;
    try {
      socket = http.newWebSocketBuilder().buildAsync(address, new Keeper()).join();
    } catch (CompletionException refused) {
      throw new IllegalStateException("could not connect to " + address, refused.getCause());
    }
  }

  public static TestClient connect(URI address) {
    return connect(HTTP, address);
  }

  /** Connects with the test's own HTTP client. */
  public static TestClient connect(HttpClient http, URI address) {
    return new TestClient(http, address, true);
  }

  /**
   * Connects a client that has received nothing yet, and receives all later publications of this
   * channel.
   */
  public static TestClient subscribe(URI channel) {
    return subscribe(channel, 1).get(0);
  }

  /** Connects several such clients to one channel. */
  public static List<TestClient> subscribe(URI channel, int count) {
    List<TestClient> clients = Stream.generate(() -> connect(channel)).limit(count).toList();
    List<String> greetings = clients.stream().map(TestClient::greet).toList();
    for (int i = 0; i < count; i++) {
      clients.get(i).await(greetings.get(i));
    }
    String last = clients.get(0).greet();
    clients.forEach(client -> client.await(last));
    clients.forEach(client -> client.texts.clear());
    return clients;
  }

  /** A client that never reads a message: its receive window fills and stays full. */
  public static TestClient connectWithoutReading(URI address) {
    return new TestClient(HTTP, address, false);
  }

  public void send(String text) {
    sendNext(() -> socket.sendText(text, true)).join();
  }

  /** From now on answers each such text by itself, as a protocol on WebSocket answers its pings. */
  public void answer(String text, String answer) {
    answers.put(text, answer);
  }

  /** One after the other: a WebSocket of the JDK refuses a message while another is being sent. */
  private synchronized CompletableFuture<WebSocket> sendNext(
      Supplier<CompletableFuture<WebSocket>> send) {
    lastSend = lastSend.exceptionally(failed -> null).thenCompose(done -> send.get());
    return lastSend;
  }

  /** Waits until the client has received a message of its own, and thus is subscribed. */
  public TestClient awaitSubscribed() {
    await(greet());
    return this;
  }

  private String greet() {
    String greeting = "here I am, " + UUID.randomUUID();
    send(greeting);
    return greeting;
  }

  /** Waits until it has received anything. */
  public TestClient awaitAnswer() {
    Prompt.await("an answer").until(() -> !texts.isEmpty());
    return this;
  }

  /** Waits until this has come. */
  public void await(String text) {
    Prompt.await("a message").until(() -> texts.contains(text));
  }

  public void send(byte[] bytes) {
    sendNext(() -> socket.sendBinary(ByteBuffer.wrap(bytes), true)).join();
  }

  /**
   * Sends a part of a text as one or more fragments; no other message may be sent between the
   * parts.
   */
  public void sendPart(String part, boolean last) {
    sendNext(() -> socket.sendText(part, last)).join();
  }

  public void ping(String text) {
    socket.sendPing(StandardCharsets.UTF_8.encode(text)).join();
  }

  /** All text messages received so far, in order. */
  public List<String> texts() {
    return texts;
  }

  /** All binary messages received so far, in order. */
  public List<byte[]> binaries() {
    return binaries;
  }

  /** The texts of all pongs received so far, in order. */
  public List<String> pongs() {
    return pongs;
  }

  /** The close code that ended the connection, or 1006 if it ended without one. */
  public int closeCode() throws Exception {
    return closeCode.get(30, TimeUnit.SECONDS);
  }

  /** The close reason, or the error that ended the connection without one. */
  public String closeReason() {
    return closeReason;
  }

  public boolean isClosed() {
    return closeCode.isDone();
  }

  /** Closes the TCP connection without a closing handshake. */
  public void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    if (!socket.isOutputClosed()) {
      sendNext(() -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""))
          .exceptionally(gone -> socket)
          .join();
    }
  }

  private final class Keeper implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void onOpen(WebSocket webSocket) {
      if (reads) {
        webSocket.request(Long.MAX_VALUE);
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        received(text.toString());
        text.setLength(0);
      }
      return null;
    }

    private void received(String message) {
      texts.add(message);
      String answer = answers.get(message);
      if (answer != null) {
        sendNext(() -> socket.sendText(answer, true));
      }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer part, boolean last) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      binaries.add(bytes);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer text) {
      pongs.add(StandardCharsets.UTF_8.decode(text).toString());
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      closeReason = reason;
      closeCode.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      closeReason = error.toString();
      closeCode.complete(1006);
    }
  }
}
