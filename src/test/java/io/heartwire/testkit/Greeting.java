package io.heartwire.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;

/** What a {@link ScriptedServer} makes of a request for an upgrade. */
public final class Greeting {

  /** Whether there is a WebSocket now; if not, the TCP connection is closed. */
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

  /** Reads the request and never answers; the client has to go. */
  public static Greeting hang() {
    return new Greeting(
        (request, wire, socket) -> {
          while (wire.in().read() >= 0) {
            continue; // whatever it says
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

  /** Closes the TCP connection in the ordinary way, without an answer. */
  public static Greeting drop() {
    return new Greeting((request, wire, socket) -> false);
  }

  Answer answer() {
    return answer;
  }
}
