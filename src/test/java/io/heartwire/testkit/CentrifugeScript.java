package io.heartwire.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers the commands of the Centrifuge protocol in JSON: by default {@code connect} with a
 * result, and all others with an empty result.
 */
final class CentrifugeScript implements ScriptedServer.Receiver {
  private final Map<String, ScriptedServer.Step> steps = new ConcurrentHashMap<>();
  private final AtomicInteger pongs = new AtomicInteger();

  CentrifugeScript() {
    on("connect", ScriptedServer.welcome(25));
  }

  void on(String method, ScriptedServer.Step step) {
    steps.put(method, step);
  }

  /** The number of pongs of the protocol so far. */
  int pongs() {
    return pongs.get();
  }

  @Override
  public void text(ScriptedConnection connection, String message) throws IOException {
    for (String line : message.split("\n")) {
      JsonObject command = JsonParser.parseString(line).getAsJsonObject();
      if (command.isEmpty()) {
        pongs.incrementAndGet();
      } else {
        take(connection, command);
      }
    }
  }

  private void take(ScriptedConnection connection, JsonObject command) throws IOException {
    int id = command.has("id") ? command.get("id").getAsInt() : 0;
    String method =
        command.keySet().stream()
            .filter(key -> !key.equals("id"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("a command without a method: " + command));
    ScriptedCommand taken =
        new ScriptedCommand(connection, id, method, command.getAsJsonObject(method));
    steps.getOrDefault(method, CentrifugeScript::agree).take(taken);
  }

  private static void agree(ScriptedCommand command) throws IOException {
    if (command.id() != 0) {
      command.succeed("{}");
    }
  }
}
