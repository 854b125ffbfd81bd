package io.heartwire.config;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Reads configuration values, checks their range, and collects every problem instead of failing at
 * the first.
 *
 * <p>During the start an invalid value becomes a {@link ConfigProblem}. If a value changes at run
 * time and the new one is invalid, it is logged once, and the last valid value stays in use. Safe
 * for use by any thread.
 */
@Singleton
public class Settings {
  private static final Logger LOG = Logger.getLogger(Settings.class.getName());
  private static final String OURS = "heartwire.";
  private static final String HIDDEN = "(hidden)";
  private static final String MISSING = "(missing)";

  private final String prefix;
  private final Function<String, Optional<String>> values;
  private final Map<String, Object> lastGood;
  private final Map<String, ConfigProblem> problems;
  private final Set<String> secrets;

  @Inject
  public Settings(Config config) {
    this(key -> config.getOptionalValue(key, String.class));
  }

  /** For programs and tests that bring their own values. */
  public Settings(Function<String, Optional<String>> values) {
    this.prefix = "";
    this.values = values;
    this.lastGood = new ConcurrentHashMap<>();
    this.problems = new ConcurrentSkipListMap<>();
    this.secrets = ConcurrentHashMap.newKeySet();
  }

  private Settings(Settings whole, String prefix, Map<String, String> defaults) {
    this.prefix = whole.prefix + prefix;
    this.values =
        key -> whole.values.apply(prefix + key).or(() -> Optional.ofNullable(defaults.get(key)));
    this.lastGood = whole.lastGood;
    this.problems = whole.problems;
    this.secrets = whole.secrets;
  }

  /** A length of time within the bounds, both inclusive. */
  public Duration duration(String key, Duration least, Duration most) {
    return read(
        key,
        least,
        "a duration from "
            + DurationSyntax.format(least)
            + " to "
            + DurationSyntax.format(most)
            + ", such as 500ms, 25s, 2m or PT25S",
        text -> within(DurationSyntax.parse(text), least, most));
  }

