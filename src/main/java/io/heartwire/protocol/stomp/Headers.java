package io.heartwire.protocol.stomp;

import io.heartwire.broker.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers of SEND pass on to MESSAGE: all that the protocol and the gateway do not use. */
final class Headers {
  static final String CONTENT_TYPE = "content-type";
  static final String REPLY_TO = "reply-to";
  static final String KEY = "idempotency-key";

  private static final Pattern UNSEEN = Pattern.compile("[^!-~]+");

  /** Said by the gateway, or only to it: nobody can put words into its mouth. */
  private static final Set<String> OWN =
      Set.of(
          "destination",
          "content-length",
          CONTENT_TYPE,
          "receipt",
          "receipt-id",
          "transaction",
          KEY,
          "delay",
          "ttl",
          "id",
          "ack",
          "subscription",
          "message-id",
          "redelivered",
          "delivery-count",
          "first-sent",
          "offset",
          "epoch",
          "user-id",
          "dead-reason",
          "dead-detail",
          "login",
          "passcode",
          "token",
          "authorization",
          "Authorization");

  private Headers() {}

  /**
   * Whether clients take it for one of those. Some leave out what others do not show: 1.1 has no
   * escape for a carriage return, and some clients strip names.
   */
  private static boolean isOwn(String name) {
    if (name.chars().allMatch(c -> c <= ' ')) {
      return true; // on the wire a line without a name, which is malformed
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) <= ' ' || name.charAt(i) > '~') {
        return OWN.contains(UNSEEN.matcher(name).replaceAll(""));
      }
    }
    return OWN.contains(name);
  }

  /** The headers of a SEND frame that its receivers get. */
  static Map<String, String> passedOn(ClientFrame send, Payload data) {
    Map<String, String> passed = new LinkedHashMap<>();
    send.headers()
        .forEach(
            (name, value) -> {
              if (!isOwn(name)) {
                passed.put(name, value);
              }
            });
    String type = send.header(CONTENT_TYPE);
    if (!type.isEmpty() && !type.equals(usual(data))) {
      passed.put(CONTENT_TYPE, type);
    }
    return passed;
  }

  /** Adds what came with a message, and the type of its data. */
  static void add(Map<String, String> to, Map<String, String> passed, Payload data) {
    to.put(CONTENT_TYPE, passed.getOrDefault(CONTENT_TYPE, usual(data)));
    passed.forEach(
        (name, value) -> {
          if (!isOwn(name)) {
            to.put(name, value);
          }
        });
  }

  private static String usual(Payload data) {
    return switch (data.kind()) {
      case TEXT -> "text/plain;charset=utf-8";
      case JSON -> "application/json";
      case BYTES -> data.isEmpty() ? "text/plain;charset=utf-8" : "application/octet-stream";
    };
  }
}
