package io.heartwire.it.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The JDK's WebSocket client, which answers pings by itself, keeping all that it receives. */
public final class TestClient implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final List<byte[]> binaries = new CopyOnWriteArrayList<>();
  private final List<String> pongs = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  private volatile String closeReason = "";
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

  /** The same with a client of the test's. */
  public static TestClient connect(HttpClient http, URI address) {
    return new TestClient(http, address, true);
  }

  /** Receives all that is published in this channel from now on, and only that. */
  public static TestClient subscribe(URI channel) {
    return subscribe(channel, 1).get(0);
  }

  /** So many in one channel, all of which do so. */
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
    socket.sendText(text, true).join();
  }

  /** The upgrade is answered before the subscription begins; its own message says that it has. */
  public TestClient awaitSubscribed() {
    await(greet());
    return this;
  }

  private String greet() {
    String greeting = "here I am, " + UUID.randomUUID();
    send(greeting);
    return greeting;
  }

  private void await(String text) {
    Awaitility.await().until(() -> texts.contains(text));
  }

  public void send(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** Sends a part of a text as a fragment, or as several; no message may come between the parts. */
  public void sendPart(String part, boolean last) {
    socket.sendText(part, last).join();
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

  /** What came with the close code, or the error that ended the connection without one. */
  public String closeReason() {
    return closeReason;
  }

  public boolean isClosed() {
    return closeCode.isDone();
  }

  /** Vanishes without a closing handshake. */
  public void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    if (!socket.isOutputClosed()) {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(gone -> socket).join();
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
        texts.add(text.toString());
        text.setLength(0);
      }
      return null;
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
