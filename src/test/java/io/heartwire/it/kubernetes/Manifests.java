package io.heartwire.it.kubernetes;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** A set of Kubernetes objects, as they would be applied. */
public record Manifests(List<JsonObject> objects) {
  private static final Path ROOT = Path.of("k8s");

  /** One of the directories below {@code k8s/}, rendered. */
  public static Manifests of(String directory) {
    return parse(Kustomize.build(ROOT.resolve(directory)));
  }

  static Manifests parse(String yaml) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<JsonObject> objects = new ArrayList<>();
    for (Object document : new Yaml(strict).loadAll(yaml)) {
      objects.add(new Gson().toJsonTree(document).getAsJsonObject());
    }
    return new Manifests(List.copyOf(objects));
  }

  /** Those that every cluster knows, and not only one that has the Gateway API. */
  List<JsonObject> builtIn() {
    return objects.stream().filter(object -> !isOfGatewayApi(object)).toList();
  }

  /** The objects of the Gateway API. */
  List<JsonObject> ofGatewayApi() {
    return objects.stream().filter(Manifests::isOfGatewayApi).toList();
  }

  private static boolean isOfGatewayApi(JsonObject object) {
    return object.get("apiVersion").getAsString().startsWith("gateway.networking.k8s.io/");
  }

  /** Whether there is an object of that type. */
  boolean has(Class<?> type) {
    return builtIn().stream().anyMatch(object -> KubernetesSchema.typeOf(object) == type);
  }

  /** The only object of that type. */
  public <T> T one(Class<T> type) {
    List<JsonObject> found =
        builtIn().stream().filter(object -> KubernetesSchema.typeOf(object) == type).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " objects are a " + type.getSimpleName());
    }
    return JSON.getGson().fromJson(found.get(0), type);
  }

  /** The data of the map whose name begins so; what follows is a hash of it. */
  public Map<String, String> configMap(String name) {
    for (JsonObject object : objects) {
      String found = object.getAsJsonObject("metadata").get("name").getAsString();
      if (object.get("kind").getAsString().equals("ConfigMap")
          && found.matches(name + "-[a-z0-9]{10}")) {
        return texts(object.getAsJsonObject("data"));
      }
    }
    throw new IllegalStateException("there is no ConfigMap " + name);
  }

  private static Map<String, String> texts(JsonObject data) {
    return data.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Manifests::text));
  }

  private static String text(Map.Entry<String, JsonElement> entry) {
    return entry.getValue().getAsString();
  }
}
