package io.heartwire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonShapeTest {
  private static final JsonField<String> NAME = JsonField.text("name");
  private static final JsonField<Long> COUNT = JsonField.integer("count", 1, 9);
  private static final JsonField<Boolean> OPEN = JsonField.flag("open");
  private static final JsonField<List<String>> TAGS = JsonField.textList("tags");
  private static final JsonField<byte[]> DATA = JsonField.any("data", bytes -> bytes);
  private static final JsonField<String> INSIDE =
      JsonField.object("inside", JsonShape.of(NAME), in -> in.get(NAME));
  private static final JsonShape SHAPE = JsonShape.of(NAME, COUNT, OPEN, TAGS).and(DATA, INSIDE);

  private final List<String> unknown = new ArrayList<>();

  @Test
  void fieldsMustBeReadInAnyOrder() throws IOException {
    FieldValues values =
        read(
            "{\"inside\":{\"name\":\"b\"},\"tags\":[\"x\",\"y\"],\"open\":true,\"count\":9,\"name\":\"a\"}");

    assertThat(values.get(NAME)).isEqualTo("a");
    assertThat(values.get(COUNT)).isEqualTo(9);
    assertThat(values.get(OPEN)).isTrue();
    assertThat(values.get(TAGS)).containsExactly("x", "y");
    assertThat(values.find(INSIDE)).isEqualTo("b");
  }

  @Test
  void nullMustStandForAnAbsentField() throws IOException {
    for (String json :
        List.of("{}", "{\"name\":null,\"count\":null,\"tags\":null,\"inside\":null}")) {
      FieldValues values = read(json);

      assertThat(values.get(NAME)).isEmpty();
      assertThat(values.get(COUNT)).isZero();
      assertThat(values.find(COUNT)).isNull();
      assertThat(values.get(TAGS)).isEmpty();
      assertThat(values.find(INSIDE)).isNull();
    }
  }

  @Test
  void anyValueMustBeAsItIsWritten() throws IOException {
    assertThat(read("{\"data\": { \"a\" : 1.00 } }").find(DATA))
        .asString(UTF_8)
        .isEqualTo("{ \"a\" : 1.00 }");
    assertThat(read("{\"data\":null}").find(DATA)).asString(UTF_8).isEqualTo("null");
    assertThat(read("{}").find(DATA)).isNull();
  }

  @Test
  void lastOfSeveralFieldsWithOneNameMustCount() throws IOException {
    assertThat(read("{\"name\":\"a\",\"name\":\"b\"}").get(NAME)).isEqualTo("b");
    assertThat(read("{\"name\":\"a\",\"name\":null}").get(NAME)).isEmpty();
  }

  @Test
  void fieldThatIsNotKnownMustBeToldUnlessItSaysNothing() throws IOException {
    read("{\"x\":[{}],\"inside\":{\"y\":1},\"z\":false,\"name\":\"a\",\"w\":\"\"}");

    assertThat(unknown).containsExactly("x", "y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                      | it is not an object",
        "{\"name\":7}            | name is not a string",
        "{\"count\":\"7\"}       | count is not an integer",
        "{\"count\":10}          | count is not between 1 and 9",
        "{\"open\":\"yes\"}      | open is neither true nor false",
        "{\"tags\":\"x\"}        | tags is not an array",
        "{\"tags\":[7]}          | an element of tags is not a string",
        "{\"inside\":7}          | inside is not an object",
        "{\"inside\":{\"name\":7}} | inside.name is not a string"
      })
  void errorMustNameTheField(String json, String why) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(UnexpectedJsonException.class)
        .hasMessage(why);
  }

  @Test
  void nameMustStandForOneField() {
    assertThatThrownBy(() -> SHAPE.and(JsonField.flag("name")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
  }

  private FieldValues read(String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    try (JsonParser parser = JsonSyntax.parser(bytes, 0, bytes.length)) {
      parser.nextToken();
      return SHAPE.read(new JsonFields(parser, bytes, 0, unknown::add), "it");
    }
  }
}
