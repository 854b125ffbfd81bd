package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TagFilterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          eq  | prod  | prod    | true
          eq  | prod  | Prod    | false
          eq  | prod  | ''      | false
          eq  | prod  | -       | false
          neq | prod  | test    | true
          neq | prod  | ''      | true
          neq | prod  | prod    | false
          neq | prod  | -       | true
          in  | us,eu | eu      | true
          in  | us,eu | us,eu   | false
          in  | us,eu | asia    | false
          in  | us,eu | -       | false
          nin | us,eu | asia    | true
          nin | us,eu | us      | false
          nin | us,eu | -       | true
          ex  | ''    | 1       | true
          ex  | ''    | ''      | true
          ex  | ''    | -       | false
          nex | ''    | 1       | false
          nex | ''    | ''      | false
          nex | ''    | -       | true
          sw  | pro   | prod    | true
          sw  | pro   | a prod  | false
          sw  | pro   | pr      | false
          sw  | pro   | -       | false
          ew  | od    | prod    | true
          ew  | od    | prods   | false
          ew  | od    | -       | false
          ct  | ro    | prod    | true
          ct  | or    | prod    | false
          ct  | ro    | -       | false
          lt  | 10    | 9       | true
          lt  | 10    | 9.99999 | true
          lt  | 10    | 10      | false
          lt  | 10    | 100     | false
          lt  | 10    | -       | false
          lt  | -1    | -2      | true
          lte | 10    | 10.00   | true
          lte | 10    | -10     | true
          lte | 10    | 10.01   | false
          lte | 10    | -       | false
          gt  | 10    | +10.01  | true
          gt  | 10    | 10      | false
          gt  | 10    | 9       | false
          gt  | 10    | -       | false
          gte | 10    | 10      | true
          gte | 10    | 0010.0  | true
          gte | 10    | 9.99999 | false
          gte | 10    | -       | false
          """)
  void aComparisonMustMatch(String cmp, String operand, @Nullable String value, boolean matches)
      throws MalformedException {
    FilterNode leaf =
        cmp.endsWith("in")
            ? new FilterNode("", "key", cmp, "", List.of(operand.split(",")), List.of())
            : leaf("key", cmp, operand);

    assertThat(TagFilter.compile(leaf).matches(tag(value))).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "many",
    "' 1'",
    "'1 '",
    "1.",
    ".5",
    "-",
    "+",
    "--1",
    "1.2.3",
    "1e0",
    "1e999999999",
    "0x1",
    "NaN",
    "Infinity",
    "'1,5'",
    "１"
  })
  void whatIsNotANumberMustNotBeInOrderWithOne(String text) throws MalformedException {
    for (String cmp : List.of("lt", "lte", "gt", "gte")) {
      assertThat(TagFilter.compile(leaf("key", cmp, "0")).matches(Map.of("key", text)))
          .as(cmp + " 0")
          .isFalse();
      if (!text.isEmpty()) {
        assertThat(TagFilter.compile(leaf("key", cmp, text)).matches(Map.of("key", "0")))
            .as("0 " + cmp)
            .isFalse();
      }
    }
  }

  @Test
  void aNumberMustNotBeLongerThanItsLimit() throws MalformedException {
    TagFilter positive = TagFilter.compile(leaf("key", "gt", "0"));
    String most = "1".repeat(TagComparison.MOST_NUMBER);

    assertThat(positive.matches(Map.of("key", most))).isTrue();
    assertThat(positive.matches(Map.of("key", most + "1"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          and | t   | true
          and | ttt | true
          and | tf  | false
          and | f   | false
          or  | ft  | true
          or  | fff | false
          or  | t   | true
          not | f   | true
          not | t   | false
          """)
  void anOperationMustCombineItsNodes(String op, String nodes, boolean matches)
      throws MalformedException {
    FilterNode[] children =
        nodes
            .chars()
            .mapToObj(c -> leaf("key", c == 'f' ? "neq" : "eq", "v"))
            .toArray(FilterNode[]::new);

    assertThat(TagFilter.compile(node(op, children)).matches(Map.of("key", "v")))
        .isEqualTo(matches);
  }

  @Test
  void operationsMustNest() throws MalformedException {
    TagFilter filter = TagFilter.compile(Examples.filter());

    assertThat(filter.matches(Map.of("ticker", "AAPL", "price", "100.5"))).isTrue();
    assertThat(filter.matches(Map.of("ticker", "AAPL"))).isTrue();
    assertThat(filter.matches(Map.of("ticker", "AAPL", "price", "99"))).isFalse();
    assertThat(filter.matches(Map.of("ticker", "GOOG", "price", "101"))).isFalse();
    assertThat(filter.matches(Map.of())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void anInvalidFilterMustBeRefusedWithItsReason(FilterNode filter, String why) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> TagFilter.compile(filter))
        .withMessage(why);
    assertThatExceptionOfType(MalformedException.class)
        .as("below another node")
        .isThrownBy(() -> TagFilter.compile(node("not", node("or", leaf("a", "eq", "b"), filter))))
        .withMessage(why);
  }

  @Test
  void aFilterMustNotHaveMoreNodesThanItsLimit() throws MalformedException {
    int most = TagFilter.MOST_NODES;

    assertThat(TagFilter.compile(wide(most)).matches(Map.of("key", "v"))).isTrue();
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> TagFilter.compile(wide(most + 1)))
        .withMessage("filter has more than 100 nodes");
  }

  @Test
  void aFilterMustNotBeNestedDeeperThanItsLimit() throws MalformedException {
    int most = TagFilter.MOST_DEPTH;

    assertThat(TagFilter.compile(deep(most)).matches(Map.of("key", "v"))).isFalse();
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> TagFilter.compile(deep(most + 1)))
        .withMessage("filter has more than 16 levels");
  }

  private static FilterNode deep(int levels) {
    FilterNode node = leaf("key", "eq", "v");
    for (int i = 1; i < levels; i++) {
      node = node("not", node);
    }
    return node;
  }

  private static Stream<Arguments> invalid() {
    List<String> some = List.of("b");
    Stream<Arguments> operations =
        Stream.of(
            Arguments.of(node("xor"), "filter has an unknown op: xor"),
            Arguments.of(node("AND", leaf("a", "ex", "")), "filter has an unknown op: AND"),
            Arguments.of(node("x".repeat(17)), "filter has an unknown op: xxxxxxxxxxxxxxxx…"),
            Arguments.of(node("and"), "filter has and without nodes"),
            Arguments.of(node("or"), "filter has or without nodes"),
            Arguments.of(node("not"), "filter has not with other than one node"),
            Arguments.of(
                node("not", leaf("a", "ex", ""), leaf("a", "ex", "")),
                "filter has not with other than one node"),
            Arguments.of(leaf("a", "", "b"), "filter has an unknown cmp: "),
            Arguments.of(leaf("a", "EQ", "b"), "filter has an unknown cmp: EQ"),
            Arguments.of(leaf("a", "in", "b"), "filter has in with val"),
            Arguments.of(leaf("a", "nin", "b"), "filter has nin with val"),
            Arguments.of(leaf("a", "in", ""), "filter has in without vals"),
            Arguments.of(leaf("a", "nin", ""), "filter has nin without vals"));
    Stream<Arguments> withoutKey =
        Arrays.stream(TagComparison.values())
            .map(TagComparison::name)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .map(cmp -> Arguments.of(leaf("", cmp, "b"), "filter has " + cmp + " without key"));
    Stream<Arguments> operands =
        Stream.of("eq", "neq", "sw", "ew", "ct", "lt", "lte", "gt", "gte")
            .flatMap(
                cmp ->
                    Stream.of(
                        Arguments.of(leaf("a", cmp, ""), "filter has " + cmp + " without val"),
                        Arguments.of(
                            new FilterNode("", "a", cmp, "b", some, List.of()),
                            "filter has " + cmp + " with vals")));
    Stream<Arguments> none =
        Stream.of("ex", "nex")
            .flatMap(
                cmp ->
                    Stream.of(
                        Arguments.of(leaf("a", cmp, "b"), "filter has " + cmp + " with val"),
                        Arguments.of(
                            new FilterNode("", "a", cmp, "", some, List.of()),
                            "filter has " + cmp + " with vals")));
    return Stream.of(operations, withoutKey, operands, none).flatMap(same -> same);
  }

  private static FilterNode leaf(String key, String cmp, String val) {
    return new FilterNode("", key, cmp, val, List.of(), List.of());
  }

  private static FilterNode node(String op, FilterNode... nodes) {
    return new FilterNode(op, "", "", "", List.of(), List.of(nodes));
  }

  private static FilterNode wide(int nodes) {
    List<FilterNode> leaves = Collections.nCopies(nodes - 1, leaf("key", "eq", "v"));
    return new FilterNode("and", "", "", "", List.of(), leaves);
  }

  private static Map<String, String> tag(@Nullable String value) {
    Map<String, String> tags = new HashMap<>(Map.of("other", "prod"));
    if (value != null) {
      tags.put("key", value);
    }
    return tags;
  }

  @Test
  void aFilterMustNotHaveMoreValuesThanTheLimitInAllItsNodes() {
    List<String> half = Collections.nCopies(TagFilter.MOST_VALUES / 2, "v");
    FilterNode leaf = new FilterNode("", "k", "in", "", half, List.of());
    FilterNode one = new FilterNode("", "k", "in", "", List.of("v"), List.of());

    assertThat(compiles(new FilterNode("or", "", "", "", List.of(), List.of(leaf, leaf)))).isTrue();
    assertThat(compiles(new FilterNode("or", "", "", "", List.of(), List.of(leaf, leaf, one))))
        .isFalse();
  }

  @Test
  void aFilterMustNotHaveMoreTextThanTheLimit() {
    String half = "x".repeat(TagFilter.MOST_TEXT / 2);

    assertThat(compiles(new FilterNode("", half, "eq", half, List.of(), List.of()))).isTrue();
    assertThat(compiles(new FilterNode("", half, "eq", half + "x", List.of(), List.of())))
        .isFalse();
    assertThat(compiles(new FilterNode("", "k", "in", "", List.of(half, half + "y"), List.of())))
        .isFalse();
  }

  private static boolean compiles(FilterNode node) {
    try {
      return TagFilter.compile(node) != null;
    } catch (MalformedException tooLarge) {
      return false;
    }
  }
}
