package io.heartwire.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** An upgrade request, and the responses to it (RFC 6455, section 4.2). */
record UpgradeRequest(String path, Map<String, String> headers) {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  static UpgradeRequest read(InputStream in) throws IOException {
    String path = readLine(in).split(" ", 3)[1];
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return new UpgradeRequest(path, headers);
  }

  byte[] accepted() {
    return answer(
        "101 Switching Protocols",
        Map.of(
            "Upgrade", "websocket",
            "Connection", "Upgrade",
            "Sec-WebSocket-Accept", acceptKey(headers.getOrDefault("Sec-WebSocket-Key", ""))));
  }

  byte[] refused(int status, Map<String, String> extra) {
    Map<String, String> all = new TreeMap<>(extra);
    all.put("Content-Length", "0");
    all.put("Connection", "close");
    return answer(status + " Refused", all);
  }

  private static byte[] answer(String status, Map<String, String> headers) {
    StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    headers.forEach((name, value) -> answer.append(name + ": " + value + "\r\n"));
    return answer.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String acceptKey(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the client hung up after '" + line + "'");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }
}
