package io.heartwire.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;

/** The response of a {@link ScriptedServer} to an upgrade request. */
public final class Greeting {

  /** Answers the request; returns whether it was upgraded. If not, the TCP connection is closed. */
  interface Answer {
    boolean give(UpgradeRequest request, ServerFrames wire, Socket socket) throws IOException;
  }

  private final Answer answer;

  private Greeting(Answer answer) {
    this.answer = answer;
  }

  /** Switches to WebSocket. */
  public static Greeting accept() {
    return new Greeting((request, wire, socket) -> true);
  }

  /** Answers with an HTTP status instead. */
  public static Greeting status(int code, Map<String, String> headers) {
    return new Greeting(
        (request, wire, socket) -> {
          wire.writeBytes(request.refused(code, headers));
          return false;
        });
  }

  public static Greeting status(int code) {
    return status(code, Map.of());
  }

  /** Reads the request and never answers, until the client disconnects. */
  public static Greeting hang() {
    return new Greeting(
        (request, wire, socket) -> {
          while (wire.in().read() >= 0) {
            continue; // ignored
          }
          return false;
        });
  }

  /** Resets the TCP connection. */
  public static Greeting reset() {
    return new Greeting(
        (request, wire, socket) -> {
          socket.setSoLinger(true, 0);
          return false;
        });
  }

  /** Closes the TCP connection normally, without a response. */
  public static Greeting drop() {
    return new Greeting((request, wire, socket) -> false);
  }

  Answer answer() {
    return answer;
  }
}
