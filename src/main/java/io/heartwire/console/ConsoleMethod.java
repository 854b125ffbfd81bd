package io.heartwire.console;

import io.heartwire.broker.Payload;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import java.util.concurrent.CompletionStage;

/**
 * Something that the console's page can ask for.
 *
 * @param acts whether it changes something, and so is for operators and is logged
 * @param target what it is done to, for the log
 */
record ConsoleMethod(
    String name, boolean acts, JsonShape shape, JsonField<?>[] target, Handler handler) {

  /**
   * What was asked.
   *
   * @param in its fields
   * @param body the whole of it, one JSON object
   */
  record Request(FieldValues in, byte[] body) {}

  /** Does it. */
  @FunctionalInterface
  interface Handler {
    /**
     * @return the result, a JSON object; fails with {@link io.heartwire.hook.RefusedException},
     *     which may be thrown, too
     */
    CompletionStage<byte[]> run(Request request);
  }

  /** One that shows something. */
  static ConsoleMethod read(String name, JsonShape shape, Handler handler) {
    return new ConsoleMethod(name, false, shape, new JsonField<?>[0], handler);
  }

  /** One that does something to what these fields name. */
  static ConsoleMethod act(String name, JsonShape shape, Handler handler, JsonField<?>... target) {
    return new ConsoleMethod(name, true, shape, target, handler);
  }

  private static Object shown(Object value) {
    return value instanceof Payload json ? json.asText() : value;
  }

  /** What it was done to, in one line. */
  String targetOf(FieldValues in) {
    StringBuilder text = new StringBuilder();
    for (JsonField<?> field : target) {
      Object value = in.find(field);
      if (value != null) {
        text.append(text.isEmpty() ? "" : " ")
            .append(field.name())
            .append('=')
            .append(shown(value));
      }
    }
    return text.toString();
  }
}
