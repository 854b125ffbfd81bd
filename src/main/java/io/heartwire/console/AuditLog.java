package io.heartwire.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.json.JsonText;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Who did what in the console: one line of JSON each, by the logger {@value #NAME}. Never a key, a
 * token, or what was published. Safe for use by any thread.
 */
@Singleton
class AuditLog {
  static final String NAME = "io.heartwire.audit";
  private static final Logger LOG = Logger.getLogger(NAME);
  private static final int LONGEST = 300;

  private static final int LAST_OF_ASCII = 126;

  private final TimeSource time;

  /** Who acts, and from where. */
  record Actor(String who, String role, String address) {}

  @Inject
  AuditLog(TimeSource time) {
    this.time = time;
  }

  /**
   * @param target what it was done to; empty = nothing in particular
   * @param result {@code done}, or why not
   */
  void write(Actor actor, String what, String target, String result) {
    byte[] line =
        JsonText.object(
            out -> {
              out.setHighestNonEscapedChar(LAST_OF_ASCII); // a name must not end the line
              out.writeStringField("at", time.wallClock().toString());
              out.writeStringField("who", clip(actor.who()));
              out.writeStringField("role", actor.role());
              out.writeStringField("what", what);
              if (!target.isEmpty()) {
                out.writeStringField("target", clip(target));
              }
              out.writeStringField("result", clip(result));
              out.writeStringField("address", actor.address());
            });
    LOG.log(Level.INFO, "{0}", new String(line, UTF_8));
  }

  private static String clip(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
