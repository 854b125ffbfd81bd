package io.heartwire.wire;

import io.heartwire.testkit.ClientFrames;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A client's end of a TCP connection over loopback, after its handshake. */
final class PeerSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int SMALL_BUFFER = 8 * 1024;

  final SocketChannel gateways;
  private final Socket own = new Socket();
  private final WrittenFrames frames;

  PeerSocket() throws IOException {
    try (ServerSocketChannel listening = ServerSocketChannel.open()) {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      own.setReceiveBufferSize(SMALL_BUFFER);
      own.setTcpNoDelay(true);
      own.setSoTimeout(PATIENCE_MILLIS);
      own.connect(listening.getLocalAddress());
      gateways = listening.accept();
      gateways.configureBlocking(false);
      gateways.setOption(StandardSocketOptions.SO_SNDBUF, SMALL_BUFFER);
    }
    frames = new WrittenFrames(new BufferedInputStream(own.getInputStream()));
  }

  void send(ClientFrames all) throws IOException {
    own.getOutputStream().write(all.bytes());
  }

  void sendBytes(byte[] all) throws IOException {
    own.getOutputStream().write(all);
  }

  void sendUnchecked(byte[] all) {
    try {
      sendBytes(all);
    } catch (IOException cut) {
      throw new UncheckedIOException(cut);
    }
  }

  /** The next frame in words, or "end", or "reset". */
  String next() throws IOException {
    try {
      return frames.next();
    } catch (EOFException end) {
      return "end";
    } catch (SocketException reset) {
      return "reset";
    }
  }

  /** All that comes, up to the end. */
  List<String> rest() throws IOException {
    List<String> all = new ArrayList<>();
    do {
      all.add(next());
    } while (!all.get(all.size() - 1).matches("end|reset"));
    return all;
  }

  /** All that comes, up to the close frame. */
  List<String> restUpToClose() throws IOException {
    List<String> all = new ArrayList<>();
    do {
      all.add(next());
    } while (!all.get(all.size() - 1).matches("close.*|end|reset"));
    return all;
  }

  /** Says nothing more, but goes on reading. */
  void shutdown() throws IOException {
    own.shutdownOutput();
  }

  /** Goes away as a process does that dies, with data unread. */
  void reset() throws IOException {
    own.setSoLinger(true, 0);
    own.close();
  }

  @Override
  public void close() throws IOException {
    own.close();
    gateways.close();
  }
}
