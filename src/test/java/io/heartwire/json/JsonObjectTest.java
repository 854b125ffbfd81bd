package io.heartwire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
  private static final JsonField<String> TEXT = JsonField.text("text");
  private static final JsonField<Long> NUMBER = JsonField.integer("number", 0, Long.MAX_VALUE);
  private static final JsonShape SHAPE = JsonShape.of(TEXT, NUMBER);

  @Test
  void fieldsMustBeWrittenInOrder() {
    assertThat(
            written(
                out ->
                    out.text("t", "ä\"")
                        .integer("n", 7L)
                        .flag("f", true)
                        .textList("l", List.of("a", "b"))
                        .raw("r", "{\"x\" : 1.00}".getBytes(UTF_8))
                        .object("o", in -> in.text("t", "deep"))
                        .text("z", "last")))
        .isEqualTo(
            "{\"t\":\"ä\\\"\",\"n\":7,\"f\":true,\"l\":[\"a\",\"b\"],\"r\":{\"x\" : 1.00},"
                + "\"o\":{\"t\":\"deep\"},\"z\":\"last\"}");
  }

  @Test
  void whatStandsForAnAbsentFieldMustBeLeftOut() {
    assertThat(
            written(
                out ->
                    out.text("t", "")
                        .integer("n", 0L)
                        .integer("m", null)
                        .flag("f", false)
                        .textList("l", List.of())
                        .raw("r", new byte[0])
                        .object("o", in -> {})))
        .isEqualTo("{\"o\":{}}");
  }

  @Test
  void shapeMustReadWhatWasWrittenAndPassOverTheRest() throws Exception {
    byte[] json = JsonObject.of(out -> out.textList("l", List.of("a")).text("text", "x"));

    FieldValues in = SHAPE.read(json, "it");

    assertThat(in.get(TEXT)).isEqualTo("x");
    assertThat(in.find(NUMBER)).isNull();
  }

  @Test
  void whatIsNoObjectMustBeRefusedByName() {
    for (String json : new String[] {"", "[]", "7", "{\"text\":7}", "{\"text\""}) {
      assertThatThrownBy(() -> SHAPE.read(json.getBytes(UTF_8), "the order"))
          .as(json)
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> SHAPE.read("[]".getBytes(UTF_8), "the order"))
        .hasMessage("the order is not an object");
  }

  private static String written(Consumer<JsonObject> fields) {
    return new String(JsonObject.of(fields), UTF_8);
  }
}
