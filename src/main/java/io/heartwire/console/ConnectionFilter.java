package io.heartwire.console;

import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.Peer;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which connections are wanted. Looks first at what costs least.
 *
 * @param text a part of the id, the user, the address or the user agent, in whatever case; empty =
 *     any
 * @param state empty = any
 * @param protocol empty = any
 * @param user exactly this one; empty = any
 * @param slow whether only those for which messages wait
 */
record ConnectionFilter(
    String text, Optional<ConnectionState> state, String protocol, String user, boolean slow) {
  static final JsonField<String> TEXT = JsonField.text("text");
  static final JsonField<String> STATE = JsonField.text("state");
  static final JsonField<String> PROTOCOL = JsonField.text("protocol");
  static final JsonField<String> USER = JsonField.text("user");
  static final JsonField<Boolean> SLOW = JsonField.flag("slow");
  static final JsonField<Boolean> STALE = JsonField.flag("stale");
  private static final int LONGEST = 256;

  /**
   * @throws io.heartwire.hook.RefusedException if it makes no sense
   */
  static ConnectionFilter read(FieldValues in) {
    if (in.get(TEXT).length() > LONGEST) {
      throw ConsoleErrors.badRequest("text is longer than " + LONGEST + " characters");
    }
    Optional<ConnectionState> state =
        in.get(STALE) ? Optional.of(ConnectionState.STALE) : state(in.get(STATE));
    return new ConnectionFilter(
        in.get(TEXT).toLowerCase(Locale.ROOT), state, in.get(PROTOCOL), in.get(USER), in.get(SLOW));
  }

  boolean accepts(Connection connection) {
    Peer peer = connection.peer();
    return (state.isEmpty() || connection.state() == state.get())
        && (protocol.isEmpty() || peer.protocol().equals(protocol))
        && (user.isEmpty() || peer.user().equals(user))
        && (text.isEmpty() || contains(connection, peer))
        && (!slow || connection.snapshot().queued() > 0);
  }

  private boolean contains(Connection connection, Peer peer) {
    return contains(peer.user())
        || contains(peer.remoteAddress())
        || contains(peer.userAgent())
        || contains(peer.tenant())
        || connection.id().toString().contains(text);
  }

  private boolean contains(String value) {
    int last = value.length() - text.length();
    for (int at = 0; at <= last; at++) {
      if (value.regionMatches(true, at, text, 0, text.length())) {
        return true;
      }
    }
    return false;
  }

  private static Optional<ConnectionState> state(String label) {
    if (label.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(ConnectionState.values())
            .filter(state -> label(state).equals(label))
            .findFirst()
            .orElseThrow(
                () -> ConsoleErrors.badRequest("state must be pending, live, stale or closing")));
  }

  static String label(ConnectionState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
