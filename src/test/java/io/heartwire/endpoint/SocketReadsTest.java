package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.ManualTimeSource;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link reads by an event loop, from a real socket. */
class SocketReadsTest extends LinkFixture {
  private static final int TIME_LIMIT = 30_000;
  private static final Duration A_WHILE = Duration.ofMillis(50);

  private final EventLoop loop =
      new EventLoop("loop", Duration.ZERO, Thread::new, new ManualTimeSource());
  private final List<Runnable> ends = new CopyOnWriteArrayList<>();
  private final List<Buffer> allocated = new CopyOnWriteArrayList<>();
  private final Reader reader = new Reader();
  private SocketChannel peer;
  private SocketChannel socket;
  private SocketReads reads;
  private Request standIn;
  private volatile Consumer<ByteBuffer> first = bytes -> {};

  @BeforeEach
  void connect() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      peer = SocketChannel.open(server.getLocalAddress());
      socket = server.accept();
    }
    socket.configureBlocking(false);
    loop.start();
    SocketReads.Handles handles =
        SocketReads.Handles.of(
            Request.class,
            MethodHandles.lookup()
                .bind(this, "allocate", MethodType.methodType(Buffer.class, int.class)));
    reads = new SocketReads(handles, channel, socket, loop, this::take, ends::add);
    standIn = (Request) ReadOnArrival.of(channel, ReadOnArrival.Handles.of(Request.class), reads);
  }

  @AfterEach
  void close() throws IOException {
    loop.stop();
    peer.close();
    socket.close();
  }

  private void take(ReadBuffer arrived) {
    first.accept(arrived.bytes());
  }

  private Buffer allocate(int unused) {
    Buffer buffer = new Buffer();
    allocated.add(buffer);
    return buffer;
  }

  @Test
  void whatArrivesIsGivenToTheLinkInABufferOfThePool() throws IOException {
    startReading();
    send("hello");

    await().until(() -> reader.read.contains("hello"));
    assertThat(allocated).singleElement().extracting(buffer -> buffer.releases).isEqualTo(0);
    assertThat(channel.reads).as("the container's own").isEmpty();
  }

  @Test
  void aLinkThatReadsOnIsGivenWhatFollows() throws IOException {
    startReading();
    for (int i = 1; i <= 20; i++) {
      send("message " + i + ".");
      String last = "message " + i + ".";
      await().pollDelay(Duration.ZERO).until(() -> reader.all().endsWith(last));
    }
    assertThat(reader.all()).startsWith("message 1.message 2.");
  }

  @Test
  void whatArrivesWhileNothingIsAwaitedWaitsForTheNextRead() throws IOException {
    reader.isReadingOn = false;
    startReading();
    send("first");
    await().until(() -> reader.read.contains("first"));

    send("second");
    await().during(A_WHILE).until(() -> !reader.all().contains("second"));
    startReading();

    await().until(() -> reader.read.contains("second"));
  }

  @Test
  void theEndOfTheStreamIsTheContainersToFind() throws IOException {
    startReading();
    peer.close();

    await().until(() -> ends.size() == 1);
    assertThat(channel.reads).as("not by the loop").isEmpty();
    ends.get(0).run();

    assertThat(channel.reads).containsExactly("1 queued=true timeout=-1");
    IOException why = new IOException("end of data");
    channel.fail(why);
    assertThat(reader.error).isSameAs(why);
  }

  @Test
  void theLinkGetsWhatIsNotTakenBefore() throws IOException {
    AtomicInteger taken = new AtomicInteger();
    first =
        bytes -> {
          while (bytes.hasRemaining() && bytes.get(bytes.position()) == '.') {
            bytes.get();
            taken.incrementAndGet();
          }
        };
    startReading();
    send("...");
    await().until(() -> taken.get() == 3);
    assertThat(allocated).isEmpty();

    send("..and the rest.");

    await().until(() -> reader.all().equals("and the rest."));
    assertThat(taken).hasValue(5);
  }

  @Test
  void whatCannotBeTakenEndsTheRead() throws IOException {
    first =
        bytes -> {
          throw new IllegalStateException("out of order");
        };
    startReading();
    send("x");

    await().until(() -> ends.size() == 1);
    ends.get(0).run();
    assertThat(reader.error).hasRootCauseMessage("out of order");
    standIn.read(1, null, true, -2);
    assertThat(channel.reads).as("nothing is left to call off").hasSize(1);
  }

  @Test
  void aReadOfASocketThatIsClosedIsTheContainers() throws IOException {
    socket.close();
    startReading();

    ends.forEach(Runnable::run);

    assertThat(channel.reads).containsExactly("1 queued=true timeout=-1");
  }

  @Test
  void aReadThatIsCalledOffEndsWithATimeoutByAThreadForEnds() throws IOException {
    startReading();
    standIn.read(1, null, true, -2);
    assertThat(reader.error).isNull();

    ends.forEach(Runnable::run);
    send("late");

    assertThat(reader.error).isInstanceOf(SocketTimeoutException.class);
    await().during(A_WHILE).until(reader.read::isEmpty);
  }

  @Test
  void aReadIsCalledOffWhileTheLoopFindsNothingForTheLink() throws IOException {
    first =
        bytes -> {
          bytes.position(bytes.limit());
          standIn.read(1, null, true, -2);
        };
    startReading();
    send("all of it taken");

    await().until(() -> ends.size() == 1);
    ends.get(0).run();
    send("late");

    assertThat(reader.error).isInstanceOf(SocketTimeoutException.class);
    assertThat(channel.reads).as("the container's own").isEmpty();
    await().during(A_WHILE).until(reader.read::isEmpty);
  }

  @Test
  void whatTheLoopFindsWhileTheReadIsCalledOffIsNotLost() throws IOException {
    first = bytes -> standIn.read(1, null, true, -2);
    send("in time");
    startReading();

    await().until(() -> reader.read.contains("in time"));
    assertThat(ends).isEmpty();
  }

  @Test
  void aReadIsCalledOffOnce() {
    startReading();
    standIn.read(1, null, true, -2);
    standIn.read(1, null, true, -2);

    assertThat(ends).hasSize(1);
    assertThat(channel.reads).containsExactly("1 queued=true timeout=-2");
  }

  @Test
  void readsWithATimeLimitAreTheContainers() {
    standIn.read(1, reader, true, TIME_LIMIT);

    assertThat(channel.reads).containsExactly("1 queued=true timeout=30000");
  }

  private void startReading() {
    standIn.setBuffer(new Buffer());
    standIn.read(1, reader, true, NO_TIMEOUT);
  }

  private void send(String text) throws IOException {
    int unused = peer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Takes what comes, and reads on as the container's does. */
  private static final class Reader implements Callback {
    final List<String> read = new CopyOnWriteArrayList<>();
    volatile boolean isReadingOn = true;
    volatile @Nullable IOException error;

    @Override
    public void complete(Object connection, Request request) {
      Buffer buffer = request.getBuffer();
      read.add(StandardCharsets.US_ASCII.decode(buffer.bytes.flip()).toString());
      request.setBuffer(null);
      if (isReadingOn) {
        request.setBuffer(new Buffer());
        request.read(1, this, true, NO_TIMEOUT);
      }
    }

    @Override
    public void error(Object connection, Request request, IOException why) {
      error = why;
    }

    String all() {
      return String.join("", read);
    }
  }
}
