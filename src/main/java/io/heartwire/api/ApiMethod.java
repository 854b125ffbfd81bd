package io.heartwire.api;

import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A method of the server API: what its request looks like, and what it is once it is read.
 *
 * @param refusesUnknown whether a field that is not known is refused and not ignored: in a method
 *     of this gateway's own, where a slip of the pen could do much harm
 * @param request throws {@link ApiException} for what this gateway cannot do
 */
record ApiMethod(
    String name,
    JsonShape shape,
    boolean refusesUnknown,
    Function<FieldValues, ApiRequest> request) {

  /** All of them by name, but {@code batch}, which is made of the others. */
  static final Map<String, ApiMethod> ALL = all();

  /** One that Centrifugo has, too, which ignores fields that it does not know. */
  static ApiMethod of(
      String name, Function<FieldValues, ApiRequest> request, JsonField<?>... fields) {
    return new ApiMethod(name, JsonShape.of(fields), false, request);
  }

  private static Map<String, ApiMethod> all() {
    Map<String, ApiMethod> all = new LinkedHashMap<>();
    for (List<ApiMethod> some :
        List.of(
            ChannelMethods.ALL,
            ClientMethods.ALL,
            TokenMethods.ALL,
            NodeMethods.ALL,
            QueueMethods.ALL)) {
      some.forEach(method -> all.put(method.name(), method));
    }
    return all;
  }
}
