package io.heartwire.warmup;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;

/**
 * The addresses that the warm-up's clients come from: always new ones, where this machine has a
 * whole network of its own (RFC 1122, section 3.2.1.3), as clients do. Immutable.
 */
final class Sources {
  private static final InetSocketAddress ANY = new InetSocketAddress(0);

  /** 127.1.0.0, and how many follow it. */
  private static final int FIRST = 0x7F01_0000;

  private static final int MOST = 1 << 20;

  /** So that some are known. */
  private static final int CLIENTS_OF_EACH = 2;

  private final boolean areMany;

  private Sources(boolean areMany) {
    this.areMany = areMany;
  }

  /** For clients of this server. */
  static Sources of(InetAddress server) {
    return new Sources(
        server instanceof Inet4Address && server.isLoopbackAddress() && isUsable(FIRST));
  }

  /** Some systems have 127.0.0.1 alone. */
  private static boolean isUsable(int address) {
    try (ServerSocket bound = new ServerSocket()) {
      bound.bind(at(address));
      return true;
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Where this client comes from, to be bound to. */
  InetSocketAddress of(int number) throws IOException {
    return areMany ? at(FIRST + number / CLIENTS_OF_EACH % MOST) : ANY;
  }

  private static InetSocketAddress at(int address) throws IOException {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(address).array();
    return new InetSocketAddress(InetAddress.getByAddress(bytes), 0);
  }
}
