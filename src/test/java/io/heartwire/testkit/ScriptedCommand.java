package io.heartwire.testkit;

import com.google.gson.JsonObject;
import java.io.IOException;

/**
 * A command of the Centrifuge protocol that reached a {@link ScriptedServer}.
 *
 * @param id the command's id; 0 if it expects no reply
 * @param method {@code connect}, {@code publish} and so on
 * @param body the request, the value of the method's member
 */
public record ScriptedCommand(
    ScriptedConnection connection, int id, String method, JsonObject body) {

  /** A text field of the body, or empty. */
  public String text(String field) {
    return body.has(field) ? body.get(field).getAsString() : "";
  }

  /** Replies with this JSON as the method's result. */
  public void succeed(String result) throws IOException {
    connection.sendText("{\"id\":" + id + ",\"" + method + "\":" + result + "}");
  }

  public void fail(int code, String message, boolean temporary) throws IOException {
    connection.sendText(
        "{\"id\":%d,\"error\":{\"code\":%d,\"message\":\"%s\",\"temporary\":%b}}"
            .formatted(id, code, message, temporary));
  }
}
