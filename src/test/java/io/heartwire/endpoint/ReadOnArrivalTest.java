package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link waits for data without a buffer. */
class ReadOnArrivalTest {
  private static final int NO_TIMEOUT = -1;

  private final Channel channel = new Channel();
  private final Link link = new Link();
  private Request standIn;

  /** What a link knows of the channel below: named as the container names it. */
  public interface Request {
    @Nullable Buffer getBuffer();

    void setBuffer(@Nullable Buffer buffer);

    void setJITAllocateSize(int bytes);

    long read(long bytes, int timeout) throws IOException;

    @Nullable Object read(long bytes, @Nullable Callback callback, boolean queued, int timeout);
  }

  /** What is called when data is there. */
  public interface Callback {
    void complete(Object connection, Request request);

    void error(Object connection, Request request, IOException why);
  }

  /** Of the container's pool. */
  public static final class Buffer {
    int releases;

    /** Gives it back. */
    public void release() {
      releases++;
    }
  }

  @BeforeEach
  void standIn() throws ReflectiveOperationException {
    standIn = (Request) ReadOnArrival.of(channel, ReadOnArrival.Handles.of(Request.class));
  }

  @Test
  void theBufferForAReadGoesBackBeforeTheReadBegins() {
    Buffer offered = new Buffer();
    standIn.setBuffer(offered);

    standIn.read(1, link, true, NO_TIMEOUT);

    assertThat(offered.releases).isEqualTo(1);
    assertThat(channel.buffer).isNull();
    assertThat(channel.size).isEqualTo(8_192);
    assertThat(channel.reads).containsExactly("1 queued=true timeout=-1");
  }

  @Test
  void theNextReadWaitsWithoutABufferToo() {
    standIn.setBuffer(new Buffer());
    standIn.read(1, link, true, NO_TIMEOUT);
    channel.arrive(new Buffer());

    Buffer second = new Buffer();
    link.told.setBuffer(second);
    link.told.read(1, link, true, NO_TIMEOUT);

    assertThat(second.releases).isEqualTo(1);
    assertThat(channel.buffer).isNull();
    assertThat(channel.reads).hasSize(2);
  }

  @Test
  void whatArrivesIsTheLinksToTakeAndToRelease() {
    standIn.setBuffer(new Buffer());
    standIn.read(1, link, true, NO_TIMEOUT);
    Buffer arrived = new Buffer();

    channel.arrive(arrived);

    assertThat(link.told.getBuffer()).isSameAs(arrived);
    assertThat(arrived.releases).isZero();
  }

  @Test
  void dataThatCameWithTheHandshakeStays() {
    Buffer early = new Buffer();

    standIn.setBuffer(early);

    assertThat(standIn.getBuffer()).isSameAs(early);
    assertThat(early.releases).isZero();
  }

  @Test
  void aReadThatIsCalledOffTouchesNoBuffer() {
    Buffer arriving = new Buffer();
    standIn.setBuffer(arriving);

    standIn.read(1, null, true, -2);

    assertThat(arriving.releases).isZero();
    assertThat(channel.reads).containsExactly("1 queued=true timeout=-2");
  }

  @Test
  void anErrorReachesTheLinkAsItWas() {
    IOException why = new IOException("reset");
    standIn.read(1, link, true, NO_TIMEOUT);

    channel.fail(why);

    assertThat(link.error).isSameAs(why);
    assertThatThrownBy(() -> standIn.read(5, 0)).isSameAs(channel.refusal);
  }

  private static final class Channel implements Request {
    final List<String> reads = new ArrayList<>();
    final IOException refusal = new IOException("not now");
    @Nullable Buffer buffer;
    @Nullable Callback callback;
    int size;

    @Override
    public @Nullable Buffer getBuffer() {
      return buffer;
    }

    @Override
    public void setBuffer(@Nullable Buffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public void setJITAllocateSize(int bytes) {
      size = bytes;
    }

    @Override
    public long read(long bytes, int timeout) throws IOException {
      throw refusal;
    }

    @Override
    public @Nullable Object read(
        long bytes, @Nullable Callback callback, boolean queued, int timeout) {
      this.callback = callback;
      reads.add(bytes + " queued=" + queued + " timeout=" + timeout);
      return null;
    }

    void arrive(Buffer data) {
      buffer = data;
      callback.complete("connection", this);
    }

    void fail(IOException why) {
      callback.error("connection", this, why);
    }
  }

  private static final class Link implements Callback {
    @Nullable Request told;
    @Nullable IOException error;

    @Override
    public void complete(Object connection, Request request) {
      told = request;
    }

    @Override
    public void error(Object connection, Request request, IOException why) {
      told = request;
      error = why;
    }
  }
}
