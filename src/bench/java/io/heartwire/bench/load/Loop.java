package io.heartwire.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The receiving thread's selector: all connections of the generator, one thread, no blocking. */
public final class Loop implements AutoCloseable {
  private static final int SOURCES = 200;
  private static final int LARGEST_FRAME = 32 * 1024 * 1024;

  private final Selector selector = Selector.open();
  private ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
  private int opened;
  private long now = System.nanoTime();

  public Loop() throws IOException {}

  Selector selector() {
    return selector;
  }

  /** When the bytes that are being handled were read, by {@link System#nanoTime}. */
  long now() {
    return now;
  }

  /** Handles what there is, and waits up to this many milliseconds for something. */
  public void poll(long millis) throws IOException {
    if (millis <= 0) {
      selector.selectNow();
    } else {
      selector.select(millis);
    }
    for (var key : selector.selectedKeys()) {
      now = System.nanoTime();
      ((Session) key.attachment()).handle(key);
    }
    selector.selectedKeys().clear();
  }

  /** Polls until the condition holds, and says whether it did in time. */
  public boolean until(BooleanSupplier condition, long limitNanos) throws IOException {
    long deadline = System.nanoTime() + limitNanos;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      poll(5);
    }
    return true;
  }

  /** Polls for so long. */
  public void during(long nanos) throws IOException {
    long deadline = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
      poll(Math.max(1, Math.min(100, TimeUnit.NANOSECONDS.toMillis(left))));
    }
  }

  ByteBuffer buffer() {
    return buffer;
  }

  void growBuffer() throws IOException {
    if (buffer.capacity() >= LARGEST_FRAME) {
      throw new IOException("a frame of more than " + LARGEST_FRAME + " bytes");
    }
    buffer = ByteBuffer.allocate(2 * buffer.capacity());
  }

  /** One of many loopback addresses: each has ports of its own. */
  InetAddress nextSource() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + opened++ % SOURCES)});
  }

  @Override
  public void close() throws IOException {
    for (var key : selector.keys()) {
      ((Session) key.attachment()).close();
    }
    selector.close();
  }
}
