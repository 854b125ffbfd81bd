package io.heartwire.testkit;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A script of a {@link ScriptedServer} that fails when two users of one connection overlap. Each
 * user publishes when it begins and when it ends.
 */
public final class OneUserAtATime implements ScriptedServer.Step {
  private final ScriptedServer.Step next;
  private final Map<ScriptedConnection, Integer> users = new ConcurrentHashMap<>();
  private final AtomicInteger ended = new AtomicInteger();

  /**
   * @param next answers the publication
   */
  public OneUserAtATime(ScriptedServer.Step next) {
    this.next = next;
  }

  /** The publication with which a user begins. */
  public static String begin(int user) {
    return "{\"begin\":" + user + "}";
  }

  /** The publication with which a user ends. */
  public static String end(int user) {
    return "{\"end\":" + user + "}";
  }

  /** The number of users that have ended. */
  public int ended() {
    return ended.get();
  }

  @Override
  public void take(ScriptedCommand command) throws IOException {
    JsonObject data = command.body().getAsJsonObject("data");
    ScriptedConnection connection = command.connection();
    if (data.has("begin")) {
      Integer before = users.put(connection, data.get("begin").getAsInt());
      require(before == null, "%s begins while %s uses connection %d", data, before, connection);
    } else {
      Integer before = users.remove(connection);
      int user = data.get("end").getAsInt();
      require(before != null && before == user, "%s while %s uses %d", data, before, connection);
      ended.incrementAndGet();
    }
    next.take(command);
  }

  private static void require(
      boolean holds, String message, JsonObject data, Integer user, ScriptedConnection connection) {
    if (!holds) {
      throw new AssertionError(message.formatted(data, user, connection.number()));
    }
  }
}