  /** A whole number within the bounds, both inclusive. */
  public int number(String key, int least, int most) {
    return read(
        key,
        least,
        "a whole number from " + least + " to " + most,
        text -> within(Integer.valueOf(text), least, most));
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String key) {
    return read(
        key,
        false,
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException(text);
            });
  }

  /** One of the constants of an enum, written in lower case with hyphens. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    E[] constants = type.getEnumConstants();
    return read(
        key,
        constants[0],
        "one of " + Arrays.stream(constants).map(Settings::spell).collect(Collectors.joining(", ")),
        text ->
            Arrays.stream(constants)
                .filter(constant -> spell(constant).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text)));
  }

  /** A list separated by commas; missing or empty = none. */
  public List<String> list(String key) {
    String text = values.apply(key).orElse("");
    List<String> items = items(text).toList();
    lastGood.put(prefix + key, items);
    return items;
  }

  /**
   * A list of parsed items, separated by commas; missing or empty = none.
   *
   * @param allowed the allowed items in words
   * @param parse throws {@link IllegalArgumentException} for an invalid item
   */
  public <T> List<T> list(String key, String allowed, Function<String, T> parse) {
    return read(key, List.of(), "a list of " + allowed, text -> items(text).map(parse).toList());
  }

  /** Text without surrounding white space; missing = empty. */
  public String text(String key) {
    String text = values.apply(key).map(String::strip).orElse("");
    lastGood.put(prefix + key, text);
    return text;
  }

  /**
   * A parsed secret value; missing = empty. A problem does not show the value. Only for settings
   * that are read at the start.
   *
   * @param parse throws {@link IllegalArgumentException} whose message says what the value must be
   */
  public <T> Optional<T> secret(String key, Function<String, T> parse) {
    secrets.add(prefix + key);
    String text = values.apply(key).map(String::strip).orElse("");
    try {
      Optional<T> value = text.isEmpty() ? Optional.empty() : Optional.of(parse.apply(text));
      lastGood.put(prefix + key, value);
      return value;
    } catch (IllegalArgumentException bad) {
      report(new ConfigProblem(prefix + key, HIDDEN, String.valueOf(bad.getMessage())));
      return Optional.empty();
    }
  }

  /**
   * Returns whether there is a value, for settings where a missing one has a meaning of its own.
   */
  public boolean has(String key) {
    return values.apply(key).filter(text -> !text.isBlank()).isPresent();
  }

  /**
   * Returns the settings whose keys begin with the prefix, read by the rest of the key, with
   * defaults of their own. For groups of keys of which there may be any number.
   */
  public Settings section(String prefix, Map<String, String> defaults) {
    return new Settings(this, prefix, defaults);
  }

  /**
   * Refuses a value that contradicts another. Only for settings that are read at the start. If the
   * value already has a problem, that one is kept, since this one may follow from it.
   */
  public void refuse(String key, String allowed) {
    String text = values.apply(key).map(String::strip).orElse(MISSING);
    problems.putIfAbsent(prefix + key, new ConfigProblem(prefix + key, text, allowed));
  }

  /** Refuses a {@linkplain #secret secret}, whose value is not shown if there is one. */
  public void refuseSecret(String key, String allowed) {
    String shown = has(key) ? HIDDEN : MISSING;
    problems.putIfAbsent(prefix + key, new ConfigProblem(prefix + key, shown, allowed));
  }

  /** The problems so far, ordered by key. */
  public List<ConfigProblem> problems() {
    return new ArrayList<>(problems.values());
  }

  /**
   * Returns those names that begin with Heartwire's prefix but are not read by anything: most
   * likely misspelt.
   */
  Set<String> unknown(Iterable<String> names) {
    Set<String> unknown = new TreeSet<>();
    for (String name : names) {
      if (name.startsWith(OURS) && !isRead(name) && !isReadAs(name)) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  /** The names that have been read, in order. */
  Set<String> read() {
    Set<String> read = new TreeSet<>(lastGood.keySet());
    read.addAll(problems.keySet());
    return read;
  }

  /** Returns whether the name was read as a secret. */
  boolean isSecret(String name) {
    return secrets.contains(name);
  }

  private boolean isRead(String name) {
    return lastGood.containsKey(name) || problems.containsKey(name);
  }

  /**
   * Returns whether the name comes from an environment variable that is read by another key: the
   * configuration cannot know that {@code HEARTWIRE_A_B_C} means {@code heartwire.a.b-c}.
   */
  private boolean isReadAs(String name) {
    Optional<String> value = values.apply(name);
    return Stream.concat(lastGood.keySet().stream(), problems.keySet().stream())
        .anyMatch(key -> variable(key).equals(variable(name)) && values.apply(key).equals(value));
  }

  private static Stream<String> items(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(item -> !item.isEmpty());
  }

  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private <T> T read(String name, T fallback, String allowed, Function<String, T> parse) {
    String key = prefix + name;
    String text = values.apply(name).map(String::strip).orElse("");
    try {
      T value = parse.apply(text);
      lastGood.put(key, value);
      problems.remove(key);
      return value;
    } catch (IllegalArgumentException bad) {
      report(new ConfigProblem(key, text.isEmpty() ? MISSING : text, allowed));
      @SuppressWarnings("unchecked") // a key is always read as the same type
      T kept = (T) lastGood.getOrDefault(key, fallback);
      return kept;
    }
  }

  private void report(ConfigProblem problem) {
    boolean isNew = !problem.equals(problems.put(problem.key(), problem));
    if (isNew && lastGood.containsKey(problem.key())) {
      LOG.log(Level.WARNING, "{0}; the last valid value stays in use", problem);
    }
  }

  private static <T extends Comparable<T>> T within(T value, T least, T most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException("out of range: " + value);
    }
    return value;
  }

  private static String spell(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
