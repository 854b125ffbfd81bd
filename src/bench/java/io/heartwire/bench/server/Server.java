package io.heartwire.bench.server;

/** A server under load, in a process of its own, on 127.0.0.1. */
public interface Server extends AutoCloseable {
  int port();

  /** Of the process, or of the parent of all processes that serve. */
  long pid();

  /** Ends the process and waits until it has. */
  @Override
  void close();
}
