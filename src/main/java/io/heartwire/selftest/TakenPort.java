package io.heartwire.selftest;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends a server whose port belongs to another process: it would run on, serve nobody, and its
 * health could be asked of the other one only. Used by one thread.
 */
final class TakenPort {
  private static final Logger LOG = Logger.getLogger(TakenPort.class.getName());
  private static final int CONNECT_MILLIS = 300;

  /** In a server that runs already it is its own port that is open while an application starts. */
  private static final Duration START = Duration.ofMinutes(2);

  private final InetSocketAddress address;
  private final boolean wasOpen;

  /** To be made while the application starts, which is before a server opens its port. */
  TakenPort(InetSocketAddress address) {
    this.address = address;
    this.wasOpen = isStarting() && isOpen(address);
  }

  /** To be called when somebody answers there who is not this gateway. */
  void endIfTaken() {
    if (wasOpen) {
      LOG.log(
          Level.SEVERE,
          "Another process listens at {0}, so this gateway would serve nobody, and ends. End the"
              + " other one, or give this one another port: HTTP_PORT",
          address);
      System.exit(1);
    }
  }

  private static boolean isStarting() {
    return ManagementFactory.getRuntimeMXBean().getUptime() < START.toMillis();
  }

  private static boolean isOpen(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return !socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress());
    } catch (IOException nobody) {
      return false;
    }
  }
}
