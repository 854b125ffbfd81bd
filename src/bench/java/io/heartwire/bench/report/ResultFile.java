package io.heartwire.bench.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Everything that was measured, for programs. */
public final class ResultFile {

  private ResultFile() {}

  /** Replaces the file. */
  public static void write(
      Path file, Map<String, String> surroundings, List<Result> results, List<String> notes)
      throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeObjectFieldStart("surroundings");
      for (var entry : surroundings.entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("results");
      for (Result result : results) {
        write(json, result);
      }
      json.writeEndArray();
      write(json, "notes", notes);
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, Result result) throws IOException {
    json.writeStartObject();
    json.writeNumberField("round", result.round());
    json.writeStringField("scenario", result.scenario());
    json.writeStringField("load", result.outcome().load());
    json.writeStringField("contender", result.contender());
    json.writeObjectFieldStart("values");
    for (var entry : result.outcome().values().entrySet()) {
      json.writeNumberField(entry.getKey().label(), entry.getValue());
    }
    json.writeEndObject();
    write(json, "remarks", result.outcome().remarks());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
