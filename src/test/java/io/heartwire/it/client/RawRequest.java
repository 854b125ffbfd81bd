package io.heartwire.it.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends HTTP requests that a test writes byte by byte, most of which no client library would send.
 */
public final class RawRequest {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int REST_MILLIS = 200;
  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?im)^Content-Length: *(\\d+)");

  /**
   * The response of the server.
   *
   * @param text all bytes, until no more came
   */
  public record Answer(String text) {
    /** The status, or 0 if there was no response. */
    public int status() {
      return text.startsWith("HTTP/") ? Integer.parseInt(text.split(" ", 3)[1]) : 0;
    }

    public String body() {
      int end = text.indexOf("\r\n\r\n");
      return end < 0 ? "" : text.substring(end + 4);
    }
  }

  private RawRequest() {}

  /** Returns the head of a valid handshake, with further lines. */
  public static String handshake(String method, String target, String... lines) {
    return head(
        method,
        target,
        "Host: gateway.example.com",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        String.join("\r\n", lines));
  }

  /** Returns a head of these lines; empty ones are left out. */
  public static String head(String method, String target, String... lines) {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    for (String line : lines) {
      head.append(line.isEmpty() ? "" : line + "\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** Sends a request over a new connection, and reads the response. */
  public static Answer send(URI server, String request) throws IOException {
    try (Socket socket = open(server, request)) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      InputStream in = socket.getInputStream();
      boolean hasBody = !request.startsWith("HEAD ");
      try {
        for (int next = in.read(); next >= 0; next = in.read()) {
          answer.write(next);
          if (in.available() == 0
              && isWhole(answer.toString(StandardCharsets.ISO_8859_1), hasBody)) {
            socket.setSoTimeout(REST_MILLIS);
          }
        }
      } catch (SocketTimeoutException noMore) {
        // The connection stays open.
      }
      return new Answer(answer.toString(StandardCharsets.ISO_8859_1));
    }
  }

  /** A busy server may rest between the head and the body, and within both. */
  private static boolean isWhole(String answer, boolean hasBody) {
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    Matcher length = CONTENT_LENGTH.matcher(answer.substring(0, end));
    return !hasBody
        || !length.find()
        || answer.length() - end - 4 >= Integer.parseInt(length.group(1));
  }

  /** Sends a request, and resets the connection before the response. */
  public static void sendAndReset(URI server, String request) throws IOException {
    try (Socket socket = open(server, request)) {
      socket.setSoLinger(true, 0);
    }
  }

  private static Socket open(URI server, String request) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return socket;
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }
}
