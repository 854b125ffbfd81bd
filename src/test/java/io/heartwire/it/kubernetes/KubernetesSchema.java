package io.heartwire.it.kubernetes;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The published schema of the Kubernetes API, in the form of the official Java client, which is
 * generated from it.
 *
 * <p>The client's own check finds unknown fields and missing ones. It lets a text pass where a
 * number or a boolean belongs, and the other way round, as in {@code value: 5} of an environment
 * variable. So an object has to survive being read and written, too: what comes out must hold what
 * went in, and may hold empty lists besides.
 */
final class KubernetesSchema {
  private static final String MODELS = "io.kubernetes.client.openapi.models.";

  private KubernetesSchema() {}

  /** What the API server would refuse in the object; empty if nothing. */
  static Optional<String> problem(JsonObject object) {
    try {
      Class<?> type = typeOf(object);
      type.getMethod("validateJsonElement", JsonElement.class).invoke(null, object);
      Gson gson = JSON.getGson();
      JsonElement written = JsonParser.parseString(object.toString());
      JsonElement understood = JsonParser.parseString(gson.toJson(gson.fromJson(object, type)));
      return holds(understood, written)
          ? Optional.empty()
          : Optional.of("written as\n%s\nit is read as\n%s".formatted(written, understood));
    } catch (InvocationTargetException refused) {
      return Optional.of(String.valueOf(refused.getCause()));
    } catch (ReflectiveOperationException | RuntimeException refused) {
      return Optional.of(String.valueOf(refused));
    }
  }

  private static boolean holds(JsonElement whole, JsonElement part) {
    if (part.isJsonObject() && whole.isJsonObject()) {
      JsonObject members = whole.getAsJsonObject();
      return part.getAsJsonObject().entrySet().stream()
          .allMatch(
              member ->
                  members.has(member.getKey())
                      && holds(members.get(member.getKey()), member.getValue()));
    }
    if (part.isJsonArray() && whole.isJsonArray()) {
      List<JsonElement> all = whole.getAsJsonArray().asList();
      List<JsonElement> wanted = part.getAsJsonArray().asList();
      return all.size() == wanted.size()
          && IntStream.range(0, all.size()).allMatch(n -> holds(all.get(n), wanted.get(n)));
    }
    return whole.equals(part);
  }

  /** {@code apps/v1} and {@code Deployment} are {@code V1Deployment}. */
  static Class<?> typeOf(JsonObject object) {
    String version = object.get("apiVersion").getAsString().replaceFirst(".*/", "");
    String name = version.substring(0, 1).toUpperCase(Locale.ROOT) + version.substring(1);
    try {
      return Class.forName(MODELS + name + object.get("kind").getAsString());
    } catch (ClassNotFoundException unknown) {
      throw new IllegalArgumentException("the API has no such kind: " + object, unknown);
    }
  }
}
