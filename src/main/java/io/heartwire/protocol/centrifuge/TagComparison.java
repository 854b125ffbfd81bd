package io.heartwire.protocol.centrifuge;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The comparison operators of publication filters.
 *
 * <p>An absent tag matches {@link #NEQ}, {@link #NIN} and {@link #NEX}, and no other. Numbers are
 * digits with an optional sign and an optional fraction, but without exponent. An ordering
 * comparison with anything else, or with more than {@link #MOST_NUMBER} characters, matches
 * nothing.
 *
 * <p>All as in Centrifugo, except that there an absent tag counts as an empty one for {@code in}
 * and {@code nin}, {@code ex} and {@code nex} need no key, and numbers may have up to 200
 * characters but at most 19 digits of a fraction.
 */
enum TagComparison {
  EQ(Operand.VAL, (val, vals) -> val::equals),
  NEQ(Operand.VAL, (val, vals) -> value -> !val.equals(value)),
  IN(Operand.VALS, (val, vals) -> value -> value != null && vals.contains(value)),
  NIN(Operand.VALS, (val, vals) -> value -> value == null || !vals.contains(value)),
  EX(Operand.NONE, (val, vals) -> value -> value != null),
  NEX(Operand.NONE, (val, vals) -> value -> value == null),
  SW(Operand.VAL, (val, vals) -> value -> value != null && value.startsWith(val)),
  EW(Operand.VAL, (val, vals) -> value -> value != null && value.endsWith(val)),
  CT(Operand.VAL, (val, vals) -> value -> value != null && value.contains(val)),
  LT(Operand.VAL, (val, vals) -> order(val, sign -> sign < 0)),
  LTE(Operand.VAL, (val, vals) -> order(val, sign -> sign <= 0)),
  GT(Operand.VAL, (val, vals) -> order(val, sign -> sign > 0)),
  GTE(Operand.VAL, (val, vals) -> order(val, sign -> sign >= 0));

  /** A comparison with its operand. */
  @FunctionalInterface
  interface Test {
    /**
     * Returns whether the tag matches.
     *
     * @param value the tag's value, or null if the tag is absent
     */
    boolean matches(@Nullable String value);
  }

  /** The operators by their name in the protocol. */
  static final Map<String, TagComparison> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(TagComparison::wireName, comparison -> comparison));

  /** The most characters of a number. */
  static final int MOST_NUMBER = 64;

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]++(?:\\.[0-9]++)?");

  private enum Operand {
    NONE,
    VAL,
    VALS
  }

  private final Operand operand;
  private final BiFunction<String, Set<String>, Test> test;

  TagComparison(Operand operand, BiFunction<String, Set<String>, Test> test) {
    this.operand = operand;
    this.test = test;
  }

  /** Returns the comparison with its operand: {@code val}, {@code vals}, or neither. */
  Test with(String val, List<String> vals) throws MalformedException {
    check("val", operand == Operand.VAL, !val.isEmpty());
    check("vals", operand == Operand.VALS, !vals.isEmpty());
    return test.apply(val, new HashSet<>(vals));
  }

  private void check(String name, boolean wanted, boolean given) throws MalformedException {
    if (wanted != given) {
      throw new MalformedException(
          "filter has " + wireName() + (wanted ? " without " : " with ") + name);
    }
  }

  private String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Test order(String val, IntPredicate wanted) {
    BigDecimal bound = number(val);
    return bound == null ? value -> false : order(bound, wanted);
  }

  private static Test order(BigDecimal bound, IntPredicate wanted) {
    return value -> {
      BigDecimal number = value == null ? null : number(value);
      return number != null && wanted.test(number.compareTo(bound));
    };
  }

  private static @Nullable BigDecimal number(String text) {
    return text.length() <= MOST_NUMBER && NUMBER.matcher(text).matches()
        ? new BigDecimal(text)
        : null;
  }
}
