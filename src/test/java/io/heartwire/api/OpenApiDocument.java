package io.heartwire.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** The document that the API gives of itself, taken apart. */
final class OpenApiDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IRI = "urn:heartwire:openapi";

  private final JsonNode document;
  private final SchemaRegistry schemas;

  private OpenApiDocument(JsonNode document) {
    this.document = document;
    JsonNode strict = document.deepCopy();
    Set<String> parts = Set.of("Content", "Target"); // of others, which have more
    for (Map.Entry<String, JsonNode> schema : strict.at("/components/schemas").properties()) {
      if (!parts.contains(schema.getKey())) {
        forbidOtherFields(schema.getValue());
      }
    }
    this.schemas =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi30(), registry -> registry.schemas(Map.of(IRI, strict.toString())));
  }

  static OpenApiDocument load() {
    try (InputStream in = ApiExchange.class.getResourceAsStream(ApiExchange.DESCRIPTION)) {
      return new OpenApiDocument(JSON.valueToTree(new Yaml().load(in)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  JsonNode document() {
    return document;
  }

  /** The operations by {@code POST /publish} and the like. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        operations.put(
            operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
            operation.getValue());
      }
    }
    return operations;
  }

  JsonNode requestOf(String method) {
    return post(method).at("/requestBody/content/application~1json/schema");
  }

  ObjectNode exampleOf(String method) {
    return post(method).at("/requestBody/content/application~1json/example").deepCopy();
  }

  JsonNode post(String method) {
    return document.at("/paths/~1" + method + "/post");
  }

  /** The fields of an object by their names, those of its parts included. */
  Map<String, JsonNode> fieldsOf(JsonNode schema) {
    JsonNode resolved = resolved(schema);
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    resolved.path("allOf").forEach(part -> fields.putAll(fieldsOf(part)));
    resolved.path("properties").properties().forEach(it -> fields.put(it.getKey(), it.getValue()));
    return fields;
  }

  JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? document.at(schema.get("$ref").textValue().substring(1)) : schema;
  }

  /** Fails unless the JSON is what the schema says, without any field more. */
  void check(JsonNode schema, String json) {
    String reference = schema.get("$ref").textValue();
    Schema compiled = schemas.getSchema(SchemaLocation.of(IRI + reference));
    assertThat(compiled.validate(parse(json))).as("%s by %s", json, reference).isEmpty();
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException(notJson);
    }
  }

  private static void forbidOtherFields(JsonNode schema) {
    boolean isWhole = schema.path("type").asText().equals("object") && !schema.has("allOf");
    if (isWhole && !schema.has("additionalProperties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
  }
}
