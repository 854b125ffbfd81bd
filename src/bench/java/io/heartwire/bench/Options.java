package io.heartwire.bench;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.scenario.Scenario;
import io.heartwire.bench.scenario.Size;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What to measure; see README.md beside the sources.
 *
 * @param attach {@code PORT:PID} of a server that runs already; empty to start servers
 */
record Options(
    List<Scenario> scenarios, List<Contender> contenders, int rounds, Size size, String attach) {
  private static final List<String> NAMES =
      List.of(
          "scenarios",
          "contenders",
          "rounds",
          "seconds",
          "connections",
          "idle-connections",
          "idle-seconds",
          "handshakes",
          "quick",
          "attach");

  /**
   * From arguments like {@code rounds=3}; one without a value counts as not given.
   *
   * @throws IllegalArgumentException that says what is allowed
   */
  static Options parse(String... args) {
    Map<String, String> given = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String name = equals < 0 ? arg : arg.substring(0, equals);
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(name + ": unknown option, there are " + NAMES);
      }
      String value = equals < 0 ? "true" : arg.substring(equals + 1).strip();
      if (!value.isEmpty()) {
        given.put(name, value);
      }
    }
    boolean quick = flag(given, "quick");
    Size size =
        new Size(
            number(given, "seconds", quick ? 3 : 10),
            number(given, "connections", quick ? 200 : 1000),
            number(given, "idle-connections", quick ? 2000 : 15_000),
            number(given, "idle-seconds", quick ? 5 : 60),
            number(given, "handshakes", quick ? 1000 : 5000));
    return new Options(
        chosen("scenarios", given, Scenario.ALL, Scenario::name),
        chosen("contenders", given, Contender.ALL, Contender::name),
        number(given, "rounds", quick ? 1 : 3),
        size,
        given.getOrDefault("attach", ""));
  }

  private static boolean flag(Map<String, String> given, String name) {
    String value = given.getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(name + "=" + value + ": expected true or false");
    }
    return value.equals("true");
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    String value = given.getOrDefault(name, Integer.toString(otherwise));
    if (!value.matches("[1-9]\\d{0,6}")) {
      throw new IllegalArgumentException(name + "=" + value + ": expected a number from 1 on");
    }
    return Integer.parseInt(value);
  }

  private static <T> List<T> chosen(
      String option, Map<String, String> given, List<T> all, Function<T, String> nameOf) {
    String value = given.get(option);
    if (value == null) {
      return all;
    }
    Map<String, T> byName = all.stream().collect(Collectors.toMap(nameOf, item -> item));
    return Arrays.stream(value.split(","))
        .map(String::strip)
        .peek(
            name -> {
              if (!byName.containsKey(name)) {
                throw new IllegalArgumentException(
                    option
                        + "="
                        + name
                        + ": unknown, there are "
                        + all.stream().map(nameOf).toList());
              }
            })
        .map(byName::get)
        .toList();
  }
}
