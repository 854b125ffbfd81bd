package io.heartwire.bench.server;

import java.util.List;

/**
 * A server that somebody else has started, and that goes on afterwards.
 *
 * @param port on 127.0.0.1
 */
record Attached(int port, long pid) implements Server {

  List<String> settings() {
    return List.of("attached to process " + pid + " on port " + port + ", settings unknown");
  }

  @Override
  public void close() {
    // Not ours.
  }
}
